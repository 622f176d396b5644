"""A kept line is refunded after all: what it brought into the pool comes back from whoever got it, in proportion."""

from typing import NamedTuple

from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import WriteTx, change
from livefair.value.events import PoolTakenBack
from livefair.value.models import POOL_PART, POOL_PERIOD
from livefair.value.pool.book import Period, parts_of_period, periods_since
from livefair.value.rules.pool import period_of
from livefair.value.rules.share_plan import POOL
from livefair.value.share_rulebook import pool_since

CARRY = "carry"

_TAKE = change(
    update(POOL_PART)
    .where(POOL_PART.c.period_id == bindparam("period"), POOL_PART.c.position == bindparam("at"))
    .values(refunded_minor=POOL_PART.c.refunded_minor + bindparam("minor"))
)
_CARRY_LESS = change(
    update(POOL_PERIOD)
    .where(POOL_PERIOD.c.id == bindparam("period"))
    .values(carried_back_minor=POOL_PERIOD.c.carried_back_minor + bindparam("minor"))
)


class Refunded(NamedTuple):
    """A line that was released at that time, and what is to come back of what it brought."""

    line_id: str
    refund_id: str
    currency: str
    released_at_ms: int
    minor: int


def give_back(tx: WriteTx, refunded: Refunded) -> None:
    """Bring it back to where it was gathered; nothing has to come back while its period is not closed.

    Of what a period had, everybody gives in proportion to what they still have of it, and so does what was carried on
    to the next period: what it gives, that period gives by its own parts.
    """
    number = period_of(refunded.released_at_ms, pool_since(tx) or 0)
    periods = periods_since(tx, refunded.currency, number)
    if not periods or periods[0].number != number:
        return
    left = refunded.minor
    for period in periods:
        left = _from_period(tx, period, refunded, left) if left else 0


def _from_period(tx: WriteTx, period: Period, refunded: Refunded, minor: int) -> int:
    """What the period's carry has to give."""
    parts = {str(part.position): part for part in parts_of_period(tx, period.id)}
    outstanding = {position: part.outstanding_minor for position, part in parts.items()}
    shared = ledger.split_refund(minor, {CARRY: period.carry_left_minor, **outstanding})
    carry = shared.pop(CARRY)
    tx.change(_CARRY_LESS, period=period.id, minor=carry)
    for position, back in shared.items():
        if back:
            part = parts[position]
            tx.change(_TAKE, period=period.id, at=part.position, minor=back)
            demand = ledger.Demand(back, ledger.accounts_of(part.party))
            legs = [ledger.Leg(period.account, -back)]
            if period.paid_at_ms is not None:
                legs = ledger.draw_legs(tx, [demand], currency=period.currency)
            ledger.post(
                tx,
                key=f"pool_back:{refunded.refund_id}:{refunded.line_id}:{period.id}:{position}",
                reason="pool_back",
                currency=period.currency,
                legs=[*legs, ledger.Leg(POOL, back)],
                why={"period_id": period.id, "refund_id": refunded.refund_id, "role": part.role},
            )
    tx.announce(
        PoolTakenBack(
            period_id=period.id,
            line_id=refunded.line_id,
            refund_id=refunded.refund_id,
            currency=period.currency,
            minor=minor - carry,
        )
    )
    return carry
