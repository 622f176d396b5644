"""What the demo's people play is what everybody may play."""

from random import Random

import pytest

from livefair.kernel import Invalid
from livefair.kernel.runner import run_due_now
from livefair.live import assort, end_show
from livefair.live.draws import enter_draw, latest_draw
from livefair.live.polls import choose, latest_poll
from livefair.world import play
from tests.live.conftest import put_on_air


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


def test_every_turn_of_the_host_is_a_draw_or_a_poll_that_stands(db, clock, stage):
    for playing in (play.hold(play.TEA), play.ask(play.BREW), play.want(play.LIKED), play.hold(play.MUG)):
        db.write_now(playing, stage.host, stage.room_id)
        clock.advance(61_000)
        run_due_now(db)


def test_viewers_take_part_in_what_is_open_and_in_nothing_else(db, clock, join, stage):
    assert {message["t"] for message in db.read_now(play.offered, stage.room_id, Random(1))} <= {"pulse"}
    db.write_now(play.hold(play.TEA), stage.host, stage.room_id)
    db.write_now(play.ask(play.BREW), stage.host, stage.room_id)
    messages = {message["t"]: message for message in db.read_now(play.offered, stage.room_id, Random(1))}
    zoe = join("zoe")
    db.write_now(enter_draw, zoe, messages["enter"]["id"])
    db.write_now(choose, zoe, messages["choose"]["id"], option=messages["choose"]["option"])
    assert db.read_now(latest_draw, stage.show_id).entry_count == db.read_now(latest_poll, stage.show_id).voters == 1
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(play.offered, stage.room_id, Random(1)) == []


def test_the_room_may_choose_among_what_is_sold(db, stage):
    for product_id in ("one", "two"):
        db.write_now(assort, stage.host, stage.show_id, product_id)
    with pytest.raises(Invalid, match="options_two_to_six"):
        db.write_now(play.next_of(["one", "two"]), stage.host, stage.room_id)  # no such products are listed
