"""Asking for a payout: all that stands ready is set aside, and a job will tell the provider."""

from typing import NamedTuple

from livefair import ledger
from livefair.kernel import Actor, Conflict, WriteTx, require, require_valid
from livefair.value.events import PayoutAsked
from livefair.value.models import PAYOUT
from livefair.value.payouts.accounts import Account, account_of
from livefair.value.payouts.book import (
    REASON,
    Payout,
    not_paid_yet,
    payout_by_key,
    payout_called,
    payout_for,
    under_way,
    way_of,
)
from livefair.value.payouts.debts import offset_debt
from livefair.value.payouts.notices import tell
from livefair.value.payouts.payees import require_payee
from livefair.value.payouts.sending import send_payout
from livefair.value.payouts.stops import stop_of

KEY_CHARS_MAX = 120


class Ask(NamedTuple):
    """`batch` is the calendar's day when the calendar asks."""

    party: str
    currency: str
    key: str
    minimum_minor: int
    batch: str | None = None


def request_payout(tx: WriteTx, actor: Actor, ask: Ask) -> Payout:
    """The payee asks for everything that stands ready. The same `key` twice is the same payout.

    Conflict: payout_account_needed, payouts_stopped, payout_under_way, payout_too_small.
    """
    require_payee(tx, actor, ask.party)
    require_valid(0 < len(ask.key) <= KEY_CHARS_MAX, "bad_key", field="key")
    return make_payout(tx, actor, ask._replace(key=f"ask:{ask.key}"))


def retry_payout(tx: WriteTx, actor: Actor, payout_id: str, *, minimum_minor: int) -> Payout:
    """An operator tries a failed payout again, to the account of now. Conflict: payout_not_failed."""
    require(actor.has("operator"), "operators_only")
    failed = payout_for(tx, actor, payout_id)
    if failed.state not in {"failed", "returned"}:
        raise Conflict("payout_not_failed")
    return make_payout(tx, actor, Ask(failed.party, failed.currency, f"retry:{failed.id}", minimum_minor))


def make_payout(tx: WriteTx, actor: Actor, ask: Ask) -> Payout:
    """For use cases that have found that the actor may ask."""
    earlier = payout_by_key(tx, ask.party, ask.key)
    if earlier is not None:
        return earlier
    account = account_of(tx, ask.party)
    if account is None:
        raise Conflict("payout_account_needed")
    if stop_of(tx, ask.party) is not None:
        raise Conflict("payouts_stopped")
    if under_way(tx, ask.party, ask.currency) is not None:
        raise Conflict("payout_under_way")
    offset_debt(tx, ask.party, ask.currency)
    ready_minor = ledger.seize(tx, f"payable:{ask.party}", ask.currency)
    if ready_minor < max(1, ask.minimum_minor):
        raise Conflict("payout_too_small")
    payout = _set_aside(tx, actor, ask, account, ready_minor)
    tell(tx, payout, "sending")
    tx.later(send_payout, key=f"payout:{payout.id}", payout_id=payout.id)
    tx.announce(
        PayoutAsked(
            payout_id=payout.id,
            party=ask.party,
            amount_minor=ready_minor,
            currency=ask.currency,
            batch=ask.batch,
            by=actor.id,
        )
    )
    return payout


def _set_aside(tx: WriteTx, actor: Actor, ask: Ask, account: Account, ready_minor: int) -> Payout:
    span = not_paid_yet(tx, ask.party, ask.currency)
    total = ledger.span_total(tx, span)
    if total.minor != ready_minor or total.last_seq is None:
        # Never pay what cannot be explained line by line.
        raise Conflict("payout_unexplained")
    payout_id = tx.new_id()
    hold = ledger.hold(
        tx,
        key=f"payout:{payout_id}",
        reason=REASON,
        of=ledger.Reservation(span.account, "bank", ready_minor, ask.currency),
        why={"payout_id": payout_id},
    )
    tx.insert(
        PAYOUT,
        id=payout_id,
        party=ask.party,
        key=ask.key,
        batch=ask.batch,
        account_id=account.id,
        currency=ask.currency,
        amount_minor=ready_minor,
        state="sending",
        hold_id=hold.id,
        after_seq=span.after_seq,
        until_seq=total.last_seq,
        under_way=way_of(ask.party, ask.currency),
        asked_by=actor.id,
        asked_at_ms=tx.now_ms,
        reference="",
        failure="",
    )
    return payout_called(tx, payout_id)
