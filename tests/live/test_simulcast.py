import pytest

from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed
from livefair.live.events_of_hosting import TargetAdded, TargetChanged, TargetRemoved, TargetStarted, TargetStopped
from livefair.live.simulcast import (
    add_target,
    note_target,
    remove_target,
    sendings_of,
    start_target,
    stop_target,
    targets_of,
)
from tests.announced import Announced

URL = "rtmp://a.rtmp.example/live2"


def add(db, stage, name="Elsewhere", url=URL):
    return db.write_now(add_target, stage.host, stage.room_id, name=name, url=url, sealed_key="sealed")


def test_a_target_runs_until_it_is_stopped_and_its_key_is_in_no_fact_and_no_list(db, stage):
    facts = Announced(db)
    target_id = add(db, stage)
    (sending,) = db.read_now(sendings_of, [stage.room_id])
    assert (sending.id, sending.url, sending.sealed_key) == (target_id, URL, "sealed")
    for _ in range(2):
        db.write_now(stop_target, stage.host, target_id)
    assert db.read_now(sendings_of, [stage.room_id]) == []
    for _ in range(2):
        db.write_now(start_target, stage.host, target_id)
    assert len(db.read_now(sendings_of, [stage.room_id])) == 1
    assert "sealed" not in str(db.read_now(targets_of, stage.room_id))
    db.write_now(remove_target, stage.host, target_id)
    assert db.read_now(targets_of, stage.room_id) == []
    assert [type(fact) for fact in facts] == [TargetAdded, TargetStopped, TargetStarted, TargetRemoved]
    assert not any("sealed" in str(fact) for fact in facts)


def test_what_became_of_a_target_is_kept_when_it_changes(db, stage, clock):
    target_id = add(db, stage)
    facts = Announced(db)
    for state, reason in (("connecting", ""), ("live", ""), ("live", ""), ("down", "lost"), ("down", "lost")):
        clock.advance(1_000)
        db.write_now(note_target, SYSTEM, target_id, state=state, reason=reason)
    told = [(fact.state, fact.reason) for fact in facts if isinstance(fact, TargetChanged)]
    assert told == [("connecting", ""), ("live", ""), ("down", "lost")]
    (target,) = db.read_now(targets_of, stage.room_id)
    assert (target.state, target.reason, target.state_at_ms) == ("down", "lost", db.clock() - 1_000)
    # A word that comes after the stop changes nothing.
    db.write_now(stop_target, stage.host, target_id)
    db.write_now(note_target, SYSTEM, target_id, state="live")
    assert db.read_now(targets_of, stage.room_id)[0].state == "waiting"
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(note_target, stage.host, target_id, state="live")


def test_a_room_has_three_targets_and_a_place_becomes_free_again(db, stage):
    ids = [add(db, stage, str(number)) for number in range(3)]
    with pytest.raises(Conflict, match="too_many_targets"):
        add(db, stage)
    db.write_now(remove_target, stage.host, ids[1])
    add(db, stage, "again")
    assert [target.name for target in db.read_now(targets_of, stage.room_id)] == ["0", "again", "2"]


@pytest.mark.parametrize("url", ["http://a.example/live", "rtmp://a.example", "rtmp://u:p@a.example/live", ""])
def test_what_is_no_servers_address_is_refused(db, stage, url):
    with pytest.raises(Invalid, match="target_malformed"):
        add(db, stage, url=url)


def test_targets_are_for_who_runs_the_room(db, join, stage):
    target_id, zoe = add(db, stage), join("zoe", "host")
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(add_target, zoe, stage.room_id, name="x", url=URL, sealed_key="sealed")
    for deed in (start_target, stop_target, remove_target):
        with pytest.raises(NotAllowed, match="not_your_room"):
            db.write_now(deed, zoe, target_id)
