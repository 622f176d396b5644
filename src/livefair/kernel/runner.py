"""Does what is due: deliveries of facts to listeners, jobs, crons. What keeps failing becomes a dead letter."""

import asyncio
import contextlib
import json
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, delete, func, not_, select, update

from livefair.kernel.actors import SYSTEM, Actor
from livefair.kernel.clock import SECOND_MS
from livefair.kernel.database import Database
from livefair.kernel.facts import FACT_LOG, from_json, listeners_of
from livefair.kernel.jobs import (
    ATTEMPTS_MAX,
    ERROR_CHARS_MAX,
    JOB,
    LEASE_MS,
    backoff_ms,
    cron_called,
    crons,
    is_long,
    job_called,
    limit_ms_of,
    talking_jobs,
)
from livefair.kernel.log import log
from livefair.kernel.statements import change, query, text_in
from livefair.kernel.transactions import ReadTx, WriteTx

BATCH = 200
TALKING_MAX = 8
REST_MS_MIN = 20
IDLE_MS_MAX = 5 * SECOND_MS


class DueJob(NamedTuple):
    id: str
    kind: str
    args: str
    fact_id: str | None
    attempts: int


class DeadLetter(NamedTuple):
    id: str
    kind: str
    args: str
    error: str
    attempts: int
    dead_at_ms: int


class LoggedFact(NamedTuple):
    seq: int
    kind: str
    body: str


_columns = (JOB.c.id, JOB.c.kind, JOB.c.args, JOB.c.fact_id, JOB.c.attempts)
_waiting = JOB.c.dead_at_ms.is_(None)
_due = (_waiting, JOB.c.due_at_ms <= bindparam("now"), JOB.c.lease_until_ms <= bindparam("now"))
_talks = text_in(JOB.c.kind, "talking")
_DUE = query(DueJob, select(*_columns).where(*_due, not_(_talks)).order_by(JOB.c.due_at_ms, JOB.c.id).limit(BATCH))
_DUE_TALKING = query(
    DueJob,
    select(*_columns).where(*_due, _talks).order_by(JOB.c.due_at_ms, JOB.c.id).limit(bindparam("most")),
)
_free_at = case((JOB.c.lease_until_ms > JOB.c.due_at_ms, JOB.c.lease_until_ms), else_=JOB.c.due_at_ms)
_NEXT_DUE = query(int, select(func.min(_free_at)).where(_waiting))
_TAKE = change(delete(JOB).where(JOB.c.id == bindparam("job"), _waiting))
_LEASE = change(
    update(JOB)
    .where(JOB.c.id == bindparam("job"), _waiting, JOB.c.lease_until_ms <= bindparam("now"))
    .values(lease_until_ms=bindparam("until"))
)
_UNLEASE = change(update(JOB).where(JOB.c.lease_until_ms > 0).values(lease_until_ms=0))
_EXTEND = change(update(JOB).where(JOB.c.id == bindparam("job"), _waiting).values(lease_until_ms=bindparam("until")))
_RETRY = change(
    update(JOB)
    .where(JOB.c.id == bindparam("job"))
    .values(
        attempts=JOB.c.attempts + 1,
        due_at_ms=bindparam("due"),
        error=bindparam("why"),
        lease_until_ms=0,
        dead_at_ms=bindparam("dead"),
    )
)
_REVIVE = change(
    update(JOB)
    .where(JOB.c.id == bindparam("job"), JOB.c.dead_at_ms.is_not(None))
    .values(dead_at_ms=None, attempts=0, due_at_ms=bindparam("now"))
)
_FACT = query(
    LoggedFact, select(FACT_LOG.c.seq, FACT_LOG.c.kind, FACT_LOG.c.body).where(FACT_LOG.c.id == bindparam("fact"))
)
_DEAD = query(
    DeadLetter,
    select(JOB.c.id, JOB.c.kind, JOB.c.args, JOB.c.error, JOB.c.attempts, JOB.c.dead_at_ms)
    .where(JOB.c.dead_at_ms.is_not(None))
    .order_by(JOB.c.dead_at_ms.desc())
    .limit(BATCH),
)
_COUNTS = query(
    lambda waiting, dead: (waiting, dead),
    select(
        func.count().filter(_waiting),
        func.count().filter(JOB.c.dead_at_ms.is_not(None)),
    ).select_from(JOB),
)


