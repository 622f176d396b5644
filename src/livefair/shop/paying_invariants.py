"""What must hold of money that came by providers outside; returns a sentence for each breach."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Integer, cast, func, select

from livefair import ledger
from livefair.kernel import ReadTx, query
from livefair.shop.models import PAYMENT
from livefair.shop.models.paying import DISPUTE, DISPUTE_MOVEMENT, FAILED_REFUND, MONEY_TO_RETURN, PAYMENT_PAGE

FOUND_MAX = 20


class _Disputed(NamedTuple):
    id: str
    state: str
    currency: str
    amount_minor: int
    moved_minor: int


class _Held(NamedTuple):
    key: str
    currency: str
    minor: int
    is_gone: bool


_PAID_BY_NOTHING = query(
    str,
    select(PAYMENT.c.id)
    .join_from(PAYMENT, PAYMENT_PAGE, PAYMENT_PAGE.c.id == PAYMENT.c.page_id, isouter=True)
    .where(PAYMENT.c.page_id.is_not(None))
    .where(
        PAYMENT_PAGE.c.id.is_(None)
        | (PAYMENT_PAGE.c.state != "paid")
        | (PAYMENT_PAGE.c.payment_id != PAYMENT.c.id)
        | (PAYMENT_PAGE.c.provider != PAYMENT.c.provider)
    )
    .limit(FOUND_MAX),
)
# A paid page has paid its payment, or its money went back.
_MONEY_FOR_NOTHING = query(
    str,
    select(PAYMENT_PAGE.c.id)
    .join_from(PAYMENT_PAGE, PAYMENT, PAYMENT.c.id == PAYMENT_PAGE.c.payment_id)
    .join(MONEY_TO_RETURN, MONEY_TO_RETURN.c.page_id == PAYMENT_PAGE.c.id, isouter=True)
    .where(PAYMENT_PAGE.c.state == "paid", MONEY_TO_RETURN.c.key.is_(None))
    .where(PAYMENT.c.page_id.is_distinct_from(PAYMENT_PAGE.c.id))
    .limit(FOUND_MAX),
)
_moved = (
    select(DISPUTE_MOVEMENT.c.dispute_id, cast(func.sum(DISPUTE_MOVEMENT.c.minor), Integer).label("minor"))
    .group_by(DISPUTE_MOVEMENT.c.dispute_id)
    .subquery()
)
_DISPUTES = query(
    _Disputed,
    select(
        DISPUTE.c.id, DISPUTE.c.state, DISPUTE.c.currency, DISPUTE.c.amount_minor, func.coalesce(_moved.c.minor, 0)
    ).join_from(DISPUTE, _moved, _moved.c.dispute_id == DISPUTE.c.id, isouter=True),
)
_RETURNS = query(
    lambda key, currency, minor, sent: _Held(key, currency, minor, sent is not None),
    select(
        MONEY_TO_RETURN.c.key, MONEY_TO_RETURN.c.currency, MONEY_TO_RETURN.c.amount_minor, MONEY_TO_RETURN.c.sent_at_ms
    ),
)
_CAME_BACK = query(
    lambda failed_id, currency, minor, ended: _Held(
        f"refund-came-back:{failed_id}", currency, minor, ended is not None
    ),
    select(FAILED_REFUND.c.id, FAILED_REFUND.c.currency, FAILED_REFUND.c.amount_minor, FAILED_REFUND.c.ended_at_ms),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"payment {p} says that a page paid it which did not" for p in tx.all(_PAID_BY_NOTHING)),
        *(f"the money of page {p} paid nothing and did not go back" for p in tx.all(_MONEY_FOR_NOTHING)),
        *_of_disputes(tx),
        *_of_held(tx),
    ]


def _of_disputes(tx: ReadTx) -> list[str]:
    """What stands on `disputed:` is what the provider moved, and what was paid off when it was lost."""
    found = []
    for one in tx.all(_DISPUTES):
        expected = one.moved_minor + (one.amount_minor if one.state == "lost" else 0)
        inside = ledger.balance(tx, f"disputed:{one.id}", one.currency)
        if inside != expected:
            found.append(f"disputed:{one.id} holds {inside}, not {expected}")
    return found


def _of_held(tx: ReadTx) -> list[str]:
    """What is held for buyers is what came and could not stay, and refunds that came back, as long as it is here."""
    held = [*tx.all(_RETURNS), *tx.all(_CAME_BACK)]
    found = [f"{one.key} is in no ledger" for one in held if ledger.find(tx, one.key) is None]
    expected: Counter[str] = Counter()
    for one in held:
        expected[one.currency] += 0 if one.is_gone else one.minor
    for currency, minor in expected.items():
        inside = ledger.balance(tx, "suspense", currency)
        if inside != minor:
            found.append(f"suspense holds {inside} {currency}, not {minor}")
    return found
