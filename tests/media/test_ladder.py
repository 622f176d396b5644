"""Sound alone and smaller pictures: they can be decoded, begin where the original begins, and harm nobody by dying."""

import asyncio
import io
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import av
import pytest
import pytest_asyncio

from livefair.media import AnyStageEvent, EmbeddedEngine, LadderChanged, PublishStopped, StageSpec
from livefair.media.refusals import Refused
from tests.media.conftest import settings
from tests.media.publishers import HlsClient, decoded, rtmp_command, running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

_REORDERED = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "15"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def few(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    """A worker that makes smaller pictures of one room at most."""
    engine = EmbeddedEngine(settings(tmp_path_factory.mktemp("few"), ladders=1))
    await engine.start()
    yield engine
    await engine.stop()


async def test_sound_alone_is_there_for_every_room_and_holds_no_picture(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    stage = await media.open("heard", StageSpec(recording="show", segment_ms=1_000))
    base = f"{media.address.http_base}/hls/heard"
    async with running(*rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key))):
        heard = HlsClient(http, f"{base}/sound.m3u8")
        media_bytes = await heard.follow(12)
        assert _kinds(media_bytes) == ["audio"]
        pictures, sounds = decoded(io.BytesIO(media_bytes))
        assert (pictures, sounds >= 70) == (0, True)
        assert len(media_bytes) < 60_000
        _, everything = await HlsClient(http, f"{base}/all.m3u8").playlist()
        assert re.findall(r"^\w+\.m3u8", everything, re.M) == ["index.m3u8", "sound.m3u8"]
        assert 'RESOLUTION=320x240,CODECS="avc1.' in everything
        # The same segments under the same numbers and times as everybody's.
        _, low = await HlsClient(http, f"{base}/index.m3u8").playlist()
        _, sound = await heard.playlist()
        both = set(_times(low).items()) & set(_times(sound).items())
        assert len(both) >= min(len(_times(low)), len(_times(sound))) - 1 > 0
    await media.close("heard")
    # What is older than the live window is cut out of the recording.
    async with http.get(f"{base}/show/sound_init0.mp4") as head, http.get(f"{base}/show/sound_s1.m4s") as body:
        assert (head.status, body.status) == (200, 200)
        pictures, sounds = decoded(io.BytesIO(await head.read() + await body.read()))
        assert (pictures, sounds > 30) == (0, True)
    async with http.get(f"{base}/show/sound_s999.m4s") as answer:
        assert answer.status == 404


async def test_a_room_without_sound_offers_none(media: EmbeddedEngine, http: aiohttp.ClientSession) -> None:
    stage = await media.open("silent", StageSpec(recording="show", segment_ms=1_000))
    base = f"{media.address.http_base}/hls/silent"
    command = rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key))
    place = command.index("sine=frequency=440:sample_rate=48000")
    del command[place - 3 : place + 1]
    async with running(*command):
        await HlsClient(http, f"{base}/index.m3u8").wait_live()
        _, everything = await HlsClient(http, f"{base}/all.m3u8").playlist()
        assert "sound.m3u8" not in everything
        status, told = await HlsClient(http, f"{base}/sound.m3u8").playlist()
        assert (status, "no_sound" in told) == (404, True)
    await media.close("silent")


@pytest.mark.parametrize("codec", [None, _REORDERED], ids=["as they come", "with B-frames"])
async def test_smaller_pictures_begin_where_the_original_begins(
    few: EmbeddedEngine, http: aiohttp.ClientSession, codec: list[str] | None
) -> None:
    stage = await few.open("big", StageSpec(recording="show", segment_ms=1_000))
    await few.offer_ladder("big", wanted=True)
    base = f"{few.address.http_base}/hls/big"
    command = rtmp_command(_rtmp(few, stage.ingest("host", "rtmp").stream_key), codec=codec, size="960x540")
    async with running(*command):
        await until(lambda: _offers(http, base, "480.m3u8"), "the ladder")
        _, everything = await HlsClient(http, f"{base}/all.m3u8").playlist()
        assert re.findall(r"^\w+\.m3u8", everything, re.M) == ["index.m3u8", "480.m3u8", "360.m3u8", "sound.m3u8"]
        sizes = re.findall(r"RESOLUTION=(\d+x\d+)", everything)
        assert sizes == ["960x540", "854x480", "640x360"]
        rates = [int(rate) for rate in re.findall(r"BANDWIDTH=(\d+)", everything)]
        assert rates == sorted(rates, reverse=True)
        client = HlsClient(http, f"{base}/480.m3u8")
        pictures, sounds = decoded(io.BytesIO(await client.follow(12)))
        assert pictures >= 25
        assert sounds >= 60
        # Parts of a rung are waited for and as many as the original's.
        _, low = await HlsClient(http, f"{base}/index.m3u8").playlist()
        _, small = await client.playlist()
        number = max(set(_closed(low)) & set(_closed(small)))
        assert _closed(low)[number] == _closed(small)[number]
        found = [
            await _segment(HlsClient(http, f"{base}/{name or 'index'}.m3u8"), name, number)
            for name in ("", "480", "360")
        ]
        assert [each.size for each in found] == [(960, 540), (854, 480), (640, 360)]
        assert all(each.starts_with_key for each in found)
        assert found[0].times == found[1].times == found[2].times
    await few.close("big")


