"""Price protection (价保): for some days after paying, what a thing costs less now comes back, once for each line."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.catalog.queries import prices_now
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, not_found, query, require
from livefair.shop.fulfilment import Order, order_for
from livefair.shop.models.returns import REFUND, REFUND_LINE
from livefair.shop.refunds import Asked, Claim, Line, Verdict, grant, has_open_refund, lines_left, note_claim
from livefair.shop.rules import returns

REASON = "price_protection"
# What chance or the highest bid has decided is worth what it is worth.
UNPROTECTED = frozenset({"box", "auction"})

_CLAIMED = query(
    int,
    select(func.count())
    .select_from(REFUND_LINE)
    .join(REFUND, REFUND.c.id == REFUND_LINE.c.refund_id)
    .where(REFUND_LINE.c.line_id == bindparam("line"), REFUND.c.reason == REASON),
)


class Cheaper(NamedTuple):
    """A line that costs less now: what comes back, and until when it can be claimed."""

    line_id: str
    difference_minor: int
    until_ms: int


def claim_price_difference(tx: WriteTx, actor: Actor, order_id: str, line_id: str) -> str:
    """The buyer gets back what they have paid more than the price of now. Returns the refund's id.

    Conflict: price_not_lower, price_claimed, price_protection_over, refund_already_asked.
    """
    order = order_for(tx, actor, order_id)
    require(order.buyer_id == actor.id, "not_yours")
    line = next((line for line in lines_left(tx, order_id) if line.id == line_id), None) or not_found("order_line")
    _require_claimable(tx, order, line)
    difference = _difference(tx, line)
    if difference <= 0:
        raise Conflict("price_not_lower")
    key = f"{actor.id}:price:{line_id}"
    asked = [Asked(line_id, 0, difference)]
    refund_id = note_claim(tx, actor, order, Claim([line_id], REASON), key=key, lines=asked)
    grant(tx, actor, order, refund_id, Verdict("rule"))
    return refund_id


def cheaper_lines(tx: ReadTx, order: Order) -> list[Cheaper]:
    """What could be claimed now. For callers who have checked that the order is the reader's."""
    until_ms = (order.paid_at_ms or 0) + returns.PRICE_PROTECTION_MS
    if not _is_protected(tx, order) or has_open_refund(tx, order.id):
        return []
    return [
        Cheaper(line.id, difference, until_ms)
        for line in lines_left(tx, order.id)
        if not tx.value(_CLAIMED, line=line.id) and (difference := _difference(tx, line)) > 0
    ]


def _require_claimable(tx: ReadTx, order: Order, line: Line) -> None:
    if not _is_protected(tx, order):
        raise Conflict("price_protection_over")
    if tx.value(_CLAIMED, line=line.id):
        raise Conflict("price_claimed")
    if has_open_refund(tx, order.id):
        raise Conflict("refund_already_asked")


def _is_protected(tx: ReadTx, order: Order) -> bool:
    is_bought = order.state in {"paid", "shipped", "delivered"} and order.paid_at_ms is not None
    return (
        is_bought
        and order.sold_as not in UNPROTECTED
        and tx.now_ms < (order.paid_at_ms or 0) + returns.PRICE_PROTECTION_MS
    )


def _difference(tx: ReadTx, line: Line) -> int:
    """0 for what is no longer sold: there is no price of now."""
    now_minor = prices_now(tx, [line.sku_id]).get(line.sku_id)
    return 0 if now_minor is None else returns.price_difference(line.left_minor, line.pieces_left, now_minor)
