import pytest

from livefair.kernel import Invalid, NotAllowed, NotFound
from livefair.live import Why, ask, mute, unmute
from livefair.live.chat import check_line
from livefair.live.civility import nudge
from livefair.live.muting import MUTE_MS_MAX, bar, mute_of, muted_in
from livefair.live.queries import room_state
from livefair.live.rooms import name_moderator

SPAM = Why("spam", "three links")


def speak(db, actor, stage):
    return db.read_now(check_line, actor, stage.room_id, line_id="x", text="hello")


def test_a_muted_viewer_is_refused_with_the_reason_and_the_time(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=SPAM, for_ms=60_000)
    with pytest.raises(NotAllowed) as refusal:
        speak(db, zoe, stage)
    assert refusal.value.code == "muted"
    assert refusal.value.params == {"reason": "spam", "until_at_ms": clock() + 60_000}
    clock.advance(60_000)
    speak(db, zoe, stage)
    assert db.read_now(muted_in, stage.host, stage.room_id) == []


def test_a_mute_without_an_end_lasts_until_it_is_lifted(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=SPAM)
    clock.advance(10 * MUTE_MS_MAX)
    assert db.read_now(mute_of, stage.room_id, zoe.id).note == "three links"
    for _ in range(2):
        db.write_now(unmute, stage.host, stage.room_id, zoe.id)
    speak(db, zoe, stage)


def test_the_later_mute_counts(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=SPAM)
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=Why("abuse"), for_ms=1_000)
    (muted,) = db.read_now(muted_in, stage.host, stage.room_id)
    assert (muted.reason, muted.until_at_ms) == ("abuse", clock() + 1_000)


def test_a_room_moderator_mutes_viewers_but_not_host_or_fellow_moderators(db, join, stage):
    mo, max_, zoe = join("mo"), join("max"), join("zoe")
    for helper in (mo, max_):
        db.write_now(name_moderator, stage.host, stage.room_id, helper.id)
    db.write_now(mute, mo, stage.room_id, zoe.id, why=SPAM)
    for untouchable in (stage.host, max_):
        with pytest.raises(NotAllowed):
            db.write_now(mute, mo, stage.room_id, untouchable.id, why=SPAM)
    db.write_now(mute, stage.host, stage.room_id, mo.id, why=SPAM)


@pytest.mark.parametrize("roles", [(), ("host",), ("brand",), ("mcn",), ("researcher",)])
def test_nobody_else_mutes(db, join, stage, roles):
    zoe, yan = join("zoe", *roles), join("yan")
    for use_case, more in ((mute, {"why": SPAM}), (unmute, {})):
        with pytest.raises(NotAllowed, match="moderators_only"):
            db.write_now(use_case, zoe, stage.room_id, yan.id, **more)


def test_mutes_have_a_known_reason_and_a_sane_length(db, join, stage):
    zoe = join("zoe")
    for bad in ({"why": Why("mood")}, {"why": SPAM, "for_ms": 0}, {"why": SPAM, "for_ms": MUTE_MS_MAX + 1}):
        with pytest.raises(Invalid):
            db.write_now(mute, stage.host, stage.room_id, zoe.id, **bad)
    with pytest.raises(NotFound):
        db.write_now(mute, stage.host, stage.room_id, "nobody", why=SPAM)


def test_who_is_barred_takes_no_part_and_does_not_see_the_room(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(bar, stage.host, stage.room_id, zoe.id, why=SPAM, for_ms=60_000)
    for use_case, more in ((ask, {"text": "Warm?"}), (nudge, {})):
        with pytest.raises(NotAllowed, match="barred"):
            db.write_now(use_case, zoe, stage.room_id, **more)
    with pytest.raises(NotAllowed, match="barred") as refusal:
        db.read_now(room_state, zoe, stage.room_id)
    assert refusal.value.params == {"reason": "spam", "until_at_ms": clock() + 60_000}
    clock.advance(60_000)
    assert not db.read_now(room_state, zoe, stage.room_id).is_muted
