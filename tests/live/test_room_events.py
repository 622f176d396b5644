import msgspec

from livefair.kernel import SYSTEM
from livefair.live import (
    Why,
    answer,
    answer_pulse,
    ask,
    dismiss,
    end_show,
    hide_line,
    media_started,
    media_stopped,
    mute,
    open_room,
    pin,
    unmute,
    unpin,
    vote,
)
from livefair.live.chat import check_line, restore_line
from livefair.live.journal import Batch, journal
from livefair.live.questions import hide_question, restore_question
from livefair.live.room_events import chat_event, events_of
from tests.live.conftest import LIPSTICK


def told(db, facts):
    """What the room hears of the facts, as JSON, and forgets them."""
    found = [to_room for fact in facts for to_room in db.read_now(events_of, fact)]
    facts.clear()
    return [msgspec.to_builtins(to_room.event) for to_room in found]


def test_a_pin_is_told_with_all_that_is_shown_of_it(db, stage, facts):
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    db.write_now(unpin, stage.host, stage.room_id)
    pinned, unpinned = told(db, facts)
    assert pinned == {
        "t": "pinned",
        "id": unpinned["id"],
        "product_id": "product-lipstick",
        "offer_id": "offer-lipstick",
        "title": "口红 01",
        "title_en": "Lipstick 01",
        "picture": LIPSTICK.picture_key,
        "price_minor": 5900,
        "currency": "CNY",
        "left": 10,
    }
    assert unpinned["t"] == "unpinned"


def test_questions_are_told_from_beginning_to_end(db, clock, join, stage, facts):
    zoe, yan = join("zoe"), join("yan")
    facts.clear()
    one = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    (asked,) = told(db, facts)
    two = db.write_now(ask, zoe, stage.room_id, text="Blue?")
    db.write_now(vote, yan, one.id)
    db.write_now(answer, stage.host, one.id, text="Very")
    db.write_now(dismiss, stage.host, two.id)
    db.write_now(hide_question, zoe, two.id)
    db.write_now(restore_question, stage.host, two.id)
    second, voted, answered, dismissed, removed, again = told(db, facts)
    assert asked == {
        "t": "question",
        "id": one.id,
        "by": zoe.id,
        "name": "zoe",
        "text": "Warm?",
        "votes": 1,
        "at": clock(),
    }
    assert second["id"] == two.id
    assert voted == {"t": "voted", "id": one.id, "votes": 2}
    assert answered == {"t": "answered", "id": one.id, "question": "Warm?", "answer": "Very", "offset_ms": 0}
    assert dismissed == {"t": "dismissed", "id": two.id}
    assert removed == {"t": "removed", "id": two.id}
    assert again["t"] == "question"


def test_a_line_looks_the_same_live_and_restored(db, join, stage, facts):
    line = db.read_now(check_line, stage.host, stage.room_id, line_id="line", text="hello")
    db.write_now(journal, SYSTEM, Batch("b", lines=(line,)))
    db.write_now(hide_line, stage.host, "line")
    db.write_now(restore_line, stage.host, "line")
    removed, restored = told(db, facts)
    assert removed == {"t": "removed", "id": "line"}
    assert restored == msgspec.to_builtins(chat_event(line))
    assert restored["role"] == "host"


def test_the_rest_is_told_in_codes(db, clock, join, stage, facts):
    zoe = join("zoe")
    facts.clear()
    db.write_now(media_stopped, SYSTEM, db.write_now(media_started, SYSTEM, stage.room_id, protocol="whip"))
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=Why("spam"))
    db.write_now(unmute, stage.host, stage.room_id, zoe.id)
    db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_fast")
    db.write_now(end_show, stage.host, stage.show_id)
    assert told(db, facts) == [
        {"t": "on_air"},
        {"t": "off_air"},
        {"t": "muted", "by": zoe.id},
        {"t": "unmuted", "by": zoe.id},
        {"t": "pulse_answered", "pulse": "too_fast"},
        {"t": "ended", "show": stage.show_id},
    ]


def test_what_does_not_concern_viewers_is_not_told(db, stage, facts):
    db.write_now(open_room, stage.host, title="Second room")
    assert told(db, facts) == []
