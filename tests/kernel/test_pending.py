"""What is kept back, and when: a group of use cases does what each statement by itself would have done."""

import asyncio
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, func, select, update

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


WORDS = ("a", "b", "c")
BY_KIND = query(
    lambda kind, total: (kind, total),
    select(func.count(), func.coalesce(func.sum(JOB.c.attempts), 0)).where(JOB.c.kind == bindparam("word")),
)
BY_ARGS = query(str, select(JOB.c.kind).where(JOB.c.args == bindparam("word")))
ALL = query(
    lambda *row: row,
    select(JOB.c.kind, JOB.c.args, JOB.c.attempts).order_by(JOB.c.kind, JOB.c.args, JOB.c.attempts),
)
COUNT_UP = change(update(JOB).where(JOB.c.kind == bindparam("word")).values(attempts=JOB.c.attempts + 1))
TURN = change(update(JOB).where(JOB.c.kind == bindparam("word")).values(kind=bindparam("new_word")))
REMARK = change(update(JOB).where(JOB.c.kind == bindparam("word")).values(args=bindparam("new_word")))
DROP = change(delete(JOB).where(JOB.c.kind == bindparam("word")))
CLEAR = change(delete(JOB))
CHANGES = {"raise": COUNT_UP, "rename": TURN, "remark": REMARK, "drop": DROP}


class Step(NamedTuple):
    what: str
    word: str
    other: str


STEPS = st.builds(
    Step,
    st.sampled_from(["insert", "count_all", "by_kind", "by_args", *CHANGES, *(f"now_{name}" for name in CHANGES)]),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
)


def perform(tx, steps, *, at_once):
    """What the steps see. `at_once`: nothing is kept back."""
    seen = []
    for step in steps:
        values = {"word": step.word}
        if step.what.endswith(("rename", "remark")):
            values["new_word"] = step.other
        if step.what == "insert":
            tx.queue(step.word, due_at_ms=2**50, key=None, args=step.other, fact_id=None)
        elif step.what in CHANGES:
            tx.apply(CHANGES[step.what], **values)
        elif step.what.startswith("now_"):
            seen.append(tx.change(CHANGES[step.what.removeprefix("now_")], **values))
        elif step.what == "count_all":
            seen.append(tx.value(COUNT))
        else:
            seen.append(tx.one(BY_KIND, **values) if step.what == "by_kind" else sorted(tx.all(BY_ARGS, **values)))
        if at_once:
            tx.write_pending()
    return seen


def work(tx, actor, steps, *, at_once=False):
    return perform(tx, steps, at_once=at_once)


def clear(tx, actor):
    tx.change(CLEAR)


async def as_a_group(db, cases):
    return await asyncio.gather(*(db.write(work, SYSTEM, steps) for steps in cases))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(STEPS, max_size=5), min_size=1, max_size=6))
def test_a_group_sees_and_leaves_what_single_statements_would(db, cases):
    db.write_now(clear, SYSTEM)
    seen = asyncio.run(as_a_group(db, cases))
    left = db.read_now(lambda tx: tx.all(ALL))
    db.write_now(clear, SYSTEM)
    assert seen == [db.write_now(work, SYSTEM, steps, at_once=True) for steps in cases]
    assert left == db.read_now(lambda tx: tx.all(ALL))
