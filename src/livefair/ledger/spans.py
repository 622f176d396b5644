"""A stretch of one account's entries: what a payment that took all of them was made of."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import ReadTx, WriteTx, query
from livefair.ledger.models import BALANCE, ENTRY, TRANSFER
from livefair.ledger.statements import COLUMNS_OF_LINES, PAGE_MAX, StatementLine, line_of


class Span(NamedTuple):
    """Entries of `account` with `after_seq` < seq ≤ `until_seq`, without those of transfers for `without_reason`."""

    account: str
    currency: str
    after_seq: int
    until_seq: int
    without_reason: str


class SpanTotal(NamedTuple):
    """`last_seq` is None when there is no entry."""

    minor: int
    entries: int
    last_seq: int | None


_inside = (
    ENTRY.c.account == bindparam("account"),
    ENTRY.c.currency == bindparam("currency"),
    ENTRY.c.seq > bindparam("after_seq"),
    ENTRY.c.seq <= bindparam("until_seq"),
    TRANSFER.c.reason != bindparam("without_reason"),
)
_TOTAL = query(
    lambda minor, entries, last_seq: SpanTotal(int(minor), entries, last_seq),
    select(func.coalesce(func.sum(ENTRY.c.minor), 0), func.count(), func.max(ENTRY.c.seq))
    .select_from(ENTRY)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(*_inside),
)
_LINES = query(
    line_of,
    select(*COLUMNS_OF_LINES)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(*_inside)
    .order_by(ENTRY.c.seq)
    .limit(bindparam("limit")),
)
_SEIZE = query(
    int,
    update(BALANCE)
    .where(BALANCE.c.account == bindparam("of"), BALANCE.c.currency == bindparam("in_currency"))
    .values(held_minor=BALANCE.c.held_minor)
    .returning(BALANCE.c.balance_minor - BALANCE.c.held_minor),
)


def span_total(tx: ReadTx, span: Span) -> SpanTotal:
    return tx.value(_TOTAL, **span._asdict())


def span_lines(tx: ReadTx, span: Span, *, after_seq: int = 0, limit: int = PAGE_MAX) -> list[StatementLine]:
    """The entries in their order, at most 200 at a time; page on with the last `seq`."""
    page = span._replace(after_seq=max(span.after_seq, after_seq))
    return tx.all(_LINES, **page._asdict(), limit=min(limit, PAGE_MAX))


def seize(tx: WriteTx, account: str, currency: str = "CNY") -> int:
    """Minor units that a bounded account can give; nobody else posts to it until this transaction has ended."""
    return tx.one(_SEIZE, of=account, in_currency=currency) or 0
