"""Refunds: asked for by the buyer, granted by rule or by the brand, sent back through the provider."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, update

from livefair.catalog.returns import return_class_at
from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    word_in,
)
from livefair.people import clean_text
from livefair.shop import rules
from livefair.shop.box_returns import require_may_return
from livefair.shop.coupons import give_coupons_back
from livefair.shop.disputed import require_undisputed
from livefair.shop.events import OrderRefunded, RefundDenied, RefundedLine, RefundRequested
from livefair.shop.evidence import attach_evidence
from livefair.shop.formats import leaves_its_format
from livefair.shop.fulfilment import Order, note_nothing_left, order_for
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.models.returns import REFUND, REFUND_LINE
from livefair.shop.refund_sending import send_refund
from livefair.shop.rules import returns
from livefair.supply import pieces_sent, release
from livefair.supply.packing import waiting
from livefair.supply.returned import NO_PLACE, Shelf, put_back


class Refund(NamedTuple):
    id: str
    order_id: str
    reason: str
    note: str
    wants: str
    state: str
    freight_by: str
    requested_at_ms: int
    due_at_ms: int | None
    carrier: str
    tracking: str
    exchange_carrier: str
    exchange_tracking: str
    decided_by: str | None
    decided_at_ms: int | None
    answer: str
    sent_at_ms: int | None

    @property
    def is_open(self) -> bool:
        return self.decided_at_ms is None


class Claim(NamedTuple):
    """What is asked back and why: `reason` is one of returns.REASONS; `pieces` of a line, all where it is not said.

    `wants` is refund or exchange; `photo_ids` are pieces of evidence that were kept before.
    """

    line_ids: list[str]
    reason: str
    note: str = ""
    pieces: Mapping[str, int] = MappingProxyType({})
    wants: str = "refund"
    photo_ids: tuple[str, ...] = ()
    is_unopened: bool = False


class Line(NamedTuple):
    """What is left of an order line: pieces that were not given back, and their price."""

    id: str
    sku_id: str
    product_id: str
    pieces_left: int
    left_minor: int


class Asked(NamedTuple):
    line_id: str
    quantity: int
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
_back = (
    select(func.coalesce(func.sum(REFUND_LINE.c.quantity), 0))
    .join_from(REFUND_LINE, REFUND, REFUND.c.id == REFUND_LINE.c.refund_id)
    .where(REFUND_LINE.c.line_id == ORDER_LINE.c.id, REFUND.c.state == "granted")
    .correlate(ORDER_LINE)
    .scalar_subquery()
)
_LINES = query(
    lambda line_id, sku_id, product_id, quantity, back, left: Line(line_id, sku_id, product_id, quantity - back, left),
    select(
        ORDER_LINE.c.id,
        ORDER_LINE.c.sku_id,
        ORDER_LINE.c.product_id,
        ORDER_LINE.c.quantity,
        _back,
        ORDER_LINE.c.amount_minor - ORDER_LINE.c.refunded_minor,
    )
    .where(ORDER_LINE.c.order_id == bindparam("order"))
    .order_by(ORDER_LINE.c.id),
)
_ASKED = query(
    Asked,
    select(REFUND_LINE.c.line_id, REFUND_LINE.c.quantity, REFUND_LINE.c.amount_minor)
    .where(REFUND_LINE.c.refund_id == bindparam("refund"))
    .order_by(REFUND_LINE.c.line_id),
)
_is_open = word_in(REFUND.c.state, *returns.OPEN_STATES)
_OPEN_ON_ORDER = query(
    int,
    select(func.count()).select_from(REFUND).where(REFUND.c.order_id == bindparam("order"), _is_open),
)
_OPEN_LINES = query(
    str,
    select(REFUND_LINE.c.line_id)
    .join_from(REFUND_LINE, REFUND, REFUND.c.id == REFUND_LINE.c.refund_id)
    .where(REFUND.c.order_id == bindparam("order"), _is_open),
)
_DECIDE = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"), _is_open)
    .values(
        state=bindparam("becomes"),
        due_at_ms=None,
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


def ask_refund(tx: WriteTx, actor: Actor, order_id: str, claim: Claim, *, key: str) -> str:
    """Ask for money back, or for another piece. What has not left the house is granted at once. Returns its id.

    Conflict: not_refundable_now, refund_already_asked, already_refunded, partly_on_its_way, no_return_without_reason.
    """
    order = order_for(tx, actor, order_id)
    require(order.buyer_id == actor.id, "not_yours")
    require_valid(claim.reason in returns.REASONS, "unknown_reason", field="reason")
    require_valid(claim.wants in ("refund", "exchange"), "bad_value", field="wants")
    key = f"{actor.id}:{key}"
    if (earlier := tx.one(_BY_KEY, k=key)) is not None:
        return earlier
    _require_askable(tx, order)
    lines = _chosen(tx, order, claim)
    require_may_return(tx, order, claim.reason, [line.line_id for line in lines])
    at_once = rules.is_granted_at_once(state=order.state)
    if at_once:
        require_valid(not claim.pieces, "whole_lines_before_shipping", field="pieces")
    else:
        _require_by_policy(tx, order, claim, lines)
    refund_id = note_claim(tx, actor, order, claim, key=key, lines=lines)
    if at_once:
        grant(tx, actor, order, refund_id, Verdict("rule", restock=True))
    return refund_id


def note_claim(tx: WriteTx, actor: Actor, order: Order, claim: Claim, *, key: str, lines: list[Asked]) -> str:
    """Write the claim down, with its deadline; nothing is decided yet."""
    refund_id = tx.new_id()
    due_ms = tx.now_ms + returns.due_after_ms("requested")
    tx.insert(
        REFUND,
        id=refund_id,
        order_id=order.id,
        key=key,
        reason=claim.reason,
        note=clean_text(claim.note, limit=rules.NOTE_CHARS_MAX, field="note"),
        wants=claim.wants,
        state="requested",
        policy_version=returns.VERSION,
        freight_by=returns.REASONS[claim.reason].freight_by if claim.reason in returns.REASONS else "brand",
        requested_at_ms=tx.now_ms,
        due_at_ms=due_ms,
        carrier="",
        tracking="",
        exchange_carrier="",
        exchange_tracking="",
        answer="",
    )
    for line in lines:
        tx.insert(REFUND_LINE, id=tx.new_id(), refund_id=refund_id, **line._asdict())
    attach_evidence(tx, actor, refund_id, claim.photo_ids)
    tx.announce(
        RefundRequested(
            refund_id=refund_id,
            order_id=order.id,
            buyer_id=order.buyer_id,
            brand_id=order.brand_id,
            reason=claim.reason,
        )
    )
    return refund_id


def grant_refund(
    tx: WriteTx, actor: Actor, refund_id: str, *, answer: str = "", restock: bool = False, shelf: Shelf = NO_PLACE
) -> None:
    """The brand (or an operator) gives the money back. `restock`: the goods are here again, and lie on this shelf."""
    refund, order = refund_to_decide(tx, actor, refund_id)
    grant(tx, actor, order, refund.id, Verdict(actor.id, answer, restock, shelf))


def deny_refund(tx: WriteTx, actor: Actor, refund_id: str, *, answer: str) -> None:
    refund, order = refund_to_decide(tx, actor, refund_id)
    require_valid(bool(answer.strip()), "empty", field="answer")
    deny(tx, refund.id, order, Verdict(actor.id, answer))


def refunds_of(tx: ReadTx, order_id: str) -> list[Refund]:
    return tx.all(_OF_ORDER, order=order_id)


def has_open_refund(tx: ReadTx, order_id: str) -> bool:
    return tx.value(_OPEN_ON_ORDER, order=order_id) > 0


def lines_with_open_refund(tx: ReadTx, order_id: str) -> frozenset[str]:
    """Ids of the order's lines whose money was asked back and nobody has answered yet."""
    return frozenset(tx.all(_OPEN_LINES, order=order_id))


