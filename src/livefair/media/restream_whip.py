"""The child that sends one room's stream to one WHIP server: `python -m livefair.media.restream_whip`.

Standard input: a `SendTo` as one JSON line, then fragmented MP4. The picture is copied; the sound, AAC inside, becomes
Opus. WebRTC shows pictures in the order in which they come: streams with B-frames are not sent.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import aiohttp
import av
from aiohttp.abc import AbstractResolver, ResolveResult
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av.audio.frame import AudioFrame
from av.packet import Packet

from livefair.media.aiortc_touches import bind_ice_to
from livefair.media.answers import whole
from livefair.media.restream import SendTo
from livefair.media.restreaming import Failed, Progress, opened, run_child

_CONNECT_S = 12.0
_ANSWER_BYTES_MAX = 64_000
_QUEUE_MAX = 600
_RATE, _OPUS_SAMPLES = 48_000, 960
_OPUS_BITS = 96_000
_AHEAD_S = 0.6
_UNAUTHORISED = (401, 403, 404)


class PacketTrack(MediaStreamTrack):
    """Packets with the moment at which each is due."""

    def __init__(self, kind: Literal["video", "audio"]) -> None:
        super().__init__()
        self.kind = kind
        self.queue: asyncio.Queue[tuple[float, Packet[Any]] | None] = asyncio.Queue(_QUEUE_MAX)

    async def recv(self) -> Packet[Any]:
        item = await self.queue.get()
        if item is None:
            raise MediaStreamError
        due, packet = item
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        return packet


class _Fixed(AbstractResolver):
    """Every name is the address that was allowed."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = socket.AF_INET6 if ":" in self._address else socket.AF_INET
        return [
            ResolveResult(
                hostname=host, host=self._address, port=port, family=found, proto=0, flags=socket.AI_NUMERICHOST
            )
        ]

    async def close(self) -> None:
        return


class Sender:
    """The stream on its way into two tracks, at its natural pace."""

    def __init__(self, tracks: dict[str, PacketTrack], loop: asyncio.AbstractEventLoop) -> None:
        self._tracks, self._loop = tracks, loop
        self._progress = Progress()
        self._origin: tuple[float, float] | None = None
        self._opus: Any = av.CodecContext.create("libopus", "w")
        self._opus.sample_rate, self._opus.layout, self._opus.format = _RATE, "stereo", "s16"
        self._opus.bit_rate, self._opus.time_base = _OPUS_BITS, Fraction(1, _RATE)
        self._resampler = av.AudioResampler("s16", "stereo", _RATE, _OPUS_SAMPLES)

    def run(self) -> None:
        with opened() as stream:
            video = stream.streams.video[0]
            audio = stream.streams.audio[0] if stream.streams.audio else None
            annex_b = av.BitStreamFilterContext("h264_mp4toannexb", video)
            for packet in stream.demux([each for each in (video, audio) if each is not None]):
                if packet.dts is None:
                    continue
                if packet.stream is video:
                    self._video(packet, annex_b)
                else:
                    for frame in packet.decode():
                        self._audio(frame)

    def _video(self, packet: Packet[Any], annex_b: Any) -> None:
        if packet.pts != packet.dts:
            raise Failed("b_frames")
        at = _seconds(packet)
        for unit in annex_b.filter(packet):
            made = Packet(bytes(unit))
            made.pts = made.dts = round(at * 90_000)
            made.time_base, made.is_keyframe = Fraction(1, 90_000), packet.is_keyframe
            self._put("video", at, made)

    def _audio(self, frame: Any) -> None:
        for even in self._resampler.resample(frame):
            for packet in self._encoded(even):
                self._put("audio", _seconds(packet), packet)

    def _encoded(self, frame: AudioFrame) -> Iterator[Packet[Any]]:
        for packet in self._opus.encode(frame):
            made = Packet(bytes(packet))
            made.pts = made.dts = packet.pts
            made.time_base = Fraction(1, _RATE)
            yield made

    def _put(self, kind: str, at: float, packet: Packet[Any]) -> None:
        now = time.monotonic()
        if self._origin is None or at - self._origin[0] > now - self._origin[1] + _AHEAD_S * 5:
            self._origin = (at, now)
        due = self._origin[1] + at - self._origin[0] + _AHEAD_S
        asyncio.run_coroutine_threadsafe(self._tracks[kind].queue.put((due, packet)), self._loop).result()
        self._progress.took(packet.size)


