"""Publishers and viewers that share no code with the engine: ffmpeg, aiohttp as a plain client, aiortc."""

from __future__ import annotations

import asyncio
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from fractions import Fraction
from pathlib import Path

import aiohttp
import av
import imageio_ffmpeg
import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

_PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=15"]
_SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
_H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-bf", "0"]


def ffmpeg() -> str:
    """ffmpeg 9: the one that can publish by WHIP."""
    return str(imageio_ffmpeg.get_ffmpeg_exe())


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def rtmp_command(
    url: str, *, seconds: float = 30, gop: int = 15, codec: list[str] | None = None, size: str = "320x240"
) -> list[str]:
    """ffmpeg publishing a test picture with sound by RTMP, at its natural speed."""
    video = codec or [*_H264, "-g", str(gop)]
    picture = [part.replace("320x240", size) for part in _PICTURE]
    sound = ["-c:a", "aac", "-t", str(seconds), "-f", "flv", url]
    return [shutil.which("ffmpeg") or ffmpeg(), "-v", "error", "-re", *picture, *_SOUND, *video, *sound]


def whip_command(url: str, token: str, *, seconds: float = 30) -> list[str]:
    """ffmpeg publishing by its own WebRTC stack."""
    video = [*_H264, "-profile:v", "baseline", "-g", "15"]
    sound = ["-c:a", "libopus", "-ar", "48000", "-ac", "2", "-t", str(seconds)]
    out = ["-f", "whip", "-authorization", token, url]
    return [ffmpeg(), "-v", "error", "-re", *_PICTURE, *_SOUND, *video, *sound, *out]


def make_clip(
    path: Path, *, seconds: float = 2, codec: str = "libx264", size: tuple[int, int] = (320, 240), audio: str = "aac"
) -> Path:  # fmt: skip
    """A small moving picture with a tone; the container by the file's ending."""
    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=15, options={"g": "15", "bf": "0"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        sound = out.add_stream(audio, rate=48_000)
        for number in range(int(seconds * 15)):
            picture = np.full((size[1], size[0], 3), number * 5 % 256, np.uint8)
            picture[:, : size[0] * (number % 15) // 15] = (20, 120, 220)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 15)
            out.mux(video.encode(frame))
        for number in range(int(seconds * 48_000) // 960):
            tone = np.sin(np.arange(number * 960, (number + 1) * 960) * 0.0576).astype(np.float32)
            wave = av.AudioFrame.from_ndarray(tone[np.newaxis], format="fltp", layout="mono")
            wave.sample_rate, wave.pts, wave.time_base = 48_000, number * 960, Fraction(1, 48_000)
            out.mux(sound.encode(wave))
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    return path


async def until(check: Callable[[], Awaitable[object]], what: str, timeout_s: float = 15) -> None:
    """Polls until the check is true."""
    try:
        async with asyncio.timeout(timeout_s):
            while not await check():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"waited {timeout_s} s for {what}") from None


class HlsClient:
    """Reads low-latency HLS as the specification says: blocking reloads, then parts."""

    def __init__(self, session: aiohttp.ClientSession, playlist_url: str) -> None:
        self._session = session
        self._url = playlist_url
        self._folder = playlist_url.partition("?")[0].rpartition("/")[0]

    async def playlist(self, query: str = "") -> tuple[int, str]:
        glue = "&" if "?" in self._url else "?"
        async with self._session.get(self._url + (glue + query if query else "")) as answer:
            return answer.status, await answer.text()

    async def wait_live(self, timeout_s: float = 15) -> str:
        found = ""

        async def live() -> bool:
            nonlocal found
            status, found = await self.playlist()
            return status == 200 and "#EXT-X-PART:" in found

        await until(live, "a live playlist", timeout_s)
        return found

    async def follow(self, parts: int) -> bytes:
        """The initialisation segment and this many new parts, each asked for before it exists."""
        text = await self.wait_live()
        # From the next segment on, so that the first part starts with a key frame.
        number, part = _hint(text)[0] + 1, 0
        media = b""
        for _ in range(parts):
            status, text = await self.playlist(f"_HLS_msn={number}&_HLS_part={part}")
            assert status == 200, text
            address = re.search(rf'URI="([^"]*s{number}\.{part}\.m4s[^"]*)"', text)
            if address is None:  # the segment ended before this part
                number, part = number + 1, 0
                continue
            init = re.findall(r'#EXT-X-MAP:URI="([^"]+)"', text)[-1]
            media = media or await self.get(init)
            media += await self.get(address.group(1))
            part += 1
        return media

    async def get(self, address: str) -> bytes:
        async with self._session.get(f"{self._folder}/{address}") as answer:
            assert answer.status == 200, (address, await answer.text())
            return await answer.read()


def _hint(text: str) -> tuple[int, int]:
    found = re.search(r'PRELOAD-HINT:TYPE=PART,URI="[^"]*s(\d+)\.(\d+)\.m4s', text)
    assert found, text
    return int(found.group(1)), int(found.group(2))


def decoded(source: object, **options: str) -> tuple[int, int]:
    """(pictures, sound frames) that libavformat decodes from a file, a URL or a file object."""
    with av.open(source, options=options) as container:
        counts = {"video": 0, "audio": 0}
        for packet in container.demux():
            counts[packet.stream.type] += sum(1 for _ in packet.decode())
        return counts["video"], counts["audio"]


@asynccontextmanager
async def whep_viewer(url: str, token: str | None) -> AsyncIterator[dict[str, int]]:
    """aiortc as a viewer; the counts of decoded frames grow while it watches."""
    connection = RTCPeerConnection()
    counts = {"video": 0, "audio": 0}
    readers = []

    async def read(track: MediaStreamTrack) -> None:
        try:
            while True:
                await track.recv()
                counts[track.kind] += 1
        except MediaStreamError:
            pass

    connection.on("track", lambda track: readers.append(asyncio.ensure_future(read(track))))
    connection.addTransceiver("audio", direction="recvonly")
    video = connection.addTransceiver("video", direction="recvonly")
    codecs = RTCRtpReceiver.getCapabilities("video").codecs
    video.setCodecPreferences([codec for codec in codecs if codec.mimeType == "video/H264"])
    await connection.setLocalDescription(await connection.createOffer())
    try:
        status, answer, _ = await post_offer(url, connection.localDescription.sdp, token)
        assert status == 201, answer
        await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        yield counts
    finally:
        await connection.close()
        for reader in readers:
            reader.cancel()


async def post_offer(url: str, offer: str | bytes, token: str | None) -> tuple[int, str, str]:
    """(status, body, location)."""
    headers = {"Content-Type": "application/sdp"} | ({"Authorization": f"Bearer {token}"} if token else {})
    async with aiohttp.ClientSession() as session, session.post(url, data=offer, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers.get("Location", "")