def _require_askable(tx: ReadTx, order: Order) -> None:
    in_time = rules.may_ask_refund(state=order.state, now_ms=tx.now_ms, returnable_until_ms=order.returnable_until_ms)
    if not in_time:
        raise Conflict("not_refundable_now", state=order.state)
    if has_open_refund(tx, order.id):
        raise Conflict("refund_already_asked")


def _still_here(tx: ReadTx, order: Order) -> dict[str, int]:
    """Of lines that have begun to leave, what is still to be cancelled; the rest is returned when nothing is left."""
    sent = list(pieces_sent(tx, order.id)) if order.state == "paid" else []
    return dict.fromkeys(sent, 0) | waiting(tx, sent)


def _require_by_policy(tx: ReadTx, order: Order, claim: Claim, lines: list[Asked]) -> None:
    """Proof where the reason needs it, and no return without a reason of what the law exempts."""
    least = returns.REASONS[claim.reason].photos_min
    require_valid(len(claim.photo_ids) >= least, "evidence_needed", field="photos", least=least)
    if claim.reason != "changed_mind":
        return
    products = {line.id: line.product_id for line in lines_left(tx, order.id)}
    for line in lines:
        return_class = return_class_at(tx, products[line.line_id], order.placed_at_ms)
        if not returns.may_change_mind(return_class, is_unopened=claim.is_unopened):
            raise Conflict("no_return_without_reason", field="reason")


