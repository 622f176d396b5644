"""A stage's own rules: private rooms, modest publishers, sensible encoders, few WHEP viewers."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from livefair.media import (
    AnyStageEvent,
    EmbeddedEngine,
    KeyFramesTooRare,
    PublishStopped,
    StageSpec,
    StreamMeasured,
    ViewersCounted,
)
from tests.media.conftest import settings
from tests.media.publishers import HlsClient, decoded, post_offer, rtmp_command, running, until, whip_command
from tests.media.test_http import OFFER

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def strict(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(
        settings(tmp_path_factory.mktemp("strict"), bitrate_kbps=150, whep_viewers=1, connections_per_ip=2, silence_s=3)
    )
    await engine.start()
    yield engine
    await engine.stop()


async def test_a_private_room_is_watched_with_a_ticket_that_travels_along(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    stage = await media.open("private", StageSpec(recording="show", public=False, segment_ms=1_000))
    base = media.address.http_base
    low = next(source for source in stage.playback("viewer") if source.kind == "llhls")
    async with running(*rtmp_command(_rtmp(media, stage.ingest("host", "rtmp").stream_key))):
        media_bytes = await HlsClient(http, base + low.path).follow(6)
        assert decoded(io.BytesIO(media_bytes))[0] >= 10
        assert (await HlsClient(http, f"{base}/hls/private/index.m3u8").playlist())[0] == 401
    await media.close("private")


async def test_pictures_out_of_order_and_rare_key_frames_are_carried_and_told(media: EmbeddedEngine) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(media, events))
    stage = await media.open("obs", StageSpec(recording="show", segment_ms=1_000))
    key = stage.ingest("host", "rtmp").stream_key
    encoder = ["-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "40", "-pix_fmt", "yuv420p"]
    async with running(*rtmp_command(_rtmp(media, key), seconds=8, codec=encoder)) as publisher:
        await until(lambda: _noted(events, KeyFramesTooRare), "the hint")
        await until(lambda: _noted(events, StreamMeasured), "the measure")
        await publisher.wait()
    told = next(event for event in events if isinstance(event, KeyFramesTooRare))
    assert 2_500 <= told.interval_ms <= 2_800
    measured = [event for event in events if isinstance(event, StreamMeasured)]
    assert measured[0].b_frames
    assert (measured[0].luma or 0) > 60
    assert (measured[0].loudness_db or -99) > -40
    await media.close("obs")
    pictures, _ = await asyncio.to_thread(decoded, f"{media.address.http_base}/hls/obs/show/replay.m3u8")
    assert pictures == 120
    listening.cancel()


async def test_a_publisher_above_the_allowed_rate_is_ended(strict: EmbeddedEngine) -> None:
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(strict, events))
    stage = await strict.open("loud", StageSpec(recording="show"))
    async with running(*rtmp_command(_rtmp(strict, stage.ingest("host", "rtmp").stream_key))):
        await until(lambda: _noted(events, PublishStopped), "the end")
    assert [event.reason for event in events if isinstance(event, PublishStopped)] == ["bitrate_too_high"]
    listening.cancel()
    await strict.close("loud")


async def test_connections_of_one_address_and_whep_viewers_are_limited(strict: EmbeddedEngine) -> None:
    stage = await strict.open("few", StageSpec(recording="show"))
    base = strict.address.http_base
    assert (await post_offer(f"{base}/whep/few", OFFER, None))[0] == 409
    idle = [await asyncio.open_connection("127.0.0.1", strict.address.rtmp_port) for _ in range(2)]
    reader, writer = await asyncio.open_connection("127.0.0.1", strict.address.rtmp_port)
    assert await reader.read() == b""
    for _, each in [*idle, (reader, writer)]:
        each.close()
    ticket = stage.ingest("host", "whip")
    events: list[AnyStageEvent] = []
    listening = asyncio.ensure_future(_collect(strict, events))
    async with running(*whip_command(base + ticket.path, ticket.token)):
        await until(lambda: _live(stage.room, strict), "the publisher")
        status, answer, location = await post_offer(f"{base}/whep/few", OFFER.replace("sendonly", "recvonly"), None)
        assert status == 201, answer
        assert (await post_offer(f"{base}/whep/few", OFFER, None))[0] == 429
        await until(lambda: _noted(events, ViewersCounted), "the viewer to be counted")
        async with aiohttp.ClientSession() as session, session.delete(base + location) as left:
            assert left.status == 200
        assert (await strict.stats()).stages[0].whep_viewers == 0
    await until(lambda: _noted(events, PublishStopped), "the publisher to be missed")
    listening.cancel()
    await strict.close("few")


async def test_tickets_from_before_a_revocation_are_refused_for_good(media: EmbeddedEngine, tmp_path: Path) -> None:
    stage = await media.open("keys", StageSpec(recording="show"))
    url = media.address.http_base + "/whip/keys"
    token = stage.ingest("host", "whip").token
    issued = int(token.split(".")[2], 16)
    await media.open("keys", StageSpec(recording="show", tickets_after_ms=issued + 1))
    assert (await post_offer(url, OFFER, token))[0] == 401
    await media.open("keys", StageSpec(recording="show", tickets_after_ms=issued))
    assert (await post_offer(url, OFFER, token))[0] == 201
    await media.close("keys")


def _rtmp(media: EmbeddedEngine, key: str | None) -> str:
    return f"rtmp://127.0.0.1:{media.address.rtmp_port}/live/{key}"


async def _collect(media: EmbeddedEngine, into: list[AnyStageEvent]) -> None:
    async for event in media.events():
        into.append(event)


async def _noted(events: list[AnyStageEvent], kind: type[AnyStageEvent]) -> bool:
    return any(isinstance(event, kind) for event in events)


async def _live(room: str, media: EmbeddedEngine) -> bool:
    return media.publisher(room) is not None
