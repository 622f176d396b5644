"""The little of H.264 that must be known to pass it on: where key frames and parameter sets are."""

from __future__ import annotations

from collections.abc import Iterator

import av
from av.packet import Packet
from av.video.frame import VideoFrame

_SLICE, _IDR, _SPS, _PPS = 1, 5, 7, 8
_START = b"\0\0\1"


def is_key_frame(unit: bytes) -> bool:
    """Whether an Annex B access unit can be decoded on its own."""
    return any(kind == _IDR for kind, _, _ in _units(unit))


def parameter_sets(unit: bytes) -> tuple[bytes, ...]:
    """The sequence and picture parameter sets in an Annex B access unit: new ones are a new picture."""
    return tuple(unit[start:end].rstrip(b"\0") for kind, start, end in _units(unit) if kind in (_SPS, _PPS))


def picture_size(unit: bytes, pixels_max: int) -> tuple[int, int]:
    """(width, height) by decoding one key frame; ValueError when it cannot be decoded."""
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    decoder.options = {"max_pixels": str(pixels_max)}
    try:
        frames = [*decoder.decode(Packet(unit)), *decoder.decode(None)]
    except av.FFmpegError as error:
        raise ValueError("not a picture") from error
    for frame in frames:
        if isinstance(frame, VideoFrame):
            return frame.width, frame.height
    raise ValueError("not a picture")


def _units(unit: bytes) -> Iterator[tuple[int, int, int]]:
    """(type, start, end) of the units up to the first slice, behind which nothing interests us."""
    start = unit.find(_START)
    while 0 <= start < len(unit) - 3:
        start += 3
        kind = unit[start] & 31
        if kind in (_SLICE, _IDR):
            yield kind, start, len(unit)
            return
        following = unit.find(_START, start)
        yield kind, start, following if following > 0 else len(unit)
        start = following
