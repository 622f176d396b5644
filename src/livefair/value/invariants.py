"""What must always hold of shares. Each check finds nothing when all is well."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from livefair import ledger
from livefair.kernel import ReadTx, query
from livefair.value.models import CONTEST, SHARE, SHARED_LINE

FOUND_MAX = 20
BATCH = 500

_sums = (
    select(
        SHARE.c.line_id,
        func.sum(SHARE.c.planned_minor).label("planned"),
        func.sum(SHARE.c.refunded_minor).label("refunded"),
    )
    .group_by(SHARE.c.line_id)
    .subquery("sums")
)

CHECKS = {
    "shares are not what was paid": select(SHARED_LINE.c.line_id)
    .outerjoin(_sums, _sums.c.line_id == SHARED_LINE.c.line_id)
    .where(func.coalesce(_sums.c.planned, 0) != SHARED_LINE.c.amount_minor),
    "shares gave back something else than was refunded": select(SHARED_LINE.c.line_id)
    .join(_sums, _sums.c.line_id == SHARED_LINE.c.line_id)
    .where(_sums.c.refunded != SHARED_LINE.c.refunded_minor),
    "the house did not get back its part of what was wholly refunded": select(SHARED_LINE.c.line_id).where(
        SHARED_LINE.c.refunded_minor == SHARED_LINE.c.amount_minor,
        SHARED_LINE.c.house_back_minor != SHARED_LINE.c.house_minor,
    ),
    "line was released before it was due": select(SHARED_LINE.c.line_id).where(
        SHARED_LINE.c.released_at_ms.is_not(None),
        or_(SHARED_LINE.c.due_at_ms.is_(None), SHARED_LINE.c.due_at_ms > SHARED_LINE.c.released_at_ms),
    ),
}
_QUERIES = {what: query(str, found.limit(FOUND_MAX)) for what, found in CHECKS.items()}


class _Line(NamedTuple):
    line_id: str
    currency: str
    left_minor: int
    released_at_ms: int | None


_LINES = query(
    _Line,
    select(
        SHARED_LINE.c.line_id,
        SHARED_LINE.c.currency,
        SHARED_LINE.c.amount_minor - SHARED_LINE.c.refunded_minor,
        SHARED_LINE.c.released_at_ms,
    )
    .where(SHARED_LINE.c.line_id > bindparam("after"))
    .order_by(SHARED_LINE.c.line_id)
    .limit(BATCH),
)
_MENDED = query(
    lambda contest_id, granted_minor: (contest_id, int(granted_minor)),
    select(CONTEST.c.id, CONTEST.c.granted_minor)
    .where(CONTEST.c.outcome == "mended")
    .order_by(CONTEST.c.ended_at_ms.desc())
    .limit(BATCH),
)


def check(tx: ReadTx) -> list[str]:
    found = [f"value: {what}: {line}" for what, statement in _QUERIES.items() for line in tx.all(statement)]
    return found + _wrong_escrows(tx) + _wrong_contests(tx)


def _wrong_contests(tx: ReadTx) -> list[str]:
    """An objection that was right moved what was granted and no more."""
    found = []
    for contest_id, granted_minor in tx.all(_MENDED):
        paid = ledger.find(tx, f"contest_paid:{contest_id}")
        if paid is not None and _moved(tx, paid) > granted_minor:
            found.append(f"value: contest {contest_id} paid more than was granted")
    return found


def _moved(tx: ReadTx, transfer: ledger.Transfer) -> int:
    return sum(leg.minor for leg in ledger.legs_of(tx, transfer.id) if leg.minor > 0)


def _wrong_escrows(tx: ReadTx) -> list[str]:
    """What stands in escrow for a line is what is left of it until its release, and nothing afterwards."""
    found, after = [], ""
    while batch := tx.all(_LINES, after=after):
        after = batch[-1].line_id
        for currency in {line.currency for line in batch}:
            lines = {f"escrow:{line.line_id}": line for line in batch if line.currency == currency}
            balances = ledger.kept_balances(tx, list(lines), currency)
            for account, line in lines.items():
                expected = 0 if line.released_at_ms is not None else line.left_minor
                inside = balances[account].balance_minor if account in balances else 0
                if inside != expected:
                    found.append(f"value: {account} holds {inside}, not {expected}")
    return found
