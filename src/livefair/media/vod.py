"""Uploaded videos: a stranger's file in, a small H.264/AAC film with poster and playlist out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import msgspec

from livefair.media.children import ChildLimits, Failed, lines_of
from livefair.media.refusals import Refused

VIDEO, POSTER, PLAYLIST = "video.mp4", "poster.webp", "index.m3u8"
"""The names of the files that `transcode` leaves in its folder."""


class VideoLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken in (`seconds`, `pixels` per picture, `octets`) and how small it comes out."""

    seconds: int = 180
    pixels: int = 4096 * 2304
    octets: int = 300 << 20
    short_side: int = 720
    child: ChildLimits = ChildLimits()


class VideoJob(msgspec.Struct, frozen=True):
    """The child's whole task."""

    target: str
    limits: VideoLimits


class Progress(msgspec.Struct, frozen=True, tag=True):
    """`fraction` from 0 to 1, about twice a second."""

    fraction: float


class Transcoded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The last word: sizes of what lies in the folder."""

    width: int
    height: int
    duration_ms: int
    size: int
    has_audio: bool


_line: msgspec.json.Decoder[Progress | Transcoded | Failed] = msgspec.json.Decoder(Progress | Transcoded | Failed)


async def transcode(
    source: Path, target: Path, limits: VideoLimits | None = None
) -> AsyncGenerator[Progress | Transcoded]:
    """Re-encodes `source` into the folder `target`; ends with Transcoded.

    Only one decoder, chosen by the first bytes and in a limited child without a path or a network,
    ever sees the file. Metadata such as places is lost on purpose.

    Refused: too_large, not_a_video, codec_not_allowed, too_many_streams, picture_too_large,
    picture_too_small, too_long, truncated, broken, too_expensive.
    """
    limits = limits or VideoLimits()
    if source.stat().st_size > limits.octets:
        raise Refused("too_large", 413, octets_max=limits.octets)
    target.mkdir(parents=True, exist_ok=True)
    job = msgspec.json.encode(VideoJob(str(target), limits))
    done = False
    async with aclosing(lines_of("livefair.media.vod_child", job, source, limits.child.wall_s)) as lines:
        async for text in lines:
            line = _line.decode(text)
            if isinstance(line, Failed):
                raise Refused(line.code, 422, **line.params)
            done = isinstance(line, Transcoded)
            yield line
    if not done:
        raise Refused("broken", 422)
