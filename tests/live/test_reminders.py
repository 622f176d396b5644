import pytest

from livefair.kernel import GUEST, HOUR_MS, MINUTE_MS, Conflict, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.live import open_room, start_show
from livefair.live.events import RemindersGiven
from livefair.live.planning import Draft, plan_one, replan
from livefair.live.reminders import (
    forget_reminder,
    my_reminders,
    read_reminders,
    remind_me,
    reminded_of,
    unread_reminders,
    who_waits_for,
)
from livefair.live.shows import cancel_show


@pytest.fixture
def planned(db, join):
    host = join("hana", "host")
    room_id = db.write_now(open_room, host, title="Hana's corner")
    show_id = db.write_now(plan_one, host, room_id, Draft("Evening show", "home", db.clock() + HOUR_MS))
    return host, show_id


def test_who_asked_is_told_ten_minutes_before_and_once(db, join, planned, clock, facts):
    _, show_id = planned
    zoe, liu = join("zoe"), join("liu")
    db.write_now(remind_me, zoe, show_id)
    db.write_now(remind_me, zoe, show_id)
    db.write_now(remind_me, liu, show_id)
    db.write_now(forget_reminder, liu, show_id)
    assert db.read_now(who_waits_for, show_id) == 1
    assert db.read_now(reminded_of, zoe, [show_id]) == {show_id}
    clock.advance(50 * MINUTE_MS - 1)
    run_due_now(db)
    assert db.read_now(my_reminders, zoe) == []
    clock.advance(1)
    run_due_now(db)
    (told,) = db.read_now(my_reminders, zoe)
    assert (told.show_id, told.title) == (show_id, "Evening show")
    assert db.read_now(my_reminders, liu) == []
    assert db.read_now(unread_reminders, zoe) == 1
    db.write_now(read_reminders, zoe)
    assert db.read_now(unread_reminders, zoe) == 0
    assert [fact.people for fact in facts if isinstance(fact, RemindersGiven)] == [1]


def test_a_show_that_is_moved_is_told_of_at_its_new_time(db, join, planned, clock):
    host, show_id = planned
    zoe = join("zoe")
    db.write_now(remind_me, zoe, show_id)
    db.write_now(replan, host, show_id, Draft("Evening show", "home", db.clock() + 3 * HOUR_MS))
    clock.advance(HOUR_MS)
    run_due_now(db)
    assert db.read_now(my_reminders, zoe) == []
    clock.advance(2 * HOUR_MS - 10 * MINUTE_MS)
    run_due_now(db)
    assert len(db.read_now(my_reminders, zoe)) == 1


def test_a_show_that_begins_early_is_told_of_at_once(db, join, planned):
    host, show_id = planned
    zoe = join("zoe")
    db.write_now(remind_me, zoe, show_id)
    db.write_now(start_show, host, show_id)
    run_due_now(db)
    assert len(db.read_now(my_reminders, zoe)) == 1


def test_who_asks_in_the_last_minutes_is_told_at_once(db, join, planned, clock):
    _, show_id = planned
    clock.advance(55 * MINUTE_MS)
    run_due_now(db)
    zoe = join("zoe")
    db.write_now(remind_me, zoe, show_id)
    run_due_now(db)
    assert len(db.read_now(my_reminders, zoe)) == 1


def test_a_cancelled_show_is_not_told_of(db, join, planned, clock):
    host, show_id = planned
    zoe = join("zoe")
    db.write_now(remind_me, zoe, show_id)
    db.write_now(cancel_show, host, show_id)
    clock.advance(HOUR_MS)
    run_due_now(db)
    assert db.read_now(my_reminders, zoe) == []
    with pytest.raises(Conflict):
        db.write_now(remind_me, zoe, show_id)


def test_a_guest_cannot_be_reminded(db, planned):
    with pytest.raises(NotAllowed):
        db.write_now(remind_me, GUEST, planned[1])


def test_a_crowd_is_told_in_parts(db, join, planned, clock, facts, monkeypatch):
    monkeypatch.setattr("livefair.live.reminders.TOLD_PER_RUN", 2)
    _, show_id = planned
    crowd = [join(f"zoe{number}") for number in range(3)]
    for person in crowd:
        db.write_now(remind_me, person, show_id)
    clock.advance(HOUR_MS)
    run_due_now(db)
    assert all(db.read_now(my_reminders, person) for person in crowd)
