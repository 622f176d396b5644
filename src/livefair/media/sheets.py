"""Uploaded tables: a stranger's CSV or Excel file in, rows of bounded texts out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import msgspec

from livefair.media.children import ChildLimits, Failed, lines_of
from livefair.media.refusals import Refused


class SheetLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken in: `unpacked_octets` of all parts of an Excel file that are read, `line_chars` of one row."""

    octets: int = 8 << 20
    unpacked_octets: int = 64 << 20
    rows: int = 10_001
    columns: int = 60
    cell_chars: int = 4_000
    line_chars: int = 12_000
    child: ChildLimits = ChildLimits(memory_bytes=600 << 20, cpu_s=30, file_bytes=0, wall_s=60)


class SheetJob(msgspec.Struct, frozen=True):
    limits: SheetLimits


class SheetRow(msgspec.Struct, frozen=True, tag=True):
    """`number` is what the person sees beside the row: 1 is the first."""

    number: int
    cells: list[str]


_line: msgspec.json.Decoder[SheetRow | Failed] = msgspec.json.Decoder(SheetRow | Failed)


async def rows_of(source: Path, limits: SheetLimits | None = None) -> AsyncGenerator[SheetRow]:
    """The rows of a CSV file (UTF-8 or GB 18030; comma, semicolon or tab) or of the first sheet of an .xlsx.

    Blank rows are left out. Refused: too_large, not_a_table, too_many_rows, row_too_long, broken, too_expensive.
    """
    limits = limits or SheetLimits()
    if source.stat().st_size > limits.octets:
        raise Refused("too_large", 413, limit=limits.octets >> 20)
    job = msgspec.json.encode(SheetJob(limits))
    async with aclosing(lines_of("livefair.media.sheet_child", job, source, limits.child.wall_s)) as lines:
        async for text in lines:
            line = _line.decode(text)
            if isinstance(line, Failed):
                raise Refused(line.code, 422, **line.params)
            yield line