@dataclass(slots=True)
class JobContext:
    """What an asynchronous job may use. `services` holds what the program gives it, by type."""

    db: Database
    services: dict[type, Any] = field(default_factory=dict)


def due_jobs(tx: ReadTx) -> list[DueJob]:
    """Those that are one transaction each."""
    return tx.all(_DUE, now=tx.now_ms, talking=talking_jobs())


def due_talking_jobs(tx: ReadTx, *, most: int) -> list[DueJob]:
    """Those that talk to the network or to other processes."""
    return tx.all(_DUE_TALKING, now=tx.now_ms, talking=talking_jobs(), most=most)


def dead_letters(tx: ReadTx) -> list[DeadLetter]:
    return tx.all(_DEAD)


def job_counts(tx: ReadTx) -> tuple[int, int]:
    """How many jobs wait and how many are dead."""
    return tx.value(_COUNTS)


def revive(tx: WriteTx, actor: Actor, job_id: str) -> bool:
    """Try a dead letter again. False when it is no longer dead."""
    return tx.change(_REVIVE, job=job_id, now=tx.now_ms) == 1


def plant_crons(tx: WriteTx, actor: Actor) -> None:
    for cron in crons():
        tx.queue(cron.name, due_at_ms=tx.now_ms, key=f"cron:{cron.name}", args="{}", fact_id=None)


def perform(tx: WriteTx, actor: Actor, due: DueJob) -> bool:
    """Do one synchronous job and take its row away, in one transaction. False: somebody else has done it."""
    if tx.change(_TAKE, job=due.id) == 0:
        return False
    cron = cron_called(due.kind)
    if cron is not None:
        cron.job(tx, actor)
        tx.queue(due.kind, due_at_ms=tx.now_ms + cron.every_ms, key=f"cron:{cron.name}", args="{}", fact_id=None)
    elif due.fact_id is not None:
        _deliver(tx, due)
    else:
        function = job_called(due.kind)
        if function is None:
            raise LookupError(f"no job is called {due.kind}")
        function(tx, actor, **json.loads(due.args))
    return True


def _deliver(tx: WriteTx, due: DueJob) -> None:
    logged = tx.one(_FACT, fact=due.fact_id)
    if logged is None:
        raise LookupError(f"fact {due.fact_id} is not in the log")
    fact = from_json(logged.kind, logged.body)
    tx.fact_seq = logged.seq
    listeners_of(type(fact))[due.kind](tx, fact)


def put_off(tx: WriteTx, actor: Actor, due: DueJob, why: str) -> None:
    """Try again later, or give up and leave a dead letter for the operator. A cron never gives up."""
    attempts = due.attempts + 1
    dead = attempts >= ATTEMPTS_MAX and cron_called(due.kind) is None
    tx.change(
        _RETRY,
        job=due.id,
        due=tx.now_ms + backoff_ms(attempts),
        why=why[-ERROR_CHARS_MAX:],
        dead=tx.now_ms if dead else None,
    )


def lease(tx: WriteTx, actor: Actor, due: DueJob) -> bool:
    return tx.change(_LEASE, job=due.id, now=tx.now_ms, until=tx.now_ms + LEASE_MS) == 1


def extend(tx: WriteTx, actor: Actor, due: DueJob) -> None:
    tx.change(_EXTEND, job=due.id, until=tx.now_ms + LEASE_MS)


def drop_leases(tx: WriteTx, actor: Actor) -> int:
    """Give back what a program that was killed had taken. Only for one that knows that no other is at work."""
    return tx.change(_UNLEASE)


def finish(tx: WriteTx, actor: Actor, due: DueJob) -> None:
    tx.change(_TAKE, job=due.id)


def run_due_now(db: Database, *, rounds_max: int = 10_000) -> int:
    """Do the synchronous jobs that are due, and what they queue, until none is left (tests, simulator)."""
    done = 0
    for _ in range(rounds_max):
        batch = db.read_now(due_jobs)
        if not batch:
            break
        for due in batch:
            done += _perform_now(db, due)
    return done


