"""Playing by WHEP: the publisher's own packets, sent on without transcoding."""

from __future__ import annotations

import asyncio
import secrets
from typing import Literal

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av.packet import Packet
from av.stream import Stream

from livefair.media.sdp import has_audio
from livefair.media.stage import LiveStage
from livefair.media.tickets import Ticket

_QUEUE_MAX = {"video": 60, "audio": 100}


class PacketTrack(MediaStreamTrack):
    """A viewer's bounded queue of packets; a slow viewer loses pictures up to the next key frame."""

    def __init__(self, kind: Literal["video", "audio"]) -> None:
        super().__init__()
        self.kind = kind
        self._queue: asyncio.Queue[Packet[Stream]] = asyncio.Queue(_QUEUE_MAX[kind])
        self.needs_key = kind == "video"

    def push(self, packet: Packet[Stream]) -> None:
        if self.needs_key and not packet.is_keyframe:
            return
        try:
            self._queue.put_nowait(packet)
        except asyncio.QueueFull:
            self.needs_key = self.kind == "video"
        else:
            self.needs_key = False

    async def recv(self) -> Packet[Stream]:
        if self.readyState != "live":
            raise MediaStreamError
        return await self._queue.get()


class WhepSession:
    """One viewer."""

    def __init__(self, stage: LiveStage, ticket: Ticket | None) -> None:
        self.session = secrets.token_hex(8)
        self.ticket = ticket
        self._stage = stage
        self._connection = RTCPeerConnection()
        self._tracks = {"audio": PacketTrack("audio"), "video": PacketTrack("video")}
        self._closed = False
        self._connection.on("connectionstatechange", self._on_state)

    async def answer(self, offer: str) -> str:
        """The answer to a checked offer; ValueError and aiortc's own errors when it is nonsense."""
        if has_audio(offer):
            self._connection.addTransceiver(self._tracks["audio"], direction="sendonly")
        video = self._connection.addTransceiver(self._tracks["video"], direction="sendonly")
        capabilities = RTCRtpSender.getCapabilities("video")
        video.setCodecPreferences(
            [codec for codec in capabilities.codecs if codec.mimeType in ("video/H264", "video/rtx")]
        )
        await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        answer = await self._connection.createAnswer()
        await self._connection.setLocalDescription(answer)
        self._stage.viewers.add(self)
        return self._connection.localDescription.sdp

    def push(self, kind: str, packet: Packet[Stream]) -> None:
        self._tracks[kind].push(packet)

    def hang_up(self) -> None:
        """Leave at once, close behind."""
        if not self._closed:
            self._closed = True
            self._stage.viewers.discard(self)
            self._stage.background(self.close())

    def leave(self) -> None:
        """The viewer says that it is done."""
        self.hang_up()

    async def close(self) -> None:
        for track in self._tracks.values():
            track.stop()
        await self._connection.close()

    def _on_state(self) -> None:
        state = self._connection.connectionState
        if state in ("failed", "closed"):
            self.hang_up()
        if state == "connected":
            self._stage.request_key_frame()
