import pytest

from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.live import end_show, is_stream_key, issue_stream_key, open_room, plan_show, room_for, rooms_of
from livefair.live.rooms import close_room, describe_room, dismiss_moderator, moderators_of, name_moderator
from livefair.live.rules import ROOMS_PER_HOST_MAX
from livefair.people import actor_of, block, found_organisation


def test_a_host_opens_a_room_and_finds_it(db, join):
    host = join("hana", "host")
    room_id = db.write_now(open_room, host, title=" Hana's   corner ", about="Tea\nand scarves")
    (room,) = db.read_now(rooms_of, host)
    assert (room.id, room.title, room.about) == (room_id, "Hana's corner", "Tea\nand scarves")


@pytest.mark.parametrize("roles", [(), ("brand",), ("operator",), ("moderator",), ("researcher",)])
def test_only_hosts_open_rooms(db, join, roles):
    with pytest.raises(NotAllowed, match="hosts_only"):
        db.write_now(open_room, join("zoe", *roles), title="Mine")


def test_a_room_of_an_organisation_is_run_by_its_members(db, join):
    host = join("hana", "host")
    brand_id = db.write_now(found_organisation, host, kind="brand", name="Silk & Co")
    host = db.read_now(actor_of, host.id)
    room_id = db.write_now(open_room, host, title="Brand room", organisation_id=brand_id)
    assert [room.id for room in db.read_now(rooms_of, host)] == [room_id]
    other = join("otto", "host")
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(open_room, other, title="Stolen", organisation_id=brand_id)


def test_a_host_has_a_limited_number_of_rooms(db, join):
    host = join("hana", "host")
    for number in range(ROOMS_PER_HOST_MAX):
        db.write_now(open_room, host, title=f"Room {number}")
    with pytest.raises(Conflict, match="too_many_rooms"):
        db.write_now(open_room, host, title="One more")


def test_titles_are_one_visible_line(db, join):
    host = join("hana", "host")
    for title in ("", "\u200b", "x" * 61):
        with pytest.raises(Invalid):
            db.write_now(open_room, host, title=title)


def test_a_stranger_changes_nothing(db, join, stage):
    zoe = join("zoe", "host")
    for use_case, args in (
        (describe_room, {"title": "Mine now", "about": ""}),
        (close_room, {}),
        (issue_stream_key, {}),
        (plan_show, {"title": "Mine"}),
    ):
        with pytest.raises(NotAllowed, match="not_your_room"):
            db.write_now(use_case, zoe, stage.room_id, **args)


def test_a_new_key_voids_the_old_one_and_only_its_hash_is_kept(db, stage):
    first = db.write_now(issue_stream_key, stage.host, stage.room_id)
    second = db.write_now(issue_stream_key, stage.host, stage.room_id)
    assert not db.read_now(is_stream_key, stage.room_id, first)
    assert db.read_now(is_stream_key, stage.room_id, second)
    assert not db.read_now(is_stream_key, "no-such-room", second)
    assert not db.read_now(is_stream_key, stage.room_id, "")


def test_a_closed_room_lets_nothing_in(db, stage):
    key = db.write_now(issue_stream_key, stage.host, stage.room_id)
    with pytest.raises(Conflict, match="on_air"):
        db.write_now(close_room, stage.host, stage.room_id)
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(close_room, stage.host, stage.room_id)
    assert not db.read_now(is_stream_key, stage.room_id, key)
    with pytest.raises(Conflict, match="room_closed"):
        db.write_now(plan_show, stage.host, stage.room_id, title="Again")
    assert db.read_now(rooms_of, stage.host) == []


def test_whoever_is_blocked_does_not_find_the_room(db, join, stage):
    zoe = join("zoe")
    db.write_now(block, stage.host, zoe.id)
    with pytest.raises(NotFound):
        db.read_now(room_for, zoe, stage.room_id)
    with pytest.raises(NotFound):
        db.read_now(room_for, SYSTEM, "no-such-room")


def test_the_host_names_and_dismisses_moderators(db, join, stage):
    mo = join("mo")
    for _ in range(2):
        db.write_now(name_moderator, stage.host, stage.room_id, mo.id)
    assert db.read_now(moderators_of, stage.room_id) == [mo.id]
    with pytest.raises(NotAllowed):
        db.write_now(name_moderator, mo, stage.room_id, join("zoe").id)
    with pytest.raises(NotFound):
        db.write_now(name_moderator, stage.host, stage.room_id, "nobody")
    with pytest.raises(Invalid):
        db.write_now(name_moderator, stage.host, stage.room_id, stage.host.id)
    db.write_now(dismiss_moderator, stage.host, stage.room_id, mo.id)
    assert db.read_now(moderators_of, stage.room_id) == []
