"""Refunds: asked for by the buyer, granted by rule or by the brand, sent back through the provider."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, update

from livefair import ledger
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
    word_in,
)
from livefair.people import clean_text
from livefair.shop import rules
from livefair.shop.coupons import give_coupons_back
from livefair.shop.events import OrderRefunded, RefundDenied, RefundedLine, RefundRequested
from livefair.shop.fulfilment import Order, order_for
from livefair.shop.models import ORDER, ORDER_LINE, REFUND, REFUND_LINE
from livefair.shop.payments import payment_for
from livefair.shop.providers import Providers
from livefair.supply import release, take_back


class Refund(NamedTuple):
    id: str
    order_id: str
    reason: str
    note: str
    state: str
    requested_at_ms: int
    decided_at_ms: int | None
    answer: str
    sent_at_ms: int | None


class Claim(NamedTuple):
    """The whole price of some lines, and why: `reason` is one of rules.REFUND_REASONS."""

    line_ids: list[str]
    reason: str
    note: str = ""


class _Line(NamedTuple):
    id: str
    sku_id: str
    quantity: int
    left_minor: int


class _Asked(NamedTuple):
    line_id: str
    amount_minor: int


_REFUND = query(
    Refund, select(*(getattr(REFUND.c, field) for field in Refund._fields)).where(REFUND.c.id == bindparam("one"))
)
_BY_KEY = query(str, select(REFUND.c.id).where(REFUND.c.key == bindparam("k")))
_OF_ORDER = query(
    Refund,
    select(*(getattr(REFUND.c, field) for field in Refund._fields))
    .where(REFUND.c.order_id == bindparam("order"))
    .order_by(REFUND.c.id),
)
_LINES = query(
    _Line,
    select(
        ORDER_LINE.c.id,
        ORDER_LINE.c.sku_id,
        ORDER_LINE.c.quantity,
        ORDER_LINE.c.amount_minor - ORDER_LINE.c.refunded_minor,
    )
    .where(ORDER_LINE.c.order_id == bindparam("order"))
    .order_by(ORDER_LINE.c.id),
)
_ASKED = query(
    _Asked,
    select(REFUND_LINE.c.line_id, REFUND_LINE.c.amount_minor)
    .where(REFUND_LINE.c.refund_id == bindparam("refund"))
    .order_by(REFUND_LINE.c.line_id),
)
_OPEN_ON_ORDER = query(
    int,
    select(func.count())
    .select_from(REFUND)
    .where(REFUND.c.order_id == bindparam("order"), REFUND.c.state == "requested"),
)
_OPEN_LINES = query(
    str,
    select(REFUND_LINE.c.line_id)
    .join_from(REFUND_LINE, REFUND, REFUND.c.id == REFUND_LINE.c.refund_id)
    .where(REFUND.c.order_id == bindparam("order"), REFUND.c.state == "requested"),
)
_DECIDE = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"), REFUND.c.state == "requested")
    .values(
        state=bindparam("becomes"),
        decided_by=bindparam("by"),
        decided_at_ms=bindparam("now"),
        answer=bindparam("words"),
    )
)
_minor = bindparam("minor", type_=BigInteger)
_TAKE = change(
    update(ORDER_LINE)
    .where(ORDER_LINE.c.id == bindparam("line"), ORDER_LINE.c.refunded_minor + _minor <= ORDER_LINE.c.amount_minor)
    .values(refunded_minor=ORDER_LINE.c.refunded_minor + _minor)
)
_END_ORDER = change(
    update(ORDER)
    .where(ORDER.c.id == bindparam("one"), word_in(ORDER.c.state, "paid", "shipped", "delivered"))
    .values(state="refunded", ended_at_ms=bindparam("now"))
)
_SENT = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"), REFUND.c.sent_at_ms.is_(None))
    .values(sent_at_ms=bindparam("now"))
)

_PAYMENT_OF = query(str, select(ORDER.c.payment_id).where(ORDER.c.id == bindparam("order")))


def ask_refund(tx: WriteTx, actor: Actor, order_id: str, claim: Claim, *, key: str) -> str:
    """Ask for money back. What has not left the house is granted at once. Returns the refund's id."""
    order = order_for(tx, actor, order_id)
    require(order.buyer_id == actor.id, "not_yours")
    require_valid(claim.reason in rules.REFUND_REASONS, "unknown_reason", field="reason")
    key = f"{actor.id}:{key}"
    if (earlier := tx.one(_BY_KEY, k=key)) is not None:
        return earlier
    _require_askable(tx, order)
    lines = _chosen(tx, order_id, claim.line_ids)
    refund_id = tx.new_id()
    tx.insert(
        REFUND,
        id=refund_id,
        order_id=order_id,
        key=key,
        reason=claim.reason,
        note=clean_text(claim.note, limit=rules.NOTE_CHARS_MAX, field="note"),
        state="requested",
        requested_at_ms=tx.now_ms,
        answer="",
    )
    for line in lines:
        tx.insert(REFUND_LINE, id=tx.new_id(), refund_id=refund_id, line_id=line.id, amount_minor=line.left_minor)
    tx.announce(
        RefundRequested(
            refund_id=refund_id, order_id=order_id, buyer_id=actor.id, brand_id=order.brand_id, reason=claim.reason
        )
    )
    if rules.is_granted_at_once(state=order.state):
        _grant(tx, actor, order, refund_id, "", restock=True)
    return refund_id


