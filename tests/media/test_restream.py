"""Sending a room on to outside servers: each target for itself, its key a secret."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from livefair.media import (
    AnyStageEvent,
    EmbeddedEngine,
    PublishStarted,
    Refused,
    RestreamChanged,
    StageSpec,
    Target,
    check_target,
)
from livefair.media.restream import BACKLOG_BYTES, Restream
from livefair.media.segments import Part
from tests.media.conftest import settings
from tests.media.publishers import rtmp_command, running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(settings(tmp_path_factory.mktemp("ours"), private_targets=True))
    await engine.start()
    yield engine
    await engine.stop()


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/live", "rtmp://a.example", "rtmp:///live", "rtmp://a.example:0/live",
        "rtmp://a.example/li ve", "rtmp://me:secret@a.example/live", "rtmp://a.example/live#x", "rtmp://[::1/live",
        "rtmp://a.example/" + "x" * 300,
        "file:///etc/passwd", "rtmp://主播.example/live",
    ],
)  # fmt: skip
async def test_what_is_no_address_of_an_outside_server_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="target_malformed"):
        check_target(url, "key")


@pytest.mark.parametrize("key", ["", "a b", "a\nb", "x" * 301])
async def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="target_malformed"):
        check_target("rtmps://a.example:443/app", key)


async def test_one_target_down_does_not_stop_the_other_nor_the_room(
    media: EmbeddedEngine, ours: EmbeddedEngine
) -> None:
    """A second media worker is the outside server: it takes the stream by RTMP as any server would."""
    here: list[AnyStageEvent] = []
    there: list[AnyStageEvent] = []
    listening = [asyncio.ensure_future(_collect(ours, here)), asyncio.ensure_future(_collect(media, there))]
    outside = await media.open("outside", StageSpec(recording="copy"))
    key = outside.ingest("elsewhere", "rtmp").stream_key or ""
    stage = await ours.open("ours", StageSpec(recording="show"))
    address = f"rtmp://127.0.0.1:{media.address.rtmp_port}/live"
    targets = [
        Target(id="good", url=address, key=key),
        Target(id="dead", url="rtmp://127.0.0.1:9/live", key="some-key"),
        Target(id="wrong", url=address, key="outside?token=a-wrong-secret"),
    ]
    await ours.send_on("ours", targets)
    await until(lambda: _said(here, "good", "waiting"), "the targets to wait for pictures")
    async with running(*rtmp_command(_rtmp(ours, stage.ingest("host", "rtmp").stream_key), seconds=60)):
        await until(lambda: _said(here, "good", "live"), "the good target")
        await until(lambda: _said(here, "dead", "down", "refused_connection"), "the dead target to be told")
        await until(lambda: _said(here, "wrong", "down", "key_refused"), "the wrong key to be told")
        await until(lambda: _noted(there, PublishStarted), "the stream at the other side")
        await until(lambda: _reaches(media, "outside", 45), "three seconds of pictures at the other side")
        assert not any(
            isinstance(each, RestreamChanged) and (each.target, each.state) == ("good", "down") for each in here
        )
        assert (await ours.stats()).stages[0].kind == "rtmp"
        for shown in _command_lines():
            assert "a-wrong-secret" not in shown
            assert key not in shown
        # Taking the dead ones away leaves the good one alone.
        here.clear()
        await ours.send_on("ours", targets[:1])
        frames = (await media.stats()).stages[0].frames
        await until(lambda: _reaches(media, "outside", frames + 15), "pictures to go on")
        assert not [each for each in here if isinstance(each, RestreamChanged)]
        # The other side throws us out; we come again by ourselves.
        await media.kick("outside", None)
        await until(lambda: _said(here, "good", "down"), "the loss to be told")
    await until(lambda: _said(here, "good", "waiting"), "the end of the pictures")
    await ours.close("ours")
    await media.close("outside")
    for each in listening:
        each.cancel()


async def test_a_target_in_a_private_network_is_not_reached(media: EmbeddedEngine) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(media, events))
    stage = await media.open("guarded", StageSpec(recording="show"))
    await media.send_on("guarded", [Target(id="near", url="rtmp://localhost:1935/live", key="k")])
    async with running(*rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key))):
        await until(lambda: _said(events, "near", "down", "address_forbidden"), "the refusal")
    await media.close("guarded")
    listening.cancel()


async def test_there_are_three_targets_at_most_and_they_are_checked(media: EmbeddedEngine) -> None:
    await media.open("many", StageSpec(recording="show"))
    with pytest.raises(Refused, match="too_many_targets"):
        await media.send_on("many", [Target(id=str(n), url="rtmp://a.example/live", key="k") for n in range(4)])
    with pytest.raises(Refused, match="target_malformed"):
        await media.send_on("many", [Target(id="1", url="file:///etc/passwd", key="k")])
    with pytest.raises(Refused, match="not_open"):
        await media.send_on("nowhere", [])
    await media.close("many")


async def test_a_target_that_takes_nothing_is_cut_off_and_told() -> None:
    """A server that accepts connections and never answers."""
    told: list[tuple[str, str]] = []
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _reader, writer: held.append(writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    target = Target(id="slow", url=f"rtmp://127.0.0.1:{port}/live", key="k")
    one = Restream(target, lambda _id, state, reason: told.append((state, reason)), allow_private=True)
    one.begin(b"")

    async def flooded() -> bool:
        one.feed(Part(b"x" * (BACKLOG_BYTES // 4), 0.2, True))
        return ("down", "too_slow") in told

    await until(flooded, "the target to be cut off")
    await one.close()
    for writer in held:
        writer.close()
    server.close()
    assert told[0] == ("connecting", "")


async def test_a_key_is_not_in_what_a_target_says_of_itself() -> None:
    assert "secret" not in repr(Target(id="1", url="rtmp://a.example/live", key="secret"))


def _command_lines() -> list[str]:
    """Of every process of this machine, with its environment."""
    if not sys.platform.startswith("linux"):
        return []
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            for name in ("cmdline", "environ"):
                try:
                    text = (process / name).read_bytes()
                except OSError:
                    continue
                if b"restream_child" in text or name == "environ":
                    found.append(text.decode("utf-8", "replace"))
    return found


def _rtmp(engine: EmbeddedEngine, key: str | None) -> str:
    return f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{key}"


async def _collect(engine: EmbeddedEngine, into: list[AnyStageEvent]) -> None:
    async for event in engine.events():
        into.append(event)


async def _noted(events: list[AnyStageEvent], kind: type[AnyStageEvent]) -> bool:
    return any(isinstance(event, kind) for event in events)


async def _said(events: list[AnyStageEvent], target: str, state: str, reason: str | None = None) -> bool:
    return any(
        isinstance(each, RestreamChanged)
        and (each.target, each.state) == (target, state)
        and reason in (None, each.reason)
        for each in events
    )


async def _reaches(engine: EmbeddedEngine, room: str, frames: int) -> bool:
    return any(stage.room == room and stage.frames >= frames for stage in (await engine.stats()).stages)
