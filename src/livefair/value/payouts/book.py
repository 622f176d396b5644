"""The book of payouts: one payout, those of a payee, and the lines that a payout pays."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair import ledger
from livefair.kernel import Actor, ReadTx, not_found, query, word_in
from livefair.value.models import PAYOUT, PAYOUT_ACCOUNT
from livefair.value.rules.payouts import State

PAGE_MAX = 100
REASON = "payout"


class Payout(NamedTuple):
    """`last4` is the account's. `failure` is the provider's code for what went wrong, else empty."""

    id: str
    party: str
    batch: str | None
    currency: str
    amount_minor: int
    state: State
    hold_id: str
    account_id: str
    after_seq: int
    until_seq: int
    asked_by: str
    asked_at_ms: int
    sent_at_ms: int | None
    ended_at_ms: int | None
    reference: str
    failure: str
    last4: str

    @property
    def span(self) -> ledger.Span:
        return span_of(self.party, self.currency, after_seq=self.after_seq, until_seq=self.until_seq)


class PayoutLine(NamedTuple):
    """One entry that the payout pays, or that was taken off it, with its why."""

    seq: int
    at_ms: int
    transfer_id: str
    minor: int
    currency: str
    reason: str
    why: dict[str, str | int | None]


COLUMNS = (*(PAYOUT.c[name] for name in Payout._fields if name != "last4"), PAYOUT_ACCOUNT.c.last4)
PAYOUTS = select(*COLUMNS).join(PAYOUT_ACCOUNT, PAYOUT_ACCOUNT.c.id == PAYOUT.c.account_id)
_ONE = query(Payout, PAYOUTS.where(PAYOUT.c.id == bindparam("one")))
_BY_KEY = query(Payout, PAYOUTS.where(PAYOUT.c.party == bindparam("party"), PAYOUT.c.key == bindparam("key")))
_UNDER_WAY = query(Payout, PAYOUTS.where(PAYOUT.c.under_way == bindparam("name")))
_OF_PARTY = query(
    Payout,
    PAYOUTS.where(PAYOUT.c.party == bindparam("party"), PAYOUT.c.id < bindparam("before"))
    .order_by(PAYOUT.c.id.desc())
    .limit(bindparam("limit")),
)
_PAID_UNTIL = query(
    int,
    select(func.coalesce(func.max(PAYOUT.c.until_seq), 0)).where(
        PAYOUT.c.party == bindparam("party"),
        PAYOUT.c.currency == bindparam("currency"),
        word_in(PAYOUT.c.state, "paid", "returned"),
    ),
)


def payout_called(tx: ReadTx, payout_id: str) -> Payout:
    """For the program itself: whoever it belongs to."""
    return tx.one(_ONE, one=payout_id) or not_found("payout")


def payout_for(tx: ReadTx, actor: Actor, payout_id: str) -> Payout:
    """One's own payout, or one's organisation's; operators see all."""
    found = payout_called(tx, payout_id)
    require_reader(actor, found.party)
    return found


def payouts_of(tx: ReadTx, actor: Actor, party: str, *, before: str = "~", limit: int = 20) -> list[Payout]:
    """Newest first. Page on with the last `id`."""
    require_reader(actor, party)
    return tx.all(_OF_PARTY, party=party, before=before, limit=min(limit, PAGE_MAX))


def lines_of(tx: ReadTx, payout: Payout, *, after_seq: int = 0, limit: int = PAGE_MAX) -> list[PayoutLine]:
    """What the payout is made of, oldest first; all of them add up to its amount. Page on with the last `seq`."""
    found = ledger.span_lines(tx, payout.span, after_seq=after_seq, limit=min(limit, PAGE_MAX))
    return [
        PayoutLine(line.seq, line.at_ms, line.transfer_id, line.minor, line.currency, line.reason, line.why)
        for line in found
    ]


def under_way(tx: ReadTx, party: str, currency: str) -> Payout | None:
    return tx.one(_UNDER_WAY, name=way_of(party, currency))


def payout_by_key(tx: ReadTx, party: str, key: str) -> Payout | None:
    return tx.one(_BY_KEY, party=party, key=key)


def not_paid_yet(tx: ReadTx, party: str, currency: str) -> ledger.Span:
    """The entries that no payout has paid. A payout that failed paid nothing; what came back is an entry of its own."""
    return span_of(party, currency, after_seq=tx.value(_PAID_UNTIL, party=party, currency=currency), until_seq=2**62)


def span_of(party: str, currency: str, *, after_seq: int, until_seq: int) -> ledger.Span:
    return ledger.Span(f"payable:{party}", currency, after_seq, until_seq, REASON)


def way_of(party: str, currency: str) -> str:
    return f"{party}:{currency}"


def require_reader(actor: Actor, party: str) -> None:
    if party not in (actor.id, actor.organisation_id) and not actor.has("operator"):
        not_found("payout")
