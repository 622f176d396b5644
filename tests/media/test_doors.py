"""Bad networks and bad input at the media worker's doors: bounded, told, and nobody else is harmed."""

import asyncio
import io
import random
import time
from typing import Any

import aiohttp
import av
import pytest
from aiortc import RTCPeerConnection
from av.audio.frame import AudioFrame

from livefair.media import AnyStageEvent, EmbeddedEngine, PublishStarted, PublishStopped, StageSpec
from livefair.media.audio import AudioTimeline, TimeBroken
from tests.media.publishers import HlsClient, decoded, post_offer, rtmp_command, running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

STORM = 1_000
STALLED = 40
WATCHING = 160


def _rtmp(media: EmbeddedEngine, key: str | None) -> str:
    return f"rtmp://127.0.0.1:{media.address.rtmp_port}/live/{key}"


async def test_a_thousand_viewers_who_come_at_once_are_all_served(media: EmbeddedEngine) -> None:
    stage = await media.open("storm", StageSpec(recording="show", segment_ms=1_000))
    url = f"{media.address.http_base}/hls/storm/all.m3u8"
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        running(*rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key), seconds=60)),
        aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as http,
    ):
        await HlsClient(http, url.replace("all", "index")).wait_live()

        async def join(number: int) -> int:
            async with http.get(url, params={"viewer": str(number)}) as answer:
                await answer.read()
            async with http.get(url.replace("all", "index"), params={"viewer": str(number)}) as answer:
                return answer.status if "#EXT-X-PART" in await answer.text() else 0

        statuses = await asyncio.gather(*(join(number) for number in range(STORM)))
        assert statuses == [200] * STORM
        # Who asks no more is forgotten after ten seconds, which is about what a busy machine takes for all of them.
        assert (await stage.stats()).hls_viewers > STORM / 2
        pictures, _ = decoded(io.BytesIO(await HlsClient(http, url.replace("all", "index")).follow(6)))
        assert pictures >= 12
    await media.close("storm")


async def test_a_fifth_of_the_viewers_standing_still_holds_up_nobody(media: EmbeddedEngine) -> None:
    """They ask for everything and read nothing."""
    stage = await media.open("stalled", StageSpec(recording="show", segment_ms=1_000))
    port = media.address.http_port
    base = f"{media.address.http_base}/hls/stalled"
    async with (
        running(*rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key), seconds=60)),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
    ):
        await HlsClient(http, f"{base}/index.m3u8").wait_live()
        asked = b"GET /hls/stalled/index.m3u8 HTTP/1.1\r\nHost: x\r\n\r\n" * 400
        still = []
        for _ in range(STALLED):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            transport: Any = writer.transport  # a socket's has more than is declared
            transport.pause_reading()
            writer.write(asked)
            still.append(writer)
        began = time.monotonic()
        found = await asyncio.gather(*(HlsClient(http, f"{base}/index.m3u8").follow(2) for _ in range(WATCHING)))
        assert all(len(media_bytes) > 1_000 for media_bytes in found)
        assert time.monotonic() - began < 30
        for writer in still:
            writer.transport.abort()
    assert media.restarts == 0
    await media.close("stalled")


