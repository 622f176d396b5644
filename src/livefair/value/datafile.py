"""Tables that come from outside, as CSV: read once, with a precise word for every cell that cannot be understood.

Rows are counted from 1, the head not included. An empty cell or NA is a missing one.
"""

import csv
import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from livefair.value.faults import Fault

BYTES_MAX = 256 * 1024 * 1024
ROWS_MAX = 1_000_000
COLUMNS_MAX = 2_000
MISSING = frozenset({"", "NA", "NaN", "null"})


class Table:
    """Columns of text by name, all of one length."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.columns = tuple(columns)
        self.rows = rows
        self._place = {name: position for position, name in enumerate(self.columns)}

    def has(self, column: str) -> bool:
        return column in self._place

    def texts(self, column: str) -> list[str]:
        """The cells of a column. Raises Fault for an empty one."""
        cells = self._cells(column)
        for row, cell in enumerate(cells, 1):
            if not cell:
                raise Fault("cell_empty", row=row, column=column)
        return cells

    def numbers(self, column: str) -> NDArray[np.float64]:
        """The numbers of a column; not-a-number where a cell is missing. Raises Fault."""
        return np.array([_number(cell, row, column) for row, cell in enumerate(self._cells(column), 1)])

    def whole(self, column: str, *, least: int = 0) -> list[int]:
        """Whole numbers of at least `least`. Raises Fault for anything else, a missing cell too."""
        return [_whole(cell, row, column, least) for row, cell in enumerate(self._cells(column), 1)]

    def times_ms(self, column: str) -> list[int]:
        """Moments in milliseconds since 1970 in UTC, from ISO 8601 or from such milliseconds. Raises Fault."""
        return [_time_ms(cell, row, column) for row, cell in enumerate(self._cells(column), 1)]

    def matrix(self, columns: Sequence[str]) -> NDArray[np.float64]:
        return np.column_stack([self.numbers(column) for column in columns])

    def _cells(self, column: str) -> list[str]:
        if column not in self._place:
            raise Fault("column_missing", column=column)
        place = self._place[column]
        return [row[place].strip() for row in self.rows]


def read_csv(data: bytes) -> Table:
    """A table from CSV in UTF-8 with a head. Raises Fault with the row that is wrong."""
    if len(data) > BYTES_MAX:
        raise Fault("file_too_large", most=BYTES_MAX)
    reader = csv.reader(io.StringIO(decoded(data), newline=""))
    head = [name.strip() for name in next(reader, [])]
    if len(head) > COLUMNS_MAX:
        raise Fault("row_length", row=0, found=len(head), expected=COLUMNS_MAX)
    for name in head:
        if head.count(name) > 1:
            raise Fault("column_repeats", column=name)
    rows: list[list[str]] = []
    try:
        for row in filter(None, reader):
            if len(row) != len(head):
                raise Fault("row_length", row=len(rows) + 1, found=len(row), expected=len(head))
            rows.append(row)
            if len(rows) > ROWS_MAX:
                raise Fault("too_many_rows", most=ROWS_MAX)
    except csv.Error as error:
        raise Fault("row_unreadable", row=len(rows) + 1, reason=str(error)) from error
    if not rows:
        raise Fault("file_empty")
    return Table(head, rows)


def decoded(data: bytes) -> str:
    """UTF-8 text. Raises Fault with the line that is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault("file_not_utf8", row=data.count(b"\n", 0, error.start) + 1) from error


def _number(cell: str, row: int, column: str) -> float:
    if cell in MISSING:
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if math.isnan(value) or "_" in cell:
        raise Fault("cell_not_number", row=row, column=column, value=cell[:40])
    if math.isinf(value):
        raise Fault("cell_infinite", row=row, column=column)
    return value


def _whole(cell: str, row: int, column: str, least: int) -> int:
    digits = cell.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(cell) > 18 or int(cell) < least:
        raise Fault("cell_not_whole", row=row, column=column, value=cell[:40], least=least)
    return int(cell)


def _time_ms(cell: str, row: int, column: str) -> int:
    if cell.isascii() and cell.isdigit() and 11 <= len(cell) <= 14:
        return int(cell)
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise Fault("cell_not_time", row=row, column=column, value=cell[:40]) from None
    # A moment without a zone is taken as UTC.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1000)