def _chosen(tx: ReadTx, order: Order, claim: Claim) -> list[Asked]:
    lines, here = {line.id: line for line in lines_left(tx, order.id)}, _still_here(tx, order)
    chosen = [lines[line_id] for line_id in dict.fromkeys(claim.line_ids) if line_id in lines]
    require_valid(len(chosen) > 0 and len(chosen) == len(set(claim.line_ids)), "choose_lines", field="lines")
    if any(line.left_minor == 0 or line.pieces_left == 0 for line in chosen):
        raise Conflict("already_refunded")
    if any(here.get(line.id) == 0 for line in chosen):
        raise Conflict("partly_on_its_way", field="lines")
    return [_part_of(line, claim.pieces.get(line.id, here.get(line.id, line.pieces_left))) for line in chosen]


def _part_of(line: Line, pieces: int) -> Asked:
    require_valid(0 < pieces <= line.pieces_left, "out_of_range", field="pieces")
    minor = returns.part_minor(line.left_minor, pieces, line.pieces_left)
    require_valid(minor > 0, "out_of_range", field="pieces")
    return Asked(line.id, pieces, minor)


def refund_to_decide(tx: ReadTx, actor: Actor, refund_id: str) -> tuple[Refund, Order]:
    refund, order = refund_for(tx, actor, refund_id)
    require(order.brand_id == actor.organisation_id or actor.has("operator"), "not_yours")
    return refund, order


def refund_for(tx: ReadTx, actor: Actor, refund_id: str) -> tuple[Refund, Order]:
    """A claim that its buyer, its brand or an operator may see."""
    refund = tx.one(_REFUND, one=refund_id) or not_found("refund")
    return refund, order_for(tx, actor, refund.order_id)


def refund_called(tx: ReadTx, refund_id: str) -> Refund:
    """For the program only."""
    return tx.one(_REFUND, one=refund_id) or not_found("refund")


def lines_left(tx: ReadTx, order_id: str) -> list[Line]:
    return tx.all(_LINES, order=order_id)


def lines_of_refund(tx: ReadTx, refund_id: str) -> list[Asked]:
    return tx.all(_ASKED, refund=refund_id)


class Verdict(NamedTuple):
    """Who has decided, in which words; `restock`: the goods are here again, and lie on this shelf."""

    by: str
    answer: str = ""
    restock: bool = False
    shelf: Shelf = NO_PLACE


def decide(tx: WriteTx, refund_id: str, state: str, verdict: Verdict) -> None:
    words = clean_text(verdict.answer, limit=rules.NOTE_CHARS_MAX, field="answer")
    if not tx.change(_DECIDE, one=refund_id, becomes=state, by=verdict.by, now=tx.now_ms, words=words):
        raise Conflict("already_decided")


def deny(tx: WriteTx, refund_id: str, order: Order, verdict: Verdict) -> None:
    decide(tx, refund_id, "denied", verdict)
    tx.announce(RefundDenied(refund_id=refund_id, order_id=order.id, buyer_id=order.buyer_id))


def grant(tx: WriteTx, actor: Actor, order: Order, refund_id: str, verdict: Verdict) -> None:
    """The money of its lines goes back by the provider. Conflict disputed."""
    require_undisputed(tx, order.id)
    book_grant(tx, actor, order, refund_id, verdict)
    tx.later(send_refund, key=f"refund:{refund_id}", refund_id=refund_id)


def book_grant(tx: WriteTx, actor: Actor, order: Order, refund_id: str, verdict: Verdict) -> None:
    """What is given back is marked on each line, in a statement that cannot take more than was paid."""
    asked = lines_of_refund(tx, refund_id)
    decide(tx, refund_id, "granted", verdict)
    for line in asked:
        if not tx.change(_TAKE, line=line.line_id, minor=line.amount_minor):
            raise Conflict("already_refunded")
    left = {line.id: line.left_minor for line in lines_left(tx, order.id)}
    if gone := [line.line_id for line in asked if left[line.line_id] == 0]:
        leaves_its_format(tx, order.sold_as, order.id, gone)
    if verdict.restock:
        restock(tx, actor, order.id, refund_id, asked, verdict.shelf)
    if any(left.values()):
        if order.state == "paid":
            note_nothing_left(tx, actor, order.id)
    else:
        tx.change(_END_ORDER, one=order.id, now=tx.now_ms)
        if rules.is_granted_at_once(state=order.state) and not pieces_sent(tx, order.id):
            # Nothing has left the house: as if it had not been ordered.
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


def restock(
    tx: WriteTx, actor: Actor, order_id: str, refund_id: str, asked: list[Asked], shelf: Shelf = NO_PLACE
) -> None:
    """What is here again can be sold again, if it is whole, and what never left."""
    left = {line.id: line for line in lines_left(tx, order_id)}
    for each in asked:
        line = left[each.line_id]
        if not each.quantity and line.left_minor:
            continue  # money alone went, and only a part of it: the goods are still somebody's
        if not release(tx, actor, line.id) and each.quantity:
            reference = f"{line.id}:{refund_id}"
            put_back(tx, actor, line.sku_id, pieces=each.quantity, reference=reference, shelf=shelf)
