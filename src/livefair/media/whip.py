"""Publishing by WHIP: one peer connection that receives H.264 and Opus and decodes neither."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Literal

from aiortc import (
    MediaStreamTrack,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av.packet import Packet
from av.stream import Stream

from livefair.media.aiortc_touches import ReceiverTap, take_media_as_consent
from livefair.media.h264 import is_key_frame
from livefair.media.ingest_frames import FrameIngest
from livefair.media.publisher import Publisher
from livefair.media.sdp import has_audio, tune_answer
from livefair.media.stage import LiveStage

_log = logging.getLogger("livefair.media.whip")

_KEY_FRAME_RETRY_S = 0.3


class WhipSession:
    """From the offer to the last packet. Ends when the publisher does, and ends the publisher."""

    def __init__(self, stage: LiveStage, publisher: Publisher, pixels_max: int) -> None:
        self._stage = stage
        self._publisher = publisher
        self._pixels_max = pixels_max
        self._key_interval_s = stage.spec.segment_ms / 1000
        self._connection = RTCPeerConnection()
        self._taps: dict[Literal["video", "audio"], ReceiverTap] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ingest: FrameIngest | None = None
        self._last_key = 0.0
        self._connection.on("track", self._on_track)
        self._connection.on("connectionstatechange", self._on_state)
        publisher.hang_up = self._hang_up
        publisher.request_key_frame = self.request_key_frame

    async def answer(self, offer: str) -> str:
        """The answer to a checked offer; ValueError and aiortc's own errors when it is nonsense."""
        # Before the offer is applied: aiortc filters codecs there, later preferences change nothing.
        self._receive("video", ("video/H264", "video/rtx"))
        if has_audio(offer):
            self._receive("audio", ("audio/opus",))
        await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for transceiver in self._connection.getTransceivers():
            take_media_as_consent(transceiver)
        answer = await self._connection.createAnswer()
        await self._connection.setLocalDescription(answer)
        self._ingest = FrameIngest(
            self._publisher, self._stage.packager, clock=self._sender_clock,
            audio="audio" in self._taps, pixels_max=self._pixels_max,
        )  # fmt: skip
        self._ingest.start()
        self._spawn(self._ask_for_key_frames())
        return tune_answer(self._connection.localDescription.sdp)

    def request_key_frame(self) -> None:
        if "video" in self._taps:
            self._taps["video"].request_key_frame()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._ingest is not None:
            self._ingest.close()
        await self._connection.close()

    def _receive(self, kind: Literal["video", "audio"], types: tuple[str, ...]) -> None:
        transceiver = self._connection.addTransceiver(kind, direction="recvonly")
        capabilities = RTCRtpReceiver.getCapabilities(kind)
        codecs = capabilities.codecs if capabilities else []
        transceiver.setCodecPreferences([codec for wanted in types for codec in codecs if codec.mimeType == wanted])
        self._taps[kind] = ReceiverTap(transceiver)

    def _sender_clock(self, kind: Literal["video", "audio"], pts: int) -> float | None:
        tap = self._taps.get(kind)
        return tap.sender_clock(pts) if tap else None

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._spawn(self._pump(track))

    def _on_state(self) -> None:
        if self._connection.connectionState in ("failed", "closed"):
            self._publisher.end("closed")

    def _hang_up(self, reason: str) -> None:
        self._stage.background(self.close())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pump(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                # Since the decoder is swapped, tracks yield packets where aiortc declares frames.
                packet: Packet[Stream] = await track.recv()  # type: ignore[assignment]  # the swapped decoder
                self._publisher.count(packet.size)
                self._pass_on(track.kind, packet)
        except MediaStreamError:
            self._publisher.end("ended")

    def _pass_on(self, kind: str, packet: Packet[Stream]) -> None:
        if self._ingest is None or self._publisher.ended:
            return
        if kind == "audio":
            packet.is_keyframe = True
            self._ingest.audio(packet)
        else:
            key = packet.is_keyframe = is_key_frame(bytes(packet))
            if key:
                self._last_key = time.monotonic()
            self._ingest.video(packet, key)
        self._stage.fan_out(kind, packet)

    async def _ask_for_key_frames(self) -> None:
        """Encoders in browsers send key frames only when asked; segments start with them."""
        while True:
            due = self._last_key + self._key_interval_s - 0.05 - time.monotonic()
            if due <= 0:
                self.request_key_frame()
            await asyncio.sleep(max(due, _KEY_FRAME_RETRY_S))
