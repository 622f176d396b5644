"""Light and sound of a stream by numbers: one small picture and the sound of a segment, now and then."""

from __future__ import annotations

import io
import math
from array import array
from typing import NamedTuple

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

_WIDTH, _HEIGHT = 64, 36
_RATE = 8_000
_FULL_SCALE = 32_768
_LOWEST_DB = -96


class Measured(NamedTuple):
    """Mean luma 0–255; loudness and peak in dB below full scale; mean change since the last picture, in tenths.

    None where there is no picture, no sound, or nothing to compare with.
    """

    luma: int | None
    loudness_db: int | None
    peak_db: int | None
    change: int | None


class Meter:
    """For one publisher. `measure` decodes, so it belongs in a thread; one call at a time."""

    def __init__(self) -> None:
        self._before: bytes | None = None

    def measure(self, film: bytes) -> Measured:
        """Of a small MP4: its first key frame, and all its sound. What cannot be decoded measures nothing."""
        picture: bytes | None = None
        sound = array("h")
        try:
            with av.open(io.BytesIO(film), "r", format="mp4") as container:
                for stream in container.streams.video:
                    stream.codec_context.thread_count = 1
                    stream.codec_context.skip_frame = "NONKEY"
                small = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
                for packet in container.demux():
                    if packet.stream.type == "video" and picture is not None:
                        continue
                    for frame in packet.decode():
                        if isinstance(frame, VideoFrame):
                            picture = picture or _gray(frame)
                        elif isinstance(frame, AudioFrame):
                            for piece in small.resample(frame):
                                sound.frombytes(bytes(piece.planes[0])[: 2 * piece.samples])
        except (av.FFmpegError, ValueError):
            pass
        before, self._before = self._before, picture
        return Measured(
            luma=round(sum(picture) / len(picture)) if picture else None,
            loudness_db=_db(math.sqrt(sum(each * each for each in sound) / len(sound))) if sound else None,
            peak_db=_db(max(max(sound), -min(sound))) if sound else None,
            change=_change(before, picture) if before and picture else None,
        )


def _gray(frame: VideoFrame) -> bytes:
    plane = frame.reformat(width=_WIDTH, height=_HEIGHT, format="gray").planes[0]
    data, line = bytes(plane), plane.line_size
    return b"".join(data[row * line : row * line + _WIDTH] for row in range(_HEIGHT))


def _change(before: bytes, now: bytes) -> int:
    return round(10 * sum(abs(one - other) for one, other in zip(before, now, strict=True)) / len(now))


def _db(level: float) -> int:
    return max(_LOWEST_DB, round(20 * math.log10(max(level, 1e-9) / _FULL_SCALE)))
