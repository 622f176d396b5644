import pytest

from livefair.kernel import GUEST, SYSTEM, Money, NotFound
from livefair.live import Goods, Recording, end_show, media_started, media_stopped, pin, publish_replay, unpin
from livefair.live.explanations import explanation_for, explanations_in, explanations_of
from livefair.live.replays import hide_replay

MUG = Goods("mug", None, "杯", "Mug", Money(100))


def explain(db, clock, stage, goods=MUG, *, ms=45_000):
    shown = db.write_now(pin, stage.host, stage.room_id, goods)
    clock.advance(ms)
    db.write_now(unpin, stage.host, stage.room_id)
    return shown


def test_an_explanation_can_be_watched_from_the_moment_it_is_over_while_the_show_goes_on(db, stage, clock):
    db.write_now(media_started, SYSTEM, stage.room_id, protocol="rtmp")
    clock.advance(10_000)
    began_ms = db.clock()
    shown = db.write_now(pin, stage.host, stage.room_id, MUG)
    clock.advance(45_000)
    assert db.read_now(explanations_of, "mug") == []
    db.write_now(unpin, stage.host, stage.room_id)
    (found,) = db.read_now(explanations_of, "mug")
    assert (found.from_at_ms, found.to_at_ms, found.is_on_air) == (began_ms, began_ms + 45_000, True)
    assert found.recording == f"{stage.room_id}/{stage.show_id}"
    assert db.read_now(explanation_for, GUEST, shown.id) == found
    assert db.read_now(explanations_in, stage.show_id) == [found]


def test_what_was_explained_before_the_camera_was_on_is_no_clip(db, stage, clock):
    explain(db, clock, stage)
    publishing = db.write_now(media_started, SYSTEM, stage.room_id, protocol="whip")
    clock.advance(1_000)
    db.write_now(media_stopped, SYSTEM, publishing)
    shown = explain(db, clock, stage)
    assert db.read_now(explanations_of, "mug") == []
    with pytest.raises(NotFound):
        db.read_now(explanation_for, GUEST, shown.id)


def test_a_clip_of_a_replay_keeps_within_what_was_recorded(db, stage, clock):
    clock.advance(60_000)
    shown = explain(db, clock, stage)
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(explanations_of, "mug") == []
    start = db.clock() - 30_000
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("r/s", start, 25_000))
    (found,) = db.read_now(explanations_of, "mug")
    assert (found.recording, found.from_at_ms, found.to_at_ms) == ("r/s", start, start + 25_000)
    assert not found.is_on_air
    assert found.pin_id == shown.id
    assert db.read_now(explanations_of, "plate") == []


def test_a_hidden_replay_has_no_clips_but_for_its_host(db, stage, clock):
    shown = explain(db, clock, stage)
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("r/s", db.clock() - 45_000, 45_000))
    db.write_now(hide_replay, stage.host, stage.show_id)
    assert db.read_now(explanations_of, "mug") == []
    with pytest.raises(NotFound):
        db.read_now(explanation_for, GUEST, shown.id)
    assert db.read_now(explanation_for, stage.host, shown.id).show_id == stage.show_id


def test_an_unknown_clip_is_not_found(db, stage):
    with pytest.raises(NotFound):
        db.read_now(explanation_for, GUEST, stage.show_id)
