"""What must always hold of payouts: money that left is in the bank's account, and every line is explained."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, select

from livefair import ledger
from livefair.kernel import ReadTx, query, word_in
from livefair.value.models import PAYOUT
from livefair.value.payouts.book import PAYOUTS, REASON, Payout

FOUND_MAX = 20
BATCH = 200
# How the ledger has resolved what was set aside for a payout in each state.
RESOLVED = {"sending": None, "paid": "settled", "returned": "settled", "failed": "voided", "paid_late": "voided"}
BANK_REASONS = frozenset({REASON, "payout_returned", "payout_late"})

_later = PAYOUT.alias("later")
_consumes = ("sending", "paid", "returned")
_OVERLAP = query(
    str,
    select(PAYOUT.c.id)
    .join(
        _later,
        and_(
            _later.c.party == PAYOUT.c.party,
            _later.c.currency == PAYOUT.c.currency,
            _later.c.id > PAYOUT.c.id,
            _later.c.after_seq < PAYOUT.c.until_seq,
            _later.c.until_seq > PAYOUT.c.after_seq,
        ),
    )
    .where(word_in(PAYOUT.c.state, *_consumes), word_in(_later.c.state, *_consumes))
    .limit(FOUND_MAX),
)
_PAGE = query(Payout, PAYOUTS.where(PAYOUT.c.id > bindparam("after")).order_by(PAYOUT.c.id).limit(BATCH))


class _Left(NamedTuple):
    currency: str
    minor: int


_LEFT = query(
    lambda currency, minor: _Left(currency, int(minor)),
    select(
        PAYOUT.c.currency,
        func.sum(case((word_in(PAYOUT.c.state, "paid", "paid_late"), PAYOUT.c.amount_minor), else_=0)),
    ).group_by(PAYOUT.c.currency),
)


def check(tx: ReadTx) -> list[str]:
    """Breaches in words, at most a few of each kind."""
    return [
        *(f"payouts: {payout} pays entries that another pays too" for payout in tx.all(_OVERLAP)),
        *_unexplained(tx),
        *_bank(tx),
    ]


def _unexplained(tx: ReadTx) -> list[str]:
    found: list[str] = []
    after = ""
    while len(found) < FOUND_MAX and (batch := tx.all(_PAGE, after=after)):
        after = batch[-1].id
        for payout in batch:
            minor = ledger.span_total(tx, payout.span).minor
            if minor != payout.amount_minor:
                found.append(f"payouts: the lines of {payout.id} are {minor}, not {payout.amount_minor}")
            if (resolved := ledger.resolution_of(tx, payout.hold_id)) != RESOLVED[payout.state]:
                found.append(f"payouts: {payout.id} is {payout.state}, its hold {resolved or 'pending'}")
    return found


def _bank(tx: ReadTx) -> list[str]:
    """What payouts brought to the bank, by the ledger and by the book of payouts. Holds made elsewhere do not count."""
    left = {row.currency: row.minor for row in tx.all(_LEFT)}
    booked = dict.fromkeys(left, 0)
    for total in ledger.totals(tx, ["bank"]):
        if total.reason in BANK_REASONS and total.currency in booked:
            booked[total.currency] += total.credited_minor - total.debited_minor
    return [
        f"payouts: {booked[one]} {one} went to the bank, not {left[one]}" for one in left if booked[one] != left[one]
    ]
