"""What operators read of payouts: by state, and the calendar's batches."""

from typing import NamedTuple

from sqlalchemy import Case, bindparam, case, func, select

from livefair.kernel import Actor, ReadTx, query, require
from livefair.value.models import PAYOUT, PAYOUT_BATCH
from livefair.value.payouts.book import PAYOUTS, Payout

PAGE_MAX = 100
BATCHES_SHOWN = 30


class Batch(NamedTuple):
    """One day of the calendar, in one currency. Amounts in minor units; `currency` is empty when nobody was paid."""

    day: str
    begun_at_ms: int
    ended_at_ms: int | None
    currency: str
    payouts: int
    amount_minor: int
    arrived: int
    failed: int


_before = PAYOUT.c.id < bindparam("before")
_newest_first = (PAYOUT.c.id.desc(),)
_ALL = query(Payout, PAYOUTS.where(_before).order_by(*_newest_first).limit(bindparam("limit")))
_IN_STATE = query(
    Payout,
    PAYOUTS.where(PAYOUT.c.state == bindparam("in_state"), _before).order_by(*_newest_first).limit(bindparam("limit")),
)


def _batch(  # noqa: PLR0913 (a row of eight columns)
    day: str,
    begun_at_ms: int,
    ended_at_ms: int | None,
    currency: str,
    payouts: int,
    amount_minor: int,
    arrived: int,
    failed: int,
) -> Batch:
    return Batch(day, begun_at_ms, ended_at_ms, currency, payouts, int(amount_minor), int(arrived), int(failed))


def _count(*states: str) -> Case[int]:
    return case(*((PAYOUT.c.state == state, 1) for state in states), else_=0)


_BATCHES = query(
    _batch,
    select(
        PAYOUT_BATCH.c.day,
        PAYOUT_BATCH.c.begun_at_ms,
        PAYOUT_BATCH.c.ended_at_ms,
        func.coalesce(PAYOUT.c.currency, ""),
        func.count(PAYOUT.c.id),
        func.coalesce(func.sum(PAYOUT.c.amount_minor), 0),
        func.sum(_count("paid", "paid_late")),
        func.sum(_count("failed", "returned")),
    )
    .select_from(PAYOUT_BATCH)
    .outerjoin(PAYOUT, PAYOUT.c.batch == PAYOUT_BATCH.c.day)
    .group_by(PAYOUT_BATCH.c.day, PAYOUT_BATCH.c.begun_at_ms, PAYOUT_BATCH.c.ended_at_ms, PAYOUT.c.currency)
    .order_by(PAYOUT_BATCH.c.day.desc(), PAYOUT.c.currency)
    .limit(BATCHES_SHOWN),
)


def payouts_by_state(
    tx: ReadTx, actor: Actor, state: str | None, *, before: str = "~", limit: int = 50
) -> list[Payout]:
    """Newest first, of all payees; every state when `state` is None. Page on with the last `id`."""
    require(actor.has("operator"), "operators_only")
    if state is None:
        return tx.all(_ALL, before=before, limit=min(limit, PAGE_MAX))
    return tx.all(_IN_STATE, in_state=state, before=before, limit=min(limit, PAGE_MAX))


def batches(tx: ReadTx, actor: Actor) -> list[Batch]:
    """The last days of the calendar, newest first."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_BATCHES)
