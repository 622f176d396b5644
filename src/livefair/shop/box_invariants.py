"""What must hold of blind boxes at every moment; returns a sentence for each breach."""

from sqlalchemy import Integer, cast, func, or_, select

from livefair.kernel import ReadTx, query
from livefair.shop.models.boxes import BOX, BOX_CONTENT, BOX_SERIES, BOX_SHARE
from livefair.supply import level

_drawn = (
    select(
        BOX_CONTENT.c.series_id,
        cast(func.sum(BOX_CONTENT.c.pieces - BOX_CONTENT.c.remaining), Integer).label("pieces"),
    )
    .group_by(BOX_CONTENT.c.series_id)
    .subquery()
)
_opened = (
    select(
        BOX.c.series_id,
        func.count(BOX.c.position).label("n"),
        cast(func.coalesce(func.sum(BOX.c.by_guarantee), 0), Integer).label("by_guarantee"),
    )
    .group_by(BOX.c.series_id)
    .subquery()
)
_MISCOUNTED = query(
    str,
    select(BOX_SERIES.c.id)
    .join_from(BOX_SERIES, _drawn, _drawn.c.series_id == BOX_SERIES.c.id)
    .join(_opened, _opened.c.series_id == BOX_SERIES.c.id, isouter=True)
    .where(
        or_(
            func.coalesce(_opened.c.n, 0) != BOX_SERIES.c.opened,
            _drawn.c.pieces + func.coalesce(_opened.c.by_guarantee, 0) != BOX_SERIES.c.opened,
        )
    ),
)
_held = (
    select(BOX.c.series_id, BOX.c.buyer_id, func.count().label("n"))
    .where(BOX.c.given_back_at_ms.is_(None))
    .group_by(BOX.c.series_id, BOX.c.buyer_id)
    .subquery()
)
_SHARE_IS_NOT_ITS_BOXES = query(
    str,
    select(BOX_SHARE.c.series_id)
    .join_from(BOX_SHARE, BOX_SERIES, BOX_SERIES.c.id == BOX_SHARE.c.series_id)
    .join(
        _held,
        (_held.c.series_id == BOX_SHARE.c.series_id) & (_held.c.buyer_id == BOX_SHARE.c.buyer_id),
        isouter=True,
    )
    .where(
        or_(func.coalesce(_held.c.n, 0) != BOX_SHARE.c.boxes, BOX_SHARE.c.boxes > BOX_SERIES.c.per_person),
    ),
)
_SEALED = query(
    lambda series_id, sku_id, boxes, opened, settled: (series_id, sku_id, 0 if settled else boxes - opened),
    select(BOX_SERIES.c.id, BOX_SERIES.c.sku_id, BOX_SERIES.c.boxes, BOX_SERIES.c.opened, BOX_SERIES.c.settled_at_ms),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"series {s} counts other boxes than were opened out of it" for s in tx.all(_MISCOUNTED)),
        *(f"a buyer's share of series {s} is not their boxes" for s in tx.all(_SHARE_IS_NOT_ITS_BOXES)),
        *(
            f"of series {series_id} other boxes are in the house than are sealed"
            for series_id, sku_id, sealed in tx.all(_SEALED)
            if level(tx, sku_id).on_hand != sealed
        ),
    ]
