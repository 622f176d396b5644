"""Publishing by WHIP, from ffmpeg's own WebRTC stack."""

import io

import aiohttp
import pytest

from livefair.media import EmbeddedEngine, StageSpec
from tests.media.publishers import HlsClient, decoded, running, until, whep_viewer, whip_command

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_ffmpeg_publishes_by_whip_is_watched_over_hls_and_whep(
    media: EmbeddedEngine, http: aiohttp.ClientSession
) -> None:
    stage = await media.open("whip", StageSpec(recording="show"))
    ticket = stage.ingest("host", "whip")
    base = media.address.http_base
    async with running(*whip_command(base + ticket.path, ticket.token)):
        low = HlsClient(http, f"{base}/hls/whip/index.m3u8")
        pictures, sounds = decoded(io.BytesIO(await low.follow(12)))
        assert pictures >= 25
        assert sounds >= 70
        whep = stage.playback("viewer")[0]
        assert whep.kind == "whep"
        async with whep_viewer(base + whep.path, whep.token) as seen:

            async def enough() -> bool:
                return seen["video"] >= 15 and seen["audio"] >= 30

            await until(enough, "pictures and sound over WHEP")
            assert (await stage.stats()).whep_viewers == 1
    await media.close("whip")
