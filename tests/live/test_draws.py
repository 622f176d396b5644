from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, Refusal
from livefair.kernel.runner import run_due_now
from livefair.live import end_show
from livefair.live.chat import check_line
from livefair.live.draws import (
    Terms,
    close_draw,
    draw_for,
    draws_of,
    enter_draw,
    entries_of,
    entry_of,
    hand_over,
    latest_draw,
    open_draw,
    reveal_draw,
    winners_of,
)
from livefair.live.events import DrawClosed, DrawDrawn, DrawEntered, DrawOpened
from livefair.live.journal import Batch, journal
from livefair.people import block, follow

TEA = Terms("A tin of tea", winners=2, lasts_ms=60_000)


def test_a_draw_is_opened_entered_closed_and_drawn(db, clock, join, stage, facts):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    people = [join(name) for name in ("zoe", "yan", "theo")]
    for actor in people:
        db.write_now(enter_draw, actor, draw.id)
    clock.advance(60_000)
    run_due_now(db)
    drawn, _ = db.read_now(draw_for, GUEST, draw.id)
    assert (drawn.state, drawn.entry_count) == ("drawn", 3)
    winners = db.read_now(winners_of, draw.id)
    assert [winner.place for winner in winners] == [1, 2]
    assert {winner.person_id for winner in winners} < {actor.id for actor in people}
    said = [type(fact) for fact in facts if type(fact).__name__.startswith("Draw")]
    assert said == [DrawOpened, DrawEntered, DrawEntered, DrawEntered, DrawClosed, DrawDrawn]


def test_nobody_enters_twice(db, join, stage):
    draw, zoe = db.write_now(open_draw, stage.host, stage.room_id, TEA), join("zoe")
    first = db.write_now(enter_draw, zoe, draw.id)
    assert db.write_now(enter_draw, zoe, draw.id) == first
    assert db.read_now(entry_of, zoe, draw.id) == first
    assert len(db.read_now(entries_of, draw.id)) == 1


def test_entries_at_once_are_each_there_once_and_in_one_chain(db, join, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    people = [join(f"viewer{number}") for number in range(12)]

    def enter(actor):
        try:
            return db.write_now(enter_draw, actor, draw.id).position
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(enter, people * 3))
    assert {place for place in places if isinstance(place, int)} == set(range(1, 13))
    assert {place for place in places if isinstance(place, str)} <= {"entered_already"}
    entries = db.read_now(entries_of, draw.id)
    assert [entry.position for entry in entries] == list(range(1, 13))
    assert db.read_now(latest_draw, stage.show_id).entries_root == entries[-1].running_hash


