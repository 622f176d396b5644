import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from livefair.realtime import SERVER_SETTINGS, Hub, SharedFrameProtocol, transport_of


def application(hub: Hub) -> Any:
    """Echoes what it hears as an event of the topic "room"."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        transport = transport_of(scope)
        hub.join("room", transport, "ann", after=hub.mark("room"))
        while (message := await receive())["type"] == "websocket.receive":
            hub.publish("room", message["text"])
        hub.leave("room", transport)

    return app


@asynccontextmanager
async def served(hub: Hub) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            application(hub), ws=SharedFrameProtocol, lifespan="off", log_config=None, **SERVER_SETTINGS
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"ws://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = True
            await task


async def events(client: Any, count: int) -> list[Any]:
    found: list[Any] = []
    async with asyncio.timeout(5):
        while len(found) < count:
            found += json.loads(await client.recv())["events"]
    return found


async def test_shared_frames_reach_independent_clients_through_a_real_server() -> None:
    async with (
        Hub(tick_s=0.01).running() as hub,
        served(hub) as url,
        connect(url) as one,
        connect(url, compression="deflate") as two,
    ):
        await one.send("口红 ✓")
        assert await events(one, 1) == ["口红 ✓"]
        assert await events(two, 1) == ["口红 ✓"]
        await two.ping()
        assert hub.metrics().members == 2


async def test_a_message_over_the_limit_ends_the_connection_and_only_this_one() -> None:
    async with Hub(tick_s=0.01).running() as hub, served(hub) as url, connect(url) as good:
        async with connect(url) as bad:
            await bad.send("x" * (SERVER_SETTINGS["ws_max_size"] + 1))
            with pytest.raises(ConnectionClosed) as closed:
                await events(bad, 1)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009
        await good.send("still here")
        assert await events(good, 1) == ["still here"]
        assert hub.metrics().members == 1


async def test_compression_is_refused_where_frames_are_shared() -> None:
    config = uvicorn.Config(application(Hub()), ws=SharedFrameProtocol, log_config=None)
    config.load()
    with pytest.raises(ValueError, match="ws_per_message_deflate"):
        SharedFrameProtocol(config, uvicorn.server.ServerState(), {})
