"""Publishing as frames: WebRTC's H.264 access units and Opus packets, muxed in a thread of their own."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from threading import Thread
from typing import Literal

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from livefair.media.audio import RATE, AudioTimeline, TimeBroken, add_aac_stream
from livefair.media.h264 import parameter_sets, picture_size
from livefair.media.packager import Packager, Streams, Superseded
from livefair.media.publisher import Publisher

_log = logging.getLogger("livefair.media.ingest")

_QUEUE_MAX = 2_000
_VIDEO_CLOCK = 90_000
_JUMP_MAX_S = 15.0
_AUDIO_PATIENCE_S = 1.0

SenderClock = Callable[[Literal["video", "audio"], int], float | None]
"""The sender's own wall clock for a time stamp, once its reports have told it; seconds."""


@dataclass(frozen=True, slots=True)
class _Arrival:
    kind: Literal["video", "audio"]
    packet: Packet[Stream]
    key: bool
    at: float


class FrameIngest(Thread):
    """One WebRTC publisher on its way into the packager."""

    def __init__(
        self,
        publisher: Publisher,
        packager: Packager,
        *,
        clock: SenderClock,
        audio: bool,
        pixels_max: int,
    ) -> None:
        super().__init__(daemon=True, name=f"ingest-{publisher.session}")
        self._publisher = publisher
        self._packager = packager
        self._clock = clock
        self._with_audio = audio
        self._pixels_max = pixels_max
        self._queue: queue.Queue[_Arrival | None] = queue.Queue(_QUEUE_MAX)
        self._sets: tuple[bytes, ...] = ()
        self._audio: AudioTimeline | None = None
        self._video_first: _Arrival | None = None
        self._audio_first: _Arrival | None = None
        self._audio_delay_s = 0.0
        self._in_sync = False
        self._origin_s = 0.0
        self._last_s = 0.0
        self._last_pts = -1

    def video(self, packet: Packet[Stream], key: bool) -> None:
        """One access unit; on the event loop."""
        self._put(_Arrival("video", packet, key, time.monotonic()))

    def audio(self, packet: Packet[Stream]) -> None:
        """One Opus packet; on the event loop."""
        self._put(_Arrival("audio", packet, True, time.monotonic()))

    def close(self) -> None:
        while True:
            try:
                self._queue.put_nowait(None)
            except queue.Full:
                self._queue.get_nowait()
            else:
                return

    def _put(self, arrival: _Arrival) -> None:
        try:
            self._queue.put_nowait(arrival)
        except queue.Full:
            self._publisher.end("too_slow")

    def run(self) -> None:
        reason = "broken_media"
        try:
            while (arrival := self._queue.get()) is not None:
                (self._on_video if arrival.kind == "video" else self._on_audio)(arrival)
            reason = "ended"
        except Superseded:
            reason = "replaced"
        except (av.FFmpegError, TimeBroken, ValueError, OverflowError) as error:
            _log.info("session %s: %r", self._publisher.session, error)
        except Exception:
            _log.exception("session %s", self._publisher.session)
        finally:
            self._packager.leave(self)
            self._publisher.end_soon(reason)

    def _on_video(self, arrival: _Arrival) -> None:
        unit = bytes(arrival.packet)
        if arrival.key:
            sets = parameter_sets(unit)
            if sets and sets != self._sets:
                self._begin(arrival, unit, sets)
        if self._video_first is None or not self._sets:
            return
        at = self._video_at(arrival.packet)
        if abs(at - self._last_s) > _JUMP_MAX_S:
            raise TimeBroken
        self._last_s = at
        packet = Packet(unit)
        self._last_pts = max(self._last_pts + 1, round((at - self._origin_s) * _VIDEO_CLOCK))
        packet.pts = packet.dts = self._last_pts
        packet.time_base = Fraction(1, _VIDEO_CLOCK)
        packet.is_keyframe = arrival.key
        self._publisher.frames += 1
        self._packager.video(self, packet)
        self._bridge_missing_audio(at)

    def _begin(self, arrival: _Arrival, unit: bytes, sets: tuple[bytes, ...]) -> None:
        """A first or a different picture: a new muxer, whose time starts with this frame."""
        width, height = picture_size(unit, self._pixels_max)
        if self._video_first is None:
            self._video_first = arrival
        self._origin_s = self._last_s = self._video_at(arrival.packet)
        self._last_pts = -1
        self._sets = sets
        self._audio = None
        self._packager.open(self, lambda out: self._configure(out, width, height))
        self._publisher.picture(width, height)

    def _configure(self, out: OutputContainer, width: int, height: int) -> Streams:
        video = out.add_mux_stream("h264", width=width, height=height)
        assert isinstance(video, VideoStream)
        video.time_base = Fraction(1, _VIDEO_CLOCK)
        if not self._with_audio:
            return Streams(video, None)
        self._audio = AudioTimeline(lambda frame: self._packager.audio_frame(self, frame))
        return Streams(video, add_aac_stream(out))

    def _on_audio(self, arrival: _Arrival) -> None:
        if self._audio is None or self._video_first is None:
            return
        if self._audio_first is None:
            self._audio_first = arrival
            self._audio_delay_s = arrival.at - self._video_first.at
        self._synchronise(self._audio_first, self._video_first)
        passed = ((arrival.packet.pts or 0) - (self._audio_first.packet.pts or 0)) / RATE
        at = passed + self._audio_delay_s - self._origin_s
        if at >= 0:
            self._audio.packet(arrival.packet, round(at * RATE))

    def _synchronise(self, audio: _Arrival, video: _Arrival) -> None:
        """Arrival times stand in for the sender's clock until its reports are there; then exact, once."""
        if self._in_sync:
            return
        audio_clock = self._clock("audio", audio.packet.pts or 0)
        video_clock = self._clock("video", video.packet.pts or 0)
        if audio_clock is None or video_clock is None:
            return
        self._in_sync = True
        exact = audio_clock - video_clock
        # A sender whose clocks are nonsense is better off with arrival times.
        if abs(exact - self._audio_delay_s) < 1.0:
            self._audio_delay_s = exact

    def _bridge_missing_audio(self, video_at: float) -> None:
        """A muted or lost microphone: players need sound data to go on, silence will do."""
        if self._audio is None:
            return
        position = round((video_at - self._origin_s) * RATE)
        if position - self._audio.position > _AUDIO_PATIENCE_S * RATE:
            self._audio.silence_until(position - round(_AUDIO_PATIENCE_S * RATE / 2))

    def _video_at(self, packet: Packet[Stream]) -> float:
        """Seconds since the session's first key frame, by its time stamps."""
        first = self._video_first
        return 0.0 if first is None else ((packet.pts or 0) - (first.packet.pts or 0)) / _VIDEO_CLOCK
