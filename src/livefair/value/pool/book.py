"""What is written down of the pool: its periods and everybody's part of them."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select

from livefair.kernel import NotFound, ReadTx, query
from livefair.value.models import POOL_PART, POOL_PERIOD, SHARE, SHARED_LINE
from livefair.value.rules.pool import PARTS_MAX, PERIOD_MS

PERIODS_SHOWN_MAX = 52


class Period(NamedTuple):
    """Money in minor units. `collected` = `own` and what earlier periods left; `carried` of it went to nobody."""

    id: str
    number: int
    from_at_ms: int
    currency: str
    rule_version: int
    cap_bp: int
    buyers_min: int
    own_minor: int
    collected_minor: int
    carried_minor: int
    carried_back_minor: int
    kept: int
    lost: int
    closed_at_ms: int
    payable_at_ms: int
    paid_at_ms: int | None

    @property
    def carry_left_minor(self) -> int:
        return self.carried_minor - self.carried_back_minor

    @property
    def given_minor(self) -> int:
        return self.collected_minor - self.carried_minor

    @property
    def account(self) -> str:
        return f"pool:cocreation-{self.id}"

    @property
    def span(self) -> tuple[int, int]:
        return self.from_at_ms, self.from_at_ms + PERIOD_MS


class PoolPart(NamedTuple):
    period_id: str
    position: int
    role: str
    party: str
    planned_minor: int
    refunded_minor: int
    kept: int
    lost: int
    buyers: int
    credit_minor: int
    lift_ppm: int
    merged: int
    was_capped: int

    @property
    def outstanding_minor(self) -> int:
        return self.planned_minor - self.refunded_minor


class Gathered(NamedTuple):
    """What kept lines brought in a period, and the newest rules by which one of them did."""

    currency: str
    number: int
    minor: int
    rule_version: int


_PERIOD = [POOL_PERIOD.c[name] for name in Period._fields]
_PART = [POOL_PART.c[name] for name in PoolPart._fields]
_ONE = query(Period, select(*_PERIOD).where(POOL_PERIOD.c.id == bindparam("one")))
_ALL = query(
    Period,
    select(*_PERIOD).order_by(POOL_PERIOD.c.number.desc(), POOL_PERIOD.c.currency).limit(PERIODS_SHOWN_MAX),
)
_SINCE = query(
    Period,
    select(*_PERIOD)
    .where(POOL_PERIOD.c.currency == bindparam("currency"), POOL_PERIOD.c.number >= bindparam("number"))
    .order_by(POOL_PERIOD.c.number),
)
_LAST = query(
    Period,
    select(*_PERIOD)
    .where(POOL_PERIOD.c.currency == bindparam("currency"))
    .order_by(POOL_PERIOD.c.number.desc())
    .limit(1),
)
_PARTS = query(
    PoolPart,
    select(*_PART).where(POOL_PART.c.period_id == bindparam("period")).order_by(POOL_PART.c.position).limit(PARTS_MAX),
)
_PARTS_OF = query(
    PoolPart,
    select(*_PART)
    .where(POOL_PART.c.party == bindparam("party"))
    .order_by(POOL_PART.c.period_id.desc(), POOL_PART.c.position)
    .limit(PARTS_MAX),
)
_number = (SHARED_LINE.c.released_at_ms - bindparam("first", type_=BigInteger)) // PERIOD_MS
_GATHERED = query(
    lambda currency, number, minor, version: Gathered(currency, int(number), int(minor), int(version)),
    select(
        SHARED_LINE.c.currency,
        _number.label("number"),
        func.sum(SHARE.c.planned_minor - SHARE.c.refunded_minor),
        func.max(SHARED_LINE.c.rule_version),
    )
    .join(SHARE, SHARE.c.line_id == SHARED_LINE.c.line_id)
    .where(
        SHARE.c.role == "pool",
        SHARED_LINE.c.released_at_ms >= bindparam("since"),
        SHARED_LINE.c.released_at_ms < bindparam("until"),
    )
    .group_by(SHARED_LINE.c.currency, _number)
    .order_by(SHARED_LINE.c.currency, _number),
)


def period_called(tx: ReadTx, period_id: str) -> Period:
    found = tx.one(_ONE, one=period_id)
    if found is None:
        raise NotFound("not_found", what="period")
    return found


def all_periods(tx: ReadTx) -> list[Period]:
    """Newest first."""
    return tx.all(_ALL)


def periods_since(tx: ReadTx, currency: str, number: int) -> list[Period]:
    """Closed ones of a currency in their order."""
    return tx.all(_SINCE, currency=currency, number=number)


def last_period(tx: ReadTx, currency: str) -> Period | None:
    return tx.one(_LAST, currency=currency)


def parts_of_period(tx: ReadTx, period_id: str) -> list[PoolPart]:
    return tx.all(_PARTS, period=period_id)


def parts_of_party(tx: ReadTx, party: str) -> list[PoolPart]:
    """Newest first; for callers who have checked whose they are."""
    return tx.all(_PARTS_OF, party=party)


def gathered(tx: ReadTx, first_ms: int, from_ms: int, to_ms: int) -> list[Gathered]:
    """By currency and period, what is left after refunds. `first_ms`: where the first period began."""
    return tx.all(_GATHERED, first=first_ms, since=from_ms, until=to_ms)
