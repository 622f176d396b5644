import asyncio

import pytest
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Conflict, Database, Unavailable, query
from livefair.kernel.jobs import JOB
from livefair.kernel.statements import change
from livefair.kernel.writer import CommitFailed

_JOBS = query(int, select(func.count()).select_from(JOB))
_JOB_EXISTS = query(int, select(func.count()).select_from(JOB).where(JOB.c.kind == bindparam("kind")))


def put(tx, actor, kind, *, fail=False, fact_id=None):
    tx.insert(
        JOB,
        id=tx.new_id(),
        kind=kind,
        args="{}",
        fact_id=fact_id,
        created_at_ms=0,
        due_at_ms=2**50,
        attempts=0,
        lease_until_ms=0,
    )
    if fail:
        raise Conflict("no_luck")
    return kind


async def test_a_failing_use_case_harms_no_other_of_its_group(db):
    results = await asyncio.gather(
        *(db.write(put, SYSTEM, f"k{n}", fail=n % 3 == 0) for n in range(300)), return_exceptions=True
    )
    assert [type(r) for r in results] == [Conflict if n % 3 == 0 else str for n in range(300)]
    assert await db.read(lambda tx: tx.value(_JOBS)) == 200


def test_a_failing_use_case_writes_nothing(db):
    with pytest.raises(Conflict):
        db.write_now(put, SYSTEM, "k", fail=True)
    assert db.read_now(lambda tx: tx.value(_JOBS)) == 0


async def test_a_failed_commit_fails_all_of_its_group(db):
    if db.engine.dialect == "postgresql":
        pytest.skip("PostgreSQL checks this key at the statement: a commit cannot be made to fail the same way")

    def breach_at_commit(tx, actor):
        tx._cursor.execute("PRAGMA defer_foreign_keys=ON")
        put(tx, actor, "bad", fact_id="no such fact")

    results = await asyncio.gather(
        db.write(put, SYSTEM, "good"), db.write(breach_at_commit, SYSTEM), return_exceptions=True
    )
    assert [type(r) for r in results] == [CommitFailed, CommitFailed]
    assert await db.read(lambda tx: tx.value(_JOBS)) == 0
    assert await db.write(put, SYSTEM, "next") == "next"


async def test_many_callers_never_lose_an_update(db):
    def bump(tx, actor, name):
        if not tx.change(_BUMP, name=name):
            tx.insert(
                JOB, id=name, kind=name, args="{}", created_at_ms=0, due_at_ms=2**50, attempts=1, lease_until_ms=0
            )

    await asyncio.gather(*(db.write(bump, SYSTEM, "one") for _ in range(500)))
    assert await db.read(lambda tx: tx.value(_ATTEMPTS, name="one")) == 500


_BUMP = change(update(JOB).where(JOB.c.id == bindparam("name")).values(attempts=JOB.c.attempts + 1))
_ATTEMPTS = query(int, select(JOB.c.attempts).where(JOB.c.id == bindparam("name")))


async def test_lanes_that_meet_on_one_row_try_again_until_both_have_written(database_url, clock):
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite has one writer and so no lanes")
    db = Database(database_url, clock=clock, lanes=4)

    def bump(tx, actor, lane, name):
        tx.change(_BUMP, name=name)

    db.write_now(
        lambda tx: tx.insert(
            JOB, id="one", kind="x", args="{}", created_at_ms=0, due_at_ms=2**50, attempts=0, lease_until_ms=0
        )
    )
    await asyncio.gather(*(db.write(bump, SYSTEM, f"lane{n}", "one") for n in range(200)))
    assert await db.read(lambda tx: tx.value(_ATTEMPTS, name="one")) == 200
    db.close()


def test_a_read_transaction_cannot_write(db):
    with pytest.raises(Exception, match=r"readonly|read-only"):
        db.read_now(lambda tx: tx._cursor.execute("DELETE FROM job"))


def test_a_closed_database_takes_no_more_writes(db):
    db.close()
    with pytest.raises(Unavailable, match="database_closed"):
        db.write_now(put, SYSTEM, "late")


async def test_what_a_loop_asks_for_in_one_breath_is_one_group(db):
    sizes = []
    db.watch(lambda size, seconds: sizes.append(size))
    await asyncio.gather(*(db.write(put, SYSTEM, f"k{n}") for n in range(50)))
    db.write_now(put, SYSTEM, "after")  # the watcher has heard of the group before this one is begun
    assert sizes[0] == 50


async def test_a_write_that_has_begun_is_done_when_the_database_closes(database_url):
    database = Database(database_url)
    begun = asyncio.create_task(database.write(put, SYSTEM, "k"))
    await asyncio.sleep(0)
    database.close()
    assert await begun == "k"
    with pytest.raises(Unavailable):
        await database.write(put, SYSTEM, "late")
