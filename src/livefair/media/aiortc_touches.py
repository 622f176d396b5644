"""The only file that reaches into aiortc and aioice where they have no public door.

Each touch says why. Both packages are pinned exactly; tests/media/test_aiortc_touches.py fails when a
new version moves what is touched here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

import aioice.ice
import aiortc.rtcrtpreceiver
from aiortc import RTCRtpReceiver, RTCRtpTransceiver
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtpPacket
from av.packet import Packet

_NTP_TO_UNIX = 2_208_988_800


class PassThrough:
    """A decoder that decodes nothing: it hands out the access unit as it came."""

    def __init__(self, codec: RTCRtpCodecParameters) -> None:
        self._time_base = Fraction(1, codec.clockRate)

    def decode(self, encoded: JitterFrame) -> list[Any]:
        packet = Packet(encoded.data)
        packet.pts = packet.dts = encoded.timestamp
        packet.time_base = self._time_base
        return [packet]


class OpusInOrder:
    """One Opus packet is one frame, so nothing needs to be collected or awaited.

    aiortc's own buffer drops four or five packets for each one that the network lost.
    """

    def __init__(self) -> None:
        self._last: int | None = None

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        number = packet.sequence_number
        if self._last is not None and (number - self._last - 1) & 0xFFFF >= 0x8000:
            return False, None
        self._last = number
        data: bytes = packet._data  # type: ignore[attr-defined]  # set by the receiver, undeclared there too
        return False, JitterFrame(data, packet.timestamp)


def pass_media_through() -> None:
    """Let every receiver of this process hand out packets instead of decoding them."""
    touched: Any = aiortc.rtcrtpreceiver
    touched.get_decoder = PassThrough


def bind_ice_to(addresses: Sequence[str]) -> None:
    """Offer exactly these addresses to WebRTC peers; none given: this machine's, loopback included."""
    touched: Any = aioice.ice
    machine_addresses = touched.get_host_addresses

    def chosen(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return list(addresses) or ["127.0.0.1", *machine_addresses(use_ipv4, use_ipv6)]

    touched.get_host_addresses = chosen


def take_media_as_consent(transceiver: RTCRtpTransceiver) -> None:
    """For a publisher: its media is authenticated and watched, which says more than a consent check.

    ffmpeg never answers those checks, so aioice would end every such publisher after thirty seconds.
    To be called when the offer is applied, before the answer is; viewers, to whom we send, are checked.
    """
    connection: Any = transceiver.receiver.transport.transport._connection
    _replace(connection, "query_consent", _wait_for_ever)


async def _wait_for_ever() -> None:
    await asyncio.Event().wait()


class ReceiverTap:
    """What we need from one receiver beyond its packets: the sender's clock, and key frames."""

    def __init__(self, transceiver: RTCRtpTransceiver) -> None:
        self.kind: Literal["video", "audio"] = "video" if transceiver.kind == "video" else "audio"
        self._receiver: Any = transceiver.receiver
        self._clock_rate = 90_000 if self.kind == "video" else 48_000
        self._report: tuple[float, int] | None = None
        self._requests: set[asyncio.Task[None]] = set()
        if self.kind == "audio":
            _replace(self._receiver, _private("jitter_buffer"), OpusInOrder())
        self._handle = self._receiver._handle_rtcp_packet
        _replace(self._receiver, "_handle_rtcp_packet", self._on_rtcp)

    def sender_clock(self, pts: int) -> float | None:
        """The sender's wall clock (Unix seconds) for a packet's pts; None before its first report."""
        origin = self._get("timestamp_mapper")._origin
        if self._report is None or origin is None:
            return None
        told_s, told_stamp = self._report
        ticks: int = (pts + origin - told_stamp) & 0xFFFFFFFF
        signed = ticks - (1 << 32) if ticks >= 1 << 31 else ticks
        return told_s + signed / self._clock_rate

    def request_key_frame(self) -> None:
        for ssrc in list(self._get("active_ssrc")):
            task = asyncio.ensure_future(self._receiver._send_rtcp_pli(ssrc))
            self._requests.add(task)
            task.add_done_callback(self._requests.discard)

    async def _on_rtcp(self, packet: Any) -> None:
        told = getattr(packet, "sender_info", None)
        if told is not None:
            self._report = (told.ntp_timestamp / (1 << 32) - _NTP_TO_UNIX, told.rtp_timestamp)
        await self._handle(packet)

    def _get(self, name: str) -> Any:
        return getattr(self._receiver, _private(name))


def _replace(touched: object, name: str, value: object) -> None:
    getattr(touched, name)  # so that a renamed attribute is an error, not a new attribute
    setattr(touched, name, value)


def _private(name: str) -> str:
    return f"_{RTCRtpReceiver.__name__}__{name}"
