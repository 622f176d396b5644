import asyncio

import pytest
from sqlalchemy import create_engine

from livefair.kernel import GUEST, Conflict, NotAllowed, TooMany, Unavailable
from livefair.kernel.ids import id_source
from livefair.kernel.schema import sqlalchemy_url
from livefair.live import end_show
from livefair.live.chat import hide_line, last_lines
from livefair.live.journal import counted_likes
from livefair.live.manners import Manners, set_manners
from livefair.live.queries import host_numbers
from livefair.realtime import Hub
from livefair.web.room_desk import LIKES_PER_MESSAGE_MAX, WAITING_MAX, RoomDesk, topic_of
from tests.live.conftest import put_on_air
from tests.realtime.wire import Wire


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def desk(db):
    return RoomDesk(db, Hub())


async def test_what_was_said_is_written_down_when_the_desk_closes(db, desk, join, stage):
    async with desk.running():
        line = await desk.say(join("zoe"), stage.room_id, text="hello")
    assert [said.id for said in db.read_now(last_lines, stage.show_id, most=20)] == [line.id]


async def test_what_is_acknowledged_is_written_down(db, desk, join, stage):
    async with desk.running():
        line = await desk.say(join("zoe"), stage.room_id, text="hello")
        await desk.like(GUEST, "guest:x", stage.room_id, 3)
        await desk.kept()
        assert [said.id for said in db.read_now(last_lines, stage.show_id, most=20)] == [line.id]
        assert db.read_now(counted_likes, stage.show_id) == 3
        await desk.kept()


async def test_what_is_said_again_under_its_key_to_another_process_is_said_once(db, desk, join, stage):
    zoe, key = join("zoe"), id_source()(db.clock())
    other = RoomDesk(db, Hub())
    async with desk.running(), other.running():
        both = await asyncio.gather(
            *(each.say(zoe, stage.room_id, text="hello", key=key) for each in (desk, other)),
            *(each.like(GUEST, "guest:x", stage.room_id, 3, key=key) for each in (desk, other, desk)),
        )
        await asyncio.gather(desk.kept(), other.kept())
        again = await other.say(zoe, stage.room_id, text="hello", key=key)
        assert again.id == both[0].id == both[1].id
        assert (await desk.say(join("ana"), stage.room_id, text="hello", key=key)).id != again.id
    assert [said.author_id for said in db.read_now(last_lines, stage.show_id, most=20)].count(zoe.id) == 1
    assert db.read_now(counted_likes, stage.show_id) == 3


async def test_a_hidden_line_does_not_come_back_when_it_is_sent_again(db, desk, join, stage):
    zoe, key, wire = join("zoe"), id_source()(db.clock()), Wire()
    hub = Hub(tick_s=60)
    desk = RoomDesk(db, hub)
    async with hub.running(), desk.running():
        hub.join(topic_of(stage.room_id), wire, "ann", after=hub.mark(topic_of(stage.room_id)))
        line = await desk.say(zoe, stage.room_id, text="hello", key=key)
        await desk.kept()
        hub.flush()
        assert b"hello" in b"".join(wire.received)
        wire.received.clear()
        db.write_now(hide_line, stage.host, line.id)
        await desk.say(zoe, stage.room_id, text="hello", key=key)
        hub.flush()
        assert b"hello" not in b"".join(wire.received)


async def test_what_was_given_up_was_promised_to_nobody(db, desk, stage, rename, monkeypatch):
    monkeypatch.setattr("livefair.web.room_desk.RETRY_S", 0.01)
    rename("live_tap", "live_tap_away")
    async with desk.running():
        await desk.like(GUEST, "guest:x", stage.room_id, 3)
        with pytest.raises(Unavailable, match="too_busy"):
            await desk.kept()
    rename("live_tap_away", "live_tap")