def grant_refund(tx: WriteTx, actor: Actor, refund_id: str, *, answer: str = "", restock: bool = False) -> None:
    """The brand (or an operator) gives the money back. `restock`: the goods are here again and can be sold."""
    refund, order = _to_decide(tx, actor, refund_id)
    _grant(tx, actor, order, refund.id, answer, restock=restock)


def deny_refund(tx: WriteTx, actor: Actor, refund_id: str, *, answer: str) -> None:
    refund, order = _to_decide(tx, actor, refund_id)
    require_valid(bool(answer.strip()), "empty", field="answer")
    _decide(tx, actor, refund.id, "denied", answer)
    tx.announce(RefundDenied(refund_id=refund.id, order_id=order.id, buyer_id=order.buyer_id))


def refunds_of(tx: ReadTx, order_id: str) -> list[Refund]:
    return tx.all(_OF_ORDER, order=order_id)


def has_open_refund(tx: ReadTx, order_id: str) -> bool:
    return tx.value(_OPEN_ON_ORDER, order=order_id) > 0


def lines_with_open_refund(tx: ReadTx, order_id: str) -> frozenset[str]:
    """Ids of the order's lines whose money was asked back and nobody has answered yet."""
    return frozenset(tx.all(_OPEN_LINES, order=order_id))


@job
async def send_refund(ctx: JobContext, *, refund_id: str) -> None:
    """Have the provider return a granted refund. The refund's id is the key: sending twice returns the money once."""
    payment_id, amount_minor = await ctx.db.read(_what_to_send, refund_id)
    payment = await ctx.db.read(payment_for, payment_id)
    provider = ctx.services[Providers].called(payment.provider)
    await provider.refund(payment.id, amount_minor=amount_minor, currency=payment.currency, key=refund_id)
    await ctx.db.write(mark_refund_sent, SYSTEM, refund_id)


@job
async def send_late_payment_back(ctx: JobContext, *, payment_id: str) -> None:
    payment = await ctx.db.read(payment_for, payment_id)
    provider = ctx.services[Providers].called(payment.provider)
    await provider.refund(
        payment_id, amount_minor=payment.amount_minor, currency=payment.currency, key=f"late:{payment_id}"
    )
    await ctx.db.write(book_late_payment_back, SYSTEM, payment_id)


def mark_refund_sent(tx: WriteTx, actor: Actor, refund_id: str) -> None:
    tx.change(_SENT, one=refund_id, now=tx.now_ms)


