"""What the outbox looks like from outside: how much waits, what the clock has planned, what became of one job; and
dropping a dead letter.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from livefair.kernel.actors import Actor
from livefair.kernel.jobs import JOB, crons
from livefair.kernel.statements import change, query, text_in
from livefair.kernel.transactions import ReadTx, WriteTx


class Waiting(NamedTuple):
    name: str
    number: int
    oldest_at_ms: int


class Planned(NamedTuple):
    name: str
    last_at_ms: int | None
    next_at_ms: int


class Kept(NamedTuple):
    """A job that is still in the outbox. `dead_at_ms`: since when nobody tries any more, and `error` says why."""

    id: str
    key: str
    error: str | None
    attempts: int
    dead_at_ms: int | None


_CALLED = query(Kept, select(*(JOB.c[name] for name in Kept._fields)).where(text_in(JOB.c.key, "all_keys")))
_WAITING = query(
    Waiting,
    select(JOB.c.kind, func.count(), func.min(JOB.c.created_at_ms))
    .where(JOB.c.dead_at_ms.is_(None))
    .group_by(JOB.c.kind)
    .order_by(JOB.c.kind)
    .limit(200),
)
_CRONS = query(
    lambda kind, created, due: Planned(kind, created, due),
    select(JOB.c.kind, JOB.c.created_at_ms, JOB.c.due_at_ms).where(text_in(JOB.c.kind, "names")).order_by(JOB.c.kind),
)
_DROP = change(delete(JOB).where(JOB.c.id == bindparam("job"), JOB.c.dead_at_ms.is_not(None)))


def waiting(tx: ReadTx) -> list[Waiting]:
    """By kind; crons wait too, but are told by `planned`."""
    names = {cron.name for cron in crons()}
    return [row for row in tx.all(_WAITING) if row.name not in names]


def jobs_called(tx: ReadTx, keys: list[str]) -> dict[str, Kept]:
    """Key → the job that was queued with it, unless it is done or was dropped."""
    return {kept.key: kept for kept in tx.all(_CALLED, all_keys=keys)} if keys else {}


def planned(tx: ReadTx) -> list[Planned]:
    """When each cron was done last (its row is written anew each time) and when it comes again."""
    return tx.all(_CRONS, names=[cron.name for cron in crons()])


def drop_dead(tx: WriteTx, actor: Actor, job_id: str) -> bool:
    """Give a dead letter up for good. False when it is no longer dead."""
    return tx.change(_DROP, job=job_id) == 1
