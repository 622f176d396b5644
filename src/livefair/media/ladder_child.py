"""The child that makes one room's smaller pictures: `python -m livefair.media.ladder_child`.

Standard input and output: the messages of `rungs`. Each part is decoded once and encoded for each rung; the sound is
copied. The parts that come out are those that came in: same segments, same times, key frames at the same places.
"""

from __future__ import annotations

import os
import resource
import sys
from fractions import Fraction
from typing import Any

import av
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame

from livefair.media.confined import die_with_parent
from livefair.media.fragments import Picture, Run, Sample, picture_init, picture_of, read_runs, write_fragment
from livefair.media.rungs import RUNGS, Began, Begin, Close, FromLadder, Made, Piece, Rung, packed, read_to

_MEMORY_BYTES = 2_000 << 20
_NICE = 10
_START = b"\0\0\1"
_SEI = 6


class Encoder:
    """One rung's encoder; each picture that goes in comes out at once."""

    def __init__(self, rung: Rung, source: Picture) -> None:
        self.rung = rung
        width, height = rung.size(source.width, source.height)
        codec: Any = av.CodecContext.create("libx264", "w")
        codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
        codec.time_base, codec.framerate = Fraction(1, source.timescale), Fraction(30, 1)
        codec.bit_rate = rung.kbps * 1000
        codec.thread_count = 1
        codec.flags |= 1 << 22  # the parameter sets belong into the initialisation segment
        codec.options = {
            "preset": "superfast", "tune": "zerolatency", "profile": "main", "bf": "0", "forced-idr": "1",
            "maxrate": str(rung.kbps * 1000), "bufsize": str(rung.kbps * 1000),
            "x264-params": "scenecut=0:keyint=100000",
        }  # fmt: skip
        codec.open()
        self._codec = codec
        self.picture = Picture(source.track, source.timescale, width, height, _config(codec.extradata))

    def encode(self, frame: VideoFrame, *, key: bool) -> tuple[bytes, bool]:
        """(data, key)"""
        small: Any = frame.reformat(self.picture.width, self.picture.height, "yuv420p", interpolation="FAST_BILINEAR")
        small.pict_type = PictureType.I if key else PictureType.NONE
        small.pts, small.time_base = frame.pts, self._codec.time_base
        packets = self._codec.encode(small)
        return b"".join(_lengths(bytes(packet)) for packet in packets), any(packet.is_keyframe for packet in packets)


class Ladder:
    """Takes parts and gives them back smaller."""

    def __init__(self) -> None:
        self._source: Picture | None = None
        self._decoder: Any = None
        self._encoders: list[Encoder] = []
        self._held: tuple[Piece, list[Run], list[VideoFrame]] | None = None
        self._number = 0
        self._tick = 0

    def take(self, message: Begin | Piece | Close) -> list[FromLadder]:
        match message:
            case Begin(init):
                return [*self._release(), self._begin(init)]
            case Piece():
                return self._piece(message)
            case Close():
                return self._release()

    def _begin(self, init: bytes) -> Began:
        source = picture_of(init)
        if source is None or not source.config:
            raise ValueError("no picture")
        self._source = source
        self._decoder = av.CodecContext.create("h264", "r")
        self._decoder.extradata = source.config
        self._decoder.thread_count = 1
        rungs = [rung for rung in RUNGS if rung.fits(source.width, source.height)]
        self._encoders = [Encoder(rung, source) for rung in rungs]
        return Began({each.rung.name: picture_init(init, each.picture) for each in self._encoders})

    def _piece(self, piece: Piece) -> list[FromLadder]:
        made = self._release() if piece.opens else []
        runs = read_runs(piece.data)
        frames = self._decoded(runs)
        if self._held is not None:
            made += self._finish()
        self._held = (piece, runs, frames)
        # Pictures that are shown in another order than they come in may still be inside the decoder.
        return made if self._decoder.has_b_frames else [*made, *self._finish()]

    def _release(self) -> list[FromLadder]:
        """The end of a segment: what the decoder holds belongs into its last part."""
        if self._held is None or self._source is None:
            return []
        self._held[2].extend(self._decoder.decode(None))
        self._decoder.flush_buffers()
        return self._finish()

    def _finish(self) -> list[FromLadder]:
        if self._held is None or self._source is None:
            return []
        (piece, runs, frames), self._held = self._held, None
        self._number += 1
        others = [run for run in runs if run.track != self._source.track]
        made: dict[str, list[Sample]] = {each.rung.name: [] for each in self._encoders}
        for place, frame in enumerate(frames):
            lasts = _pts(frames[place + 1]) - _pts(frame) if place + 1 < len(frames) else self._tick
            for encoder in self._encoders:
                data, key = encoder.encode(frame, key=piece.opens and place == 0)
                made[encoder.rung.name].append(Sample(data, max(1, lasts), 0, key))
        begins = _pts(frames[0]) if frames else 0
        rungs = {
            name: write_fragment(self._number, [Run(self._source.track, begins, samples), *others])
            for name, samples in made.items()
        }
        return [Made(piece.number, rungs)]

    def _decoded(self, runs: list[Run]) -> list[VideoFrame]:
        assert self._source is not None
        frames: list[VideoFrame] = []
        for run in runs:
            if run.track != self._source.track:
                continue
            at = run.begins
            for sample in run.samples:
                packet = Packet(sample.data)
                packet.dts, packet.pts = at, at + sample.offset
                packet.time_base = Fraction(1, self._source.timescale)
                frames += self._decoder.decode(packet)
                at += sample.duration
                self._tick = sample.duration
        return frames


def _pts(frame: VideoFrame) -> int:
    return frame.pts or 0


def _lengths(data: bytes) -> bytes:
    """Start codes replaced by lengths; x264's own advertisement is left out."""
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in _units(data) if unit[0] & 31 != _SEI)


def _units(data: bytes) -> list[bytes]:
    units = (unit.rstrip(b"\0") for unit in data.split(_START))
    return [unit for unit in units if unit]


def _config(extradata: bytes) -> bytes:
    units = _units(extradata)
    sps = next(unit for unit in units if unit[0] & 31 == 7)
    pps = next(unit for unit in units if unit[0] & 31 == 8)
    sets = b"\xe1" + len(sps).to_bytes(2, "big") + sps + b"\1" + len(pps).to_bytes(2, "big") + pps
    return b"\1" + sps[1:4] + b"\xff" + sets


def main() -> None:
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICE)
    av.logging.set_level(av.logging.PANIC)
    # A library that prints must not reach the messages.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    ladder = Ladder()
    try:
        while (message := read_to(sys.stdin.buffer)) is not None:
            for told in ladder.take(message):
                out.write(packed(told))
    except (av.FFmpegError, ValueError, OSError, MemoryError, OverflowError, IndexError, StopIteration):
        sys.exit(1)


if __name__ == "__main__":
    main()
