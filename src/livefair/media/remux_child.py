"""The child that makes one MP4 of recorded segments: `python -m livefair.media.remux_child JOB < index.jsonl`.

Pictures are copied with their parameter sets before each key frame, so that a film may hold several sizes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import av
import msgspec
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from livefair.media.children import Failed
from livefair.media.confined import confine, die_with_parent
from livefair.media.recording import SegmentRow, parse_rows, touching
from livefair.media.remux import FILM, Remuxed, RemuxJob
from livefair.media.vod import Progress

_CLOCK = Fraction(1, 90_000)
_PROGRESS_S = 0.5
_INDEX_BYTES_MAX = 16 << 20
_OPTIONS = {"probesize": "500000", "analyzeduration": "1000000", "protocol_whitelist": "none"}


class Bad(Exception):
    """The recording cannot be made into a film; the argument is the code to tell."""


class Run:
    """Segments behind one initialisation segment, as a file that is read once from its beginning to its end."""

    def __init__(self, folder: Path, rows: list[SegmentRow]) -> None:
        self._folder = folder
        self._rows = rows
        self._rest = b""
        self._place = -1
        self.read_bytes = 0

    def read(self, size: int) -> bytes:
        while not self._rest:
            if self._place >= len(self._rows):
                return b""
            name = f"init{self._rows[0].init}.mp4" if self._place < 0 else f"s{self._rows[self._place].number}.m4s"
            self._rest = (self._folder / name).read_bytes()
            self._place += 1
        data, self._rest = self._rest[:size], self._rest[size:]
        self.read_bytes += len(data)
        return data


class Remuxer:
    """Run behind run into one film."""

    def __init__(self, job: RemuxJob, rows: list[SegmentRow]) -> None:
        self._folder = Path(job.folder)
        self._film = Path(job.target) / FILM
        self._runs = [list(run) for _, run in groupby(rows, key=lambda row: row.init)]
        self._size = max(1, sum(row.size for row in rows))
        self._out: OutputContainer = av.open(str(self._film), "w", format="mp4", options={"movflags": "faststart"})
        self._video: VideoStream | None = None
        self._audio: AudioStream | None = None
        self._sound: tuple[object, ...] = ()
        self._base = self._end = Fraction(0)
        self._last: dict[int, int] = {}
        self._done_bytes = self._silent_ms = 0
        self._told = 0.0

    def run(self) -> Remuxed:
        with self._first_with_sound() as container:
            if container.streams.audio:
                self._audio = self._out.add_stream_from_template(container.streams.audio[0])
                self._sound = _sound_of(container.streams.audio[0])
            for rows in self._runs:
                self._add(rows)
        self._out.close()
        return Remuxed(
            duration_ms=round(self._end * 1000), size=self._film.stat().st_size, parts=len(self._runs),
            has_audio=self._audio is not None, silent_ms=self._silent_ms,
        )  # fmt: skip

    def _first_with_sound(self) -> InputContainer:
        """The first run that has sound, or just the first."""
        for rows in self._runs:
            container = _opened(Run(self._folder, rows))
            if container.streams.audio or rows is self._runs[-1]:
                return container
            container.close()
        raise Bad("broken")

    def _add(self, rows: list[SegmentRow]) -> None:
        run = Run(self._folder, rows)
        with _opened(run) as source:
            if not source.streams.video:
                raise Bad("broken")
            video = source.streams.video[0]
            audio = source.streams.audio[0] if source.streams.audio else None
            if self._video is None:
                self._begin(video)
            if audio is not None and (self._audio is None or _sound_of(audio) != self._sound):
                self._silent_ms += round(1000 * sum(row.duration_s for row in rows))
                audio = None
            self._copy(source, video, audio, run)
        self._base, self._done_bytes = self._end, self._done_bytes + run.read_bytes

    def _begin(self, video: VideoStream) -> None:
        context = video.codec_context
        if context.name != "h264":
            raise Bad("broken")
        # Of several sizes the first is the film's; players follow the parameter sets of the pictures.
        stream = self._out.add_mux_stream("h264", width=context.width, height=context.height)
        assert isinstance(stream, VideoStream)
        stream.time_base = _CLOCK
        self._video = stream

    def _copy(self, source: InputContainer, video: VideoStream, audio: AudioStream | None, run: Run) -> None:
        with_sets = BitStreamFilterContext("h264_mp4toannexb", video)
        origin: Fraction | None = None
        for packet in source.demux([each for each in (video, audio) if each is not None]):
            if packet.dts is None or packet.time_base is None:
                continue
            if origin is None:
                if packet.stream is not video or not packet.is_keyframe:
                    continue
                origin = packet.dts * packet.time_base
            if packet.stream is video and self._video is not None:
                for whole in with_sets.filter(packet):
                    self._mux(whole, self._video, origin)
            elif self._audio is not None:
                self._mux(packet, self._audio, origin)
            self._tell(run)

    def _mux(self, packet: Packet[Stream], into: VideoStream | AudioStream, origin: Fraction) -> None:
        base = packet.time_base
        if packet.dts is None or packet.pts is None or base is None:
            return
        at = packet.dts * base - origin
        shift = round((self._base - origin) / base)
        packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
        key = round(packet.dts * base / _CLOCK)
        if at < 0 or key <= self._last.get(into.index, -1):
            return
        self._last[into.index] = key
        self._end = max(self._end, self._base + at + (packet.duration or 0) * base)
        packet.stream = into
        self._out.mux_one(packet)

    def _tell(self, run: Run) -> None:
        if time.monotonic() - self._told > _PROGRESS_S:
            self._told = time.monotonic()
            _say(Progress(round(min(1.0, (self._done_bytes + run.read_bytes) / self._size), 3)))


def _opened(run: Run) -> InputContainer:
    # PyAV wants a file; it only ever calls read().
    source: Any = run
    opened: InputContainer = av.open(source, "r", format="mp4", options=_OPTIONS)
    return opened


def _sound_of(audio: AudioStream) -> tuple[object, ...]:
    """What must be the same for packets to stand in one track."""
    context = audio.codec_context
    return context.name, context.sample_rate, context.layout.name, context.extradata


def _rows(job: RemuxJob) -> Iterator[SegmentRow]:
    yield from touching(parse_rows(sys.stdin.buffer.read(_INDEX_BYTES_MAX)), job.from_ms, job.to_ms)


def _say(line: Progress | Remuxed | Failed) -> None:
    os.write(1, msgspec.json.encode(line) + b"\n")


def main() -> None:
    die_with_parent()
    job = msgspec.json.decode(sys.argv[1], type=RemuxJob)
    child = job.limits.child
    confine(memory_bytes=child.memory_bytes, cpu_s=child.cpu_s, file_bytes=child.file_bytes)
    try:
        _say(Remuxer(job, list(_rows(job))).run())
    except Bad as bad:
        _say(Failed(str(bad)))
    except MemoryError:
        _say(Failed("too_expensive"))
    except (av.FFmpegError, OSError, ValueError, OverflowError):
        _say(Failed("broken"))


if __name__ == "__main__":
    main()
