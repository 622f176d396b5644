"""Uploaded pictures: a stranger's file in, WebP in the wanted sizes out, nothing but pixels inside."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import msgspec

from livefair.media.children import ChildLimits, Failed, lines_of
from livefair.media.refusals import Refused


class PictureLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken in: `pixels` counts the picture as it is stored."""

    pixels: int = 60_000_000
    octets: int = 20 << 20
    child: ChildLimits = ChildLimits(memory_bytes=1_000 << 20, cpu_s=30, file_bytes=20 << 20, wall_s=60)


class PictureJob(msgspec.Struct, frozen=True):
    """The child's whole task: one file `{side}.webp` for each longest side."""

    target: str
    sides: list[int]
    limits: PictureLimits


class PictureFile(msgspec.Struct, frozen=True):
    """One size; `name` lies in the target folder."""

    name: str
    width: int
    height: int
    size: int


class Pictures(msgspec.Struct, frozen=True, tag=True):
    files: list[PictureFile]


_line: msgspec.json.Decoder[Pictures | Failed] = msgspec.json.Decoder(Pictures | Failed)


async def reencode(
    source: Path, target: Path, sides: Sequence[int] = (320, 1280), limits: PictureLimits | None = None
) -> list[PictureFile]:
    """Writes `source` (JPEG, PNG or WebP) as WebP into the folder `target`, once per longest side.

    Pictures are turned upright and never enlarged; places, dates and everything else that is not a
    pixel is lost on purpose. Takes about half a second.

    Refused: too_large, not_a_picture, picture_too_large, truncated, broken, too_expensive.
    """
    limits = limits or PictureLimits()
    if source.stat().st_size > limits.octets:
        raise Refused("too_large", 413, octets_max=limits.octets)
    target.mkdir(parents=True, exist_ok=True)
    job = msgspec.json.encode(PictureJob(str(target), list(sides), limits))
    async with aclosing(lines_of("livefair.media.picture_child", job, source, limits.child.wall_s)) as lines:
        async for text in lines:
            line = _line.decode(text)
            if isinstance(line, Failed):
                raise Refused(line.code, 422, **line.params)
            return line.files
    raise Refused("broken", 422)
