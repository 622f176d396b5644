"""A price list as a brand sends it: CSV rows with a SKU's id and the agreed price; what is wrong is said row by row."""

import csv
import io
import re
from typing import NamedTuple

SKU_COLUMN, PRICE_COLUMN = "sku_id", "agreed"
ROWS_MAX = 2_000
BYTES_MAX = 500_000
_AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Row(NamedTuple):
    """`number` is the line in the file; the first one below the head is 2."""

    number: int
    sku_id: str
    price_minor: int


class RowError(NamedTuple):
    """`code` says what is wrong with the line: bad_head, bad_sku, bad_amount, price_twice, too_many_rows."""

    number: int
    code: str


def read_rows(text: str) -> tuple[list[Row], list[RowError]]:
    """Rows without a price are left out: what is not agreed costs what it costs everybody."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        head = [name.strip() for name in reader.fieldnames or []]
    except csv.Error:
        head = []
    if SKU_COLUMN not in head or PRICE_COLUMN not in head:
        return [], [RowError(1, "bad_head")]
    reader.fieldnames = head
    rows: list[Row] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    try:
        for number, record in enumerate(reader, start=2):
            if number > ROWS_MAX + 1:
                errors.append(RowError(number, "too_many_rows"))
                break
            _take(number, record, rows, errors, seen)
    except csv.Error:
        errors.append(RowError(reader.line_num, "bad_row"))
    return rows, errors


def _take(number: int, record: dict[str, str | None], rows: list[Row], errors: list[RowError], seen: set[str]) -> None:
    sku_id, price = (record.get(SKU_COLUMN) or "").strip(), (record.get(PRICE_COLUMN) or "").strip()
    if not price:
        return
    amount = _AMOUNT.fullmatch(price.replace(",", ""))
    if not _ID.fullmatch(sku_id):
        errors.append(RowError(number, "bad_sku"))
    elif amount is None or not int(amount[1]) * 100 + int((amount[2] or "0").ljust(2, "0")):
        errors.append(RowError(number, "bad_amount"))
    elif sku_id in seen:
        errors.append(RowError(number, "price_twice"))
    else:
        seen.add(sku_id)
        rows.append(Row(number, sku_id, int(amount[1]) * 100 + int((amount[2] or "0").ljust(2, "0"))))


def write_rows(lines: list[tuple[str, str, str, str, str]]) -> str:
    """The list to fill in: sku_id, product, variant, listed, agreed."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((SKU_COLUMN, "product", "variant", "listed", PRICE_COLUMN))
    writer.writerows([[_harmless(cell) for cell in line] for line in lines])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet must not take a title for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