async def test_likes_of_many_at_once_are_exact(db, desk, stage):
    async with desk.running():
        for _ in range(5):
            await asyncio.gather(*(desk.like(GUEST, f"guest:{n}", stage.room_id, 7) for n in range(40)))
            await desk.flush()
    assert db.read_now(counted_likes, stage.show_id) == 5 * 40 * 7
    assert db.read_now(host_numbers, stage.host, stage.show_id).show.likes == 5 * 40 * 7


async def test_a_message_carries_only_so_many_likes(db, desk, stage):
    await desk.like(GUEST, "guest:x", stage.room_id, 10**6)
    await desk.like(GUEST, "guest:y", stage.room_id, -5)
    await desk.flush()
    assert db.read_now(counted_likes, stage.show_id) == LIKES_PER_MESSAGE_MAX + 1


async def test_who_taps_too_fast_is_refused_but_nobody_else(desk, stage):
    for _ in range(3):
        await desk.like(GUEST, "guest:x", stage.room_id, LIKES_PER_MESSAGE_MAX)
    with pytest.raises(TooMany, match="too_often"):
        await desk.like(GUEST, "guest:x", stage.room_id, LIKES_PER_MESSAGE_MAX)
    await desk.like(GUEST, "guest:y", stage.room_id, 1)
    for _ in range(3):
        await desk.pulse(GUEST, "guest:x", stage.room_id, "too_fast")
    with pytest.raises(TooMany, match="too_often"):
        await desk.pulse(GUEST, "guest:x", stage.room_id, "too_fast")


async def test_votes_and_questions_need_patience(desk):
    for _ in range(8):
        desk.require_patience("zoe")
    with pytest.raises(TooMany, match="too_often"):
        desk.require_patience("zoe")


async def test_off_air_nothing_is_counted(db, desk, stage):
    await desk.like(GUEST, "guest:x", stage.room_id, 1)
    db.write_now(end_show, stage.host, stage.show_id)
    desk.forget(stage.room_id)
    with pytest.raises(Conflict, match="not_on_air"):
        await desk.like(GUEST, "guest:x", stage.room_id, 1)
    with pytest.raises(NotAllowed, match="pulse_unknown"):
        await desk.pulse(GUEST, "guest:x", stage.room_id, "moon")


async def test_what_waits_is_limited(db, desk, join, stage):
    for number in range(WAITING_MAX):
        await desk.like(GUEST, f"guest:{number}", stage.room_id, 1)
    with pytest.raises(TooMany, match="too_busy"):
        await desk.like(GUEST, "guest:one-more", stage.room_id, 1)
    await desk.like(GUEST, "guest:0", stage.room_id, 1)
    await desk.flush()
    assert db.read_now(counted_likes, stage.show_id) == WAITING_MAX + 1


async def test_a_batch_that_the_database_refuses_is_given_up_and_the_desk_goes_on(db, desk, stage, rename, monkeypatch):
    monkeypatch.setattr("livefair.web.room_desk.RETRY_S", 0.01)
    await desk.like(GUEST, "guest:x", stage.room_id, 3)
    rename("live_tap", "live_tap_away")
    await desk.flush()
    rename("live_tap_away", "live_tap")
    await desk.like(GUEST, "guest:x", stage.room_id, 4)
    await desk.flush()
    assert db.read_now(counted_likes, stage.show_id) == 4


@pytest.fixture
def rename(database_url):
    """Take a table away under the program's feet, and give it back."""

    def renaming(old: str, new: str) -> None:
        engine = create_engine(sqlalchemy_url(database_url))
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
        engine.dispose()

    return renaming


async def test_slow_mode_counts_lines_that_are_not_written_down_yet(db, clock, desk, join, stage):
    zoe = join("zoe")
    db.write_now(set_manners, stage.host, stage.room_id, Manners(30_000))
    said = await asyncio.gather(
        *(desk.say(zoe, stage.room_id, text=f"line {n}") for n in range(3)), return_exceptions=True
    )
    assert [getattr(answer, "code", "said") for answer in said].count("slow_mode") == 2
    clock.advance(30_000)
    await desk.say(zoe, stage.room_id, text="later")
    for _ in range(2):
        await desk.say(stage.host, stage.room_id, text="the host may")
