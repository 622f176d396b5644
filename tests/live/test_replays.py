import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.live import Recording, answer, ask, end_show, pin, publish_replay, replay_for, unpin
from livefair.live.replays import hide_replay, replays_of, restore_replay
from tests.live.conftest import LIPSTICK, SCARF


@pytest.fixture
def recorded(db, clock, join, stage):
    """Recording begins 2 s into the show; two products, one answer; 60 s in all."""
    began_ms = clock()
    clock.move_to(began_ms + 1_000)
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    asked = db.write_now(ask, join("yan"), stage.room_id, text="Warm?")
    clock.move_to(began_ms + 12_000)
    db.write_now(answer, stage.host, asked.id, text="Very")
    clock.move_to(began_ms + 22_000)
    db.write_now(pin, stage.host, stage.room_id, SCARF)
    clock.move_to(began_ms + 32_000)
    db.write_now(unpin, stage.host, stage.room_id)
    clock.move_to(began_ms + 62_000)
    db.write_now(end_show, stage.host, stage.show_id)
    recording = Recording("rooms/1/index.m3u8", began_ms + 2_000, 60_000)
    for _ in range(2):
        db.write_now(publish_replay, SYSTEM, stage.show_id, recording)
    return stage


def test_chapters_are_where_products_were_pinned(db, recorded):
    replay = db.read_now(replay_for, GUEST, recorded.show_id)
    assert [(chapter.pin.title_en, chapter.from_ms, chapter.to_ms) for chapter in replay.chapters] == [
        ("Lipstick 01", 0, 20_000),
        ("Silk scarf", 20_000, 30_000),
    ]
    assert [(jump.question.answer, jump.at_ms) for jump in replay.jumps] == [("Very", 10_000)]
    assert [show.id for show in db.read_now(replays_of, recorded.room_id)] == [recorded.show_id]


def test_the_host_hides_and_restores_a_replay(db, recorded):
    for _ in range(2):
        db.write_now(hide_replay, recorded.host, recorded.show_id)
    with pytest.raises(NotFound):
        db.read_now(replay_for, GUEST, recorded.show_id)
    assert db.read_now(replay_for, recorded.host, recorded.show_id)
    assert db.read_now(replays_of, recorded.room_id) == []
    db.write_now(restore_replay, recorded.host, recorded.show_id)
    assert db.read_now(replay_for, GUEST, recorded.show_id)


def test_what_an_operator_hid_the_host_does_not_restore(db, join, recorded):
    olga = join("olga", "operator")
    db.write_now(hide_replay, olga, recorded.show_id)
    with pytest.raises(NotAllowed, match="hidden_by_another"):
        db.write_now(restore_replay, recorded.host, recorded.show_id)
    db.write_now(restore_replay, olga, recorded.show_id)


def test_strangers_hide_nothing(db, join, recorded):
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(hide_replay, join("otto", "host"), recorded.show_id)


def test_a_replay_needs_a_show_that_is_over_and_a_recording(db, stage):
    recording = Recording("key", 0, 1)
    with pytest.raises(Conflict, match="not_over"):
        db.write_now(publish_replay, SYSTEM, stage.show_id, recording)
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(publish_replay, stage.host, stage.show_id, recording)
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Invalid):
        db.write_now(publish_replay, SYSTEM, stage.show_id, recording._replace(lasts_ms=0))
    with pytest.raises(NotFound):
        db.read_now(replay_for, GUEST, stage.show_id)
