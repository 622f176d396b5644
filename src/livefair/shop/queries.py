"""Read models of the shop: orders as their buyer and their brand see them, and what was sold."""

import json
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, select

from livefair.kernel import DAY_MS, Money, ReadTx, query, text_in, word_in
from livefair.shop.addresses import Place
from livefair.shop.fulfilment import Order
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.models.promotions import REDUCTION
from livefair.shop.models.returns import REFUND

PAID_STATES = ["paid", "shipped", "delivered"]
LAST = "~"
"""Sorts after every id: the cursor of the first page."""


class OrderLine(NamedTuple):
    id: str
    order_id: str
    sku_id: str
    product_id: str
    title_zh: str
    title_en: str
    sku_name_zh: str
    sku_name_en: str
    quantity: int
    unit_minor: int
    amount_minor: int
    refunded_minor: int
    room_id: str | None
    video_id: str | None
    review_id: str | None
    host_id: str | None
    reviewer_id: str | None

    def title(self, locale: str) -> str:
        return self.title_zh if locale == "zh" else self.title_en

    def sku_name(self, locale: str) -> str:
        return self.sku_name_zh if locale == "zh" else self.sku_name_en


class OrderCard(NamedTuple):
    order: Order
    lines: list[OrderLine]

    @property
    def total(self) -> Money:
        return Money(self.order.total_minor, self.order.currency)

    @property
    def place(self) -> Place:
        return Place(**json.loads(self.order.address))


class Origin(NamedTuple):
    """Where an order line was sold, and what."""

    line_id: str
    room_id: str | None
    host_id: str | None
    product_id: str


class BoughtLine(NamedTuple):
    """A line that its buyer may review: `order_state` tells whether the goods were kept."""

    line_id: str
    order_id: str
    buyer_id: str
    product_id: str
    sku_id: str
    order_state: str
    delivered_at_ms: int | None
    refunded_minor: int


class Reduced(NamedTuple):
    """Why an order line cost less than the catalogue said: `kind` is flash_sale or coupon."""

    line_id: str
    kind: str
    source_id: str
    minor: int


class Sold(NamedTuple):
    sku_id: str
    pieces: int
    amount_minor: int


