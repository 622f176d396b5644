import asyncio

import pytest

from livefair.kernel import Database
from livefair.live import end_show, pin, unpin
from livefair.live.room_events import Ended, Pinned, Unpinned
from livefair.live.telling import ToRoom
from livefair.realtime import Hub
from livefair.web.room_desk import RoomDesk, topic_of
from livefair.web.room_feed import RoomFeed, with_addresses
from tests.live.conftest import LIPSTICK, SCARF, put_on_air


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
async def hub():
    async with Hub(tick_s=0.01).running() as running:
        yield running


async def told(hub, room_id, count):
    """Wait until so many events were published to the room."""
    async with asyncio.timeout(5):
        while hub.mark(topic_of(room_id)).seq < count:
            await asyncio.sleep(0.01)
    return hub.mark(topic_of(room_id)).seq


async def test_each_fact_is_told_once(db, hub, stage):
    hub.mark(topic_of(stage.room_id))
    async with RoomFeed(db, hub, RoomDesk(db, hub)).running():
        for goods in (LIPSTICK, SCARF, LIPSTICK):
            await db.write(pin, stage.host, stage.room_id, goods)
        await db.write(unpin, stage.host, stage.room_id)
        assert await told(hub, stage.room_id, 6) == 6
        await db.write(end_show, stage.host, stage.show_id)
        assert await told(hub, stage.room_id, 7) == 7


async def test_what_another_process_does_is_told_too(db, database_url, clock, hub, stage, monkeypatch):
    monkeypatch.setattr("livefair.web.room_feed.POLL_S", 0.02)
    hub.mark(topic_of(stage.room_id))
    elsewhere = Database(database_url, clock=clock)
    async with RoomFeed(db, hub, RoomDesk(db, hub)).running():
        elsewhere.write_now(pin, stage.host, stage.room_id, LIPSTICK)
        assert await told(hub, stage.room_id, 1) == 1
    elsewhere.close()


async def test_what_was_before_is_not_told_again(db, hub, stage):
    hub.mark(topic_of(stage.room_id))
    async with RoomFeed(db, hub, RoomDesk(db, hub)).running():
        await db.write(pin, stage.host, stage.room_id, LIPSTICK)
        assert await told(hub, stage.room_id, 1) == 1, "not the start of the show"


def test_events_get_the_addresses_of_this_site():
    pinned = Pinned(
        id="1", product_id="p", title="口红", title_en="Lipstick", picture="a/b", price_minor=1, currency="CNY"
    )
    shown = with_addresses(ToRoom("r", pinned))
    assert isinstance(shown, Pinned)
    assert (shown.picture_url, shown.href) == ("/files/a/b", "/p/p?room=r")
    ended = with_addresses(ToRoom("r", Ended(show="s")))
    assert isinstance(ended, Ended)
    assert ended.href == "/live/r/replay"
    assert with_addresses(ToRoom("r", Unpinned(id="1"))) == Unpinned(id="1")
