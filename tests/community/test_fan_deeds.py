from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.community.events_of_fans import FanLevelChanged
from livefair.community.fan_clubs import fan_of, join_club, leave_club
from livefair.community.fan_deeds import Deed, count_deed, deeds_of, points_by_deed, redo_deed, undo_deed
from livefair.governance.fan_policy import FanKnobs, set_fan_policy
from livefair.kernel import DAY_MS, SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.people.badges import level_with
from livefair.people.notes import my_notes
from tests.announced import announced
from tests.community.fandom import founded, joined


@pytest.fixture
def fandom(db, join):
    return founded(db, join)


def did(db, fandom, who, kind, about, *, at_ms=None, units=1):
    return db.write_now(count_deed, SYSTEM, fandom.host.id, Deed(who.id, kind, about, at_ms or db.clock(), units))


def points(db, fandom, who):
    return db.read_now(fan_of, who, fandom.club_id).points


def test_a_deed_told_twice_counts_once(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    assert [did(db, fandom, ana, "help", "h-1") for _ in range(3)] == [5, 0, 0]
    assert points(db, fandom, ana) == 5
    assert db.read_now(points_by_deed, fandom.club_id, ana.id) == {"help": 5}


def test_a_day_counts_at_most_so_much_of_a_deed_and_the_next_day_counts_again(db, join, clock, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    assert [did(db, fandom, ana, "question", f"q-{n}") for n in range(4)] == [3, 3, 0, 0]
    clock.advance(DAY_MS)
    assert did(db, fandom, ana, "question", "q-9") == 3
    assert db.read_now(deeds_of, fandom.club_id, ana.id)[0].points == 3
    assert points(db, fandom, ana) == 9


def test_what_is_undone_counts_no_more_and_frees_nothing_of_that_day(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    did(db, fandom, ana, "purchase", "o-1")
    did(db, fandom, ana, "purchase", "o-2")
    db.write_now(undo_deed, SYSTEM, "purchase", "o-1")
    db.write_now(undo_deed, SYSTEM, "purchase", "o-1")
    assert points(db, fandom, ana) == 10
    assert did(db, fandom, ana, "purchase", "o-1") == 0
    assert did(db, fandom, ana, "purchase", "o-3") == 0
    db.write_now(redo_deed, SYSTEM, "purchase", "o-1")
    db.write_now(redo_deed, SYSTEM, "purchase", "o-1")
    assert points(db, fandom, ana) == 20


def test_a_level_comes_with_a_badge_and_a_note_and_goes_with_what_made_it(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    did(db, fandom, ana, "purchase", "o-1")
    did(db, fandom, ana, "review", "r-1")
    assert db.read_now(level_with, ana.id, fandom.host.id) == 2
    [note] = db.read_now(my_notes, ana)
    assert (note.code, note.words["level"]) == ("fan_level", "2")
    db.write_now(undo_deed, SYSTEM, "review", "r-1")
    assert db.read_now(level_with, ana.id, fandom.host.id) == 1
    assert [(fact.before, fact.level) for fact in announced(db, FanLevelChanged)] == [(1, 2), (2, 1)]
    assert len(db.read_now(my_notes, ana)) == 1


def test_only_what_a_member_does_while_they_are_one_counts(db, join, clock, fandom):
    ana, zoe = join("ana"), join("zoe")
    before = db.clock()
    clock.advance(1_000)
    joined(db, fandom, ana)
    assert did(db, fandom, ana, "help", "h-0", at_ms=before) == 0
    assert did(db, fandom, zoe, "help", "h-1") == 0
    assert did(db, fandom, fandom.host, "help", "h-2") == 0
    db.write_now(leave_club, ana, fandom.club_id)
    assert did(db, fandom, ana, "help", "h-3") == 0


def test_what_is_undone_while_they_are_away_is_gone_when_they_come_back(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    did(db, fandom, ana, "purchase", "o-1")
    did(db, fandom, ana, "review", "r-1")
    db.write_now(leave_club, ana, fandom.club_id)
    db.write_now(undo_deed, SYSTEM, "purchase", "o-1")
    assert db.read_now(level_with, ana.id, fandom.host.id) == 0
    db.write_now(join_club, ana, fandom.club_id)
    assert points(db, fandom, ana) == 10
    assert db.read_now(level_with, ana.id, fandom.host.id) == 1


def test_new_rules_hold_for_what_is_done_from_then_on_and_badges_follow_the_new_steps(db, join, fandom):
    ana, olga = join("ana"), join("olga", "operator")
    joined(db, fandom, ana)
    did(db, fandom, ana, "purchase", "o-1")
    did(db, fandom, ana, "review", "r-1")
    db.write_now(set_fan_policy, olga, FanKnobs(level_step=5, purchase_points=1))
    run_due_now(db)
    assert points(db, fandom, ana) == 20
    assert db.read_now(level_with, ana.id, fandom.host.id) == 3
    assert did(db, fandom, ana, "purchase", "o-2") == 1


def test_a_burst_at_once_stays_within_the_days_most(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: did(db, fandom, ana, "help", f"h-{n % 20}"), range(40)))
    assert sum(given) == points(db, fandom, ana) == 15
