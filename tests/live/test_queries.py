import pytest

from livefair.kernel import GUEST, SYSTEM, NotAllowed
from livefair.live import Why, ask, end_show, media_started, mute, pin, plan_show
from livefair.live.chat import check_line
from livefair.live.journal import Batch, journal
from livefair.live.queries import (
    LINES_SHOWN,
    host_numbers,
    planned_shows,
    room_on_air_of,
    room_state,
    rooms_on_air,
    shows_of,
)
from livefair.people import block
from tests.live.conftest import LIPSTICK


def test_a_newcomer_finds_everything_that_is_going_on(db, join, stage):
    zoe = join("zoe")
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    db.write_now(ask, zoe, stage.room_id, text="Warm?")
    db.write_now(media_started, SYSTEM, stage.room_id, protocol="whip")
    lines = tuple(
        db.read_now(check_line, zoe, stage.room_id, line_id=f"line-{number:02}", text=f"hello {number}")
        for number in range(LINES_SHOWN + 5)
    )
    db.write_now(journal, SYSTEM, Batch("b", lines=lines))
    state = db.read_now(room_state, GUEST, stage.room_id)
    assert state.on_air
    assert state.media
    assert state.host.name == "hana"
    assert [line.text for line in state.show.lines] == [f"hello {number}" for number in range(5, LINES_SHOWN + 5)]
    assert state.show.pin.product_id == LIPSTICK.product_id
    assert [question.text for question in state.show.questions] == ["Warm?"]
    assert not state.may_moderate
    assert db.read_now(room_state, stage.host, stage.room_id).may_moderate


def test_the_muted_learn_that_they_are(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=Why("spam"), for_ms=1_000)
    state = db.read_now(room_state, zoe, stage.room_id)
    assert (state.is_muted, state.muted_until) == (True, clock() + 1_000)


def test_whom_one_has_blocked_one_does_not_read(db, join, stage):
    zoe, yan = join("zoe"), join("yan")
    line = db.read_now(check_line, yan, stage.room_id, line_id="line", text="hello")
    db.write_now(journal, SYSTEM, Batch("b", lines=(line,)))
    db.write_now(block, zoe, yan.id)
    state = db.read_now(room_state, zoe, stage.room_id)
    assert state.show.lines == []
    assert state.hidden == [yan.id]


def test_a_show_without_a_date_is_ready_in_its_room(db, stage):
    db.write_now(end_show, stage.host, stage.show_id)
    ready = db.write_now(plan_show, stage.host, stage.room_id, title="Right now")
    assert db.read_now(room_state, stage.host, stage.room_id).show.id == ready


def test_off_air_the_next_show_is_announced_and_else_the_last_one_stays(db, clock, stage):
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(room_state, GUEST, stage.room_id).show.id == stage.show_id
    later = db.write_now(plan_show, stage.host, stage.room_id, title="Later", planned_at_ms=clock() + 10)
    state = db.read_now(room_state, GUEST, stage.room_id)
    assert (state.on_air, state.show.id) == (False, later)
    assert [row.show_id for row in db.read_now(planned_shows)] == [later]


def test_a_room_without_any_show_can_be_looked_at(db, join, stage):
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(rooms_on_air, GUEST) == []
    assert db.read_now(room_on_air_of, stage.host.id) is None


def test_who_is_on_air_is_listed_but_not_to_the_blocked(db, join, stage):
    zoe = join("zoe")
    assert [row.room_id for row in db.read_now(rooms_on_air, zoe)] == [stage.room_id]
    assert db.read_now(room_on_air_of, stage.host.id) == stage.room_id
    db.write_now(block, zoe, stage.host.id)
    assert db.read_now(rooms_on_air, zoe) == []


def test_a_hosts_numbers_are_the_hosts(db, join, stage):
    zoe = join("zoe", "host")
    for reading, subject in ((host_numbers, stage.show_id), (shows_of, stage.room_id)):
        with pytest.raises(NotAllowed, match="not_your_room"):
            db.read_now(reading, zoe, subject)
    assert [show.id for show in db.read_now(shows_of, stage.host, stage.room_id)] == [stage.show_id]
