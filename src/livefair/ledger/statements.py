"""What an account's owner sees: each entry with its reason, paged, and the totals."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, case, func, select

from livefair.kernel import ReadTx, query, text_in
from livefair.ledger.legs import Leg
from livefair.ledger.models import ENTRY, TRANSFER

PAGE_MAX = 200


class StatementLine(NamedTuple):
    """One entry. `why` is the leg's own explanation on top of its transfer's. Page on with the last `seq`."""

    seq: int
    transfer_id: str
    account: str
    currency: str
    minor: int
    reason: str
    why: dict[str, str | int | None]
    at_ms: int


class Total(NamedTuple):
    account: str
    currency: str
    reason: str
    credited_minor: int
    debited_minor: int
    entries: int


def line_of(  # noqa: PLR0913 (a row of eight columns)
    seq: int,
    transfer_id: str,
    account: str,
    currency: str,
    minor: int,
    reason: str,
    transfer_why: str,
    leg_why: str | None,
    at_ms: int,
) -> StatementLine:
    why = msgspec.json.decode(transfer_why) | msgspec.json.decode(leg_why or "{}")
    return StatementLine(seq, transfer_id, account, currency, minor, reason, why, at_ms)


COLUMNS_OF_LINES = (
    ENTRY.c.seq,
    ENTRY.c.transfer_id,
    ENTRY.c.account,
    ENTRY.c.currency,
    ENTRY.c.minor,
    TRANSFER.c.reason,
    TRANSFER.c.why,
    ENTRY.c.why,
    TRANSFER.c.at_ms,
)
_LINES = query(
    line_of,
    select(*COLUMNS_OF_LINES)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(text_in(ENTRY.c.account, "accounts"), ENTRY.c.seq < bindparam("before"))
    .order_by(ENTRY.c.seq.desc())
    .limit(bindparam("limit")),
)
_minor = ENTRY.c.minor
_TOTALS = query(
    Total,
    select(
        ENTRY.c.account,
        ENTRY.c.currency,
        TRANSFER.c.reason,
        func.sum(case((_minor > 0, _minor), else_=0)),
        func.sum(case((_minor < 0, -_minor), else_=0)),
        func.count(),
    )
    .select_from(ENTRY)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(text_in(ENTRY.c.account, "accounts"))
    .group_by(ENTRY.c.account, ENTRY.c.currency, TRANSFER.c.reason)
    .order_by(ENTRY.c.account, ENTRY.c.currency, TRANSFER.c.reason),
)
_LEGS = query(
    Leg,
    select(ENTRY.c.account, ENTRY.c.minor, ENTRY.c.why)
    .where(ENTRY.c.transfer_id == bindparam("transfer"))
    .order_by(ENTRY.c.seq),
)


def lines(
    tx: ReadTx, accounts: Sequence[str], *, before_seq: int | None = None, limit: int = 50
) -> list[StatementLine]:
    """Entries of the accounts, newest first, at most 200 at a time."""
    return tx.all(_LINES, accounts=list(accounts), before=before_seq or 2**62, limit=min(limit, PAGE_MAX))


def totals(tx: ReadTx, accounts: Sequence[str]) -> list[Total]:
    """What was credited and debited, per account, currency and reason, in minor units."""
    return [
        row._replace(credited_minor=int(row.credited_minor), debited_minor=int(row.debited_minor))
        for row in tx.all(_TOTALS, accounts=list(accounts))
    ]


def legs_of(tx: ReadTx, transfer_id: str) -> list[Leg]:
    """All sides of one transfer. A leg's `why` is decoded."""
    return [
        Leg(leg.account, leg.minor, msgspec.json.decode(leg.why) if isinstance(leg.why, str) else None)
        for leg in tx.all(_LEGS, transfer=transfer_id)
    ]