_ORDER_COLUMNS = [getattr(ORDER.c, field) for field in Order._fields]
_LINE_COLUMNS = [getattr(ORDER_LINE.c, field) for field in OrderLine._fields]
_page = (ORDER.c.id < bindparam("before"),)
_MINE = query(
    Order,
    select(*_ORDER_COLUMNS)
    .where(ORDER.c.buyer_id == bindparam("buyer"), *_page)
    .order_by(ORDER.c.id.desc())
    .limit(bindparam("most")),
)
_OF_BRAND = query(
    Order,
    select(*_ORDER_COLUMNS)
    .where(ORDER.c.brand_id == bindparam("brand"), ORDER.c.state == bindparam("in_state"), *_page)
    .order_by(ORDER.c.id.desc())
    .limit(bindparam("most")),
)
_ONE = query(Order, select(*_ORDER_COLUMNS).where(ORDER.c.id == bindparam("one")))
_PLACED_AT = query(int, select(ORDER.c.placed_at_ms).where(ORDER.c.id == bindparam("one")))
_LINES = query(OrderLine, select(*_LINE_COLUMNS).where(text_in(ORDER_LINE.c.order_id, "ids")).order_by(ORDER_LINE.c.id))
_BOUGHT = query(
    BoughtLine,
    select(
        ORDER_LINE.c.id,
        ORDER_LINE.c.order_id,
        ORDER.c.buyer_id,
        ORDER_LINE.c.product_id,
        ORDER_LINE.c.sku_id,
        ORDER.c.state,
        ORDER.c.delivered_at_ms,
        ORDER_LINE.c.refunded_minor,
    )
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(ORDER_LINE.c.id == bindparam("line")),
)
_ORIGINS = query(
    Origin,
    select(ORDER_LINE.c.id, ORDER_LINE.c.room_id, ORDER_LINE.c.host_id, ORDER_LINE.c.product_id).where(
        text_in(ORDER_LINE.c.id, "ids")
    ),
)
_REDUCED = query(
    Reduced,
    select(*(REDUCTION.c[name] for name in Reduced._fields))
    .where(text_in(REDUCTION.c.line_id, "ids"))
    .order_by(REDUCTION.c.line_id, REDUCTION.c.kind.desc()),
)
_pieces = cast(func.coalesce(func.sum(ORDER_LINE.c.quantity), 0), Integer)
_amount = cast(func.coalesce(func.sum(ORDER_LINE.c.amount_minor - ORDER_LINE.c.refunded_minor), 0), Integer)
_SOLD_IN_ROOM = query(
    Sold,
    select(ORDER_LINE.c.sku_id, _pieces, _amount)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER_LINE.c.room_id == bindparam("room"),
        ORDER.c.paid_at_ms >= bindparam("since"),
        word_in(ORDER.c.state, *PAID_STATES),
    )
    .group_by(ORDER_LINE.c.sku_id),
)
_ORDERS_BY_VIDEO = query(
    lambda video_id, orders: (video_id, int(orders)),
    select(ORDER_LINE.c.video_id, func.count(ORDER_LINE.c.order_id.distinct()))
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        text_in(ORDER_LINE.c.video_id, "ids"),
        word_in(ORDER.c.state, *PAID_STATES),
        ORDER_LINE.c.refunded_minor < ORDER_LINE.c.amount_minor,
    )
    .group_by(ORDER_LINE.c.video_id),
)
_SOLD_UNDER_MCN = query(
    lambda host_id, amount_minor: (host_id, int(amount_minor)),
    select(ORDER_LINE.c.host_id, _amount)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER_LINE.c.mcn_id == bindparam("mcn"),
        ORDER.c.currency == bindparam("money"),
        word_in(ORDER.c.state, *PAID_STATES),
    )
    .group_by(ORDER_LINE.c.host_id),
)
_SOLD_BY_HOST_AND_PRODUCT = query(
    lambda host_id, product_id, amount_minor: (host_id, product_id, int(amount_minor)),
    select(ORDER_LINE.c.host_id, ORDER_LINE.c.product_id, _amount)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        text_in(ORDER_LINE.c.host_id, "hosts"),
        ORDER.c.paid_at_ms >= bindparam("since"),
        word_in(ORDER.c.state, *PAID_STATES),
    )
    .group_by(ORDER_LINE.c.host_id, ORDER_LINE.c.product_id)
    .limit(100_000),
)
_RETURNS_OF_HOSTS = query(
    lambda host_id, amount_minor, refunded_minor: (host_id, int(amount_minor), int(refunded_minor)),
    select(ORDER_LINE.c.host_id, func.sum(ORDER_LINE.c.amount_minor), func.sum(ORDER_LINE.c.refunded_minor))
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(text_in(ORDER_LINE.c.host_id, "hosts"), ORDER.c.paid_at_ms >= bindparam("since"))
    .group_by(ORDER_LINE.c.host_id),
)
_day = ORDER.c.paid_at_ms // DAY_MS
_SOLD_BY_DAY = query(
    lambda day, amount_minor: (int(day), int(amount_minor)),
    select(_day, _amount)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER_LINE.c.host_id == bindparam("host"),
        ORDER.c.paid_at_ms >= bindparam("since"),
        word_in(ORDER.c.state, *PAID_STATES),
    )
    .group_by(_day),
)
_SOLD_OF_PRODUCTS = query(
    lambda product_id, pieces: (product_id, pieces),
    select(ORDER_LINE.c.product_id, _pieces)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(text_in(ORDER_LINE.c.product_id, "ids"), word_in(ORDER.c.state, *PAID_STATES))
    .group_by(ORDER_LINE.c.product_id),
)
_SOLD_SINCE = query(
    lambda sku_id, pieces: (sku_id, pieces),
    select(ORDER_LINE.c.sku_id, _pieces)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER.c.brand_id == bindparam("brand"),
        ORDER.c.paid_at_ms >= bindparam("since"),
        word_in(ORDER.c.state, *PAID_STATES),
    )
    .group_by(ORDER_LINE.c.sku_id),
)
_OPEN_REFUNDS = query(
    lambda refund_id, order_id, reason, note, at_ms: (refund_id, order_id, reason, note, at_ms),
    select(REFUND.c.id, REFUND.c.order_id, REFUND.c.reason, REFUND.c.note, REFUND.c.requested_at_ms)
    .join_from(REFUND, ORDER, ORDER.c.id == REFUND.c.order_id)
    .where(ORDER.c.brand_id == bindparam("brand"), word_in(REFUND.c.state, "requested", "agreed", "sent"))
    .order_by(REFUND.c.id)
    .limit(200),
)


def orders_of_buyer(tx: ReadTx, buyer_id: str, *, before: str = LAST, most: int = 20) -> list[OrderCard]:
    """Newest first; `before` is the id of the last order of the page before."""
    return _cards(tx, tx.all(_MINE, buyer=buyer_id, before=before, most=min(most, 100)))


def orders_of_brand(tx: ReadTx, brand_id: str, *, state: str, before: str = LAST, most: int = 50) -> list[OrderCard]:
    return _cards(tx, tx.all(_OF_BRAND, brand=brand_id, in_state=state, before=before, most=min(most, 200)))


def order_card(tx: ReadTx, order_id: str) -> OrderCard | None:
    cards = _cards(tx, tx.all(_ONE, one=order_id))
    return cards[0] if cards else None


