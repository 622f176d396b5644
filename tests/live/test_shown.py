import pytest

from livefair.governance import Subject
from livefair.kernel import GUEST, SYSTEM, NotFound
from livefair.live import ask
from livefair.live.chat import check_line
from livefair.live.journal import Batch, journal
from livefair.live.shown import shown
from livefair.people import block


def test_everything_in_a_room_can_be_reported_as_it_was_shown(db, join, stage):
    zoe = join("zoe")
    line = db.read_now(check_line, zoe, stage.room_id, line_id="line", text="hello")
    db.write_now(journal, SYSTEM, Batch("b", lines=(line,)))
    asked = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    assert db.read_now(shown, GUEST, "chat_line", "line") == (Subject("chat_line", "line"), zoe.id, "hello")
    assert db.read_now(shown, GUEST, "question", asked.id).author_id == zoe.id
    assert db.read_now(shown, GUEST, "show", stage.show_id).snapshot == "Evening show\nHana's corner"
    assert db.read_now(shown, GUEST, "room", stage.room_id).author_id == stage.host.id


def test_what_one_cannot_see_one_cannot_report(db, join, stage):
    zoe = join("zoe")
    db.write_now(block, stage.host, zoe.id)
    for kind, subject in (("show", stage.show_id), ("room", stage.room_id), ("room", "none"), ("moon", "x" * 99)):
        with pytest.raises(NotFound):
            db.read_now(shown, zoe, kind, subject)
