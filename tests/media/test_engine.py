"""The supervised worker: it comes back with its stages and numbers, and it leaves with its parent."""

import asyncio
import io
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from livefair.media import (
    AnyStageEvent,
    EmbeddedEngine,
    EmbeddedStage,
    PublishStarted,
    PublishStopped,
    RecordingReady,
    StageSpec,
)
from livefair.media.refusals import Refused
from tests.media.publishers import HlsClient, decoded, rtmp_command, running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_killed_worker_comes_back_and_the_stream_goes_on_under_its_numbers(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(media, events))
    stage = await media.open("phoenix", StageSpec(recording="show", segment_ms=1_000))
    key = stage.ingest("host", "rtmp").stream_key
    address = media.address
    low = HlsClient(http, f"{address.http_base}/hls/phoenix/index.m3u8")
    async with running(*rtmp_command(f"rtmp://127.0.0.1:{address.rtmp_port}/live/{key}")):
        await until(lambda: _recorded(stage, 2_000), "two segments")
        os.kill(media.worker_pid or 0, signal.SIGKILL)
        await until(lambda: _noted(events, PublishStopped), "the loss to be told")
    await until(lambda: _true(media.is_ready), "the new worker")
    assert media.restarts == 1
    assert media.address == address
    async with running(*rtmp_command(f"rtmp://127.0.0.1:{address.rtmp_port}/live/{key}")):
        await until(lambda: _recorded(stage, 4_000), "more segments")
        _, playlist = await low.playlist()
    numbers = [int(number) for number in re.findall(r"/s(\d+)\.m4s", playlist)]
    assert "#EXT-X-DISCONTINUITY" in playlist
    assert playlist.count("#EXT-X-GAP") == 1  # the segment that was open when the worker died
    assert max(numbers) > 3
    stopped = next(event for event in events if isinstance(event, PublishStopped))
    assert stopped.reason == "worker_lost"
    await media.close("phoenix")
    await until(lambda: _noted(events, RecordingReady), "the recording")
    listening.cancel()
    pictures, _ = await asyncio.to_thread(decoded, f"{address.http_base}/hls/phoenix/show/replay.m3u8")
    assert pictures >= 60


async def test_a_clip_is_a_view_of_the_recording_and_starts_exactly(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    stage = await media.open("clips", StageSpec(recording="show", segment_ms=1_000))
    key = stage.ingest("host", "rtmp").stream_key
    base = media.address.http_base
    async with running(*rtmp_command(f"rtmp://127.0.0.1:{media.address.rtmp_port}/live/{key}", seconds=5)):
        await until(lambda: _recorded(stage, 4_900), "five seconds")
    rows = stage.recording().rows()
    begin, end = rows[1].started_at_ms + 400, rows[3].started_at_ms - 100
    clip = HlsClient(http, f"{base}/hls/clips/show/replay.m3u8?t0={begin}&t1={end}")
    _, playlist = await clip.playlist()
    assert "#EXT-X-START:TIME-OFFSET=0.400,PRECISE=YES" in playlist
    assert re.findall(r"s\d+\.m4s", playlist) == ["s1.m4s", "s2.m4s"]
    assert 1.3 < stage.recording().offset_s(begin) < 1.6
    pictures, _ = await asyncio.to_thread(decoded, f"{base}/hls/clips/show/replay.m3u8?t0={begin}&t1={end}")
    assert 28 <= pictures <= 32
    for path in (stage.poster_path, f"{stage.poster_path}?t={begin}"):
        async with http.get(base + path) as answer:
            still = Image.open(io.BytesIO(await answer.read()))
            assert (answer.status, still.format, still.width, still.height) == (200, "WEBP", 480, 360)
    await media.close("clips")
    for name in ("index", "plain"):
        assert (await HlsClient(http, f"{base}/hls/clips/{name}.m3u8").playlist())[1].endswith("#EXT-X-ENDLIST\n")
    async with http.get(base + stage.poster_path) as answer:
        assert answer.status == 200
    async with http.get(f"{base}{stage.poster_path}?t=1") as answer:
        assert answer.status == 404
    assert await media.delete_recording("clips", "show")
    assert not await media.delete_recording("clips", "show")
    assert (await clip.playlist())[0] == 401


async def test_a_second_publisher_takes_over_and_a_new_recording_starts_afresh(media: EmbeddedEngine) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(media, events))
    stage = await media.open("relay", StageSpec(recording="first", segment_ms=1_000))
    url = f"rtmp://127.0.0.1:{media.address.rtmp_port}/live/"
    async with running(*rtmp_command(url + str(stage.ingest("one", "rtmp").stream_key))):
        await until(lambda: _recorded(stage, 1_000), "the first")
        async with running(*rtmp_command(url + str(stage.ingest("two", "rtmp").stream_key))):
            await until(lambda: _noted(events, PublishStopped), "the first to be replaced")
            await until(lambda: _subject(stage, "two"), "the second")
            stage = await media.open("relay", StageSpec(recording="second", segment_ms=1_000))
    started = [event for event in events if isinstance(event, PublishStarted)]
    stopped = [event for event in events if isinstance(event, PublishStopped)]
    assert started[0].subject == "one"
    assert (stopped[0].session, stopped[0].reason) == (started[0].session, "replaced")
    assert (await stage.stats()).recording == "second"
    assert (await stage.stats()).recorded_ms == 0
    assert media.recording("relay", "first").rows()
    listening.cancel()
    await media.close("relay")


async def test_too_many_rooms_and_odd_names_are_refused(tmp_path: Path, media: EmbeddedEngine) -> None:
    with pytest.raises(Refused, match="name_malformed"):
        await media.open("../etc", StageSpec(recording="show"))
    with pytest.raises(Refused, match="name_malformed"):
        await media.open("room", StageSpec(recording="a/b"))
    for number in range(60):
        await media.open(f"room{number}", StageSpec(recording="show", record=False))
    with pytest.raises(Refused, match="too_many_rooms"):
        await media.open("room60", StageSpec(recording="show"))
    for number in range(60):
        await media.close(f"room{number}")


_PARENT = """
import asyncio, pathlib, signal, sys
from livefair.media import EmbeddedEngine, MediaSettings

async def main():
    engine = EmbeddedEngine(MediaSettings(folder=pathlib.Path(sys.argv[1]), key="k"))
    await engine.start()
    sys.stdout.write(f"{engine.worker_pid}\\n")
    sys.stdout.flush()
    await asyncio.Event().wait()

# A shell that started the tests in the background had them ignore Ctrl-C, and so their children.
signal.signal(signal.SIGINT, signal.default_int_handler)
asyncio.run(main())
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_no_worker_outlives_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PARENT, str(tmp_path), stdout=PIPE, stderr=PIPE, env={"PYTHONPATH": "src"}
    )
    assert parent.stdout is not None
    worker = int(await parent.stdout.readline())
    assert _runs(worker)
    parent.send_signal(how)
    await parent.communicate()
    await until(lambda: _true(not _runs(worker)), "the worker to end", 8)


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


async def _collect(media: EmbeddedEngine, into: list[AnyStageEvent]) -> None:
    async for event in media.events():
        into.append(event)


async def _noted(events: list[AnyStageEvent], kind: type[AnyStageEvent]) -> bool:
    return any(isinstance(event, kind) for event in events)


async def _recorded(stage: EmbeddedStage, duration_ms: int) -> bool:
    try:
        return (await stage.stats()).recorded_ms >= duration_ms
    except Refused:
        return False


async def _subject(stage: EmbeddedStage, subject: str) -> bool:
    return (await stage.stats()).subject == subject


async def _true(value: bool) -> bool:
    return value