def placed_at(tx: ReadTx, order_id: str) -> int | None:
    """When the order was placed, in ms; None for one that is not there."""
    return tx.one(_PLACED_AT, one=order_id)


def origins_of(tx: ReadTx, line_ids: list[str]) -> dict[str, Origin]:
    return {found.line_id: found for found in tx.all(_ORIGINS, ids=line_ids)}


def reductions_of(tx: ReadTx, line_ids: list[str]) -> dict[str, list[Reduced]]:
    """By line, for those that cost less than usual."""
    found: dict[str, list[Reduced]] = {}
    for each in tx.all(_REDUCED, ids=line_ids) if line_ids else ():
        found.setdefault(each.line_id, []).append(each)
    return found


def bought_line(tx: ReadTx, line_id: str) -> BoughtLine | None:
    return tx.one(_BOUGHT, line=line_id)


def line_for_review(tx: ReadTx, buyer_id: str, line_id: str) -> BoughtLine | None:
    """The buyer's own line once it was delivered and kept; None otherwise."""
    line = bought_line(tx, line_id)
    if line is None or line.buyer_id != buyer_id or line.delivered_at_ms is None or line.refunded_minor:
        return None
    return line


def sold_in_room(tx: ReadTx, room_id: str, *, since_ms: int) -> list[Sold]:
    """Paid and not refunded, by SKU, through one room."""
    return tx.all(_SOLD_IN_ROOM, room=room_id, since=since_ms)


def sold_by_day(tx: ReadTx, host_id: str, *, days: int) -> list[tuple[int, int]]:
    """(start of the day in ms UTC, minor units paid and not refunded by buyers whom the host brought), oldest first.

    One for each of the last `days` days, today among them; a day without sales is 0.
    """
    today = tx.now_ms // DAY_MS
    sold = dict(tx.all(_SOLD_BY_DAY, host=host_id, since=(today - days + 1) * DAY_MS))
    return [(day * DAY_MS, sold.get(day, 0)) for day in range(today - days + 1, today + 1)]


def orders_by_video(tx: ReadTx, video_ids: list[str]) -> dict[str, int]:
    """How many orders that were paid and not wholly given back came by each video; a video without one is not there."""
    return dict(tx.all(_ORDERS_BY_VIDEO, ids=video_ids)) if video_ids else {}


def sold_under_mcn(tx: ReadTx, mcn_id: str, *, currency: str = "CNY") -> dict[str, int]:
    """By host, minor units paid and not refunded in orders that the host brought under contract with the MCN."""
    return dict(tx.all(_SOLD_UNDER_MCN, mcn=mcn_id, money=currency))


def sold_by_product_of_hosts(tx: ReadTx, host_ids: list[str], *, since_ms: int) -> list[tuple[str, str, int]]:
    """(host, product, minor units paid through the host since a moment and not given back)."""
    return tx.all(_SOLD_BY_HOST_AND_PRODUCT, hosts=host_ids, since=since_ms) if host_ids else []


def sold_and_returned(tx: ReadTx, host_ids: list[str], *, since_ms: int) -> dict[str, tuple[int, int]]:
    """By host, minor units that were paid through them since a moment, and how much of that went back."""
    found = tx.all(_RETURNS_OF_HOSTS, hosts=host_ids, since=since_ms) if host_ids else []
    return {host_id: (amount_minor, refunded_minor) for host_id, amount_minor, refunded_minor in found}


def sold_of_product(tx: ReadTx, product_id: str) -> int:
    """Pieces paid for and not given back."""
    return sold_of_products(tx, [product_id]).get(product_id, 0)


def sold_of_products(tx: ReadTx, product_ids: list[str]) -> dict[str, int]:
    """The same by product; one that nobody has bought is not there."""
    return dict(tx.all(_SOLD_OF_PRODUCTS, ids=product_ids)) if product_ids else {}


def sold_since(tx: ReadTx, brand_id: str, since_ms: int) -> dict[str, int]:
    """Pieces of a brand's SKUs that were paid since a moment and not given back."""
    return dict(tx.all(_SOLD_SINCE, brand=brand_id, since=since_ms))


def open_refunds_of_brand(tx: ReadTx, brand_id: str) -> list[tuple[str, str, str, str, int]]:
    """(refund id, order id, reason, note, asked at ms), oldest first."""
    return tx.all(_OPEN_REFUNDS, brand=brand_id)


def _cards(tx: ReadTx, orders: list[Order]) -> list[OrderCard]:
    by_order: dict[str, list[OrderLine]] = {order.id: [] for order in orders}
    for line in tx.all(_LINES, ids=list(by_order)):
        by_order[line.order_id].append(line)
    return [OrderCard(order, by_order[order.id]) for order in orders]