async def _send(to: SendTo) -> None:
    tracks: dict[str, PacketTrack] = {"video": PacketTrack("video"), "audio": PacketTrack("audio")}
    connection = RTCPeerConnection()
    lost = asyncio.Event()
    connected = asyncio.Event()

    def on_state() -> None:
        if connection.connectionState == "connected":
            connected.set()
        elif connection.connectionState in ("failed", "closed"):
            lost.set()
            connected.set()

    connection.on("connectionstatechange", on_state)
    connection.addTransceiver(tracks["audio"], direction="sendonly")
    video = connection.addTransceiver(tracks["video"], direction="sendonly")
    codecs = RTCRtpSender.getCapabilities("video").codecs
    video.setCodecPreferences([codec for codec in codecs if codec.mimeType in ("video/H264", "video/rtx")])
    await connection.setLocalDescription(await connection.createOffer())
    connector = aiohttp.TCPConnector(resolver=_Fixed(to.address))
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=_CONNECT_S)) as http:
        session = await _offer(http, to, connection)
        try:
            async with asyncio.timeout(_CONNECT_S):
                await connected.wait()
            if lost.is_set():
                raise Failed("unreachable")
            await _until_done(Sender(tracks, asyncio.get_running_loop()), lost)
        finally:
            if session:
                async with http.delete(session, headers=_bearer(to), allow_redirects=False):
                    pass
            await connection.close()


async def _until_done(sender: Sender, lost: asyncio.Event) -> None:
    sending = asyncio.ensure_future(asyncio.to_thread(sender.run))
    losing = asyncio.ensure_future(lost.wait())
    await asyncio.wait((sending, losing), return_when=asyncio.FIRST_COMPLETED)
    losing.cancel()
    if not sending.done():
        raise Failed("lost")
    await sending


async def _offer(http: aiohttp.ClientSession, to: SendTo, connection: RTCPeerConnection) -> str | None:
    """The session's address, to be deleted at the end."""
    headers = {**_bearer(to), "Content-Type": "application/sdp"}
    offer = connection.localDescription.sdp
    try:
        async with http.post(to.url, data=offer, headers=headers, allow_redirects=False) as answer:
            if answer.status in _UNAUTHORISED:
                raise Failed("key_refused")
            if answer.status != 201:
                raise Failed("refused_connection")
            sdp = (await whole(answer.content, _ANSWER_BYTES_MAX)).decode("ascii", "replace")
            location = answer.headers.get("Location", "")
    except aiohttp.ClientConnectorCertificateError:
        raise Failed("certificate_refused") from None
    except aiohttp.ClientConnectorError as error:
        raise Failed("refused_connection" if error.errno == errno.ECONNREFUSED else "unreachable") from None
    await connection.setRemoteDescription(RTCSessionDescription(_allowed(sdp, private=to.private), "answer"))
    session = urljoin(to.url, location)
    return session if location and urlsplit(session).netloc == urlsplit(to.url).netloc else None


def _allowed(sdp: str, *, private: bool) -> str:
    """Without addresses in private networks: each would make us send packets there."""
    kept = []
    for line in sdp.splitlines():
        if line.startswith("a=candidate:") and not private:
            fields = line.split()
            try:
                if len(fields) < 8 or not ipaddress.ip_address(fields[4]).is_global:
                    continue
            except ValueError:
                continue
        kept.append(line)
    return "\r\n".join([*kept, ""])


def _seconds(packet: Packet[Any]) -> float:
    return float((packet.dts or 0) * (packet.time_base or 0))


def _bearer(to: SendTo) -> dict[str, str]:
    return {"Authorization": f"Bearer {to.key}"}


def send(to: SendTo) -> None:
    """Until the input ends."""
    bind_ice_to(())
    asyncio.run(_send(to))


if __name__ == "__main__":
    run_child(send)
