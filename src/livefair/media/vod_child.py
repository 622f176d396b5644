"""The child that opens a stranger's video: `python -m livefair.media.vod_child JOB < video`."""

from __future__ import annotations

import os
import sys
import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import msgspec
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from livefair.media.children import Failed
from livefair.media.confined import confine, die_with_parent
from livefair.media.vod import PLAYLIST, POSTER, VIDEO, Progress, Transcoded, VideoJob
from livefair.media.vod_probe import BadFile, Probed, probe

_RATE = 48_000
_CLOCK = Fraction(1, 90_000)
_FRAME_GAP_S = 1 / 31
_THREADS = 2
_PROGRESS_S = 0.5
_SOUND_HOLE_S = 0.1
_ERRORS_MAX = 0.1


class Transcoder:
    """One decode, one encode; the playlist is cut from the finished film."""

    def __init__(self, probed: Probed, job: VideoJob) -> None:
        self._probed = probed
        self._limits = job.limits
        self._folder = Path(job.target)
        self._out: OutputContainer = av.open(
            str(self._folder / VIDEO), "w", format="mp4", options={"movflags": "faststart"}
        )
        self._video: VideoStream | None = None
        self._audio: AudioStream | None = None
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=_RATE, frame_size=1024)
        self._turn: Graph | None = None
        self._origin: float | None = None
        self._last_s = -1.0
        self._sound_pts: int | None = None
        self._early_sound: list[AudioFrame] = []
        self._poster_s: float | None = None
        self._told = 0.0
        self._packets = self._errors = 0

    def run(self) -> Transcoded:
        video, audio = self._probed.video, self._probed.audio
        video.thread_type = "AUTO"
        video.codec_context.thread_count = _THREADS
        for packet in self._probed.container.demux([each for each in (video, audio) if each is not None]):
            self._packets += 1
            try:
                frames = packet.decode()
            except av.FFmpegError:
                self._errors += 1
                continue
            for frame in frames:
                if isinstance(frame, VideoFrame):
                    self._take_picture(frame)
                elif isinstance(frame, AudioFrame):
                    self._take_sound(frame)
        return self._finish()

    def _take_picture(self, frame: VideoFrame) -> None:
        if frame.pts is None or frame.time_base is None:
            return
        if frame.width * frame.height > self._limits.pixels:
            raise BadFile("picture_too_large", pixels_max=self._limits.pixels)
        at = float(frame.pts * frame.time_base)
        if self._video is None or self._origin is None:
            self._origin = at
            self._begin(frame)
        at -= self._origin
        if at > self._limits.seconds + 1:
            raise BadFile("too_long", seconds_max=self._limits.seconds)
        if at - self._last_s < _FRAME_GAP_S:
            return
        self._last_s = at
        picture = self._fit(frame)
        picture.pts, picture.time_base = round(at / _CLOCK), _CLOCK
        self._keep_poster(picture, at)
        if self._video is not None:
            self._out.mux(self._video.encode(picture))
        self._tell(at)

    def _begin(self, first: VideoFrame) -> None:
        """The size is known with the first picture, which is upright after a turn."""
        aspect = self._probed.video.sample_aspect_ratio
        width, height = _output_size(first, aspect, self._limits.short_side)
        turn = _turn_filters(first.rotation)
        if turn:
            self._turn = _graph(turn, width, height)
        upright = (height, width) if self._turn and first.rotation % 180 else (width, height)
        options = {"preset": "veryfast", "crf": "23", "maxrate": "2500k", "bufsize": "5000k", "g": "60"}
        video = self._out.add_stream("libx264", rate=30, options={**options, "profile": "main"})
        video.width, video.height, video.pix_fmt = *upright, "yuv420p"
        video.codec_context.time_base = _CLOCK
        video.codec_context.thread_count = _THREADS
        self._size = (width, height)
        self._video = video
        if self._probed.audio is not None:
            self._audio = self._out.add_stream("aac", rate=_RATE, bit_rate=128_000)
            early, self._early_sound = self._early_sound, []
            for frame in early:
                self._take_sound(frame)

    def _fit(self, frame: VideoFrame) -> VideoFrame:
        width, height = self._size
        fitted = frame.reformat(width=width, height=height, format="yuv420p")
        if self._turn is not None:
            self._turn.push(fitted)
            turned = self._turn.pull()
            assert isinstance(turned, VideoFrame)
            fitted = turned
        fitted.pict_type = 0
        return fitted

    def _take_sound(self, frame: AudioFrame) -> None:
        if self._origin is None or self._audio is None:
            if len(self._early_sound) < 500:
                self._early_sound.append(frame)
            return
        if frame.pts is not None and frame.time_base is not None:
            due = round((float(frame.pts * frame.time_base) - self._origin) * _RATE)
            if due < -_RATE // 50:
                return
            if self._sound_pts is None or due - self._sound_pts > _SOUND_HOLE_S * _RATE:
                self._sound_pts = max(due, 0)
        frame.pts = None
        for even in self._resampler.resample(frame):
            even.pts, even.time_base = self._sound_pts or 0, Fraction(1, _RATE)
            self._sound_pts = even.pts + even.samples
            if self._sound_pts > (self._limits.seconds + 1) * _RATE:
                raise BadFile("too_long", seconds_max=self._limits.seconds)
            self._out.mux(self._audio.encode(even))

    def _keep_poster(self, picture: VideoFrame, at: float) -> None:
        """The picture one second in, which is seldom black; of a shorter film the first."""
        if self._poster_s is None or self._poster_s < 1.0 <= at:
            self._poster_s = at
            image = picture.to_image()  # type: ignore[no-untyped-call]  # PyAV leaves it undeclared
            image.save(self._folder / POSTER, "WEBP", quality=80, method=4)

    def _tell(self, at: float) -> None:
        if time.monotonic() - self._told > _PROGRESS_S:
            self._told = time.monotonic()
            _say(Progress(round(min(1.0, at / max(self._probed.duration_s, 0.1)), 3)))

    def _finish(self) -> Transcoded:
        if self._video is None:
            raise BadFile("broken")
        if self._errors > self._packets * _ERRORS_MAX:
            raise BadFile("broken")
        if self._last_s < self._probed.duration_s * 0.8 - 0.5:
            raise BadFile("truncated")
        self._out.mux(self._video.encode(None))
        if self._audio is not None:
            self._out.mux(self._audio.encode(None))
        self._out.close()
        film = self._folder / VIDEO
        _cut_playlist(film, self._folder)
        return Transcoded(
            width=self._video.width, height=self._video.height, has_audio=self._audio is not None,
            duration_ms=round(self._last_s * 1000), size=film.stat().st_size,
        )  # fmt: skip


