import pytest

from livefair.kernel import SYSTEM, NotAllowed
from livefair.live import media_started, media_stopped
from livefair.live.events_of_hosting import SignalWarned
from livefair.live.signal import note_signal, warnings_in
from tests.announced import Announced


def test_warnings_are_of_what_comes_in_now(db, stage):
    publishing = db.write_now(media_started, SYSTEM, stage.room_id, protocol="rtmp")
    assert db.read_now(warnings_in, stage.room_id) == []
    facts = Announced(db)
    db.write_now(note_signal, SYSTEM, publishing, ["too_dark", "b_frames", "no such code"])
    assert db.read_now(warnings_in, stage.room_id) == ["b_frames", "too_dark"]
    db.write_now(note_signal, SYSTEM, publishing, [])
    assert db.read_now(warnings_in, stage.room_id) == []
    assert [fact.warnings for fact in facts if isinstance(fact, SignalWarned)] == [["b_frames", "too_dark"], []]
    db.write_now(note_signal, SYSTEM, publishing, ["silent"])
    db.write_now(media_stopped, SYSTEM, publishing)
    assert db.read_now(warnings_in, stage.room_id) == []
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(note_signal, stage.host, publishing, [])
