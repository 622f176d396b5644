"""The worker's HTTP: nobody gets in with a wrong ticket, and hostile requests are refused clearly."""

import asyncio
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from livefair.media import EmbeddedEngine, StageSpec
from tests.media.conftest import settings
from tests.media.publishers import HlsClient, decoded, make_clip, post_offer, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

OFFER = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:actpass\r\n"
    "a=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n"
    "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=42e01f\r\n"
)


async def test_a_wrong_ticket_opens_no_door(media: EmbeddedEngine, http: aiohttp.ClientSession) -> None:
    stage = await media.open("vault", StageSpec(recording="show", public=False))
    base = media.address.http_base
    publish = stage.ingest("host", "whip").token
    play, _ = media.ticket("play", "vault", "viewer", 60)
    late, _ = media.ticket("publish", "vault", "host", -1)
    for token in (None, "", "x", play, late, publish[:-1], publish + "a", "publish.host.0.ffffffffff." + "A" * 22):
        status, body, _ = await post_offer(f"{base}/whip/vault", OFFER, token)
        assert (status, "ticket_refused" in body) == (401, True), token
        async with http.get(f"{base}/ingest/vault?token={token or ''}") as answer:
            assert answer.status == 401
    for token in (None, publish, play[:-1]):
        status, _, _ = await post_offer(f"{base}/whep/vault", OFFER, token)
        assert status == 401
        query = f"?token={token}" if token else ""
        for path in ("index.m3u8", "plain.m3u8", "show/replay.m3u8", "show/s0.m4s", "show/init0.mp4"):
            async with http.get(f"{base}/hls/vault/{path}{query}") as answer:
                assert answer.status == 401, path
    await media.close("vault")


async def test_a_kicked_publisher_cannot_come_back_with_the_same_ticket(media: EmbeddedEngine) -> None:
    stage = await media.open("kick", StageSpec(recording="show"))
    url = media.address.http_base + "/whip/kick"
    token = stage.ingest("host", "whip").token
    other = stage.ingest("guest", "whip").token
    assert (await post_offer(url, OFFER, token))[0] == 201
    await stage.kick(subject="host")
    assert (await stage.stats()).kind is None
    assert (await post_offer(url, OFFER, token))[0] == 401
    assert (await post_offer(url, OFFER, other))[0] == 201
    await asyncio.sleep(0)
    assert (await post_offer(url, OFFER, stage.ingest("host", "whip").token))[0] == 201
    await media.close("kick")


async def test_a_deleted_session_ends(media: EmbeddedEngine, http: aiohttp.ClientSession) -> None:
    stage = await media.open("leave", StageSpec(recording="show"))
    base = media.address.http_base
    _, _, location = await post_offer(f"{base}/whip/leave", OFFER, stage.ingest("host", "whip").token)
    async with http.delete(base + location) as answer:
        assert answer.status == 200
    async with http.delete(base + location) as answer:
        assert answer.status == 404

    async def gone() -> bool:
        return (await stage.stats()).kind is None

    await until(gone, "the session to end")
    await media.close("leave")


