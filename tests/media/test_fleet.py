"""Two workers as one engine, and another program that tells them what to do."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from zlib import crc32

import aiohttp
import pytest

from livefair.media import (
    AnyStageEvent,
    ControlDoor,
    Fleet,
    PublishStarted,
    PublishStopped,
    Refused,
    RemoteEngine,
    StageSpec,
    shard_of,
)
from livefair.media.clock import now_ms
from livefair.media.control import GetPlaces, to_line
from livefair.media.control_door import AT_HEADER, NONCE_HEADER, PATH, SIGNATURE_HEADER, TOLERANCE_MS, signature
from tests.media.conftest import KEY, settings
from tests.media.publishers import HlsClient, rtmp_command, running, until, whip_command

CONTROL_KEY = "another key that only the tests know"


@pytest.fixture
async def fleet(tmp_path: Path) -> AsyncIterator[Fleet]:
    found = Fleet(settings(tmp_path), 2)
    await found.start()
    yield found
    await found.stop()


@pytest.fixture
async def url(fleet: Fleet) -> AsyncIterator[str]:
    async with ControlDoor(fleet, CONTROL_KEY).open("127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def remote(url: str, tmp_path: Path) -> AsyncIterator[RemoteEngine]:
    engine = RemoteEngine(url, CONTROL_KEY, settings(tmp_path))
    await engine.start()
    yield engine
    await engine.stop()


def rooms_of_both() -> tuple[str, str]:
    """A room of each worker."""
    names = [f"room{number}" for number in range(20)]
    return next(n for n in names if shard_of(n, 2) == 0), next(n for n in names if shard_of(n, 2) == 1)


def test_a_room_has_the_same_worker_in_every_process_for_ever() -> None:
    assert [shard_of(name, 8) for name in ("a", "b", "room")] == [
        crc32(name.encode()) % 8 for name in ("a", "b", "room")
    ]
    assert shard_of("0199c1de-7b2e-7c11-8e55-3f3a5c1d2e4f", 2) == 0


@pytest.mark.slow
async def test_a_lost_worker_takes_only_its_own_rooms_along_and_comes_back_for_them(fleet: Fleet) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(fleet, events))
    one, two = rooms_of_both()
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        for room in (one, two):
            await stack.enter_async_context(running(*rtmp_command(await _rtmp(fleet, room))))
        players = [HlsClient(http, f"{fleet.address_of(room).http_base}/hls/{room}/index.m3u8") for room in (one, two)]
        await until(lambda: _both_live(events, one, two), "both rooms")
        lost, kept = fleet.of(one), fleet.of(two)
        assert lost.worker_pid is not None
        port = fleet.address_of(one).rtmp_port
        os.kill(lost.worker_pid, signal.SIGKILL)
        await until(lambda: _stopped(events, one), "the loss to be told")
        assert not _stopped_now(events, two)
        await until(lambda: _is(lost.is_ready and lost.restarts == 1), "the worker's return")
        assert (kept.restarts, fleet.address_of(one).rtmp_port) == (0, port)
        # The publisher comes back to the same address with the same ticket.
        await stack.enter_async_context(running(*rtmp_command(await _rtmp(fleet, one))))
        for player in players:
            await until(lambda: _plays(player), "the picture")  # noqa: B023 (awaited in this turn)
        assert sorted(fleet.open_rooms()) == sorted((one, two))
        assert {stage.room for stage in (await fleet.stats()).stages} == {one, two}
    listening.cancel()


async def _collect(fleet: Fleet, events: list[AnyStageEvent]) -> None:
    async for event in fleet.events():
        events.append(event)


async def _rtmp(fleet: Fleet | RemoteEngine, room: str) -> str:
    ticket = (await fleet.open(room, StageSpec(recording="show", segment_ms=1_000))).ingest("host", "rtmp")
    return f"rtmp://127.0.0.1:{ticket.port}/live/{ticket.stream_key}"


async def _is(holds: bool) -> bool:
    return holds


async def _both_live(events: list[AnyStageEvent], *rooms: str) -> bool:
    return {event.room for event in events if isinstance(event, PublishStarted)} == set(rooms)


def _stopped_now(events: list[AnyStageEvent], room: str) -> bool:
    return any(isinstance(event, PublishStopped) and event.room == room for event in events)


async def _stopped(events: list[AnyStageEvent], room: str) -> bool:
    return _stopped_now(events, room)


async def _plays(player: HlsClient) -> bool:
    status, text = await player.playlist()
    return status == 200 and "#EXTINF" in text


async def test_another_program_opens_rooms_and_signs_tickets_for_them(fleet: Fleet, remote: RemoteEngine) -> None:
    assert remote.is_ready
    for room in rooms_of_both():
        stage = await remote.open(room, StageSpec(recording="show"))
        assert remote.address_of(room) == fleet.address_of(room)
        ticket = stage.ingest("host", "rtmp")
        assert ticket.port == fleet.address_of(room).rtmp_port
        assert (await stage.stats()).room == room
        assert room in fleet.open_rooms()
        await stage.kick(subject="host")
        await remote.close(room)
        assert room not in fleet.open_rooms()
    with pytest.raises(Refused, match="name_malformed"):
        await remote.open("../etc", StageSpec(recording="show"))


@pytest.mark.slow
async def test_another_program_learns_which_rooms_can_be_watched_by_webrtc(fleet: Fleet, remote: RemoteEngine) -> None:
    room = rooms_of_both()[0]
    ticket = (await remote.open(room, StageSpec(recording="show"))).ingest("host", "whip")
    assert remote.stage(room) is None
    async with running(*whip_command(fleet.address_of(room).http_base + ticket.path, ticket.token)):
        await until(lambda: _is(remote.is_whip_live(room)), "the news")
        stage = remote.stage(room)
        assert stage is not None
        assert stage.playback("viewer")[0].kind == "whep"


@pytest.mark.slow
async def test_what_another_program_signed_is_let_in(fleet: Fleet, remote: RemoteEngine) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(fleet, events))
    room = rooms_of_both()[1]
    async with running(*rtmp_command(await _rtmp(remote, room))):
        await until(lambda: _both_live(events, room), "the picture")
    listening.cancel()


async def test_only_fresh_commands_signed_with_the_key_are_obeyed_and_each_once(url: str, fleet: Fleet) -> None:
    body = to_line(GetPlaces(1))

    def signed(key: str = CONTROL_KEY, at_ms: int | str = "", said: bytes = body, nonce: str = "n") -> dict[str, str]:
        at = str(at_ms or now_ms())
        return {AT_HEADER: at, NONCE_HEADER: nonce, SIGNATURE_HEADER: signature(key, at, nonce, said)}

    async with aiohttp.ClientSession(url) as http:

        async def status(headers: dict[str, str], said: bytes = body) -> int:
            async with http.post(PATH, data=said, headers=headers) as answer:
                return answer.status

        once = signed()
        assert [await status(once), await status(once)] == [200, 401]
        assert await status({}) == 401
        assert await status(signed("a guess")) == 401
        assert await status(signed(), to_line(GetPlaces(2))) == 401
        assert await status(signed(at_ms=now_ms() - TOLERANCE_MS - 1_000, nonce="old")) == 401
        assert await status(signed(nonce="late") | {AT_HEADER: "9" * 20}) == 401
        assert await status(signed(nonce="odd") | {SIGNATURE_HEADER: "é"}) == 401
        assert await status(signed(said=b"{}", nonce="empty"), b"{}") == 400
        assert await status(signed(said=b"x" * 20_000), b"x" * 20_000) == 413
        async with http.get("/readyz") as answer:
            assert answer.status == 200


async def test_an_absent_program_is_said_to_be_away_and_found_when_it_comes(fleet: Fleet, tmp_path: Path) -> None:
    async with ControlDoor(fleet, CONTROL_KEY).open("127.0.0.1", 0) as port:
        pass
    engine = RemoteEngine(f"http://127.0.0.1:{port}", CONTROL_KEY, settings(tmp_path))
    await engine.start()
    try:
        assert not engine.is_ready
        with pytest.raises(Refused, match="media_away"):
            engine.address_of("room")
        with pytest.raises(Refused, match="media_away"):
            await engine.open("room", StageSpec(recording="show"))
        async with ControlDoor(fleet, CONTROL_KEY).open("127.0.0.1", port):
            await until(lambda: _is(engine.is_ready), "the other program")
            assert engine.address_of("room") == fleet.address_of("room")
    finally:
        await engine.stop()
    assert KEY not in repr(engine.settings)
