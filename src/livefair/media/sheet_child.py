"""The child that opens a stranger's table: `python -m livefair.media.sheet_child JOB < table`."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import msgspec

from livefair.media.children import Failed
from livefair.media.confined import confine, die_with_parent
from livefair.media.sheets import SheetJob, SheetLimits, SheetRow

ROWS_OF_EXCEL = 1_048_576
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WHOLE = re.compile(r"(-?[0-9]{1,15})\.0+")
_ODD = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]{1,3}|-?[0-9]+\.[0-9]{6,}")


class _Bad(Exception):
    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.failed = Failed(code, params)


def main() -> None:
    die_with_parent()
    job = msgspec.json.decode(sys.argv[1], type=SheetJob)
    child = job.limits.child
    confine(memory_bytes=child.memory_bytes, cpu_s=child.cpu_s, file_bytes=child.file_bytes)
    try:
        for row in _rows(sys.stdin.buffer.read(job.limits.octets + 1), job.limits):
            _tell(row)
    except _Bad as bad:
        _tell(bad.failed)
    except MemoryError:
        _tell(Failed("too_expensive"))
    except (csv.Error, UnicodeError):
        _tell(Failed("not_a_table"))
    except Exception:
        # Parsers raise what they like over a malformed file; whatever it was, it is no table to keep.
        _tell(Failed("broken"))
    sys.stdout.flush()


def _tell(line: SheetRow | Failed) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")


def _rows(data: bytes, limits: SheetLimits) -> Iterator[SheetRow]:
    found = _excel(data, limits) if data.startswith(b"PK\x03\x04") else _csv(data)
    count = 0
    for number, cells in found:
        if not any(cells):
            continue
        count += 1
        if count > limits.rows:
            raise _Bad("too_many_rows", limit=limits.rows - 1)
        cells = [_CONTROL.sub(" ", cell).strip()[: limits.cell_chars] for cell in cells[: limits.columns]]
        if sum(map(len, cells)) > limits.line_chars:
            raise _Bad("row_too_long", row=number, limit=limits.line_chars)
        yield SheetRow(number, cells)


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\0" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _Bad("not_a_table")
    text = _text(data)
    head = text[: text.find("\n") if "\n" in text else len(text)]
    mark = max(",;\t", key=head.count)
    yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1)


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _excel(data: bytes, limits: SheetLimits) -> Iterator[tuple[int, list[str]]]:
    try:
        book = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as bad:
        raise _Bad("not_a_table") from bad
    parts = _Parts(book, limits.unpacked_octets)
    shared = _shared(parts)
    number = 0
    for _, row in ElementTree.iterparse(io.BytesIO(parts.read(_first_sheet(parts)))):
        if row.tag == f"{_MAIN}row":
            number = _number_of(row, number)
            yield number, _cells(row, shared, limits.columns)
            row.clear()


def _number_of(row: ElementTree.Element, before: int) -> int:
    """As the file says, where that can be; it need not say anything."""
    said = row.get("r") or ""
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= 7 else 0
    return number if before < number <= ROWS_OF_EXCEL else before + 1


class _Parts:
    """The parts of the package, unpacked within a limit for all together."""

    def __init__(self, book: zipfile.ZipFile, octets: int) -> None:
        self._book, self._left = book, octets

    def has(self, name: str) -> bool:
        return name in self._book.NameToInfo

    def read(self, name: str) -> bytes:
        with self._book.open(name) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise _Bad("too_large", limit=0)
        if b"<!DOCTYPE" in data[:2_000]:
            raise _Bad("not_a_table")
        return data


def _first_sheet(parts: _Parts) -> str:
    if not parts.has("xl/workbook.xml"):
        raise _Bad("not_a_table")
    sheet = ElementTree.fromstring(parts.read("xl/workbook.xml")).find(f"{_MAIN}sheets/{_MAIN}sheet")
    wanted = sheet.get(_REL) if sheet is not None else None
    for relation in ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels")).iter(_PACKAGE_REL):
        if relation.get("Id") == wanted:
            target = relation.get("Target") or ""
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise _Bad("not_a_table")


def _shared(parts: _Parts) -> list[str]:
    if not parts.has("xl/sharedStrings.xml"):
        return []
    root = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
    return [_plain(item) for item in root.iter(f"{_MAIN}si")]


def _plain(item: ElementTree.Element) -> str:
    """The text of a string, without the sounds that stand above Chinese and Japanese words."""
    runs = [item, *item.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _cells(row: ElementTree.Element, shared: list[str], columns: int) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_MAIN}c"):
        place = _CELL.fullmatch(cell.get("r") or "")
        at = _column(place[1]) if place else len(cells)
        if at >= columns:
            break
        cells += [""] * (at + 1 - len(cells))
        cells[at] = _value(cell, shared)
    return cells


def _column(letters: str) -> int:
    """`A` is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        found = cell.find(f"{_MAIN}is")
        return _plain(found) if found is not None else ""
    text = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return shared[int(text)]
    return text if kind in {"str", "b", "e"} else _number(text)


def _number(text: str) -> str:
    """As it is typed: `12`, not `12.0`, and `329.9`, not `329.89999999999998`."""
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    return f"{float(text):.10g}" if _ODD.fullmatch(text) else text


if __name__ == "__main__":
    main()
