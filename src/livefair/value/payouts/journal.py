"""A payee's journal as a file: own entries, shares and payouts, for docs/verify_statement.py to check."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair import ledger
from livefair.kernel import Actor, ReadTx, TooLarge, query
from livefair.value.models import SHARE, SHARED_LINE
from livefair.value.payouts.book import PAGE_MAX, Payout, payouts_of
from livefair.value.statements import Totals, totals_of

FORMAT = "livefair-journal-1"
ENTRIES_MAX = 100_000
LINES_PAGE = 200


class JournalEntry(NamedTuple):
    seq: int
    at_ms: int
    transfer_id: str
    account: str
    currency: str
    minor: int
    reason: str
    why: dict[str, str | int | None]


class JournalShare(NamedTuple):
    """A share of an order line as it was planned, and what refunds took of it since."""

    line_id: str
    order_id: str
    rule_version: int
    currency: str
    why: str
    basis_points: int
    base_minor: int
    planned_minor: int
    refunded_minor: int
    released_at_ms: int | None


class JournalPayout(NamedTuple):
    id: str
    currency: str
    amount_minor: int
    state: str
    after_seq: int
    until_seq: int


class Journal(NamedTuple):
    """`totals` is what the statement says; the rest is what it must follow from."""

    format: str
    party: str
    made_at_ms: int
    totals: list[Totals]
    entries: list[JournalEntry]
    shares: list[JournalShare]
    payouts: list[JournalPayout]


_SHARES = query(
    JournalShare,
    select(
        SHARE.c.line_id,
        SHARED_LINE.c.order_id,
        SHARED_LINE.c.rule_version,
        SHARED_LINE.c.currency,
        SHARE.c.why,
        SHARE.c.basis_points,
        SHARE.c.base_minor,
        SHARE.c.planned_minor,
        SHARE.c.refunded_minor,
        SHARED_LINE.c.released_at_ms,
    )
    .join(SHARED_LINE, SHARED_LINE.c.line_id == SHARE.c.line_id)
    .where(SHARE.c.party == bindparam("party"))
    .order_by(SHARE.c.line_id, SHARE.c.position)
    .limit(ENTRIES_MAX + 1),
)


def journal_of(tx: ReadTx, actor: Actor, party: str) -> Journal:
    """Everything at one moment, oldest first. TooLarge `journal_too_large` beyond 100,000 entries or shares."""
    totals, entries, shares = totals_of(tx, actor, party), _entries(tx, party), tx.all(_SHARES, party=party)
    if max(len(entries), len(shares)) > ENTRIES_MAX:
        raise TooLarge("journal_too_large", most=ENTRIES_MAX)
    payouts = [JournalPayout(*(getattr(one, name) for name in JournalPayout._fields)) for one in _all(tx, actor, party)]
    return Journal(FORMAT, party, tx.now_ms, totals, entries, shares, payouts)


def _entries(tx: ReadTx, party: str) -> list[JournalEntry]:
    found: list[JournalEntry] = []
    before: int | None = None
    accounts = ledger.accounts_of(party)
    while len(found) <= ENTRIES_MAX and (page := ledger.lines(tx, accounts, before_seq=before, limit=LINES_PAGE)):
        for line in page:
            account = line.account.partition(":")[0]
            found.append(
                JournalEntry(
                    line.seq, line.at_ms, line.transfer_id, account, line.currency, line.minor, line.reason, line.why
                )
            )
        before = page[-1].seq
    return found[::-1]


def _all(tx: ReadTx, actor: Actor, party: str) -> list[Payout]:
    found: list[Payout] = []
    while page := payouts_of(tx, actor, party, before=found[-1].id if found else "~", limit=PAGE_MAX):
        found += page
    return found[::-1]
