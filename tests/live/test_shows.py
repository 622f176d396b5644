import pytest

from livefair.kernel import DAY_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import end_show, end_show_in, pin, plan_show, show_for, show_on_air, start_show
from livefair.live.events import ProductUnpinned, ShowEnded, ShowStarted
from livefair.live.rules import PLANNED_SHOWS_MAX, SHOW_MS_MAX
from livefair.live.shows import cancel_show
from tests.live.conftest import LIPSTICK


def test_a_show_goes_on_air_and_off_again(db, clock, stage, facts):
    assert db.read_now(show_on_air, stage.room_id).id == stage.show_id
    clock.advance(60_000)
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(show_on_air, stage.room_id) is None
    (ended,) = [fact for fact in facts if isinstance(fact, ShowEnded)]
    assert (ended.show_id, ended.lasted_ms) == (stage.show_id, 60_000)


def test_starting_and_ending_twice_is_once(db, stage, facts):
    db.write_now(start_show, stage.host, stage.show_id)
    for _ in range(2):
        db.write_now(end_show, stage.host, stage.show_id)
    assert [type(fact) for fact in facts] == [ShowEnded]
    with pytest.raises(Conflict, match="not_to_start"):
        db.write_now(start_show, stage.host, stage.show_id)


def test_a_room_has_one_show_on_air(db, stage):
    other = db.write_now(plan_show, stage.host, stage.room_id, title="Another")
    with pytest.raises(Conflict, match="on_air"):
        db.write_now(start_show, stage.host, other)
    db.write_now(end_show_in, stage.host, stage.room_id)
    db.write_now(start_show, stage.host, other)
    with pytest.raises(Conflict, match="has_started"):
        db.write_now(cancel_show, stage.host, other)


def test_what_is_pinned_comes_down_with_the_show(db, stage, facts):
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    db.write_now(end_show, stage.host, stage.show_id)
    assert [type(fact) for fact in facts][-2:] == [ProductUnpinned, ShowEnded]


@pytest.mark.parametrize("role", ["operator", "moderator"])
def test_operators_and_moderators_take_a_show_off_the_air(db, join, stage, role):
    db.write_now(end_show, join("olga", role), stage.show_id)
    assert db.read_now(show_on_air, stage.room_id) is None


@pytest.mark.parametrize("roles", [(), ("host",), ("brand",), ("mcn",), ("researcher",)])
def test_nobody_else_does(db, join, stage, roles):
    zoe = join("zoe", *roles)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(end_show, zoe, stage.show_id)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(start_show, zoe, stage.show_id)


def test_a_cancelled_show_does_not_start(db, clock, stage, facts):
    later = db.write_now(plan_show, stage.host, stage.room_id, title="Later", planned_at_ms=clock() + 1)
    for _ in range(2):
        db.write_now(cancel_show, stage.host, later)
    assert len(facts) == 2
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict, match="not_to_start"):
        db.write_now(start_show, stage.host, later)
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(end_show, stage.host, later)


def test_plans_lie_ahead_and_have_a_known_scene(db, clock, stage):
    for bad in ({"planned_at_ms": clock() - 1}, {"planned_at_ms": clock() + 400 * DAY_MS}, {"scene": "moon"}):
        with pytest.raises(Invalid):
            db.write_now(plan_show, stage.host, stage.room_id, title="Bad", **bad)
    with pytest.raises(NotFound):
        db.read_now(show_for, stage.host, "no-such-show")


def test_plans_are_limited(db, stage):
    for number in range(PLANNED_SHOWS_MAX):
        db.write_now(plan_show, stage.host, stage.room_id, title=f"Show {number}")
    with pytest.raises(Conflict, match="too_many_shows"):
        db.write_now(plan_show, stage.host, stage.room_id, title="One more")


def test_a_forgotten_show_ends_after_a_day(db, clock, stage):
    clock.advance(SHOW_MS_MAX)
    run_due_now(db)
    assert db.read_now(show_on_air, stage.room_id) is None


def test_starting_says_who_where_and_in_what_scene(db, stage, facts):
    db.write_now(end_show, stage.host, stage.show_id)
    show_id = db.write_now(plan_show, stage.host, stage.room_id, title="At the farm", scene="origin")
    db.write_now(start_show, stage.host, show_id)
    started = facts[-1]
    assert isinstance(started, ShowStarted)
    assert (started.show_id, started.host_id, started.scene) == (show_id, stage.host.id, "origin")
