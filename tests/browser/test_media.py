"""A real Chromium with a false camera publishes in both ways that the studio page can choose from."""

import asyncio
import io
import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright

from livefair.media import EmbeddedEngine, IngestKind, StageSpec
from tests.media.conftest import settings
from tests.media.publishers import HlsClient, decoded

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser, pytest.mark.slow]

CAMERA = "await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 360}, audio: true})"

WHIP = f"""
async ([url, token]) => {{
  const stream = {CAMERA};
  const pc = window.pc = new RTCPeerConnection();
  for (const track of stream.getTracks()) {{
    const sender = pc.addTransceiver(track, {{direction: 'sendonly', streams: [stream]}});
    if (track.kind === 'video') sender.setCodecPreferences(
      RTCRtpSender.getCapabilities('video').codecs.filter(codec => /H264|rtx/i.test(codec.mimeType)));
  }}
  await pc.setLocalDescription(await pc.createOffer());
  const answer = await fetch(url, {{method: 'POST', body: pc.localDescription.sdp,
    headers: {{'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token}}}});
  await pc.setRemoteDescription({{type: 'answer', sdp: await answer.text()}});
}}"""

RECORDER = f"""
async ([url]) => {{
  const socket = window.socket = new WebSocket(url.replace('http', 'ws'));
  await new Promise((resolve, reject) => {{ socket.onopen = resolve; socket.onerror = reject; }});
  const recorder = new MediaRecorder({CAMERA},
    {{mimeType: 'video/x-matroska;codecs=avc1,opus', videoBitsPerSecond: 800000, videoKeyFrameIntervalDuration: 1000}});
  recorder.ondataavailable = async event => socket.send(await event.data.arrayBuffer());
  recorder.start(100);
}}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(settings(tmp_path_factory.mktemp("media")))
    await engine.start()
    yield engine
    await engine.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def camera_page(engine: EmbeddedEngine) -> AsyncIterator[Page]:
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = await browser.new_page()
        await page.goto(engine.address.http_base + "/")  # loopback counts as secure: cameras are allowed
        yield page
        await browser.close()


@pytest.mark.parametrize(("kind", "script"), [("whip", WHIP), ("ws", RECORDER)])
async def test_what_a_browser_publishes_is_watched(
    engine: EmbeddedEngine, camera_page: Page, kind: IngestKind, script: str
) -> None:
    stage = await engine.open(kind, StageSpec(recording="show", segment_ms=1_000))
    ticket = stage.ingest("host", kind)
    base = engine.address.http_base
    await camera_page.evaluate(script, [base + ticket.path, ticket.token])
    async with aiohttp.ClientSession() as session:
        watched = await HlsClient(session, f"{base}/hls/{kind}/index.m3u8").follow(8)
    pictures, sounds = await asyncio.to_thread(decoded, io.BytesIO(watched))
    assert pictures >= 15
    assert sounds >= 40
    await camera_page.evaluate("window.pc?.close(); window.socket?.close()")
    await engine.close(kind)
