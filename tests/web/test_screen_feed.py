"""The big screen's socket: who may listen, how fast it is, and that it says what is true."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from livefair.kernel.runner import run_due_now
from livefair.live.screen import screen_for
from livefair.people.sign_in import open_session
from livefair.realtime import Hub
from livefair.shop import Source
from tests.live.conftest import put_on_air
from tests.stall import buy, set_up
from tests.web.rooms import entering, served

BEHIND_S = 2.0


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def services(services):
    return replace(services, hub=Hub(presence="viewers"))


@pytest.fixture
async def address(services):
    async with served(services) as found:
        yield found


@asynccontextmanager
async def looking(address, db, actor, room_id):
    token = db.write_now(open_session, actor, actor.id, agent="test", address="127.0.0.1")
    headers = {"Cookie": f"lf_session={token}", "Origin": f"http://{address}"}
    async with connect(f"ws://{address}/ws/rooms/{room_id}/screen", additional_headers=headers) as client:
        yield client


async def frame_with(client, happened):
    """The first frame in which it has happened; how many came before it."""
    async with asyncio.timeout(10):
        while True:
            screen = json.loads(await client.recv()).get("values", {}).get("screen")
            if screen and happened(screen):
                return screen


async def test_a_sale_and_a_viewer_are_on_the_screen_within_two_seconds(db, address, join, stage):
    stall, zoe = set_up(db, join), join("zoe")
    loop = asyncio.get_running_loop()
    async with looking(address, db, stage.host, stage.room_id) as screen:
        assert (await frame_with(screen, lambda _: True))["values"]["paid"] == 0
        async with entering(address, stage.room_id, db=db, actor=zoe):
            began = loop.time()
            await frame_with(screen, lambda frame: frame["values"]["visitors"] == 1)
            assert loop.time() - began < BEHIND_S
            began = loop.time()
            buy(stall, zoe, source=Source(room_id=stage.room_id, host_id=stage.host.id))
            run_due_now(db)
            frame = await frame_with(screen, lambda frame: frame["values"]["orders"] == 1)
            assert loop.time() - began < BEHIND_S
    shown = db.read_now(screen_for, stage.host, stage.show_id).values
    assert frame["values"]["paid"] == shown["paid"] == 9900
    assert frame["skus"][0]["sold"] == 1
    assert frame["funnel"][0] == 1


async def test_frames_come_once_a_second_at_most(db, address, stage, clock):
    loop = asyncio.get_running_loop()
    async with looking(address, db, stage.host, stage.room_id) as screen:
        await frame_with(screen, lambda _: True)
        began = loop.time()
        for _ in range(2):
            clock.advance(1)
            await frame_with(screen, lambda frame: frame["at"] == db.clock())
        assert loop.time() - began > 1.0


async def test_only_who_runs_the_room_may_look_and_nobody_may_talk(db, address, join, stage):
    for actor, code in ((join("eve", "host"), 4403), (join("zoe"), 4403)):
        async with looking(address, db, actor, stage.room_id) as screen:
            with pytest.raises(ConnectionClosed):
                await screen.recv()
            assert screen.close_code == code
    async with looking(address, db, stage.host, stage.room_id) as screen:
        await screen.send("{}")
        with pytest.raises(ConnectionClosed):
            await frame_with(screen, lambda _: False)
        assert screen.close_code == 4400
