"""One contract for the media servers of others, run against small servers that speak as theirs are documented to.

It shows that we speak as documented, not that the real servers do.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from livefair.media import AnyStageEvent, PublishStarted, PublishStopped, Refused, StageSpec, ViewersCounted
from livefair.media.outside import OutsideEngine, Server
from livefair.media.outside_livekit import LiveKit
from livefair.media.outside_mediamtx import MediaMtx
from livefair.media.outside_srs import Srs
from tests.media.conftest import KEY
from tests.media.outside_servers import Documented, LiveKitServer, MediaMtxServer, SrsServer, serving
from tests.media.publishers import until

Pair = tuple[Server, Documented]


@pytest.fixture(params=["mediamtx", "srs", "livekit"])
def pair(request: pytest.FixtureRequest) -> Pair:
    match request.param:
        case "mediamtx":
            return MediaMtx(), MediaMtxServer()
        case "srs":
            return Srs(), SrsServer()
    return LiveKit(LiveKitServer.KEY, LiveKitServer.SECRET), LiveKitServer()


@asynccontextmanager
async def beside(server: Server, documented: Documented) -> AsyncIterator[OutsideEngine]:
    """Our engine and their server, each with the other's address."""
    async with serving(documented.routes()) as url:
        engine = OutsideEngine(server, url, KEY, look_s=0.05)

        async def hook(request: web.Request) -> web.Response:
            status, body = engine.hook(await request.read(), request.headers)
            return web.Response(status=status, body=body)

        async with serving([web.post("/hook", hook)]) as ours:
            documented.hook = f"{ours}/hook"
            await engine.start()
            yield engine
            await engine.stop()


async def test_a_room_is_opened_published_to_kicked_and_closed(pair: Pair) -> None:
    server, documented = pair
    events: list[AnyStageEvent] = []
    async with beside(server, documented) as engine:

        async def listen() -> None:
            async for event in engine.events():
                events.append(event)

        async def told(kind: type[AnyStageEvent]) -> bool:
            return any(isinstance(event, kind) for event in events)

        listening = asyncio.ensure_future(listen())
        stage = await engine.open("room", StageSpec(recording="show"))
        await engine.open("room", StageSpec(recording="show"))  # opened again: nothing breaks
        ticket = stage.ingest("host", "whip")
        stranger = engine.ticket("publish", "elsewhere", "host", 60)[0]
        for wrong in ("wrong", stranger, engine.ticket("play", "room", "host", 60)[0]):
            if server.name != "livekit":  # its key is its own
                assert not await documented.publish("room", ticket.path, "wrong", wrong)
        assert await documented.publish("room", ticket.path, ticket.stream_key, ticket.token)
        await until(lambda: told(PublishStarted), "the start")
        await until(lambda: told(ViewersCounted), "the viewers")
        started = next(event for event in events if isinstance(event, PublishStarted))
        assert (started.room, started.recording, started.kind) == ("room", "show", "whip")
        assert (await stage.stats()).session == started.session
        await stage.kick(subject="host")
        await until(lambda: told(PublishStopped), "the end")
        assert not await documented.publish("room", ticket.path, ticket.stream_key, ticket.token)
        await engine.close("room")
        await engine.close("room")
        assert not await documented.publish("room", ticket.path, ticket.stream_key, ticket.token)
        assert "room" not in {name.removeprefix("live/") for name in documented.known}
        assert engine.is_ready
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_what_a_server_does_not_offer_is_refused_by_name(pair: Pair) -> None:
    server, documented = pair
    async with beside(server, documented) as engine:
        stage = await engine.open("room", StageSpec(recording="show"))
        with pytest.raises(Refused, match="engine_cannot") as refused:
            stage.ingest("host", "ws")
        assert refused.value.params == {"engine": server.name, "what": "ws"}
        kinds = [source.kind for source in stage.playback("viewer")]
        assert kinds == {"mediamtx": ["whep", "llhls"], "srs": ["whep", "hls"], "livekit": []}[server.name]
        assert "whep" not in [source.kind for source in stage.playback()]


async def test_a_server_that_is_away_or_speaks_nonsense_is_an_answer_not_an_accident(pair: Pair) -> None:
    server, _ = pair

    async def nonsense(_request: web.Request) -> web.Response:
        return web.Response(text="<html>")

    async with serving([web.route("*", "/{all:.*}", nonsense)]) as url:
        for address in (url, "http://127.0.0.1:9"):
            engine = OutsideEngine(server, address, KEY)
            await engine.start()
            with pytest.raises(Refused, match="media_away"):
                await engine.open("room", StageSpec(recording="show"))
            await engine.stop()
    for body in (b"", b"[]", b"{}", b"\xff", b'{"action": 3}', b"x" * 100_000):
        status, answer = OutsideEngine(server, "http://127.0.0.1:9", KEY).hook(body, {})
        assert status in {400, 401, 413} or b'"code": 1' in answer


async def test_only_livekit_itself_is_heard_as_its_webhook() -> None:
    engine = OutsideEngine(LiveKit(LiveKitServer.KEY, LiveKitServer.SECRET), "http://127.0.0.1:9", KEY)
    body = b'{"event": "participant_joined", "room": {"name": "room"}}'
    signed = LiveKitServer().webhook(body)
    assert engine.hook(body, {"Authorization": signed})[0] == 200
    assert engine.hook(body + b" ", {"Authorization": signed})[0] == 401
    assert engine.hook(body, {"Authorization": signed[:-2] + "xx"})[0] == 401
    assert engine.hook(body, {})[0] == 401


async def test_viewers_come_in_by_ticket_where_the_room_is_not_public() -> None:
    server, documented = MediaMtx(), MediaMtxServer()
    async with beside(server, documented) as engine:
        await engine.open("room", StageSpec(recording="show", public=False))
        token = engine.ticket("play", "room", "viewer", 60)[0]
        asked = {"user": "", "password": "", "ip": "", "action": "read", "path": "live/room", "query": f"token={token}"}
        assert (await documented.ask(asked))[0] == 200
        assert (await documented.ask({**asked, "query": ""}))[0] == 401
        assert (await documented.ask({**asked, "action": "api"}))[0] == 401
        assert (await documented.ask({**asked, "path": "live/other"}))[0] == 401
