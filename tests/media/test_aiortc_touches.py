"""The contract with aiortc and aioice: a new version that moves what we touch fails here, not on air."""

import asyncio
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version

import aioice.ice
import aiortc.rtcrtpreceiver
import pytest
from aiortc import RTCPeerConnection
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtcpSenderInfo, RtcpSrPacket, RtpPacket

from livefair.media import aiortc_touches
from livefair.media.aiortc_touches import (
    OpusInOrder,
    PassThrough,
    ReceiverTap,
    bind_ice_to,
    pass_media_through,
    take_media_as_consent,
)


@pytest.fixture
def untouched() -> Iterator[None]:
    """Puts back what the worker replaces for its whole process."""
    decoder, addresses = aiortc.rtcrtpreceiver.get_decoder, aioice.ice.get_host_addresses
    yield
    aiortc.rtcrtpreceiver.get_decoder = decoder
    aioice.ice.get_host_addresses = addresses


def test_the_touched_versions_are_the_pinned_ones() -> None:
    assert (version("aiortc"), version("aioice")) == ("1.16.0", "0.13.0")


def test_the_worker_swaps_the_decoder_where_the_receiver_looks_for_it(untouched: None) -> None:
    assert "get_decoder" in aiortc.rtcrtpreceiver.decoder_worker.__code__.co_names
    pass_media_through()
    assert aiortc.rtcrtpreceiver.get_decoder is PassThrough


def test_a_frame_passes_through_as_it_came() -> None:
    codec = RTCRtpCodecParameters(mimeType="video/H264", clockRate=90_000, payloadType=96)
    (packet,) = PassThrough(codec).decode(JitterFrame(b"\0\0\1unit", 9_000))
    assert bytes(packet) == b"\0\0\1unit"
    assert (packet.pts, packet.time_base) == (9_000, Fraction(1, 90_000))


def test_ice_offers_the_chosen_addresses_only(untouched: None) -> None:
    machine = aioice.ice.get_host_addresses(True, False)
    bind_ice_to(())
    assert aioice.ice.get_host_addresses(True, False) == ["127.0.0.1", *machine]
    bind_ice_to(("192.0.2.1",))
    assert aioice.ice.get_host_addresses(True, True) == ["192.0.2.1"]


def test_opus_comes_at_once_in_order_and_late_packets_are_left_out() -> None:
    buffer = OpusInOrder()
    taken = []
    for number in (65_534, 65_535, 1, 0, 2, 2):
        packet = RtpPacket(sequence_number=number, timestamp=number * 960)
        packet._data = b"opus"
        _, frame = buffer.add(packet)
        taken.append(frame.timestamp // 960 if frame else None)
    assert taken == [65_534, 65_535, 1, None, 2, None]


async def test_the_tap_finds_everything_it_touches_in_a_receiver() -> None:
    connection = RTCPeerConnection()
    taps = {kind: ReceiverTap(connection.addTransceiver(kind, direction="recvonly")) for kind in ("audio", "video")}
    receiver = connection.getTransceivers()[0].receiver
    assert isinstance(receiver._RTCRtpReceiver__jitter_buffer, OpusInOrder)
    for transceiver in connection.getTransceivers():
        assert isinstance(transceiver.receiver._RTCRtpReceiver__active_ssrc, dict)
        assert asyncio.iscoroutinefunction(transceiver.receiver._send_rtcp_pli)
    assert taps["audio"].sender_clock(0) is None
    taps["video"].request_key_frame()
    await connection.close()


async def test_the_tap_tells_the_senders_clock_from_its_reports() -> None:
    connection = RTCPeerConnection()
    tap = ReceiverTap(connection.addTransceiver("video", direction="recvonly"))
    receiver = connection.getTransceivers()[0].receiver
    receiver._RTCRtpReceiver__timestamp_mapper.map(1_000)
    told = RtcpSenderInfo(
        ntp_timestamp=(1_800_000_000 + 2_208_988_800) << 32, rtp_timestamp=91_000, packet_count=1, octet_count=1
    )
    await tap._on_rtcp(RtcpSrPacket(ssrc=1, sender_info=told))
    assert tap.sender_clock(90_000) == 1_800_000_000.0
    assert tap.sender_clock(180_000) == 1_800_000_001.0
    assert tap.sender_clock(0) == 1_799_999_999.0
    await connection.close()


async def test_a_publisher_is_not_asked_for_consent_but_everyone_else_is() -> None:
    connection, other = RTCPeerConnection(), RTCPeerConnection()
    other.addTransceiver("video", direction="sendonly")
    await other.setLocalDescription(await other.createOffer())
    await connection.setRemoteDescription(other.localDescription)
    (transceiver,) = connection.getTransceivers()
    ice = transceiver.receiver.transport.transport._connection
    assert "query_consent" in type(ice).connect.__code__.co_names
    assert "query_consent" not in vars(ice)
    take_media_as_consent(transceiver)
    waiting = asyncio.create_task(ice.query_consent())
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    await connection.close()
    await other.close()


def test_a_moved_attribute_is_noticed() -> None:
    class Moved:
        kind = "audio"
        receiver = object()

    with pytest.raises(AttributeError):
        aiortc_touches.ReceiverTap(Moved())