def test_the_last_moment_counts_and_the_closing_time_does_not(db, clock, join, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    clock.advance(59_999)
    db.write_now(enter_draw, join("zoe"), draw.id)
    clock.advance(1)
    with pytest.raises(Conflict, match="draw_over"):
        db.write_now(enter_draw, join("yan"), draw.id)


def test_nobody_can_close_a_draw_before_its_time(db, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    db.write_now(close_draw, SYSTEM, draw_id=draw.id)
    db.write_now(reveal_draw, SYSTEM, draw_id=draw.id)
    assert db.read_now(latest_draw, stage.show_id).state == "open"


def test_a_crash_between_closing_and_drawing_only_delays(db, clock, join, stage, facts):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    db.write_now(enter_draw, join("zoe"), draw.id)
    clock.advance(61_000)
    db.write_now(close_draw, SYSTEM, draw_id=draw.id)  # and here everything stops; its job is there already
    assert db.read_now(latest_draw, stage.show_id).state == "closed"
    assert db.read_now(winners_of, draw.id) == []
    clock.advance(3_600_000)
    for _ in range(2):
        run_due_now(db)
        db.write_now(reveal_draw, SYSTEM, draw_id=draw.id)
    assert len(db.read_now(winners_of, draw.id)) == 1
    assert sum(isinstance(fact, DrawDrawn) for fact in facts) == 1


def test_a_draw_outlives_its_show(db, clock, join, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    db.write_now(enter_draw, join("zoe"), draw.id)
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(enter_draw, join("yan"), draw.id)
    clock.advance(60_000)
    run_due_now(db)
    assert len(db.read_now(winners_of, draw.id)) == 1


def test_a_draw_without_entries_has_no_winner(db, clock, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    clock.advance(60_000)
    run_due_now(db)
    assert (db.read_now(latest_draw, stage.show_id).state, db.read_now(winners_of, draw.id)) == ("drawn", [])


def test_only_followers_enter_a_draw_for_followers(db, join, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA._replace(eligibility="followers"))
    zoe = join("zoe")
    with pytest.raises(NotAllowed, match="follow_first"):
        db.write_now(enter_draw, zoe, draw.id)
    db.write_now(follow, zoe, stage.host.id)
    assert db.write_now(enter_draw, zoe, draw.id).position == 1


def test_a_phrase_has_to_be_said_after_the_opening(db, clock, join, stage):
    zoe = join("zoe")
    say(db, zoe, stage.room_id, "好茶!")
    clock.advance(1_000)
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA._replace(eligibility="phrase", phrase="好茶"))
    with pytest.raises(NotAllowed, match="phrase_first") as refused:
        db.write_now(enter_draw, zoe, draw.id)
    assert refused.value.params == {"phrase": "好茶"}
    say(db, zoe, stage.room_id, "真是 好 茶 呀")
    assert db.write_now(enter_draw, zoe, draw.id).position == 1


def test_who_may_not_enter_is_told_why(db, join, stage):
    draw, blocked = db.write_now(open_draw, stage.host, stage.room_id, TEA), join("bo")
    db.write_now(block, stage.host, blocked.id)
    for actor, kind, code in (
        (GUEST, NotAllowed, "sign_in_first"),
        (stage.host, NotAllowed, "host_cannot_enter"),
        (blocked, NotFound, "not_found"),
    ):
        with pytest.raises(kind, match=code):
            db.write_now(enter_draw, actor, draw.id)
    with pytest.raises(NotFound):
        db.write_now(enter_draw, join("zoe"), "no-such-draw")


@pytest.mark.parametrize(
    "terms",
    [
        Terms(""),
        Terms("x" * 81),
        Terms("Tea", winners=0),
        Terms("Tea", winners=101),
        Terms("Tea", lasts_ms=9_999),
        Terms("Tea", lasts_ms=3_600_001),
        Terms("Tea", eligibility="friends"),
        Terms("Tea", eligibility="phrase"),
    ],
)
def test_terms_that_make_no_draw_are_refused(db, stage, terms):
    with pytest.raises(Invalid):
        db.write_now(open_draw, stage.host, stage.room_id, terms)


def test_only_who_runs_the_room_opens_one_draw_at_a_time(db, join, stage):
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(open_draw, join("otto", "host"), stage.room_id, TEA)
    db.write_now(open_draw, stage.host, stage.room_id, TEA)
    with pytest.raises(Conflict, match="draw_open"):
        db.write_now(open_draw, stage.host, stage.room_id, TEA)
    assert len(db.read_now(draws_of, stage.show_id)) == 1


def test_the_host_notes_who_has_got_the_prize(db, clock, join, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, TEA)
    zoe = join("zoe")
    db.write_now(enter_draw, zoe, draw.id)
    clock.advance(60_000)
    run_due_now(db)
    with pytest.raises(NotAllowed):
        db.write_now(hand_over, zoe, draw.id, place=1)
    with pytest.raises(Refusal, match="not_found"):
        db.write_now(hand_over, stage.host, draw.id, place=2)
    db.write_now(hand_over, stage.host, draw.id, place=1)
    assert db.read_now(winners_of, draw.id)[0].handed_over_at_ms == db.clock()


def say(db, actor, room_id, text, *, line_id=""):
    line_id = line_id or f"line {text} {db.clock()}"
    line = db.read_now(check_line, actor, room_id, line_id=line_id, text=text)
    db.write_now(journal, SYSTEM, Batch(f"batch {text} {db.clock()}", lines=(line,)))