def _output_size(frame: VideoFrame, aspect: Fraction | None, short_side: int) -> tuple[int, int]:
    """Square pixels, the short side limited, even numbers."""
    width = frame.width * float(aspect) if aspect and 0.1 < aspect < 10 else float(frame.width)
    scale = min(1.0, short_side / min(width, frame.height))
    return max(2, round(width * scale / 2) * 2), max(2, round(frame.height * scale / 2) * 2)


def _turn_filters(rotation: int) -> tuple[tuple[str, str], ...]:
    """Cameras store pictures lying down and note the turn; we turn them up."""
    quarter = round(rotation / 90) % 4
    return ((), (("transpose", "cclock"),), (("hflip", ""), ("vflip", "")), (("transpose", "clock"),))[quarter]


def _graph(filters: tuple[tuple[str, str], ...], width: int, height: int) -> Graph:
    graph = Graph()
    chain = [graph.add_buffer(width=width, height=height, format=VideoFormat("yuv420p"), time_base=_CLOCK)]
    chain += [graph.add(name, argument or None) for name, argument in filters]
    chain.append(graph.add("buffersink"))
    for before, after in pairwise(chain):
        before.link_to(after)
    graph.configure()
    return graph


def _cut_playlist(film: Path, folder: Path) -> None:
    options = {
        "hls_time": "4",
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": str(folder / "s%d.m4s"),
    }
    with (
        av.open(str(film)) as source,
        av.open(str(folder / PLAYLIST), "w", format="hls", options=options) as out,
    ):
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                out.mux(packet)


def _say(line: Progress | Transcoded | Failed) -> None:
    os.write(1, msgspec.json.encode(line) + b"\n")


def main() -> None:
    die_with_parent()
    job = msgspec.json.decode(sys.argv[1], type=VideoJob)
    child = job.limits.child
    confine(memory_bytes=child.memory_bytes, cpu_s=child.cpu_s, file_bytes=child.file_bytes)
    try:
        _say(Transcoder(probe(sys.stdin.buffer, job.limits), job).run())
    except BadFile as bad:
        _say(bad.failed)
    except (MemoryError, av.error.ExternalError, av.error.BlockingIOError):  # memory or threads ran out
        _say(Failed("too_expensive"))
    except (av.FFmpegError, ValueError, OverflowError):
        _say(Failed("broken"))


if __name__ == "__main__":
    main()
