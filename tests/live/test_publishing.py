import pytest

from livefair.kernel import SYSTEM, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import media_started, media_stopped, show_on_air
from livefair.live.events import MediaStarted, MediaStopped
from livefair.live.publishing import SILENCE_MS_MAX, is_publishing, media_lost


def test_pictures_come_and_cease(db, clock, stage, facts):
    publishing_id = db.write_now(media_started, SYSTEM, stage.room_id, protocol="whip")
    assert db.read_now(is_publishing, stage.room_id)
    clock.advance(5_000)
    for _ in range(2):
        db.write_now(media_stopped, SYSTEM, publishing_id)
    assert not db.read_now(is_publishing, stage.room_id)
    assert [type(fact) for fact in facts] == [MediaStarted, MediaStopped]
    assert facts[-1].lasted_ms == 5_000


def test_a_show_without_pictures_ends_by_itself(db, clock, stage):
    db.write_now(media_stopped, SYSTEM, db.write_now(media_started, SYSTEM, stage.room_id, protocol="rtmp"))
    clock.advance(SILENCE_MS_MAX)
    run_due_now(db)
    assert db.read_now(show_on_air, stage.room_id) is None


def test_a_host_who_comes_back_keeps_the_show(db, clock, stage):
    db.write_now(media_stopped, SYSTEM, db.write_now(media_started, SYSTEM, stage.room_id, protocol="rtmp"))
    clock.advance(SILENCE_MS_MAX - 1)
    db.write_now(media_started, SYSTEM, stage.room_id, protocol="whip")
    clock.advance(1)
    run_due_now(db)
    assert db.read_now(show_on_air, stage.room_id) is not None


def test_after_a_crash_nothing_is_published(db, stage):
    db.write_now(media_started, SYSTEM, stage.room_id, protocol="websocket")
    db.write_now(media_lost, SYSTEM)
    assert not db.read_now(is_publishing, stage.room_id)


def test_only_the_program_speaks_of_media(db, stage):
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(media_started, stage.host, stage.room_id, protocol="whip")
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(media_stopped, stage.host, "any")
    with pytest.raises(Invalid):
        db.write_now(media_started, SYSTEM, stage.room_id, protocol="pigeon")
    with pytest.raises(NotFound):
        db.write_now(media_started, SYSTEM, "no-such-room", protocol="whip")
