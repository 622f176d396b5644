"""Publishing by RTMP: ffmpeg is let in with the right key only, and hostile bytes harm nobody."""

import asyncio
import io
import os
import random
import struct
from itertools import islice

import aiohttp
import av
import pytest

from livefair.media import EmbeddedEngine, PublishStopped, StageSpec
from livefair.media.amf import write_values
from tests.media.publishers import HlsClient, decoded, rtmp_command, running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


def address(media: EmbeddedEngine, key: str) -> str:
    return f"rtmp://127.0.0.1:{media.address.rtmp_port}/live/{key}"


async def test_what_ffmpeg_publishes_by_rtmp_is_watched_while_it_is_made(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    stage = await media.open("rtmp", StageSpec(recording="show", segment_ms=1_000))
    key = stage.ingest("host", "rtmp").stream_key or ""
    base = media.address.http_base
    async with running(*rtmp_command(address(media, key))):
        pictures, sounds = decoded(io.BytesIO(await HlsClient(http, f"{base}/hls/rtmp/index.m3u8").follow(12)))
        assert pictures >= 25
        assert sounds >= 70
        assert (await stage.stats()).kind == "rtmp"
        # libavformat's own HLS client, on the playlist without parts.
        pictures = await asyncio.to_thread(_first_pictures, f"{base}/hls/rtmp/plain.m3u8", 20)
        assert pictures == 20
    await media.close("rtmp")


async def test_a_wrong_key_gets_no_media_in(media: EmbeddedEngine, http: aiohttp.ClientSession) -> None:
    stage = await media.open("locked", StageSpec(recording="show"))
    good = stage.ingest("host", "rtmp").token
    play, _ = media.ticket("play", "locked", "host", 60)
    other, _ = media.ticket("publish", "other", "host", 60)
    late, _ = media.ticket("publish", "locked", "host", -1)
    keys = ["locked", "locked?token=", f"locked?token={good}x", f"locked?token={play}", f"locked?token={other}"]
    keys += [f"locked?token={late}", f"other?token={other}", f"../locked?token={good}"]
    assert 0 not in await asyncio.gather(*(_publish_briefly(address(media, key)) for key in keys))
    status, _ = await HlsClient(http, f"{media.address.http_base}/hls/locked/index.m3u8").playlist()
    assert status == 404
    await media.close("locked")


async def test_a_codec_that_browsers_cannot_play_ends_the_publishing_with_its_reason(media: EmbeddedEngine) -> None:
    stage = await media.open("flv1", StageSpec(recording="show"))
    key = stage.ingest("host", "rtmp").stream_key or ""
    reasons: list[str] = []

    async def listen() -> None:
        async for event in media.events():
            if isinstance(event, PublishStopped) and event.room == "flv1":
                reasons.append(event.reason)

    listening = asyncio.ensure_future(listen())

    async def stopped() -> bool:
        return bool(reasons)

    async with running(*rtmp_command(address(media, key), codec=["-c:v", "flv1"])):
        await until(stopped, "the reason")
    assert reasons == ["codec_not_allowed"]
    listening.cancel()
    await media.close("flv1")


async def test_hostile_bytes_end_their_own_connection_and_nothing_else(media: EmbeddedEngine) -> None:
    stage = await media.open("besieged", StageSpec(recording="show"))
    key = stage.ingest("host", "rtmp").stream_key or ""
    async with running(*rtmp_command(address(media, key))):

        async def live() -> bool:
            return (await stage.stats()).frames > 0

        await until(live, "the good publisher")
        for hostile in hostile_streams(key):
            await _send(media.address.rtmp_port, hostile)
        before = (await stage.stats()).frames

        async def goes_on() -> bool:
            return (await stage.stats()).frames > before

        await until(goes_on, "the good publisher to go on")
    assert media.restarts == 0
    assert (await media.stats()).memory_kb < 260_000
    await media.close("besieged")


async def test_garbage_under_a_good_key_is_refused_as_broken(media: EmbeddedEngine) -> None:
    stage = await media.open("garbage", StageSpec(recording="show"))
    key = stage.ingest("host", "rtmp").stream_key or ""
    random_bytes = random.Random(3).randbytes
    tags = b"".join(_message(9, random_bytes(900), 4) for _ in range(200))
    await _send(media.address.rtmp_port, [_GREETING, _connect(), _publish(key), tags])

    async def left() -> bool:
        return (await stage.stats()).kind is None

    await until(left, "the garbage publisher to be gone")
    assert (await stage.stats()).segment == -1
    await media.close("garbage")


async def _publish_briefly(url: str) -> int | None:
    async with running(*rtmp_command(url, seconds=3)) as publisher, asyncio.timeout(15):
        return await publisher.wait()


_GREETING = b"\3" + bytes(1536) + bytes(1536)


def hostile_streams(key: str) -> list[list[bytes]]:
    """Each a list of what is sent in turn."""
    noise = random.Random(7).randbytes
    deep = b"\2\0\7connect\0" + bytes(8) + b"\3\0\1a" * 4_000
    return [
        [noise(5_000)],
        [b"\3" + noise(4_000)],
        [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"],
        [_GREETING, noise(8_000)],
        [_GREETING, b"\x03\0\0\0\xff\xff\xff\x14\0\0\0\0" + noise(2_000)],
        [_GREETING, _message(1, struct.pack(">I", 0x7FFFFFFF), 2)],
        [_GREETING, _message(1, struct.pack(">I", 0), 2)],
        [_GREETING, _message(20, deep)],
        [_GREETING, _message(20, b"\x0a\xff\xff\xff\xff")],
        [_GREETING, _message(20, b"")],
        [_GREETING, _message(20, write_values(None, None, None))],
        [_GREETING, _message(20, write_values({"a": 1.0}, "x"))],
        [_GREETING, _message(9, noise(500))],
        [_GREETING, _connect(), _message(9, noise(500))],
        [_GREETING, _connect(), _message(20, write_values("play", 3, None, key))],
        [_GREETING, _connect(), _message(20, write_values("publish", 3, None, None))],
        [_GREETING, _connect(), b"".join(_message(20, write_values("createStream", n)) for n in range(100))],
        [_GREETING, b"".join(bytes([number]) + bytes(7) + bytes(4) for number in range(3, 60))],
        [os.urandom(1) for _ in range(20)],
    ]


def _message(kind: int, body: bytes, stream: int = 3) -> bytes:
    head = bytes([stream]) + b"\0\0\0" + len(body).to_bytes(3, "big") + bytes([kind]) + bytes(4)
    rest = b"".join(bytes([0xC0 | stream]) + body[at : at + 128] for at in range(128, len(body), 128))
    return head + body[:128] + rest


def _connect() -> bytes:
    return _message(20, write_values("connect", 1, {"app": "live"}))


def _publish(key: str) -> bytes:
    return _message(20, write_values("publish", 5, None, key, "live"))


async def _send(port: int, pieces: list[bytes]) -> None:
    """Sends, then waits until the other side hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(12):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            writer.write_eof()
            while await reader.read(65_536):
                pass
    except ConnectionError:
        pass
    finally:
        writer.close()


def _first_pictures(url: str, count: int) -> int:
    with av.open(url, options={"live_start_index": "-3"}) as container:
        return sum(1 for _ in islice(container.decode(video=0), count))