class Found:
    def __init__(self, data: bytes) -> None:
        with av.open(io.BytesIO(data)) as container:
            frames = list(container.decode(video=0))
        self.size = (frames[0].width, frames[0].height)
        self.starts_with_key = bool(frames[0].key_frame)
        self.times = sorted(round(float(frame.time or 0), 3) for frame in frames)


async def test_a_rung_whose_child_dies_is_gone_and_back_and_the_room_goes_on(
    few: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(few, events))
    stage = await few.open("hurt", StageSpec(recording="show", segment_ms=1_000))
    await few.offer_ladder("hurt", wanted=True)
    base = f"{few.address.http_base}/hls/hurt"
    low, small = HlsClient(http, f"{base}/index.m3u8"), HlsClient(http, f"{base}/360.m3u8")
    async with running(*rtmp_command(_rtmp(few, stage.ingest("host", "rtmp").stream_key), size="960x540")):
        await until(lambda: _offers(http, base, "360.m3u8"), "the ladder")
        (child,) = _children_of(few.worker_pid or 0)
        number = max(_closed((await small.playlist())[1]))
        waiting = asyncio.ensure_future(small.playlist(f"_HLS_msn={number + 2}"))
        os.kill(child, signal.SIGKILL)
        async with asyncio.timeout(2):  # told at once, not after the wait's end
            status, told = await waiting
        assert (status, "not_offered" in told) == (404, True)
        _, everything = await HlsClient(http, f"{base}/all.m3u8").playlist()
        assert re.findall(r"^\w+\.m3u8", everything, re.M) == ["index.m3u8", "sound.m3u8"]
        pictures, _ = decoded(io.BytesIO(await low.follow(8)))
        assert pictures >= 15
        await until(lambda: _offers(http, base, "360.m3u8"), "the ladder to be back")
        pictures, _ = decoded(io.BytesIO(await small.follow(6)))
        assert pictures >= 12
        assert [each.state for each in events if isinstance(each, LadderChanged)] == ["live", "down", "live"]
        assert not any(isinstance(each, PublishStopped) for each in events)
        await few.offer_ladder("hurt", wanted=False)
        assert (await small.playlist())[0] == 404
        await until(lambda: _no_child(few.worker_pid or 0), "the child to end")
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await few.close("hurt")


async def test_smaller_pictures_are_made_of_few_rooms_only_and_of_big_pictures_only(
    few: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    for room in ("one", "two"):
        await few.open(room, StageSpec(recording="show", segment_ms=1_000))
    await few.offer_ladder("one", wanted=True)
    with pytest.raises(Refused, match="too_many_ladders"):
        await few.offer_ladder("two", wanted=True)
    with pytest.raises(Refused, match="not_open"):
        await few.offer_ladder("nowhere", wanted=True)
    await few.offer_ladder("one", wanted=False)
    await few.offer_ladder("two", wanted=True)
    stage = few.stage("two")
    assert stage is not None
    base = f"{few.address.http_base}/hls/two"
    async with running(*rtmp_command(_rtmp(few, stage.ingest("host", "rtmp").stream_key))):
        await HlsClient(http, f"{base}/index.m3u8").follow(8)
        assert not await _offers(http, base, "480.m3u8")
        assert not await _offers(http, base, "360.m3u8")
    for room in ("one", "two"):
        await few.close(room)


async def _segment(client: HlsClient, name: str, number: int) -> Found:
    _, text = await client.playlist()
    prefix = f"show/{name}_" if name else "show/"
    init = re.findall(r'#EXT-X-MAP:URI="([^"]+)"', text)[-1]
    assert init.startswith(prefix)
    return Found(await client.get(init) + await client.get(f"{prefix}s{number}.m4s"))


async def _offers(http: aiohttp.ClientSession, base: str, name: str) -> bool:
    status, everything = await HlsClient(http, f"{base}/all.m3u8").playlist()
    return status == 200 and name in everything


def _kinds(data: bytes) -> list[str]:
    with av.open(io.BytesIO(data)) as container:
        return [stream.type for stream in container.streams]


def _times(playlist: str) -> dict[int, str]:
    """The wall clock of each closed segment."""
    found = re.findall(r"PROGRAM-DATE-TIME:(\S+)\n(?:#EXT-X-PART:\S+\n)*#EXTINF:\S+\n\S*?s(\d+)\.m4s", playlist)
    return {int(number): at for at, number in found}


def _closed(playlist: str) -> dict[int, str]:
    """The length of each closed segment."""
    return {int(number): length for length, number in re.findall(r"#EXTINF:([\d.]+),\n\S*?s(\d+)\.m4s", playlist)}


def _children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def _no_child(pid: int) -> bool:
    return not _children_of(pid)


def _rtmp(engine: EmbeddedEngine, key: str | None) -> str:
    return f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{key}"


async def _collect(engine: EmbeddedEngine, into: list[AnyStageEvent]) -> None:
    async for event in engine.events():
        into.append(event)
