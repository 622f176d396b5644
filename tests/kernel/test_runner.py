import asyncio
import contextlib

import pytest

from livefair.kernel import SYSTEM, Conflict, Fact, cron, job, listens_to, long_job
from livefair.kernel.jobs import ATTEMPTS_MAX
from livefair.kernel.runner import (
    _NEXT_DUE,
    JobContext,
    Runner,
    dead_letters,
    drop_leases,
    due_jobs,
    due_talking_jobs,
    job_counts,
    lease,
    revive,
    run_due_now,
)

HEARD: list[str] = []


class BellRung(Fact, frozen=True, kw_only=True):
    tone: str


@listens_to(BellRung)
def hear(tx, fact):
    if fact.tone == "broken":
        raise Conflict("deaf")
    HEARD.append(fact.tone)


@job
def write_down(tx, actor, *, word: str):
    HEARD.append(word)


@job
async def say(ctx, *, word: str):
    await asyncio.sleep(0)
    HEARD.append(word)


@pytest.fixture(autouse=True)
def _silence():
    HEARD.clear()


def ring(tx, actor, tone):
    tx.announce(BellRung(tone=tone))


def test_a_fact_reaches_its_listener_once(db):
    db.write_now(ring, SYSTEM, "c")
    run_due_now(db)
    run_due_now(db)
    assert HEARD == ["c"]


def test_a_listener_that_keeps_failing_becomes_a_dead_letter_that_can_be_revived(db, clock):
    db.write_now(ring, SYSTEM, "broken")
    for _ in range(ATTEMPTS_MAX):
        run_due_now(db)
        clock.advance(3_600_000)
    [dead] = db.read_now(dead_letters)
    assert "deaf" in dead.error
    assert db.read_now(job_counts) == (0, 1)
    assert db.write_now(revive, SYSTEM, dead.id)
    assert db.read_now(job_counts) == (1, 0)


def test_a_job_waits_for_its_time(db, clock):
    db.write_now(lambda tx, actor: tx.later(write_down, after_ms=1000, word="late"), SYSTEM)
    assert run_due_now(db) == 0
    clock.advance(1000)
    assert run_due_now(db) == 1
    assert HEARD == ["late"]


def test_a_job_with_a_key_is_queued_once_while_it_waits(db):
    for word in ("first", "second"):
        db.write_now(lambda tx, actor, w: tx.later(write_down, key="one", word=w), SYSTEM, word)
    run_due_now(db)
    assert HEARD == ["first"]


async def test_the_runner_does_both_kinds_of_jobs_soon_after_the_commit(db):
    runner = asyncio.create_task(Runner(JobContext(db)).run())
    await db.write(lambda tx, actor: tx.later(say, word="hello"), SYSTEM)
    await db.write(ring, SYSTEM, "d")
    async with asyncio.timeout(5):
        while sorted(HEARD) != ["d", "hello"]:
            await asyncio.sleep(0.01)
    runner.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await runner


@long_job(limit_ms=60_000)
async def think(ctx, *, word: str):
    HEARD.append(word)
    await asyncio.sleep(60)


async def test_what_a_killed_program_had_leased_is_done_at_once_by_the_only_one_that_comes_after(db):
    """On SQLite; on PostgreSQL another program may hold the lease, and it is waited for."""
    await db.write(lambda tx, actor: tx.later(say, word="again"), SYSTEM)
    [due] = await db.read(due_talking_jobs, most=1)
    assert await db.write(lease, SYSTEM, due)
    assert await db.read(due_talking_jobs, most=1) == []
    assert await db.write(drop_leases, SYSTEM) == 1
    assert await db.read(due_talking_jobs, most=1) == [due]


async def test_a_long_job_keeps_its_lease_while_it_runs(db, clock, monkeypatch):
    monkeypatch.setattr("livefair.kernel.runner.LEASE_MS", 60)
    await db.write(lambda tx, actor: tx.later(think, word="hm"), SYSTEM)
    runner = asyncio.create_task(Runner(JobContext(db)).run())
    async with asyncio.timeout(5):
        while not HEARD:
            await asyncio.sleep(0.01)
        clock.advance(50)
        while await db.read(lambda tx: tx.one(_NEXT_DUE)) != clock() + 60:
            await asyncio.sleep(0.01)
    clock.advance(50)
    assert await db.read(due_jobs) == []
    assert HEARD == ["hm"]
    runner.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await runner


@job
async def leave_tidily(ctx, *, word: str):
    HEARD.append(word)
    try:
        await asyncio.sleep(60)
    finally:
        await ctx.db.read(due_jobs)
        HEARD.append("tidied")


async def test_a_runner_that_is_stopped_has_let_its_jobs_end_what_they_began(db):
    await db.write(lambda tx, actor: tx.later(leave_tidily, word="begun"), SYSTEM)
    runner = asyncio.create_task(Runner(JobContext(db)).run())
    async with asyncio.timeout(5):
        while not HEARD:
            await asyncio.sleep(0.01)
    runner.cancel()
    await asyncio.gather(runner, return_exceptions=True)
    assert HEARD == ["begun", "tidied"]


def test_crons_are_planted_by_name():
    @cron(every_ms=1000)
    def tick(tx, actor):
        HEARD.append("tick")

    assert tick.__name__ == "tick"


@pytest.mark.parametrize("steps", range(4))
async def test_a_runner_that_is_stopped_as_it_wakes_does_stop(db, steps):
    runner = Runner(JobContext(db))
    running = asyncio.create_task(runner.run())
    await db.write(write_down, SYSTEM, word="begun")
    async with asyncio.timeout(5):
        while await db.read(due_jobs):
            await asyncio.sleep(0.01)
    for _ in range(20):
        await asyncio.sleep(0.005)
    runner._wake.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=5)
    assert done
