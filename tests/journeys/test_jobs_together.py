"""Several programs on one PostgreSQL do each job once: nobody's delivery, cron or message is doubled."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pytest
from sqlalchemy import select

from livefair.kernel import SYSTEM, Actor, Database, Fact, JobContext, ReadTx, WriteTx, cron, job, listens_to, query
from livefair.kernel.clock import wall_clock
from livefair.kernel.facts import FACT_LOG, kind_of
from livefair.kernel.runner import Runner, job_counts, plant_crons
from livefair.kernel.schema import upgrade
from tests.postgresql import Server

PROGRAMS, JOBS, TICK_MS = 3, 120, 400
# What asynchronous jobs did outside of any transaction.
TOLD: list[str] = []


class KnockedTogether(Fact, frozen=True, kw_only=True):
    word: str


class KnockNoted(Fact, frozen=True, kw_only=True):
    """Written with the job that is done: what is rolled back and tried again leaves none."""

    word: str


class TickedTogether(Fact, frozen=True, kw_only=True):
    at_ms: int


class Logged(NamedTuple):
    kind: str
    body: str


_LOGGED = query(Logged, select(FACT_LOG.c.kind, FACT_LOG.c.body).order_by(FACT_LOG.c.seq))


@listens_to(KnockedTogether)
def hear_knock(tx: WriteTx, fact: KnockedTogether) -> None:
    tx.later(note_knock, word=fact.word)


@job
def note_knock(tx: WriteTx, actor: Actor, *, word: str) -> None:
    tx.announce(KnockNoted(word=word))


@job
async def tell_knock(ctx: JobContext, *, word: str) -> None:
    await asyncio.sleep(0.01)
    TOLD.append(word)


@cron(every_ms=TICK_MS)
def tick_together(tx: WriteTx, actor: Actor) -> None:
    tx.announce(TickedTogether(at_ms=tx.now_ms))


def knock(tx: WriteTx, actor: Actor, number: int) -> None:
    tx.announce(KnockedTogether(word=str(number)))
    tx.later(tell_knock, word=str(number))


def logged(tx: ReadTx, kind: type[Fact]) -> list[str]:
    return [row.body for row in tx.all(_LOGGED) if row.kind == kind_of(kind)]


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    found = postgresql.create("together")
    upgrade(found)
    yield found
    postgresql.drop("together")


async def test_three_programs_do_each_job_delivery_and_cron_once(url: str) -> None:
    TOLD.clear()
    programs = [Database(url, clock=wall_clock, lanes=2) for _ in range(PROGRAMS)]
    running = [asyncio.create_task(Runner(JobContext(db)).run()) for db in programs]
    seen = programs[0]
    try:
        await asyncio.gather(*(programs[n % PROGRAMS].write(knock, SYSTEM, n) for n in range(JOBS)))
        async with asyncio.timeout(60):
            while len(TOLD) < JOBS or len(seen.read_now(logged, KnockNoted)) < JOBS:
                await asyncio.sleep(0.02)
            # All of them plant the crons at their start, and again: each is there once.
            await asyncio.gather(*(db.write(plant_crons, SYSTEM) for db in programs))
            while len(seen.read_now(logged, TickedTogether)) < 5:
                await asyncio.sleep(0.02)
        noted, ticks = seen.read_now(logged, KnockNoted), seen.read_now(logged, TickedTogether)
        assert seen.read_now(job_counts)[1] == 0
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for db in programs:
            db.close()
    assert sorted(TOLD) == sorted(str(n) for n in range(JOBS))
    assert sorted(noted) == sorted(f'{{"word":"{n}"}}' for n in range(JOBS))
    at_ms = [int("".join(filter(str.isdigit, tick))) for tick in ticks]
    assert min(later - sooner for sooner, later in pairwise(at_ms)) >= TICK_MS, f"one tick at a time: {at_ms}"