@pytest.mark.parametrize(
    ("offer", "status", "code"),
    [
        (b"", 400, "offer_malformed"),
        (b"hello", 400, "offer_malformed"),
        ("v=0\r\nürgh".encode(), 400, "offer_malformed"),
        (OFFER.replace("H264", "VP8").encode(), 406, "codec_not_allowed"),
        (OFFER.replace("m=video", "m=audio").encode(), 406, "codec_not_allowed"),
        (OFFER.replace("a=fingerprint", "a=finger").encode(), 400, "offer_malformed"),
        (OFFER.replace(" 96\r\n", " 96 999999999999999999999\r\n").encode(), 400, "offer_malformed"),
        (OFFER.replace("UDP/TLS/RTP/SAVPF", "???").encode(), 400, "offer_malformed"),
        ((OFFER + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" * 9).encode(), 400, "offer_malformed"),
        ((OFFER + "a=x\r\n" * 2_000).encode(), 400, "offer_malformed"),
        (OFFER.encode() + b"a" * 70_000, 413, "offer_too_large"),
        (b"v=0\r\n" * 100_000, 413, None),
    ],
)
async def test_a_hostile_offer_is_refused(media: EmbeddedEngine, offer: bytes, status: int, code: str | None) -> None:
    stage = await media.open("offers", StageSpec(recording="show"))
    token = stage.ingest("host", "whip").token
    answered, body, _ = await post_offer(media.address.http_base + "/whip/offers", offer, token)
    assert answered == status, body
    assert code is None or f'"{code}"' in body
    assert (await stage.stats()).kind is None
    await media.close("offers")


async def test_what_a_recorder_sends_over_websocket_is_watched(
    media: EmbeddedEngine, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    stage = await media.open("socket", StageSpec(recording="show", segment_ms=1_000))
    ticket = stage.ingest("host", "ws")
    clip = make_clip(tmp_path / "clip.mkv", seconds=4, audio="libopus").read_bytes()
    base = media.address.http_base
    async with http.ws_connect(base + ticket.path) as socket:
        for start in range(0, len(clip), 4_000):
            await socket.send_bytes(clip[start : start + 4_000])
        await socket.close()

    async def recorded() -> bool:
        return (await stage.stats()).recorded_ms >= 3_900

    await until(recorded, "the recording")
    await media.close("socket")
    low = HlsClient(http, f"{base}/hls/socket/show/replay.m3u8")
    _, playlist = await low.playlist()
    assert "#EXT-X-ENDLIST" in playlist
    pictures, sounds = await asyncio.to_thread(decoded, f"{base}/hls/socket/show/replay.m3u8")
    assert pictures == 60
    assert sounds >= 180


@pytest.mark.parametrize("what", ["noise", "text", "too long", "nothing"])
async def test_a_hostile_socket_is_closed(media: EmbeddedEngine, http: aiohttp.ClientSession, what: str) -> None:
    stage = await media.open("sockets", StageSpec(recording="show"))
    async with http.ws_connect(media.address.http_base + stage.ingest("host", "ws").path) as socket:
        if what == "noise":
            await socket.send_bytes(b"\x1aE\xdf\xa3" + bytes(range(256)) * 4_000)
        if what == "text":
            await socket.send_str("hello")
        if what == "too long":
            with suppress(ConnectionError):  # it need not listen to the end
                await socket.send_bytes(bytes(5 << 20))
        if what == "nothing":
            await socket.send_bytes(b"")
            await socket.close()
        message = await socket.receive(timeout=10)
        assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)

    async def gone() -> bool:
        return (await stage.stats()).kind is None

    await until(gone, "the publisher to be gone")
    await media.close("sockets")


@pytest.mark.parametrize(
    "path",
    [
        "/hls/open/index.m3u8?_HLS_msn=abc",
        "/hls/open/index.m3u8?_HLS_msn=-1",
        "/hls/open/index.m3u8?_HLS_msn=99999",
        "/hls/open/index.m3u8?_HLS_msn=" + "9" * 400,
        "/hls/open/index.m3u8?token=x",
        "/hls/open/show/replay.m3u8?t0=now",
        "/hls/open/show/replay.m3u8",
        "/hls/open/show/index.jsonl",
        "/hls/open/show/about.json",
        "/hls/open/show/..%2f..%2fabout.json",
        "/hls/open/..%2f..%2fetc/passwd",
        "/hls/%2e%2e/show/s0.m4s",
        "/hls/nobody/index.m3u8",
        "/whip/open/unknown",
        "/ingest/%00",
        "/",
    ],
)
async def test_a_hostile_address_is_refused(media: EmbeddedEngine, http: aiohttp.ClientSession, path: str) -> None:
    await media.open("open", StageSpec(recording="show"))
    async with http.get(media.address.http_base + path) as answer:
        assert 400 <= answer.status < 500, await answer.text()
        assert answer.content_type == "application/problem+json"


async def test_whoever_keeps_guessing_must_wait(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    engine = EmbeddedEngine(settings(tmp_path, failures_per_ip=3))
    await engine.start()
    try:
        stage = await engine.open("guess", StageSpec(recording="show"))
        url = engine.address.http_base + "/whip/guess"
        answers = [(await post_offer(url, OFFER, "wrong"))[0] for _ in range(5)]
        assert answers == [401, 401, 401, 429, 429]
        assert (await post_offer(url, OFFER, stage.ingest("host", "whip").token))[0] == 429
    finally:
        await engine.stop()
