"""Promise: live pictures behind the camera by two seconds at most, seen within two seconds of joining.

    python bench/media_latency.py [--seconds 12] [--hls path/to/hls.min.js]

True glass to glass, camera and display left out: a stamp of the time is burnt into each published picture
and read back from the pictures that Chromium shows. One machine, so publisher and viewer share a clock.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

from livefair.media import EmbeddedEngine, EmbeddedStage, MediaSettings, StageSpec
from livefair.media.clock import now_ms

HLS = Path(__file__).parents[1] / "src/livefair/web/assets/node_modules/hls.js/dist/hls.min.js"
WIDTH, HEIGHT, CELL, BITS, FPS = 640, 360, 16, 24, 30

STAMP_JS = f"""
const CELL = {CELL}, BITS = {BITS};
function writeStamp(ctx) {{
  const now = Date.now() % (1 << BITS);
  for (let bit = 0; bit < BITS; bit++) {{
    ctx.fillStyle = (now >> bit) & 1 ? '#fff' : '#000';
    ctx.fillRect(bit * CELL, 0, CELL, CELL);
  }}
}}
function readStamp(video, canvas) {{
  canvas.width = BITS * CELL; canvas.height = CELL;
  const ctx = canvas.getContext('2d', {{willReadFrequently: true}});
  const scale = video.videoWidth / {WIDTH};
  ctx.drawImage(video, 0, 0, BITS * CELL * scale, CELL * scale, 0, 0, BITS * CELL, CELL);
  const pixels = ctx.getImageData(0, 0, BITS * CELL, CELL).data;
  let stamp = 0;
  for (let bit = 0; bit < BITS; bit++) {{
    const at = ((CELL / 2) * BITS * CELL + bit * CELL + CELL / 2) * 4;
    if (pixels[at] > 127) stamp += 2 ** bit;
  }}
  return stamp;
}}
async function gathered(pc) {{
  await pc.setLocalDescription(await pc.createOffer());
  if (pc.iceGatheringState !== 'complete')
    await Promise.race([new Promise(r => pc.onicegatheringstatechange = () =>
      pc.iceGatheringState === 'complete' && r()), new Promise(r => setTimeout(r, 1000))]);
  return pc.localDescription.sdp;
}}
async function exchange(pc, url, token) {{
  const answer = await fetch(url, {{method: 'POST', body: await gathered(pc),
    headers: {{'Content-Type': 'application/sdp', ...(token ? {{Authorization: 'Bearer ' + token}} : {{}})}}}});
  if (answer.status !== 201) throw new Error(answer.status + ' ' + await answer.text());
  await pc.setRemoteDescription({{type: 'answer', sdp: await answer.text()}});
}}
function preferH264(transceiver, capabilities) {{
  transceiver.setCodecPreferences(capabilities.codecs.filter(c => /H264|rtx/i.test(c.mimeType)));
}}
"""

PUBLISH_JS = (
    STAMP_JS
    + f"""
async ([url, token]) => {{
  const canvas = document.createElement('canvas'); canvas.width = {WIDTH}; canvas.height = {HEIGHT};
  document.body.append(canvas);
  const ctx = canvas.getContext('2d');
  setInterval(() => {{
    ctx.fillStyle = '#567'; ctx.fillRect(0, 0, {WIDTH}, {HEIGHT});
    ctx.fillStyle = '#fa0'; ctx.fillRect((Date.now() / 5) % {WIDTH}, 100, 80, 80);
    writeStamp(ctx);
  }}, 1000 / {FPS});
  const audio = new AudioContext(), tone = audio.createOscillator(), out = audio.createMediaStreamDestination();
  tone.connect(out); tone.start();
  const pc = window.pc = new RTCPeerConnection();
  const stream = new MediaStream([...canvas.captureStream({FPS}).getTracks(), ...out.stream.getTracks()]);
  for (const track of stream.getTracks()) {{
    const transceiver = pc.addTransceiver(track, {{direction: 'sendonly', streams: [stream]}});
    if (track.kind === 'video') preferH264(transceiver, RTCRtpSender.getCapabilities('video'));
  }}
  await exchange(pc, url, token);
}}"""
)

WATCH_JS = (
    STAMP_JS
    + """
