"""What the provider says of a payout, however often and however late, leads to one outcome and an exact book."""

import msgspec
from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import Actor, Invalid, Refusal, WriteTx, change, require_valid
from livefair.value.events import PayoutEnded
from livefair.value.models import PAYOUT
from livefair.value.payouts.accounts import forget_numbers
from livefair.value.payouts.book import Payout, payout_called
from livefair.value.payouts.debts import offset_debt
from livefair.value.payouts.notices import tell
from livefair.value.rules.payouts import OUTCOMES, State, next_state


class PayoutWord(msgspec.Struct, frozen=True):
    """A provider's signed word: `outcome` is paid, failed or returned; `failure` its code for what went wrong."""

    payout_id: str
    outcome: str
    amount_minor: int
    currency: str
    failure: str = ""


class WrongPayout(Refusal):
    """The provider speaks of another amount than ours: nothing is done, an operator has to look."""

    status = 422


_END = change(
    update(PAYOUT)
    .where(PAYOUT.c.id == bindparam("one"), PAYOUT.c.state == bindparam("was"))
    .values(state=bindparam("becomes"), ended_at_ms=bindparam("now"), under_way=None, failure=bindparam("code"))
)


def read_word(body: bytes) -> PayoutWord:
    """Invalid: unreadable_notification."""
    try:
        word = msgspec.json.decode(body, type=PayoutWord)
    except msgspec.MsgspecError as error:
        raise Invalid("unreadable_notification") from error
    require_valid(word.outcome in OUTCOMES and word.failure.isascii(), "unreadable_notification")
    return word


def settle_payout(tx: WriteTx, actor: Actor, word: PayoutWord) -> State:
    """Act on a word whose signature was found right. Said again, or after the end, it changes nothing."""
    payout = payout_called(tx, word.payout_id)
    if (word.amount_minor, word.currency) != (payout.amount_minor, payout.currency):
        raise WrongPayout("wrong_amount", payout_id=payout.id)
    becomes = next_state(payout.state, word.outcome)
    if becomes == payout.state:
        return becomes
    failure = "" if becomes == "paid" else (word.failure[:40] or word.outcome)
    if not tx.change(_END, one=payout.id, was=payout.state, becomes=becomes, now=tx.now_ms, code=failure):
        return payout_called(tx, payout.id).state
    _book(tx, payout, becomes)
    forget_numbers(tx, payout.party)
    tell(tx, payout, becomes)
    tx.announce(
        PayoutEnded(
            payout_id=payout.id,
            party=payout.party,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            state=becomes,
            failure=failure,
        )
    )
    return becomes


def _book(tx: WriteTx, payout: Payout, becomes: State) -> None:
    why: ledger.Why = {"payout_id": payout.id, "last4": payout.last4}
    if payout.state == "sending":
        if becomes == "failed":
            ledger.void(tx, payout.hold_id, why=why)
            offset_debt(tx, payout.party, payout.currency)
            return
        ledger.settle(tx, payout.hold_id, why=why)
    if becomes == "returned":
        _move(tx, payout, "payout_returned", [ledger.Leg("bank", -payout.amount_minor)], why)
    if becomes == "paid_late":
        # The money had been set free: take it from wherever it stands now, and let a debt show where it is gone.
        demand = ledger.Demand(payout.amount_minor, ledger.accounts_of(payout.party))
        legs = ledger.draw_legs(tx, [demand], currency=payout.currency)
        _move(tx, payout, "payout_late", [ledger.Leg("bank", payout.amount_minor), *legs], why)


def _move(tx: WriteTx, payout: Payout, reason: str, legs: list[ledger.Leg], why: ledger.Why) -> None:
    """What the given legs leave open goes to the payee: its debt first."""
    left = -sum(leg.minor for leg in legs)
    supply = ledger.Supply(left, f"receivable:{payout.party}", f"payable:{payout.party}")
    ledger.post(
        tx,
        key=f"{reason}:{payout.id}",
        reason=reason,
        currency=payout.currency,
        why=why,
        legs=[*legs, *(ledger.fill_legs(tx, [supply], currency=payout.currency) if left else [])],
    )