def book_late_payment_back(tx: WriteTx, actor: Actor, payment_id: str) -> None:
    payment = payment_for(tx, payment_id)
    ledger.post(
        tx,
        key=f"late-back:{payment_id}",
        reason="late_payment_returned",
        currency=payment.currency,
        why={"payment_id": payment_id},
        legs=[ledger.Leg("suspense", -payment.amount_minor), ledger.Leg("psp_clearing", payment.amount_minor)],
    )


def _what_to_send(tx: ReadTx, refund_id: str) -> tuple[str, int]:
    """(payment id, minor units)"""
    refund = tx.one(_REFUND, one=refund_id) or not_found("refund")
    payment_id = tx.value(_PAYMENT_OF, order=refund.order_id)
    return payment_id, sum(asked.amount_minor for asked in tx.all(_ASKED, refund=refund_id))


def _require_askable(tx: ReadTx, order: Order) -> None:
    in_time = rules.may_ask_refund(state=order.state, now_ms=tx.now_ms, returnable_until_ms=order.returnable_until_ms)
    if not in_time:
        raise Conflict("not_refundable_now", state=order.state)
    if has_open_refund(tx, order.id):
        raise Conflict("refund_already_asked")


def _chosen(tx: ReadTx, order_id: str, line_ids: list[str]) -> list[_Line]:
    lines = {line.id: line for line in tx.all(_LINES, order=order_id)}
    chosen = [lines[line_id] for line_id in dict.fromkeys(line_ids) if line_id in lines]
    require_valid(len(chosen) > 0 and len(chosen) == len(set(line_ids)), "choose_lines", field="lines")
    if any(line.left_minor == 0 for line in chosen):
        raise Conflict("already_refunded")
    return chosen


def _to_decide(tx: ReadTx, actor: Actor, refund_id: str) -> tuple[Refund, Order]:
    refund = tx.one(_REFUND, one=refund_id) or not_found("refund")
    order = order_for(tx, actor, refund.order_id)
    require(order.brand_id == actor.organisation_id or actor.has("operator"), "not_yours")
    return refund, order


def _decide(tx: WriteTx, actor: Actor, refund_id: str, state: str, answer: str) -> None:
    words = clean_text(answer, limit=rules.NOTE_CHARS_MAX, field="answer")
    if not tx.change(_DECIDE, one=refund_id, becomes=state, by=actor.id, now=tx.now_ms, words=words):
        raise Conflict("already_decided")


def _grant(tx: WriteTx, actor: Actor, order: Order, refund_id: str, answer: str, *, restock: bool) -> None:
    _decide(tx, actor, refund_id, "granted", answer)
    asked = tx.all(_ASKED, refund=refund_id)
    pieces = {line.id: line for line in tx.all(_LINES, order=order.id)}
    for line in asked:
        if not tx.change(_TAKE, line=line.line_id, minor=line.amount_minor):
            raise Conflict("already_refunded")
        if restock and not release(tx, actor, line.line_id):
            take_back(
                tx, actor, pieces[line.line_id].sku_id, quantity=pieces[line.line_id].quantity, reference=line.line_id
            )
    if all(line.left_minor == 0 for line in tx.all(_LINES, order=order.id)):
        tx.change(_END_ORDER, one=order.id, now=tx.now_ms)
        if rules.is_granted_at_once(state=order.state):  # nothing has left the house: as if it had not been ordered
            give_coupons_back(tx, order.id)
    tx.announce(
        OrderRefunded(
            order_id=order.id,
            refund_id=refund_id,
            buyer_id=order.buyer_id,
            brand_id=order.brand_id,
            currency=order.currency,
            lines=[RefundedLine(line_id=line.line_id, amount_minor=line.amount_minor) for line in asked],
        )
    )
    tx.later(send_refund, key=f"refund:{refund_id}", refund_id=refund_id)
