"""What an uploaded file must be before anything of it is decoded. Runs in the limited child only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import IO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from livefair.media.children import Failed
from livefair.media.vod import VideoLimits

_VIDEO_CODECS = {"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4"}
_AUDIO_CODECS = {"aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "flac", "ac3", "pcm_s16le"}
_STREAMS_MAX = 8
_SIDE_MIN = 16
_BOX_HEADS_MAX = 10_000


class BadFile(Exception):
    """The upload is refused; `failed` says why."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.failed = Failed(code, params)


@dataclass(frozen=True)
class Probed:
    container: InputContainer
    video: VideoStream
    audio: AudioStream | None
    duration_s: float


def probe(file: IO[bytes], limits: VideoLimits) -> Probed:
    """Opens the file by its first bytes with one demuxer that can open nothing else. BadFile if refused."""
    demuxer, family = _demuxer(file)
    if family == "mp4":
        _check_whole(file)
    options = {
        "protocol_whitelist": "none",
        "format_whitelist": demuxer,
        "probesize": "5000000",
        "analyzeduration": "5000000",
        "max_streams": str(_STREAMS_MAX),
    }
    # A file object, never a path: libavformat has no name to resolve anything against.
    container = av.open(file, "r", format=demuxer.partition(",")[0], options=options)
    if len(container.streams) > _STREAMS_MAX:
        raise BadFile("too_many_streams", most=_STREAMS_MAX)
    if not container.streams.video:
        raise BadFile("not_a_video")
    video = container.streams.video[0]
    audio = container.streams.audio[0] if container.streams.audio else None
    _check_codecs(video, audio)
    _check_size(video, limits)
    duration_s = (container.duration or 0) / 1_000_000
    if duration_s > limits.seconds:
        raise BadFile("too_long", seconds_max=limits.seconds)
    return Probed(container, video, audio, duration_s)


def _demuxer(file: IO[bytes]) -> tuple[str, str]:
    head = file.read(16)
    file.seek(0)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return "mov,mp4,m4a,3gp,3g2,mj2", "mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska,webm", "matroska"
    raise BadFile("not_a_video")


def _check_whole(file: IO[bytes]) -> None:
    """The boxes at the top fill the file to its end, and one of them is the table of contents."""
    size = os.fstat(file.fileno()).st_size
    at = heads = 0
    kinds = set()
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        kinds.add(head[4:8])
        at += length or size - at
        heads += 1
        if (length and length < 8) or heads > _BOX_HEADS_MAX:
            raise BadFile("broken")
    file.seek(0)
    if at > size or b"moov" not in kinds:
        raise BadFile("truncated")


def _check_codecs(video: VideoStream, audio: AudioStream | None) -> None:
    used = video.codec_context.name
    if used not in _VIDEO_CODECS:
        raise BadFile("codec_not_allowed", codec=used)
    if audio is not None and audio.codec_context.name not in _AUDIO_CODECS:
        raise BadFile("codec_not_allowed", codec=audio.codec_context.name)


def _check_size(video: VideoStream, limits: VideoLimits) -> None:
    width, height = video.codec_context.width, video.codec_context.height
    if width * height > limits.pixels:
        raise BadFile("picture_too_large", pixels_max=limits.pixels)
    if min(width, height) < _SIDE_MIN:
        raise BadFile("picture_too_small", side_min=_SIDE_MIN)