async ([kind, url, token, seconds]) => {
  const video = document.createElement('video'), canvas = document.createElement('canvas');
  video.muted = true; video.autoplay = true; video.playsInline = true; document.body.append(video);
  const began = performance.now(), late = []; let joined = null, last = null, freeze = 0;
  const onFrame = () => {
    const now = Date.now(), at = performance.now();
    if (joined === null) joined = at - began;
    if (last !== null) freeze = Math.max(freeze, at - last);
    last = at;
    late.push([at - began, (now - readStamp(video, canvas) + 2 ** BITS) % (1 << BITS)]);
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  if (kind === 'whep') {
    const pc = window.pc = new RTCPeerConnection(), stream = new MediaStream();
    pc.addTransceiver('audio', {direction: 'recvonly'});
    preferH264(pc.addTransceiver('video', {direction: 'recvonly'}), RTCRtpReceiver.getCapabilities('video'));
    pc.ontrack = event => { stream.addTrack(event.track); video.srcObject = stream; };
    await exchange(pc, url, token);
  } else {
    const hls = window.hls = new Hls({lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.25});
    hls.loadSource(url); hls.attachMedia(video);
  }
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  return {joined, freeze, late: late.filter(([at]) => at > 4000).map(([, ms]) => ms)};
}"""
)


@dataclass
class Row:
    path: str
    late_ms: list[float]
    joined_ms: float
    freeze_ms: float


async def main(seconds: float, hls: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(MediaSettings(folder=Path(folder), key="bench", ice_addresses=("127.0.0.1",)))
        await engine.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=shutil.which("chromium"),
                    args=["--disable-web-security", "--autoplay-policy=no-user-gesture-required", "--no-sandbox"],
                )
                rows = [*await whip(engine, browser, seconds, hls), *await rtmp(engine, browser, seconds, hls)]
                await browser.close()
            stats = await engine.stats()
        finally:
            await engine.stop()
    show(rows)
    print(f"\nworker: {stats.cpu_s:.1f} s of processor in {stats.uptime_s:.0f} s, {stats.memory_kb >> 10} MB at most")


async def whip(engine: EmbeddedEngine, browser: Browser, seconds: float, hls: Path) -> list[Row]:
    stage = await engine.open("whip", StageSpec(recording="bench"))
    ticket = stage.ingest("host", "whip")
    page = await fresh_page(browser, engine)
    await page.evaluate(PUBLISH_JS, [engine.address.http_base + ticket.path, ticket.token])
    await on_air(stage)
    rows = [await watch(engine, browser, stage, kind, seconds, hls) for kind in ("llhls", "whep")]
    sent = await page.evaluate(
        "async () => [...(await window.pc.getStats()).values()].find(s => s.type === 'outbound-rtp'"
        " && s.kind === 'video')"
    )
    print(f"WHIP publisher: {sent['framesPerSecond']} fps, {sent['frameWidth']}x{sent['frameHeight']}")
    await page.close()
    await engine.close("whip")
    return rows


async def rtmp(engine: EmbeddedEngine, browser: Browser, seconds: float, hls: Path) -> list[Row]:
    stage = await engine.open("rtmp", StageSpec(recording="bench"))
    ticket = stage.ingest("host", "rtmp")
    async with stamped_ffmpeg(f"rtmp://127.0.0.1:{ticket.port}/live/{ticket.stream_key}"):
        await on_air(stage)
        rows = [await watch(engine, browser, stage, "llhls", seconds, hls)]
    await engine.close("rtmp")
    return rows


async def watch(
    engine: EmbeddedEngine, browser: Browser, stage: EmbeddedStage, kind: str, seconds: float, hls: Path
) -> Row:
    source = next(each for each in stage.playback("viewer") if each.kind == kind)
    page = await fresh_page(browser, engine)
    await page.add_script_tag(path=hls)
    seen = await page.evaluate(WATCH_JS, [kind, engine.address.http_base + source.path, source.token, seconds])
    await page.close()
    return Row(f"{stage.room} -> {kind}", seen["late"], seen["joined"] or float("nan"), seen["freeze"])


async def fresh_page(browser: Browser, engine: EmbeddedEngine) -> Page:
    page = await (await browser.new_context()).new_page()
    page.on("pageerror", lambda error: print("page:", error))
    await page.goto(engine.address.http_base + "/")
    return page


async def on_air(stage: EmbeddedStage) -> None:
    async with asyncio.timeout(20):
        while (await stage.stats()).recorded_ms < 6_000:
            await asyncio.sleep(0.1)


@asynccontextmanager
async def stamped_ffmpeg(url: str) -> AsyncIterator[None]:
    """ffmpeg as OBS would be set up, fed with stamped pictures at their natural speed."""
    command = f"-f rawvideo -pix_fmt gray -s {WIDTH}x{HEIGHT} -r {FPS} -i - -f lavfi -re -i sine=frequency=440"
    encoder = f"-c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -g {2 * FPS} -c:a aac -f flv {url}"
    process = await asyncio.create_subprocess_exec(
        "ffmpeg", "-v", "error", *command.split(), *encoder.split(), stdin=PIPE
    )
    assert process.stdin is not None
    feeding = asyncio.ensure_future(feed(process.stdin.write, process.stdin.drain))
    try:
        yield
    finally:
        feeding.cancel()
        process.kill()
        await process.wait()


async def feed(write: Callable[[bytes], None], drain: Callable[[], Awaitable[None]]) -> None:
    began = time.monotonic()
    number = 0
    while True:
        picture = np.full((HEIGHT, WIDTH), 90, np.uint8)
        left = number * 7 % (WIDTH - 80)
        picture[100:180, left : left + 80] = 200
        stamp = now_ms() % (1 << BITS)
        for bit in range(BITS):
            picture[:CELL, bit * CELL : (bit + 1) * CELL] = 235 if stamp >> bit & 1 else 16
        write(picture.tobytes())
        await drain()
        number += 1
        await asyncio.sleep(max(0.0, began + number / FPS - time.monotonic()))


def show(rows: list[Row]) -> None:
    print(f"\n{'path':<16}{'p50 ms':>8}{'p95 ms':>8}{'join ms':>9}{'freeze ms':>11}{'frames':>8}")
    for row in rows:
        late = sorted(row.late_ms)
        p50 = statistics.median(late) if late else float("nan")
        p95 = late[int(len(late) * 0.95)] if late else float("nan")
        print(f"{row.path:<16}{p50:>8.0f}{p95:>8.0f}{row.joined_ms:>9.0f}{row.freeze_ms:>11.0f}{len(late):>8}")
    print(json.dumps({row.path: statistics.median(row.late_ms) for row in rows if row.late_ms}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=12)
    parser.add_argument("--hls", type=Path, default=HLS)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.seconds, chosen.hls))
