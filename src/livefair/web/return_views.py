"""Returns as their buyer and their brand see them: the state in words, whose turn it is, until when."""

from typing import NamedTuple

from livefair.kernel import Actor, Money, ReadTx
from livefair.shop.evidence import evidence_of
from livefair.shop.fulfilment import Order, order_for
from livefair.shop.refunds import Refund, lines_of_refund, refunds_of
from livefair.shop.returning import has_goods_to_send, missing_for_instant
from livefair.web.urls import file_url
from livefair.web.words import sentence


class ReturnView(NamedTuple):
    """`turn` is buyer, brand or "" when it is over; `ended_by` is a code of label("return_end") or ""."""

    id: str
    order_id: str
    reason: str
    note: str
    wants: str
    state: str
    amount: Money
    pieces: int
    freight_by: str
    asked_at_ms: int
    due_at_ms: int | None
    turn: str
    can_agree: bool
    can_send: bool
    is_instant: bool
    why_not_instant: list[str]
    carrier: str
    tracking: str
    exchange_carrier: str
    exchange_tracking: str
    ended_by: str
    ended_at_ms: int | None
    answer: str
    is_paid_back: bool
    photo_urls: list[str]


def returns_of(tx: ReadTx, actor: Actor, order_id: str, locale: str) -> list[ReturnView]:
    """All claims on an order that this actor may see, newest first."""
    order = order_for(tx, actor, order_id)
    refunds = refunds_of(tx, order_id)
    photos = evidence_of(tx, [refund.id for refund in refunds])
    return [return_view(tx, order, refund, photos[refund.id], locale) for refund in reversed(refunds)]


def return_view(tx: ReadTx, order: Order, refund: Refund, photos: list[str], locale: str) -> ReturnView:
    asked = lines_of_refund(tx, refund.id)
    missing = missing_for_instant(tx, refund, order) if refund.state == "agreed" else []
    return ReturnView(
        id=refund.id,
        order_id=refund.order_id,
        reason=refund.reason,
        note=refund.note,
        wants=refund.wants,
        state=refund.state,
        amount=Money(sum(line.amount_minor for line in asked), order.currency),
        pieces=sum(line.quantity for line in asked),
        freight_by=refund.freight_by,
        asked_at_ms=refund.requested_at_ms,
        due_at_ms=refund.due_at_ms,
        turn={"requested": "brand", "agreed": "buyer", "sent": "brand"}.get(refund.state, ""),
        can_agree=refund.state == "requested" and has_goods_to_send(refund),
        can_send=refund.state == "agreed",
        is_instant=refund.state == "agreed" and refund.wants == "refund" and not missing,
        why_not_instant=[sentence(f"instant_{word}", {}, locale) for word in missing],
        carrier=refund.carrier,
        tracking=refund.tracking,
        exchange_carrier=refund.exchange_carrier,
        exchange_tracking=refund.exchange_tracking,
        ended_by=_ended_by(refund),
        ended_at_ms=refund.decided_at_ms,
        answer=refund.answer,
        is_paid_back=refund.sent_at_ms is not None,
        photo_urls=[url for key in photos if (url := file_url(key))],
    )


def _ended_by(refund: Refund) -> str:
    if refund.decided_by == "clock":
        return "not_sent" if refund.state == "denied" else "silence"
    return "rule" if refund.decided_by == "rule" else ""
