"""What must always hold of the pool: paid out is what was gathered, and what nobody got is still there."""

from sqlalchemy import func, select

from livefair import ledger
from livefair.kernel import ReadTx, query
from livefair.value.models import POOL_PART, POOL_PERIOD, SHARE, SHARED_LINE
from livefair.value.pool.book import all_periods, parts_of_period
from livefair.value.rules.share_plan import POOL

FOUND_MAX = 20
_sums = (
    select(POOL_PART.c.period_id, func.sum(POOL_PART.c.planned_minor).label("planned"))
    .group_by(POOL_PART.c.period_id)
    .subquery("sums")
)
_UNEVEN = query(
    str,
    select(POOL_PERIOD.c.id)
    .outerjoin(_sums, _sums.c.period_id == POOL_PERIOD.c.id)
    .where(func.coalesce(_sums.c.planned, 0) + POOL_PERIOD.c.carried_minor != POOL_PERIOD.c.collected_minor)
    .limit(FOUND_MAX),
)
_BROUGHT = query(
    lambda currency, minor: (currency, int(minor)),
    select(SHARED_LINE.c.currency, func.sum(SHARE.c.planned_minor - SHARE.c.refunded_minor))
    .join(SHARE, SHARE.c.line_id == SHARED_LINE.c.line_id)
    .where(SHARE.c.role == "pool", SHARED_LINE.c.released_at_ms.is_not(None))
    .group_by(SHARED_LINE.c.currency),
)
_GIVEN = query(
    lambda currency, minor: (currency, int(minor)),
    select(POOL_PERIOD.c.currency, func.sum(POOL_PART.c.planned_minor - POOL_PART.c.refunded_minor))
    .join(POOL_PART, POOL_PART.c.period_id == POOL_PERIOD.c.id)
    .group_by(POOL_PERIOD.c.currency),
)


def check(tx: ReadTx) -> list[str]:
    found = [f"value: pool period does not divide what it collected: {one}" for one in tx.all(_UNEVEN)]
    given = dict(tx.all(_GIVEN))
    for currency, brought in tx.all(_BROUGHT):
        there = ledger.balance(tx, POOL, currency)
        if there + given.get(currency, 0) != brought:
            given_minor = given.get(currency, 0)
            found.append(f"value: {brought} {currency} came into the pool, {there} are there, {given_minor} were given")
    for period in all_periods(tx):
        left = sum(part.outstanding_minor for part in parts_of_period(tx, period.id))
        inside = ledger.balance(tx, period.account, period.currency)
        if inside != (0 if period.paid_at_ms is not None else left):
            found.append(f"value: {period.account} holds {inside} of {left}")
    return found
