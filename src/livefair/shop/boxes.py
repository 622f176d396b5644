"""Blind boxes (盲盒): a brand puts pieces into sealed boxes and says what is in them, how many, and how likely.

Everything that decides is committed to before the first box is sold, and what is left is always shown.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import Product, Sku, add_sku, offered, own_product_for, retire_sku
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    Money,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
    secret_token,
)
from livefair.shop.box_opening import settle_series
from livefair.shop.events_of_boxes import BoxSeriesBegun, BoxSeriesEnded
from livefair.shop.models.boxes import BOX, BOX_CONTENT, BOX_SERIES
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.shop.rules import boxes as rules
from livefair.supply.boxing import pack

SEALED_ZH, SEALED_EN = "盲盒（未拆）", "Blind box, sealed"
SETTLES_AFTER_MS = PAY_WITHIN_MS + 60_000


class Series(NamedTuple):
    id: str
    brand_id: str
    product_id: str
    sku_id: str
    price_minor: int
    currency: str
    boxes: int
    guarantee_after: int
    kept: int
    per_day: int
    per_person: int
    rules: str
    anchor: str
    commitment: str
    root: str
    opened: int
    begins_at_ms: int
    ends_at_ms: int
    ended_at_ms: int | None
    settled_at_ms: int | None

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    def is_sold(self, now_ms: int) -> bool:
        return self.ended_at_ms is None and now_ms < self.ends_at_ms


class Held(NamedTuple):
    """One of the contents: `remaining` of its `pieces` are in the pool still."""

    position: int
    sku_id: str
    pieces: int
    remaining: int
    is_rare: bool


class Box(NamedTuple):
    """One box, sealed or opened; `content` is the position of what was in it."""

    line_id: str
    series_id: str
    order_id: str
    buyer_id: str
    bought_at_ms: int
    given_back_at_ms: int | None
    opened_at_ms: int | None
    position: int | None
    content: int | None
    by_guarantee: int | None
    ticket: str | None
    running_hash: str | None


_s, _b = BOX_SERIES.c, BOX.c
_COLUMNS = [_s[name] for name in Series._fields]
_this = _s.id == bindparam("series")
_ONE = query(Series, select(*_COLUMNS).where(_this))
_OF_BRAND = query(Series, select(*_COLUMNS).where(_s.brand_id == bindparam("brand")).order_by(_s.id.desc()).limit(200))
_OF_PRODUCT = query(
    Series,
    select(*_COLUMNS)
    .where(_s.product_id == bindparam("product"), _s.ended_at_ms.is_(None), _s.ends_at_ms > bindparam("now"))
    .order_by(_s.id.desc())
    .limit(1),
)
_RUNNING = query(
    int,
    select(func.count()).select_from(BOX_SERIES).where(_s.brand_id == bindparam("brand"), _s.ended_at_ms.is_(None)),
)
_CONTENTS = query(
    lambda position, sku_id, pieces, remaining, is_rare: Held(position, sku_id, pieces, remaining, bool(is_rare)),
    select(*(BOX_CONTENT.c[name] for name in Held._fields))
    .where(BOX_CONTENT.c.series_id == bindparam("series"))
    .order_by(BOX_CONTENT.c.position),
)
_OF_ORDER = query(
    Box, select(*(_b[name] for name in Box._fields)).where(_b.order_id == bindparam("order")).order_by(_b.line_id)
)
_BOX = query(Box, select(*(_b[name] for name in Box._fields)).where(_b.line_id == bindparam("line")))
_OPENED = query(
    Box,
    select(*(_b[name] for name in Box._fields))
    .where(_b.series_id == bindparam("series"), _b.position.is_not(None))
    .order_by(_b.position)
    .limit(rules.BOXES_MAX),
)
_END = change(
    update(BOX_SERIES)
    .where(_this, _s.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"), ended_by=bindparam("who"))
)


def begin_series(tx: WriteTx, actor: Actor, product_id: str, draft: rules.Draft) -> str:
    """Put pieces of one's own goods into boxes, shown with `product_id` as their face. Returns the series' id.

    Refusals: out_of_range, box_contents, one_rare_piece, guarantee_needs_rare, never_unseen, mixed_currencies,
    too_many_series, sold_out (not so many pieces on the shelves).
    """
    face = own_product_for(tx, actor, product_id)
    rules.check_draft(draft)
    if tx.value(_RUNNING, brand=face.brand_id) >= rules.SERIES_MAX:
        raise Conflict("too_many_series", limit=rules.SERIES_MAX)
    goods = offered(tx, [content.sku_id for content in draft.contents])
    currency = _checked_goods(goods.values(), face.brand_id)
    price = Money(draft.price_minor, currency)
    sku_id = add_sku(tx, actor, product_id, name_zh=SEALED_ZH, name_en=SEALED_EN, price=price)
    retire_sku(tx, actor, sku_id)  # it lies in no cart: boxes are bought one by one, with their caps
    series_id = _keep_series(tx, actor, face, sku_id, draft, currency)
    pieces = {each.sku_id: each.pieces + draft.kept_for_guarantee * each.is_rare for each in draft.contents}
    pack(tx, actor, sku_id, pieces, boxes=draft.boxes, key=series_id)
    tx.later(close_series, after_ms=draft.lasts_ms, key=f"boxes_close:{series_id}", series_id=series_id)
    return series_id


def end_series(tx: WriteTx, actor: Actor, series_id: str) -> None:
    """Sell no more of it; what is sold stays good. Twice is once."""
    series = series_called(tx, series_id)
    own_product_for(tx, actor, series.product_id)
    _end(tx, actor, series)


@job
def close_series(tx: WriteTx, actor: Actor, *, series_id: str) -> None:
    _end(tx, SYSTEM, series_called(tx, series_id))


def series_called(tx: ReadTx, series_id: str) -> Series:
    return tx.one(_ONE, series=series_id) or not_found("box_series")


def series_of_brand(tx: ReadTx, brand_id: str) -> list[Series]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def series_on_sale(tx: ReadTx, product_id: str) -> Series | None:
    """The newest one that has this product as its face and is sold now."""
    return tx.one(_OF_PRODUCT, product=product_id, now=tx.now_ms)


def contents_of(tx: ReadTx, series_id: str) -> list[Held]:
    return tx.all(_CONTENTS, series=series_id)


def boxes_of_order(tx: ReadTx, order_id: str) -> list[Box]:
    return tx.all(_OF_ORDER, order=order_id)


def box_of(tx: ReadTx, line_id: str) -> Box | None:
    """The box that an order line is or was."""
    return tx.one(_BOX, line=line_id)


def opened_boxes(tx: ReadTx, series_id: str) -> list[Box]:
    """In the order of their opening."""
    return tx.all(_OPENED, series=series_id)


def _checked_goods(goods: Iterable[tuple[Sku, Product]], brand_id: str) -> str:
    """Their currency."""
    found = list(goods)
    require(all(product.brand_id == brand_id for _, product in found), "not_your_product")
    unseen = {product.category for _, product in found} & rules.NEVER_UNSEEN
    require_valid(not unseen, "never_unseen", field="contents")
    currencies = {sku.currency for sku, _ in found}
    if len(currencies) > 1:
        raise Conflict("mixed_currencies")
    return currencies.pop()


def _keep_series(tx: WriteTx, actor: Actor, face: Product, sku_id: str, draft: rules.Draft, currency: str) -> str:
    series_id, last = tx.new_id(), secret_token()
    promise = rules.Promise(
        series_id=series_id,
        brand_id=face.brand_id,
        price_minor=draft.price_minor,
        currency=currency,
        contents=tuple((each.sku_id, each.pieces, each.is_rare) for each in draft.contents),
        boxes=draft.boxes,
        guarantee_after=draft.guarantee_after,
        kept_for_guarantee=draft.kept_for_guarantee,
        per_day=draft.per_day,
        per_person=draft.per_person,
        begins_at_ms=tx.now_ms,
        ends_at_ms=tx.now_ms + draft.lasts_ms,
    )
    text, anchor = rules.rules_text(promise), rules.secret_at(last, 0, draft.boxes)
    committed = rules.commitment(anchor, series_id, text)
    tx.insert(
        BOX_SERIES,
        id=series_id,
        product_id=face.id,
        sku_id=sku_id,
        kept=draft.kept_for_guarantee,
        rules=text,
        last_secret=last,
        anchor=anchor,
        commitment=committed,
        root=rules.first_hash(series_id),
        opened=0,
        made_by=actor.id,
        **{
            name: getattr(promise, name)
            for name in (
                "brand_id", "price_minor", "currency", "boxes", "guarantee_after", "per_day", "per_person",
                "begins_at_ms", "ends_at_ms",
            )
        },
    )  # fmt: skip
    for position, content in enumerate(draft.contents):
        values = {**content._asdict(), "is_rare": int(content.is_rare), "remaining": content.pieces}
        tx.insert(BOX_CONTENT, series_id=series_id, position=position, **values)
    tx.announce(
        BoxSeriesBegun(
            series_id=series_id,
            brand_id=face.brand_id,
            product_id=face.id,
            boxes=draft.boxes,
            price_minor=draft.price_minor,
            currency=currency,
            commitment=committed,
        )
    )
    return series_id


def _end(tx: WriteTx, actor: Actor, series: Series) -> None:
    if not tx.change(_END, series=series.id, now=tx.now_ms, who=actor.id):
        return
    tx.announce(BoxSeriesEnded(series_id=series.id, brand_id=series.brand_id, product_id=series.product_id))
    # Whoever is paying now has time to; then all that is sold is opened and the rest goes back.
    tx.later(settle_series, after_ms=SETTLES_AFTER_MS, key=f"boxes_settle:{series.id}", series_id=series.id)
