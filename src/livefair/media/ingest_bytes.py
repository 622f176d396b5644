"""Publishing as a byte stream: FLV from RTMP, Matroska from a browser's recorder.

libavformat takes the stream apart in a thread of its own; H.264 and AAC are copied, Opus becomes AAC.
"""

from __future__ import annotations

import logging
import queue
from threading import Thread
from typing import Any, Literal

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from livefair.media.audio import RATE, AudioTimeline, TimeBroken, add_aac_stream
from livefair.media.packager import Packager, Streams, Superseded
from livefair.media.publisher import Publisher

_log = logging.getLogger("livefair.media.ingest")

_JUMP_MAX_S = 15.0
_STRAY_MAX = 500
_REORDERED_LEAST = 3


class StreamRefused(Exception):
    """The stream is well formed, but not for us; the argument is the reason to tell."""


class BytePipe:
    """A file that blocks its reader until the event loop has fed it; bounded."""

    def __init__(self, backlog_max: int) -> None:
        self._queue: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._rest = b""
        self._fed = 0
        self._taken = 0
        self._backlog_max = backlog_max
        self._at_end = False

    def feed(self, data: bytes) -> bool:
        """False: the reader is too far behind; nothing was taken."""
        # Each counter has one writer, so feeding and reading need no lock.
        if self._fed - self._taken + len(data) > self._backlog_max:
            return False
        self._fed += len(data)
        if data:
            self._queue.put(data)
        return True

    def close(self) -> None:
        """The reader finds the end of the file behind what was fed."""
        self._queue.put(b"")

    def read(self, size: int) -> bytes:
        if not self._rest and not self._at_end:
            self._rest = self._queue.get()
            self._taken += len(self._rest)
            self._at_end = not self._rest
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


class ByteIngest(Thread):
    """One published byte stream on its way into the packager."""

    def __init__(
        self, publisher: Publisher, packager: Packager, format_name: Literal["flv", "matroska"],
        *, backlog_max: int, pixels_max: int,
    ) -> None:  # fmt: skip
        super().__init__(daemon=True, name=f"ingest-{publisher.session}")
        self.pipe = BytePipe(backlog_max)
        self._publisher = publisher
        self._packager = packager
        self._format = format_name
        self._pixels_max = pixels_max
        self._audio: AudioTimeline | None = None
        self._last_dts: dict[int, float] = {}
        self._stray = 0
        self._delay: int | None = None
        self._reordered = 0
        self._origin: float | None = None

    def run(self) -> None:
        reason = "broken_media"
        try:
            self._run()
            reason = "ended"
        except Superseded:
            reason = "replaced"
        except StreamRefused as refused:
            reason = str(refused)
        except (av.FFmpegError, TimeBroken, ValueError, OverflowError) as error:
            _log.info("session %s: %r", self._publisher.session, error)
        except Exception:
            _log.exception("session %s", self._publisher.session)
        finally:
            self._packager.leave(self)
            self._publisher.end_soon(reason)

    def _run(self) -> None:
        # PyAV wants a file; it only ever calls read().
        source: Any = self.pipe
        # Without a whitelist a hostile stream could name other files or hosts. Never "nobuffer": it
        # throws away the first key frame.
        options = {"probesize": "200000", "analyzeduration": "1000000", "protocol_whitelist": "none"}
        with av.open(source, "r", format=self._format, options=options) as container:
            video, audio = self._choose(container)
            self._packager.open(self, lambda out: self._configure(out, video, audio))
            self._publisher.picture(video.codec_context.width, video.codec_context.height)
            for packet in container.demux([each for each in (video, audio) if each is not None]):
                if packet.dts is not None and self._is_in_time(packet):
                    self._take(packet, video)

    def _choose(self, container: InputContainer) -> tuple[VideoStream, AudioStream | None]:
        videos, audios = container.streams.video, container.streams.audio
        if not videos or videos[0].codec_context.name != "h264":
            raise StreamRefused("codec_not_allowed")
        video = videos[0]
        audio = audios[0] if audios else None
        if audio is not None and audio.codec_context.name not in ("aac", "opus", "libopus"):
            raise StreamRefused("codec_not_allowed")
        if not 0 < video.codec_context.width * video.codec_context.height <= self._pixels_max:
            raise StreamRefused("too_large")
        return video, audio

    def _configure(self, out: OutputContainer, video: VideoStream, audio: AudioStream | None) -> Streams:
        copy = out.add_stream_from_template(video, opaque=True)
        if audio is None:
            return Streams(copy, None)
        if audio.codec_context.name == "aac":
            return Streams(copy, out.add_stream_from_template(audio, opaque=True))
        self._audio = AudioTimeline(lambda frame: self._packager.audio_frame(self, frame))
        return Streams(copy, add_aac_stream(out))

    def _is_in_time(self, packet: Packet[Stream]) -> bool:
        """Drops what runs backwards; a leap forward ends the session."""
        at = float((packet.dts or 0) * _time_base(packet.stream))
        last = self._last_dts.get(packet.stream.index)
        if last is not None and at <= last:
            self._stray += 1
            if self._stray > _STRAY_MAX:
                raise TimeBroken
            return False
        if last is not None and at - last > _JUMP_MAX_S:
            raise TimeBroken
        self._last_dts[packet.stream.index] = at
        return True

    def _notice_order(self, packet: Packet[Stream]) -> None:
        """Without B-frames every picture is shown when it is decoded, or all of them equally later."""
        if self._delay is None:
            self._delay = _delay(packet)
        self._reordered += _delay(packet) != self._delay
        self._publisher.b_frames = self._reordered >= _REORDERED_LEAST

    def _take(self, packet: Packet[Stream], video: VideoStream) -> None:
        if packet.stream is video:
            self._publisher.frames += 1
            self._notice_order(packet)
            self._packager.video(self, packet)
        elif self._audio is None:
            self._packager.audio(self, packet)
        else:
            at = float((packet.pts or 0) * _time_base(packet.stream))
            if self._origin is None:
                self._origin = min(at, self._last_dts.get(video.index, at))
            self._audio.packet(packet, round((at - self._origin) * RATE))


def _delay(packet: Packet[Stream]) -> int:
    return (packet.pts or 0) - (packet.dts or 0)


def _time_base(stream: Stream) -> Any:
    return stream.time_base
