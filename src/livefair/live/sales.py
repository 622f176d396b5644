"""What rooms sold: the shop's paid lines, counted for the show that ran at that moment."""

from typing import NamedTuple

from sqlalchemy import bindparam, distinct, func, select

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, query, require
from livefair.live.models import ROOM, SALE
from livefair.live.on_air import show_on_air
from livefair.shop.events import OrderPaid, PaidLine


class Sold(NamedTuple):
    """Of one show and currency: paid lines, without what was refunded later."""

    currency: str
    orders: int
    buyers: int
    quantity: int
    amount_minor: int


class SoldProduct(NamedTuple):
    product_id: str
    currency: str
    quantity: int
    amount_minor: int


_BY_PRODUCT = query(
    SoldProduct,
    select(SALE.c.product_id, SALE.c.currency, func.sum(SALE.c.quantity), func.sum(SALE.c.amount_minor))
    .where(SALE.c.show_id == bindparam("show"))
    .group_by(SALE.c.product_id, SALE.c.currency)
    .order_by(func.sum(SALE.c.amount_minor).desc(), SALE.c.product_id)
    .limit(500),
)
_SOLD = query(
    Sold,
    select(
        SALE.c.currency,
        func.count(distinct(SALE.c.order_id)),
        func.count(distinct(SALE.c.buyer_id)),
        func.sum(SALE.c.quantity),
        func.sum(SALE.c.amount_minor),
    )
    .where(SALE.c.show_id == bindparam("show"))
    .group_by(SALE.c.currency)
    .order_by(SALE.c.currency),
)
_EXISTS = query(int, select(func.count()).select_from(ROOM).where(ROOM.c.id == bindparam("room")))


def count_sale(tx: WriteTx, actor: Actor, order: OrderPaid, line: PaidLine) -> None:
    """Count a paid line; the same line twice is once. A room that nobody knows sold nothing."""
    require(actor == SYSTEM, "program_only")
    if line.room_id is None or not tx.value(_EXISTS, room=line.room_id):
        return
    show = show_on_air(tx, line.room_id)
    tx.insert_new(
        SALE,
        line_id=line.line_id,
        order_id=order.order_id,
        room_id=line.room_id,
        show_id=show.id if show else None,
        buyer_id=order.buyer_id,
        product_id=line.product_id,
        quantity=line.quantity,
        amount_minor=line.amount_minor,
        currency=order.currency,
        paid_at_ms=tx.now_ms,
    )


def sold_in(tx: ReadTx, show_id: str) -> list[Sold]:
    return [Sold(row.currency, *map(int, row[1:])) for row in tx.all(_SOLD, show=show_id)]


def sold_by_product(tx: ReadTx, show_id: str) -> list[SoldProduct]:
    """The same money by product, most first."""
    rows = tx.all(_BY_PRODUCT, show=show_id)
    return [SoldProduct(row.product_id, row.currency, int(row.quantity), int(row.amount_minor)) for row in rows]
