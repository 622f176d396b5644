import pytest

from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, Conflict, Invalid, NotAllowed
from livefair.live import open_room, start_show
from livefair.live.events import SeriesPlanned, ShowMoved, ShowPlanned
from livefair.live.planning import (
    Draft,
    cancel_series,
    coming_of_series,
    coming_shows,
    plan_of,
    plan_one,
    plan_series,
    replan,
    set_cover,
)
from livefair.live.rules.series import Repeat


@pytest.fixture
def room(db, join):
    host = join("hana", "host")
    return host, db.write_now(open_room, host, title="Hana's corner")


def draft(db, in_ms=HOUR_MS, **changed):
    return Draft("Evening show", "home", db.clock() + in_ms)._replace(**changed)


def test_a_planned_show_can_be_seen_coming(db, room, facts):
    host, room_id = room
    show_id = db.write_now(plan_one, host, room_id, draft(db, teaser_video_id="video-1"))
    (coming,) = db.read_now(coming_shows)
    assert (coming.id, coming.host_id, coming.title, coming.teaser_video_id) == (
        show_id,
        host.id,
        "Evening show",
        "video-1",
    )
    assert [fact.show_id for fact in facts if isinstance(fact, ShowPlanned)] == [show_id]


def test_what_has_begun_or_is_long_overdue_is_no_longer_to_come(db, room, clock):
    host, room_id = room
    begun = db.write_now(plan_one, host, room_id, draft(db))
    db.write_now(plan_one, host, room_id, draft(db, in_ms=2 * HOUR_MS))
    db.write_now(start_show, host, begun)
    assert len(db.read_now(coming_shows)) == 1
    clock.advance(2 * HOUR_MS + 31 * MINUTE_MS)
    assert db.read_now(coming_shows) == []


def test_a_series_repeats_at_the_same_hour(db, room, facts):
    host, room_id = room
    first = draft(db)
    show_ids = db.write_now(plan_series, host, room_id, first, Repeat("weekly", 3))
    assert [show.planned_at_ms - first.planned_at_ms for show in db.read_now(coming_shows)] == [
        0,
        7 * DAY_MS,
        14 * DAY_MS,
    ]
    (told,) = [fact for fact in facts if isinstance(fact, SeriesPlanned)]
    assert (told.every, told.show_ids) == ("weekly", show_ids)
    series_id = db.read_now(plan_of, show_ids[0]).series_id
    assert [show.id for show in db.read_now(coming_of_series, series_id)] == show_ids


def test_cancelling_a_series_leaves_what_came_before(db, room):
    host, room_id = room
    show_ids = db.write_now(plan_series, host, room_id, draft(db), Repeat("daily", 4))
    assert db.write_now(cancel_series, host, show_ids[1]) == 3
    assert [show.id for show in db.read_now(coming_shows)] == show_ids[:1]


@pytest.mark.parametrize(
    ("every", "times", "zone"),
    [("hourly", 3, "UTC"), ("daily", 1, "UTC"), ("weekly", 13, "UTC"), ("daily", 3, "Europe/Atlantis")],
)
def test_a_series_is_of_a_known_kind_and_bounded(db, room, every, times, zone):
    host, room_id = room
    with pytest.raises(Invalid):
        db.write_now(plan_series, host, room_id, draft(db), Repeat(every, times, zone))


def test_a_plan_can_be_changed_until_the_show_begins(db, room, facts):
    host, room_id = room
    show_id = db.write_now(plan_one, host, room_id, draft(db))
    later = draft(db, in_ms=3 * HOUR_MS, title="Late show", teaser_video_id="video-2")
    db.write_now(replan, host, show_id, later)
    db.write_now(set_cover, host, show_id, "ab/cover.webp")
    (coming,) = db.read_now(coming_shows)
    assert (coming.title, coming.planned_at_ms, coming.cover_key) == ("Late show", later.planned_at_ms, "ab/cover.webp")
    assert coming.teaser_video_id == "video-2"
    assert [fact.planned_at_ms for fact in facts if isinstance(fact, ShowMoved)] == [later.planned_at_ms]
    db.write_now(start_show, host, show_id)
    with pytest.raises(Conflict):
        db.write_now(replan, host, show_id, draft(db, in_ms=4 * HOUR_MS))


def test_only_who_runs_the_room_plans_in_it(db, room, join):
    host, room_id = room
    show_id = db.write_now(plan_one, host, room_id, draft(db))
    for wanted in (replan,):
        with pytest.raises(NotAllowed):
            db.write_now(wanted, join("eve", "host"), show_id, draft(db))
    with pytest.raises(Invalid):
        db.write_now(replan, host, show_id, draft(db, in_ms=-HOUR_MS))
