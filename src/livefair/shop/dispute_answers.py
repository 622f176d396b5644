"""What an operator reads of disputes and answers: contested with what the shop knows, or accepted."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol, TypeGuard

from sqlalchemy import bindparam, select, update

from livefair.kernel import (
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
)
from livefair.kernel.clock import as_datetime
from livefair.shop.disputes import COLUMNS, Dispute, disputed_lines
from livefair.shop.events_of_paying import DisputeAnswered
from livefair.shop.models.paying import DISPUTE
from livefair.shop.providers import PaymentProvider, Providers
from livefair.shop.queries import OrderCard, order_card
from livefair.supply import shipments_of

SHOWN_MAX = 100
TEXT_CHARS_MAX = 2_000
Answer = Literal["contest", "accept"]
ANSWERS: tuple[Answer, ...] = ("contest", "accept")


class Answering(Protocol):
    """A provider that takes answers from programs; with others they are given in its own pages."""

    async def accept_dispute(self, reference: str) -> None: ...

    async def contest_dispute(self, reference: str, evidence: Mapping[str, str]) -> None: ...


class Evidence(NamedTuple):
    provider: str
    reference: str
    texts: Mapping[str, str]


_ONE = query(Dispute, select(*COLUMNS).where(DISPUTE.c.id == bindparam("one")))
_OPEN = query(
    Dispute,
    select(*COLUMNS).where(DISPUTE.c.state == "open").order_by(DISPUTE.c.due_at_ms, DISPUTE.c.id).limit(SHOWN_MAX),
)
_ENDED = query(
    Dispute,
    select(*COLUMNS).where(DISPUTE.c.state != "open").order_by(DISPUTE.c.ended_at_ms.desc()).limit(SHOWN_MAX),
)
_OF_PAYMENT = query(
    Dispute, select(*COLUMNS).where(DISPUTE.c.payment_id == bindparam("payment")).order_by(DISPUTE.c.id)
)
_ANSWER = change(
    update(DISPUTE)
    .where(DISPUTE.c.id == bindparam("one"), DISPUTE.c.state == "open", DISPUTE.c.answered_at_ms.is_(None))
    .values(answered_by=bindparam("who"), answered_at_ms=bindparam("now"))
)


def disputes(tx: ReadTx, actor: Actor) -> tuple[list[Dispute], list[Dispute]]:
    """(open, the soonest due first; decided, the newest first), SHOWN_MAX of each at most."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_OPEN), tx.all(_ENDED)


def disputes_of_payment(tx: ReadTx, payment_id: str) -> list[Dispute]:
    """For callers who know that the reader may see them."""
    return tx.all(_OF_PAYMENT, payment=payment_id)


def answer_dispute(tx: WriteTx, actor: Actor, dispute_id: str, *, answer: str, takes_answers: bool) -> None:
    """Once. `takes_answers`: whether its provider does. Conflict: dispute_over, no_answers_here."""
    require(actor.has("operator"), "operators_only")
    require_valid(answer in ANSWERS, "dispute_answer_unknown", field="answer")
    dispute_called(tx, dispute_id)
    if not takes_answers:
        raise Conflict("no_answers_here")
    if not tx.change(_ANSWER, one=dispute_id, who=actor.id, now=tx.now_ms):
        raise Conflict("dispute_over")
    tx.later(send_answer, key=f"dispute-answer:{dispute_id}", dispute_id=dispute_id, answer=answer)
    tx.announce(DisputeAnswered(dispute_id=dispute_id, answer=answer, by=actor.id))


@job
async def send_answer(ctx: JobContext, *, dispute_id: str, answer: str) -> None:
    """What becomes of it, the provider tells."""
    found = await ctx.db.read(evidence_of, dispute_id)
    provider = ctx.services[Providers].called(found.provider)
    if not takes_answers(provider):
        return
    if answer == "accept":
        await provider.accept_dispute(found.reference)
    else:
        await provider.contest_dispute(found.reference, found.texts)


def evidence_of(tx: ReadTx, dispute_id: str) -> Evidence:
    """What the shop knows of the orders: what was bought, where it went, with whom, and when it came."""
    dispute = dispute_called(tx, dispute_id)
    order_ids = sorted({line.order_id for line in disputed_lines(tx, dispute)})
    cards = [card for order_id in order_ids if (card := order_card(tx, order_id)) is not None]
    parcels = [parcel for order_id in order_ids for parcel in shipments_of(tx, order_id)]
    goods = "; ".join(f"{line.quantity} × {line.title('en')}" for card in cards for line in card.lines)
    texts = {
        "product_description": goods,
        "shipping_carrier": ", ".join(parcel.carrier for parcel in parcels),
        "shipping_tracking_number": ", ".join(parcel.tracking for parcel in parcels),
        "shipping_date": _day(min((parcel.shipped_at_ms for parcel in parcels), default=None)),
        "uncategorized_text": " ".join(_story(card) for card in cards),
    }
    return Evidence(dispute.provider, dispute.reference, {name: text[:TEXT_CHARS_MAX] for name, text in texts.items()})


def dispute_called(tx: ReadTx, dispute_id: str) -> Dispute:
    return tx.one(_ONE, one=dispute_id) or not_found("dispute")


def takes_answers(provider: PaymentProvider) -> TypeGuard[Answering]:
    return hasattr(provider, "contest_dispute")


def _story(card: OrderCard) -> str:
    order = card.order
    told = [f"Order {order.id} was placed on {_day(order.placed_at_ms)} and paid on {_day(order.paid_at_ms)}."]
    if order.delivered_at_ms:
        told.append(f"It was received on {_day(order.delivered_at_ms)}.")
    return " ".join(told)


def _day(at_ms: int | None) -> str:
    return as_datetime(at_ms).strftime("%Y-%m-%d") if at_ms else ""
