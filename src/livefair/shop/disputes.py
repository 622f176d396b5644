"""A cardholder's bank takes money back: heard of, frozen, then won or lost.

While it is open the provider has the money, which stands on `disputed:` and is owed to the house. Lost, it is borne as
a refund would be: by everybody who had a share, in the measure of what they had; the house bears what was given back
before, and the provider's fee.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require_valid
from livefair.shop.charging_back import charge_back
from livefair.shop.disputed_wallets import hold_in_wallet, let_go_of_wallet, take_from_wallet
from livefair.shop.events_of_paying import DisputeLost, DisputeOpened, DisputeWon
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.models.paying import DISPUTE, DISPUTE_MOVEMENT
from livefair.shop.payment_pages import PaymentPage, page_of_charge
from livefair.shop.payments import Payment, WrongAmount, payment_for
from livefair.shop.provider_words import REASON_CHARS_MAX, REFERENCE_CHARS_MAX, DisputeMove, DisputeWord
from livefair.shop.rules.paying import borne


class Dispute(NamedTuple):
    id: str
    provider: str
    reference: str
    page_id: str
    payment_id: str
    buyer_id: str
    state: str
    reason: str
    amount_minor: int
    currency: str
    due_at_ms: int | None
    opened_at_ms: int
    ended_at_ms: int | None
    hold_id: str | None
    from_wallet_minor: int
    answered_by: str | None
    answered_at_ms: int | None


class Disputed(NamedTuple):
    """A line of the payment, and what of its price was not given back."""

    line_id: str
    order_id: str
    left_minor: int


COLUMNS = [DISPUTE.c[name] for name in Dispute._fields]
_BY_REFERENCE = query(
    Dispute, select(*COLUMNS).where(DISPUTE.c.provider == bindparam("name"), DISPUTE.c.reference == bindparam("ref"))
)
_LINES = query(
    Disputed,
    select(ORDER_LINE.c.id, ORDER.c.id, ORDER_LINE.c.amount_minor - ORDER_LINE.c.refunded_minor)
    .join_from(ORDER, ORDER_LINE, ORDER_LINE.c.order_id == ORDER.c.id)
    .where(ORDER.c.payment_id == bindparam("payment"))
    .order_by(ORDER_LINE.c.id),
)
_END = change(
    update(DISPUTE)
    .where(DISPUTE.c.id == bindparam("one"), DISPUTE.c.state == "open")
    .values(state=bindparam("becomes"), ended_at_ms=bindparam("now"))
)
_DUE = change(update(DISPUTE).where(DISPUTE.c.id == bindparam("one")).values(due_at_ms=bindparam("due")))


def hear_of_dispute(tx: WriteTx, actor: Actor, provider: str, word: DisputeWord) -> None:
    """Act on the provider's word. Each movement is booked once; what is won or lost stays so.

    Conflict: dispute_of_unknown_money (it was overtaken by its payment's word: told again later, it is known).
    """
    page = page_of_charge(tx, provider, word.charge)
    if page is None:
        raise Conflict("dispute_of_unknown_money")
    payment = payment_for(tx, page.payment_id)
    if word.currency != payment.currency:
        raise WrongAmount("wrong_amount", payment_id=payment.id)
    dispute = _known(tx, page, payment, word)
    for move in word.moves:
        _book(tx, dispute, move)
    if word.due_at_ms is not None and dispute.state == "open":
        tx.change(_DUE, one=dispute.id, due=word.due_at_ms)
    if word.state != "open" and tx.change(_END, one=dispute.id, becomes=word.state, now=tx.now_ms):
        (_win if word.state == "won" else _lose)(tx, actor, dispute)


def disputed_lines(tx: ReadTx, dispute: Dispute) -> list[Disputed]:
    """Lines that its money has paid; none where it filled a wallet or was sent back."""
    return tx.all(_LINES, payment=dispute.payment_id) if _pays(tx, dispute) else []


def _pays(tx: ReadTx, dispute: Dispute) -> bool:
    """Whether this is the money that paid; what came late or twice went back already."""
    return payment_for(tx, dispute.payment_id).page_id == dispute.page_id


def _known(tx: WriteTx, page: PaymentPage, payment: Payment, word: DisputeWord) -> Dispute:
    require_valid(0 < len(word.reference) <= REFERENCE_CHARS_MAX and word.amount_minor > 0, "unreadable_notification")
    is_new = tx.insert_new(
        DISPUTE,
        id=tx.new_id(),
        provider=page.provider,
        reference=word.reference,
        page_id=page.id,
        payment_id=payment.id,
        buyer_id=payment.buyer_id,
        state="open",
        reason=word.reason[:REASON_CHARS_MAX],
        amount_minor=word.amount_minor,
        currency=word.currency,
        due_at_ms=word.due_at_ms,
        opened_at_ms=tx.now_ms,
        from_wallet_minor=0,
    )
    dispute = tx.one(_BY_REFERENCE, name=page.provider, ref=word.reference) or not_found("dispute")
    return _open(tx, dispute) if is_new else dispute


def _open(tx: WriteTx, dispute: Dispute) -> Dispute:
    lines = disputed_lines(tx, dispute)
    taken = borne(dispute.amount_minor, {line.line_id: line.left_minor for line in lines})
    hold_id = None
    if _pays(tx, dispute):
        hold_id = hold_in_wallet(tx, dispute.id, dispute.payment_id, dispute.amount_minor)
    tx.announce(
        DisputeOpened(
            dispute_id=dispute.id,
            payment_id=dispute.payment_id,
            buyer_id=dispute.buyer_id,
            order_ids=sorted({line.order_id for line in lines}),
            amount_minor=dispute.amount_minor,
            currency=dispute.currency,
            lines=dict(taken.by_line),
        )
    )
    return dispute._replace(hold_id=hold_id)


def _book(tx: WriteTx, dispute: Dispute, move: DisputeMove) -> None:
    """What the provider moved on our account: the money itself, and its fee, which the house bears."""
    reference = move.reference[:REFERENCE_CHARS_MAX]
    is_new = tx.insert_new(
        DISPUTE_MOVEMENT,
        dispute_id=dispute.id,
        reference=reference,
        minor=move.minor,
        fee_minor=move.fee_minor,
        at_ms=tx.now_ms,
    )
    legs = [
        ledger.Leg(f"disputed:{dispute.id}", move.minor),
        ledger.Leg("platform:fees", -move.fee_minor),
        ledger.Leg("psp_clearing", move.fee_minor - move.minor),
    ]
    if is_new and any(leg.minor for leg in legs):
        ledger.post(
            tx,
            key=f"disputed:{dispute.id}:{reference}",
            reason="dispute_moved",
            currency=dispute.currency,
            why={"dispute_id": dispute.id, "payment_id": dispute.payment_id},
            legs=legs,
        )


def _win(tx: WriteTx, actor: Actor, dispute: Dispute) -> None:
    let_go_of_wallet(tx, dispute.hold_id, dispute.payment_id)
    tx.announce(
        DisputeWon(
            dispute_id=dispute.id,
            payment_id=dispute.payment_id,
            order_ids=sorted({line.order_id for line in disputed_lines(tx, dispute)}),
            amount_minor=dispute.amount_minor,
            currency=dispute.currency,
        )
    )


def _lose(tx: WriteTx, actor: Actor, dispute: Dispute) -> None:
    """The money does not come back: `disputed:` is paid off by those who had it."""
    lines = disputed_lines(tx, dispute)
    taken = borne(dispute.amount_minor, {line.line_id: line.left_minor for line in lines})
    from_wallet = 0
    if _pays(tx, dispute):
        from_wallet = take_from_wallet(tx, dispute.id, dispute.payment_id, dispute.hold_id, dispute.amount_minor)
    by_lines = sum(taken.by_line.values())
    by_house = dispute.amount_minor - by_lines - from_wallet
    legs = [
        ledger.Leg(f"disputed:{dispute.id}", by_lines + by_house),
        ledger.Leg("psp_clearing", -by_lines),
        ledger.Leg("goodwill", -by_house),
    ]
    if by_lines + by_house:
        ledger.post(
            tx,
            key=f"dispute-lost:{dispute.id}",
            reason="dispute_lost",
            currency=dispute.currency,
            why={"dispute_id": dispute.id, "payment_id": dispute.payment_id},
            legs=legs,
        )
    by_order: dict[str, dict[str, int]] = {}
    for line in lines:
        if minor := taken.by_line.get(line.line_id, 0):
            by_order.setdefault(line.order_id, {})[line.line_id] = minor
    for order_id, of_lines in by_order.items():
        charge_back(tx, actor, dispute.id, order_id, of_lines)
    tx.announce(
        DisputeLost(
            dispute_id=dispute.id,
            payment_id=dispute.payment_id,
            order_ids=sorted({line.order_id for line in lines}),
            amount_minor=dispute.amount_minor,
            currency=dispute.currency,
            by_house_minor=by_house,
        )
    )
