"""What must hold of goods at every moment; returns a sentence for each breach."""

from typing import NamedTuple

from sqlalchemy import Integer, cast, func, or_, select

from livefair.kernel import ReadTx, query
from livefair.supply.models import RESERVATION, STOCK, STOCK_MOVEMENT


class _Breach(NamedTuple):
    sku_id: str
    kept: int
    expected: int


_moved = (
    select(
        STOCK_MOVEMENT.c.sku_id,
        cast(func.sum(STOCK_MOVEMENT.c.on_hand_change), Integer).label("on_hand"),
        cast(func.sum(STOCK_MOVEMENT.c.reserved_change), Integer).label("reserved"),
    )
    .group_by(STOCK_MOVEMENT.c.sku_id)
    .subquery()
)
_held = (
    select(RESERVATION.c.sku_id, cast(func.sum(RESERVATION.c.quantity), Integer).label("reserved"))
    .where(RESERVATION.c.state == "held")
    .group_by(RESERVATION.c.sku_id)
    .subquery()
)
_NOT_THE_SUM = query(
    _Breach,
    select(STOCK.c.sku_id, STOCK.c.on_hand, func.coalesce(_moved.c.on_hand, 0))
    .join_from(STOCK, _moved, _moved.c.sku_id == STOCK.c.sku_id, isouter=True)
    .where(
        or_(
            STOCK.c.on_hand != func.coalesce(_moved.c.on_hand, 0),
            STOCK.c.reserved != func.coalesce(_moved.c.reserved, 0),
        )
    ),
)
_NOT_HELD = query(
    _Breach,
    select(STOCK.c.sku_id, STOCK.c.reserved, func.coalesce(_held.c.reserved, 0))
    .join_from(STOCK, _held, _held.c.sku_id == STOCK.c.sku_id, isouter=True)
    .where(STOCK.c.reserved != func.coalesce(_held.c.reserved, 0)),
)
_BELOW_ZERO = query(
    _Breach,
    select(STOCK.c.sku_id, STOCK.c.on_hand, STOCK.c.reserved).where(
        or_(STOCK.c.on_hand < STOCK.c.reserved, STOCK.c.reserved < 0)
    ),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"stock of {b.sku_id} is {b.kept}, its movements say {b.expected}" for b in tx.all(_NOT_THE_SUM)),
        *(f"stock of {b.sku_id} has {b.kept} reserved, orders hold {b.expected}" for b in tx.all(_NOT_HELD)),
        *(f"stock of {b.sku_id} is oversold: {b.kept} on hand, {b.expected} reserved" for b in tx.all(_BELOW_ZERO)),
    ]
