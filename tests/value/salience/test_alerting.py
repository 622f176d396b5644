"""Operators hear of a definitive group that gets less than it contributes, once a week."""

import asyncio

from livefair.kernel import SYSTEM, JobContext
from livefair.people.notes import my_notes
from livefair.value.salience.alerting import WEEK_MS, look_for_short_groups, tell_operators


def test_each_operator_is_told_once_a_week(db, join):
    operator, other = join("op", "operator"), join("host", "host")
    for _ in range(2):
        db.write_now(tell_operators, SYSTEM, ["host", "reviewer"])
    assert [(note.code, note.href) for note in db.read_now(my_notes, operator)] == [
        ("group_short", "/lab/salience")
    ] * 2
    assert db.read_now(my_notes, other) == []
    db.clock.advance(WEEK_MS)
    db.write_now(tell_operators, SYSTEM, ["host"])
    assert len(db.read_now(my_notes, operator)) == 3


def test_where_nobody_gets_too_little_nobody_is_told(db, join):
    operator = join("op", "operator")
    asyncio.run(look_for_short_groups(JobContext(db)))
    assert db.read_now(my_notes, operator) == []