async def test_another_size_of_the_picture_is_another_start_of_the_same_recording(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    """And the same key twice is one publisher: the one who comes last."""
    events: list[AnyStageEvent] = []

    async def listen() -> None:
        async for event in media.events():
            events.append(event)

    async def stopped() -> bool:
        return any(isinstance(event, PublishStopped) for event in events)

    async def wide() -> bool:
        return any(isinstance(event, PublishStarted) and event.width == 640 for event in events)

    listening = asyncio.ensure_future(listen())
    stage = await media.open("sizes", StageSpec(recording="show", segment_ms=1_000))
    url = _rtmp(media, stage.ingest("host", "rtmp").stream_key)
    low = HlsClient(http, f"{media.address.http_base}/hls/sizes/index.m3u8")
    async with running(*rtmp_command(url, seconds=60)):
        await low.wait_live()
        async with running(*rtmp_command(url, seconds=60, size="640x360")):
            await until(stopped, "the first to be replaced")
            await until(wide, "the new size")
            reason = next(event.reason for event in events if isinstance(event, PublishStopped))
            assert reason == "replaced"

            async def broken() -> bool:
                return "#EXT-X-DISCONTINUITY\n" in (await low.playlist())[1]

            await until(broken, "the discontinuity")
            pictures, _ = decoded(io.BytesIO(await low.follow(6)))
            assert pictures >= 12
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await media.close("sizes")


@pytest.mark.parametrize("lost", [0.02, 0.05])
async def test_lost_sound_becomes_as_much_silence_and_the_clock_stays(lost: float) -> None:
    """Five of a hundred packets never come: what is missing is about as long as what was lost."""
    chance, frames = random.Random(5), list[AudioFrame]()
    timeline = AudioTimeline(frames.append)
    packets = list(_opus(seconds=20))
    for number, packet in enumerate(packets):
        if chance.random() >= lost:
            timeline.packet(packet, number * 960)
    silent = timeline.silent_samples / (len(packets) * 960)
    assert 0 < silent < 1.6 * lost
    assert abs(timeline.position - len(packets) * 960) < 5 * 960
    assert [frame.pts for frame in frames] == sorted(frame.pts or 0 for frame in frames)


async def test_a_clock_that_jumps_ends_the_session_and_a_small_step_does_not() -> None:
    timeline = AudioTimeline(lambda _frame: None)
    first, second, third, *_ = _opus(seconds=1)
    timeline.packet(first, 0)
    timeline.packet(second, 48_000 * 10)
    assert timeline.position >= 48_000 * 10
    timeline.packet(third, 0)  # far too late: left out
    for place in (48_000 * 100, -48_000 * 100):
        with pytest.raises(TimeBroken):
            timeline.packet(third, place)


async def test_mutilated_offers_are_answered_and_never_an_accident(media: EmbeddedEngine) -> None:
    stage = await media.open("fuzzed", StageSpec(recording="show"))
    token = stage.ingest("host", "whip").token
    connection = RTCPeerConnection()
    for kind in ("audio", "video"):
        connection.addTransceiver(kind, direction="sendonly")
    await connection.setLocalDescription(await connection.createOffer())
    offer = connection.localDescription.sdp
    await connection.close()
    statuses = set()
    for number in range(60):
        status, body, _ = await post_offer(f"{media.address.http_base}/whip/fuzzed", _mutilated(offer, number), token)
        assert status in {201, 400, 406, 413}, (number, status, body)
        statuses.add(status)
    assert {201, 400} <= statuses
    assert media.restarts == 0
    async with running(*rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key))):

        async def live() -> bool:
            return (await stage.stats()).kind == "rtmp"

        await until(live, "an honest publisher")
    await media.close("fuzzed")


def _mutilated(offer: str, seed: int) -> bytes:
    """Lines taken out, doubled, exchanged, cut, or with other letters in them."""
    chance = random.Random(seed)
    lines = offer.splitlines()
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, lines[place])
            case 2:
                other = chance.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
            case 3:
                lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
            case _:
                letters = [chr(chance.randrange(32, 127)) for _ in range(8)]
                lines[place] = lines[place][:4] + "".join(letters)
    return "\r\n".join([*lines, ""]).encode()


def _opus(*, seconds: int) -> list[Any]:
    codec: Any = av.CodecContext.create("libopus", "w")
    codec.sample_rate, codec.layout, codec.format = 48_000, "stereo", "s16"
    packets: list[Any] = []
    for number in range(seconds * 50):
        frame = AudioFrame(format="s16", layout="stereo", samples=960)
        frame.sample_rate, frame.pts = 48_000, number * 960
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        packets += codec.encode(frame)
    return packets
