"""A recording, or a stretch of it, as one MP4: copied, not encoded, in the kind of child that also reads uploads."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import msgspec

from livefair.media.children import ChildLimits, Failed, lines_of
from livefair.media.recording import INDEX, SegmentIndex
from livefair.media.refusals import Refused
from livefair.media.vod import Progress

FILM = "film.mp4"


class RemuxLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one film may hold."""

    seconds: int = 4 * 3600
    octets: int = 4 << 30
    child: ChildLimits = ChildLimits(file_bytes=5 << 30, cpu_s=600, wall_s=1_800)


class RemuxJob(msgspec.Struct, frozen=True):
    """The child's whole task; the index of the recording is its standard input."""

    folder: str
    target: str
    from_ms: int | None
    to_ms: int | None
    limits: RemuxLimits


class Remuxed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """`parts`: stretches between which the sender stopped or changed; `silent_ms`: sound that did not fit the rest."""

    duration_ms: int
    size: int
    has_audio: bool
    parts: int
    silent_ms: int


_line: msgspec.json.Decoder[Progress | Remuxed | Failed] = msgspec.json.Decoder(Progress | Remuxed | Failed)


async def remux(
    recording: SegmentIndex,
    target: Path,
    *,
    from_ms: int | None = None,
    to_ms: int | None = None,
    limits: RemuxLimits | None = None,
) -> AsyncGenerator[Progress | Remuxed]:
    """Copies what was recorded between two epoch times, cut at key frames, into `target`/film.mp4.

    Refused: film_not_recorded, film_too_long, film_too_large, broken, too_expensive.
    """
    limits = limits or RemuxLimits()
    rows = recording.rows(from_ms, to_ms)
    if not rows:
        raise Refused("film_not_recorded", 404)
    if sum(row.duration_s for row in rows) > limits.seconds + 1:
        raise Refused("film_too_long", 422, seconds_max=limits.seconds)
    if sum(row.size for row in rows) > limits.octets:
        raise Refused("film_too_large", 413, octets_max=limits.octets)
    target.mkdir(parents=True, exist_ok=True)
    job = msgspec.json.encode(RemuxJob(str(recording.folder), str(target), from_ms, to_ms, limits))
    done = False
    index = recording.folder / INDEX
    async with aclosing(lines_of("livefair.media.remux_child", job, index, limits.child.wall_s)) as lines:
        async for text in lines:
            line = _line.decode(text)
            if isinstance(line, Failed):
                raise Refused(line.code, 422, **line.params)
            done = isinstance(line, Remuxed)
            yield line
    if not done:
        raise Refused("broken", 422)
