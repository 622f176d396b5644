import asyncio

import pytest
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Conflict, change, query
from livefair.kernel.facts import FACT_LOG
from livefair.kernel.jobs import JOB

COUNT = query(int, select(func.count()).select_from(JOB))
FACTS = query(int, select(func.count()).select_from(FACT_LOG))
RENAME = change(update(JOB).where(JOB.c.kind == bindparam("old")).values(kind=bindparam("new")))


def queue(tx, kind, *, fact_id=None):
    tx.queue(kind, due_at_ms=2**50, key=None, args="{}", fact_id=fact_id)


def log(tx, fact_id):
    tx.insert(FACT_LOG, id=fact_id, kind="k", at_ms=0, actor_id="a", body="{}")


def test_a_use_case_sees_its_own_new_rows(db):
    def use_case(tx, actor):
        queue(tx, "a")
        assert tx.value(COUNT) == 1
        queue(tx, "b")
        assert tx.change(RENAME, old="b", new="c") == 1
        return tx.value(COUNT)

    assert db.write_now(use_case, SYSTEM) == 2


async def test_a_use_case_sees_the_new_rows_of_those_before_it_in_its_group(db):
    def use_case(tx, actor):
        before = tx.value(COUNT)
        queue(tx, "a")
        return before

    assert await asyncio.gather(*(db.write(use_case, SYSTEM) for _ in range(20))) == list(range(20))


async def test_parents_are_written_before_children_whoever_made_them_first(db):
    def child(tx, actor, fact_id):
        queue(tx, "a", fact_id=fact_id)

    def parent_and_child(tx, actor, fact_id):
        log(tx, fact_id)
        child(tx, actor, fact_id)

    db.write_now(log, "old")
    await asyncio.gather(db.write(child, SYSTEM, "old"), db.write(parent_and_child, SYSTEM, "new"))
    assert db.read_now(lambda tx: (tx.value(FACTS), tx.value(COUNT))) == (2, 2)


async def test_a_row_that_the_database_turns_down_fails_only_its_own_use_case(db):
    def good(tx, actor):
        queue(tx, "a")

    def bad(tx, actor):
        queue(tx, "b", fact_id="no such fact")

    ends = await asyncio.gather(
        *(db.write(bad if number == 3 else good, SYSTEM) for number in range(8)), return_exceptions=True
    )
    assert [isinstance(end, Exception) for end in ends] == [number == 3 for number in range(8)]
    assert db.read_now(lambda tx: tx.value(COUNT)) == 7


@pytest.mark.parametrize("writes", [False, True])
async def test_a_refusal_undoes_what_was_written_and_what_was_still_pending(db, writes):
    def use_case(tx, actor, number):
        queue(tx, f"k{number}")
        if writes:
            assert tx.value(COUNT) > 0
        if number % 4 == 0:
            raise Conflict("no_luck")

    ends = await asyncio.gather(*(db.write(use_case, SYSTEM, number) for number in range(40)), return_exceptions=True)
    assert [type(end) for end in ends] == [Conflict if number % 4 == 0 else type(None) for number in range(40)]
    assert db.read_now(lambda tx: tx.value(COUNT)) == 30
