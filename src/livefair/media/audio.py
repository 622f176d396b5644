"""Opus in, evenly running AAC input out: what is missing becomes silence, what is late is left out.

Players stall when the sound's clock drifts from the picture's, so the time line never has a hole.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

RATE = 48_000
_AAC_BIT_RATE = 96_000

_CLOCK = Fraction(1, RATE)
_HOLE = RATE // 100
_LATE = RATE * 6 // 100
_JUMP_MAX = RATE * 15


class TimeBroken(Exception):
    """The publisher's clock jumped further than any pause that we would wait for."""


def add_aac_stream(out: OutputContainer) -> AudioStream:
    """An AAC encoder that brings no threads of its own: a room has its thread already."""
    stream = out.add_stream("aac", rate=RATE, bit_rate=_AAC_BIT_RATE)
    stream.codec_context.thread_count = 1
    return stream


class AudioTimeline:
    """Sound from position 0 on; positions are samples at 48 kHz."""

    def __init__(self, emit: Callable[[AudioFrame], None]) -> None:
        self._emit = emit
        self._decoder = AudioCodecContext.create("opus", "r")
        self._decoder.thread_count = 1
        self._decoder.sample_rate = RATE
        self._decoder.layout = "stereo"
        self.position = 0
        self.silent_samples = 0

    def packet(self, packet: Packet[Stream], position: int) -> None:
        """Place one Opus packet."""
        gap = position - self.position
        if abs(gap) > _JUMP_MAX:
            raise TimeBroken
        if gap < -_LATE:
            return
        if gap > _HOLE:
            self.silence_until(position)
        try:
            frames = self._decoder.decode(packet)
        except av.FFmpegError:  # the next packet fills the hole
            return
        for frame in frames:
            self._push(frame)

    def silence_until(self, position: int) -> None:
        """Fill with silence up to a position; does nothing when it is already passed."""
        if position - self.position > _JUMP_MAX:
            raise TimeBroken
        while (missing := min(position - self.position, RATE)) > 0:
            frame = AudioFrame(format="fltp", layout="stereo", samples=missing)
            frame.sample_rate = RATE
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            self.silent_samples += missing
            self._push(frame)

    def _push(self, frame: AudioFrame) -> None:
        frame.pts, frame.time_base = self.position, _CLOCK
        self.position += frame.samples
        self._emit(frame)
