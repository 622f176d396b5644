"""From packets to parts: libavformat cuts the fragments, this names and keeps them.

The video is never transcoded. Runs in the thread of whoever publishes; a lock and the publisher's
own identity make sure that a replaced publisher cannot write one more byte.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from livefair.media.boxes import BoxSplitter, FragmentInfo, Track, read_fragment, read_tracks
from livefair.media.clock import now_ms
from livefair.media.recording import Recorder, SegmentRow
from livefair.media.segments import Part, Segment

_log = logging.getLogger("livefair.media.packager")

_SEGMENT_MAX_S = 10.0


class Superseded(Exception):
    """Another publisher took this stream over."""


@dataclass(frozen=True)
class Streams:
    video: VideoStream
    audio: AudioStream | None


Configure = Callable[[OutputContainer], Streams]


@dataclass(frozen=True)
class InitMade:
    number: int
    data: bytes


@dataclass(frozen=True)
class PartMade:
    """`segment` is set on the first part of a segment."""

    segment: Segment | None
    part: Part


@dataclass(frozen=True)
class SegmentMade:
    row: SegmentRow


@dataclass(frozen=True)
class RecordingFailed:
    reason: str


Made = InitMade | PartMade | SegmentMade | RecordingFailed


class MediaClock:
    """Tells when media was made by when it arrived: what came soonest after its making shows the offset.

    The first second comes in a burst, having waited for the codecs to be known; and the sender's clock
    may drift, so the offset is the least of the last three segments.
    """

    def __init__(self) -> None:
        self._media_ms = 0.0
        self._segment_at = 0.0
        self._offsets: deque[float] = deque(maxlen=3)

    def begin_segment(self, arrived_ms: int) -> int:
        """A first guess at the wall time where the segment starts."""
        self._segment_at = self._media_ms
        self._offsets.append(arrived_ms - self._media_ms)
        return round(min(self._offsets) + self._segment_at)

    def passed(self, duration_s: float, arrived_ms: int) -> None:
        """So much more media, complete at that time."""
        self._media_ms += duration_s * 1000
        self._offsets[-1] = min(self._offsets[-1], arrived_ms - self._media_ms)

    def segment_began(self) -> int:
        return round(min(self._offsets) + self._segment_at)


class Packager:
    """One stream's way into segments. `emit` is called from the publisher's thread."""

    def __init__(
        self, part_s: float, segment_s: float, recorder: Recorder | None, emit: Callable[[Made], None],
        *, recording_max_s: float,
    ) -> None:  # fmt: skip
        self._part_s = part_s
        self._segment_s = segment_s
        self._recorder = recorder
        self._emit = emit
        self._lock = Lock()
        self._owner: object | None = None
        self._out: OutputContainer | None = None
        self._streams: Streams | None = None
        self._tracks: dict[int, Track] = {}
        self._segment: Segment | None = None
        self._clock = MediaClock()
        self._inits = recorder.inits if recorder else 0
        earlier = recorder.earlier if recorder else []
        # One number is left out: the segment that was open at a crash had been announced.
        self._number = earlier[-1].number + 2 if earlier else 0
        self._breaks = sum(row.discontinuity for row in earlier)
        self._left_s = recording_max_s - sum(row.duration_s for row in earlier)
        self._broken = bool(earlier)

    def open(self, owner: object, configure: Configure) -> None:
        """Start a new muxer for `owner`, who thereby takes the stream over: a discontinuity."""
        with self._lock:
            self._end_mux()
            self._owner = owner
            splitter = BoxSplitter(self._on_init, self._on_fragment)
            # PyAV wants a file; it only ever calls write().
            sink: Any = splitter
            self._out = av.open(sink, "w", format="mp4", options=self._options())
            self._streams = configure(self._out)
            self._clock = MediaClock()

    def video(self, owner: object, packet: Packet[Stream]) -> None:
        with self._lock:
            out, streams = self._mine(owner)
            packet.stream = streams.video
            out.mux_one(packet)

    def audio(self, owner: object, packet: Packet[Stream]) -> None:
        with self._lock:
            out, streams = self._mine(owner)
            if streams.audio is not None:
                packet.stream = streams.audio
                out.mux_one(packet)

    def audio_frame(self, owner: object, frame: AudioFrame) -> None:
        """Encode (AAC) and mux."""
        with self._lock:
            out, streams = self._mine(owner)
            if streams.audio is not None:
                for packet in streams.audio.encode(frame):
                    out.mux_one(packet)

    def leave(self, owner: object) -> None:
        """`owner` is done: flush what it sent. Harmless when it was replaced."""
        with self._lock:
            if self._owner is owner:
                self._end_mux()
                self._owner = None

    def close(self) -> None:
        """End the stream: later packets raise Superseded."""
        with self._lock:
            self._end_mux()
            self._owner = None
            if self._recorder:
                self._recorder.close()
                self._recorder = None

    def _options(self) -> dict[str, str]:
        return {
            "movflags": "frag_keyframe+delay_moov+default_base_moof+skip_trailer",
            "frag_duration": str(int(self._part_s * 1_000_000)),
            "use_editlist": "0",
            "max_interleave_delta": "300000",
            "flush_packets": "1",
        }

    def _mine(self, owner: object) -> tuple[OutputContainer, Streams]:
        if self._owner is not owner or self._out is None or self._streams is None:
            raise Superseded
        return self._out, self._streams

    def _end_mux(self) -> None:
        if self._out is None:
            return
        out, self._out, self._streams = self._out, None, None
        try:
            out.close()
        except (av.FFmpegError, ValueError) as error:  # e.g. nothing was ever muxed
            _log.info("muxer closed early: %s", error)
        self._close_segment()
        self._broken = True

    def _on_init(self, data: bytes) -> None:
        self._tracks = read_tracks(data)
        number, self._inits = self._inits, self._inits + 1
        self._keep(lambda recorder: recorder.add_init(number, data))
        self._emit(InitMade(number, data))

    def _on_fragment(self, data: bytes) -> None:
        info = read_fragment(data, self._tracks)
        arrived = now_ms()
        if self._segment is not None and self._is_cut(self._segment, info):
            self._close_segment()
        fresh = None
        if self._segment is None:
            self._segment = fresh = self._begin_segment()
        self._clock.passed(info.duration, arrived)
        part = Part(data, info.duration, info.independent)
        # The window has its own Segment to fill; the recorder needs the parts here, in this thread.
        opened = None
        if fresh is not None:
            opened = Segment(fresh.number, fresh.init, fresh.started_at_ms, fresh.discontinuity, fresh.breaks)
        self._segment.parts.append(part)
        self._emit(PartMade(opened, part))

    def _is_cut(self, segment: Segment, info: FragmentInfo) -> bool:
        length = segment.duration
        if info.independent:
            return length >= self._segment_s / 2
        # Without pictures any place is as good; with rare key frames there must be an end somewhere.
        return length >= (_SEGMENT_MAX_S if info.has_video else self._segment_s)

    def _begin_segment(self) -> Segment:
        broken, self._broken = self._broken, False
        self._breaks += broken
        number, self._number = self._number, self._number + 1
        return Segment(number, self._inits - 1, self._clock.begin_segment(now_ms()), broken, self._breaks)

    def _close_segment(self) -> None:
        if self._segment is None:
            return
        segment, self._segment = self._segment, None
        data = segment.data
        row = SegmentRow(
            segment.number, segment.init, self._clock.segment_began(),
            round(segment.duration, 5), segment.discontinuity, len(data),
        )  # fmt: skip
        self._keep(lambda recorder: recorder.add_segment(row, data))
        self._left_s -= segment.duration
        self._emit(SegmentMade(row))
        if self._recorder and self._left_s <= 0:
            self._stop_recording("too_long")

    def _keep(self, write: Callable[[Recorder], None]) -> None:
        """The show goes on when the disk does not."""
        if self._recorder is None:
            return
        try:
            write(self._recorder)
        except OSError:
            _log.exception("recording stopped")
            self._stop_recording("disk_failed")

    def _stop_recording(self, reason: str) -> None:
        if self._recorder:
            self._recorder.close()
        self._recorder = None
        self._emit(RecordingFailed(reason))