def _perform_now(db: Database, due: DueJob) -> bool:
    try:
        return db.write_now(perform, SYSTEM, due)
    except Exception as error:
        db.write_now(put_off, SYSTEM, due, _why(error))
        return False


class Runner:
    """Does due work for as long as it runs; wakes at each commit that queued some."""

    def __init__(self, context: JobContext) -> None:
        self._context, self._db = context, context.db
        self._wake = asyncio.Event()
        self._talking: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()

        def wake(_facts: object, jobs: int) -> None:
            if jobs and not loop.is_closed():
                loop.call_soon_threadsafe(self._wake.set)

        unsubscribe = self._db.subscribe(wake)
        try:
            await self._db.write(plant_crons, SYSTEM)
            while True:
                self._wake.clear()
                if not await self._round():
                    await self._rest()
        finally:
            unsubscribe()
            await self._stop_talking()

    async def _round(self) -> int:
        """Returns how many jobs were done or started."""
        free = TALKING_MAX - len(self._talking)
        talking = await self._db.read(due_talking_jobs, most=free) if free else []
        for due in talking:
            await self._start_talking(due)
        batch = await self._db.read(due_jobs)
        await asyncio.gather(*(self._perform(due) for due in batch))
        return len(batch) + len(talking)

    async def until_nothing_is_due(self) -> None:
        """What talks is done apart from the rest, one after the other: the same work in the same order each time.

        Only long jobs are done together: they are worth it.
        """
        while True:
            talking = await self._db.read(due_talking_jobs, most=TALKING_MAX)
            for due in list(takewhile(lambda due: is_long(due.kind), talking)) or talking[:1]:
                await self._start_talking(due)
            await asyncio.gather(*self._talking)
            batch = [] if talking else await self._db.read(due_jobs)
            await asyncio.gather(*(self._perform(due) for due in batch))
            if not talking and not batch:
                break

    async def _perform(self, due: DueJob) -> None:
        try:
            await self._db.write(perform, SYSTEM, due)
        except Exception as error:
            log.warning("job_failed", kind=due.kind, attempts=due.attempts + 1, error=str(error))
            await self._db.write(put_off, SYSTEM, due, _why(error))

    async def _start_talking(self, due: DueJob) -> None:
        if await self._db.write(lease, SYSTEM, due):
            task = asyncio.create_task(self._talk(due))
            self._talking.add(task)
            task.add_done_callback(self._done_talking)

    def _done_talking(self, task: asyncio.Task[None]) -> None:
        self._talking.discard(task)
        self._wake.set()

    async def _stop_talking(self) -> None:
        """Give them the time to end what they started: files, connections, child processes."""
        for task in self._talking:
            task.cancel()
        if self._talking:
            await asyncio.wait(self._talking)

    async def _talk(self, due: DueJob) -> None:
        function = job_called(due.kind)
        try:
            async with asyncio.timeout(limit_ms_of(due.kind) / 1000), self._lease_kept(due):
                await function(self._context, **json.loads(due.args))  # type: ignore[misc]  # only asynchronous jobs are asked for
        except Exception as error:
            log.warning("job_failed", kind=due.kind, attempts=due.attempts + 1, error=str(error))
            await self._db.write(put_off, SYSTEM, due, _why(error))
        else:
            await self._db.write(finish, SYSTEM, due)

    @contextlib.asynccontextmanager
    async def _lease_kept(self, due: DueJob) -> AsyncIterator[None]:
        async def renew() -> None:
            while True:
                await asyncio.sleep(LEASE_MS / 1000 / 3)
                await self._db.write(extend, SYSTEM, due)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()

    async def _rest(self) -> None:
        next_due = await self._db.read(lambda tx: tx.one(_NEXT_DUE))
        wait_ms = IDLE_MS_MAX if next_due is None else min(IDLE_MS_MAX, max(REST_MS_MIN, next_due - self._db.clock()))
        # Not wait_for: on Python 3.11 it loses a cancellation that comes together with the waking.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_ms / 1000):
                await self._wake.wait()


def _why(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
