"""What rooms sold: the shop's paid lines, counted for the show that ran at that moment."""

from typing import NamedTuple

from sqlalchemy import bindparam, case, distinct, func, select, update

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, query, require, text_in
from livefair.live.models import ROOM, SALE
from livefair.live.on_air import show_at
from livefair.live.stays import relation_of
from livefair.live.tallies import Tallies
from livefair.live.truths import became_true_at
from livefair.shop.events import OrderPaid, PaidLine
from livefair.shop.queries import bought_line


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


class _Earlier(NamedTuple):
    of_order: int
    of_buyer: int


class SoldSku(NamedTuple):
    """`refunded_minor` has gone back since; `settled_minor` can no longer go back."""

    product_id: str
    sku_id: str
    orders: int
    quantity: int
    amount_minor: int
    refunded_minor: int
    settled_minor: int


_EARLIER = query(
    _Earlier,
    select(
        func.coalesce(func.sum(case((SALE.c.order_id == bindparam("order"), 1), else_=0)), 0),
        func.coalesce(func.sum(case((SALE.c.buyer_id == bindparam("buyer"), 1), else_=0)), 0),
    ).where(SALE.c.show_id == bindparam("show")),
)
_REFUND = change(update(SALE).where(SALE.c.line_id == bindparam("line")).values(refunded_minor=bindparam("gone")))
_SETTLE = change(update(SALE).where(text_in(SALE.c.line_id, "ids")).values(settles_at_ms=bindparam("at")))
_is_settled = SALE.c.settles_at_ms <= bindparam("now")
_BY_SKU = query(
    SoldSku,
    select(
        SALE.c.product_id,
        SALE.c.sku_id,
        func.count(distinct(SALE.c.order_id)),
        func.sum(SALE.c.quantity),
        func.sum(SALE.c.amount_minor),
        func.sum(SALE.c.refunded_minor),
        func.sum(case((_is_settled, SALE.c.amount_minor - SALE.c.refunded_minor), else_=0)),
    )
    .where(SALE.c.show_id == bindparam("show"))
    .group_by(SALE.c.product_id, SALE.c.sku_id)
    .order_by(func.sum(SALE.c.amount_minor).desc(), SALE.c.sku_id)
    .limit(500),
)
_EXISTS = query(int, select(func.count()).select_from(ROOM).where(ROOM.c.id == bindparam("room")))


def count_sale(tx: WriteTx, actor: Actor, order: OrderPaid, line: PaidLine) -> None:
    """Count a paid line; the same line twice is once. A room that nobody knows sold nothing."""
    require(actor == SYSTEM, "program_only")
    if line.room_id is None or not tx.value(_EXISTS, room=line.room_id):
        return
    paid_at_ms = became_true_at(tx, order)
    show_id = show_at(tx, line.room_id, paid_at_ms)
    earlier = tx.value(_EARLIER, show=show_id, order=order.order_id, buyer=order.buyer_id) if show_id else None
    is_new = tx.insert_new(
        SALE,
        line_id=line.line_id,
        order_id=order.order_id,
        room_id=line.room_id,
        show_id=show_id,
        buyer_id=order.buyer_id,
        product_id=line.product_id,
        sku_id=line.sku_id,
        quantity=line.quantity,
        amount_minor=line.amount_minor,
        refunded_minor=_gone_back(tx, line.line_id),
        currency=order.currency,
        paid_at_ms=paid_at_ms,
    )
    if is_new and show_id is not None and earlier is not None:
        _tally_sale(tx, show_id, order, line, earlier)


def count_refund(tx: WriteTx, actor: Actor, line_id: str) -> None:
    """Money of a sold line has gone back. Facts may be heard in any order: what the shop says now is what counts."""
    require(actor == SYSTEM, "program_only")
    tx.change(_REFUND, line=line_id, gone=_gone_back(tx, line_id))


def note_settling(tx: WriteTx, actor: Actor, line_ids: list[str], *, at_ms: int) -> None:
    """From that moment on these lines cannot come back."""
    require(actor == SYSTEM, "program_only")
    tx.change(_SETTLE, ids=line_ids, at=at_ms)


def _gone_back(tx: ReadTx, line_id: str) -> int:
    line = bought_line(tx, line_id)
    return line.refunded_minor if line else 0


def _tally_sale(tx: WriteTx, show_id: str, order: OrderPaid, line: PaidLine, earlier: "_Earlier") -> None:
    at_ms, tallies = became_true_at(tx, order), Tallies(tx)
    tallies.add(show_id, "paid_minor", line.amount_minor, at_ms=at_ms)
    tallies.add(show_id, "items", line.quantity, at_ms=at_ms)
    if not earlier.of_order:
        tallies.add(show_id, "orders", 1, at_ms=at_ms)
    if not earlier.of_buyer:
        tallies.add(show_id, "buyers", 1, at_ms=at_ms)
        tallies.add(show_id, f"buyers:{relation_of(tx, order.buyer_id, tallies.host_of(show_id))}", 1, at_ms=at_ms)
    tallies.write()


def sold_in(tx: ReadTx, show_id: str) -> list[Sold]:
    return [Sold(row.currency, *map(int, row[1:])) for row in tx.all(_SOLD, show=show_id)]


def sold_by_product(tx: ReadTx, show_id: str) -> list[SoldProduct]:
    """The same money by product, most first."""
    rows = tx.all(_BY_PRODUCT, show=show_id)
    return [SoldProduct(row.product_id, row.currency, int(row.quantity), int(row.amount_minor)) for row in rows]


def sold_by_sku(tx: ReadTx, show_id: str) -> list[SoldSku]:
    """Most money first; a show that sells in several currencies counts them as they are."""
    return [
        SoldSku(row.product_id, row.sku_id, *map(int, row[2:])) for row in tx.all(_BY_SKU, show=show_id, now=tx.now_ms)
    ]
