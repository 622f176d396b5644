"""How a brand's table of goods is read: which columns there are, what a row says, and what is wrong with it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from livefair.catalog.rules import (
    ABOUT_CHARS_MAX,
    CATEGORIES,
    CURRENCIES,
    FACT_CHARS_MAX,
    PRICE_MINOR_MAX,
    SKUS_MAX,
    TITLE_CHARS_MAX,
)
from livefair.catalog.rules.variants import NAME_CHARS_MAX, Named
from livefair.supply.rules import QUANTITY_MAX

ROWS_MAX = 10_000
ERRORS_KEPT_MAX = 5_000
BATCH_ROWS = 50
CODE_CHARS_MAX = 60
FOUND_CHARS_MAX = 80
OPTIONS = 2
FACTS = 3
NEEDED = ("product_code", "sku_code", "price")
# The column's name → what else may stand at its head.
COLUMNS: dict[str, tuple[str, ...]] = {
    "product_code": ("商品编码",),
    "sku_code": ("规格编码",),
    "title_zh": ("中文标题", "商品标题", "标题"),
    "title_en": ("英文标题",),
    "summary_zh": ("中文简介", "简介"),
    "summary_en": ("英文简介",),
    "category": ("类目",),
    "option_1": ("选项1",),
    "value_1": ("选项值1",),
    "option_2": ("选项2",),
    "value_2": ("选项值2",),
    "variant": ("规格", "规格名称"),
    "price": ("价格",),
    "currency": ("币种",),
    "stock": ("库存",),
    **{
        name: (words,)
        for n in range(1, FACTS + 1)
        for name, words in (
            (f"fact_{n}", f"事实{n}"),
            (f"fact_{n}_value", f"事实{n}内容"),
            (f"fact_{n}_source", f"事实{n}来源"),
        )
    },
}  # fmt: skip
_AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"[^\s\x00-\x1f]{1,60}")

Param = str | int


class CellError(NamedTuple):
    row: int
    column: str
    code: str
    params: Mapping[str, Param] = {}
    found: str = ""


class FactCells(NamedTuple):
    name: Named
    value: Named
    source: str


class ImportRow(NamedTuple):
    """One SKU with what the row says of its product. Blank texts say nothing; `stock` None leaves it as it is."""

    number: int
    product_code: str
    sku_code: str
    words: Mapping[str, str]
    price_minor: int
    currency: str
    stock: int | None
    variant: Named
    chosen: tuple[tuple[Named, Named], ...]
    facts: tuple[FactCells, ...]


class Table(NamedTuple):
    """`groups`: the rows of one product each, in the file's order."""

    total: int
    groups: list[list[ImportRow]]
    errors: list[CellError]


def table_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Table:
    """`rows` with their numbers, the head first."""
    if not rows:
        return Table(0, [], [CellError(1, "product_code", "column_missing", {"name": "product_code"})])
    head, errors = head_of(rows[0])
    if errors:
        return Table(len(rows) - 1, [], errors)
    groups: dict[str, list[ImportRow]] = {}
    seen: dict[str, int] = {}
    for number, cells in rows[1:]:
        found = row_of(number, {name: cells[at] for name, at in head.items() if at < len(cells)})
        if isinstance(found, ImportRow) and found.sku_code in seen:
            found = [CellError(number, "sku_code", "code_twice", {"row": seen[found.sku_code]}, found.sku_code)]
        if isinstance(found, ImportRow) and len(groups.get(found.product_code, ())) >= SKUS_MAX:
            found = [CellError(number, "product_code", "too_many_skus", {"limit": SKUS_MAX}, found.product_code)]
        if isinstance(found, ImportRow):
            seen[found.sku_code] = number
            groups.setdefault(found.product_code, []).append(found)
        else:
            errors += found
    return Table(len(rows) - 1, list(groups.values()), errors)


def batches(groups: Sequence[list[ImportRow]]) -> Iterator[list[ImportRow]]:
    """Whole products together, BATCH_ROWS rows or the one product that has more."""
    batch: list[ImportRow] = []
    for group in groups:
        if batch and len(batch) + len(group) > BATCH_ROWS:
            yield batch
            batch = []
        batch = batch + group
    if batch:
        yield batch


def head_of(row: tuple[int, Sequence[str]]) -> tuple[dict[str, int], list[CellError]]:
    """Column → its place, and what is wrong with the head. Columns that nobody knows are an error: a slip of the pen
    would else lose a whole column in silence."""
    number, cells = row
    known = {alias: name for name, aliases in COLUMNS.items() for alias in (name, *aliases)}
    head: dict[str, int] = {}
    errors = []
    for at, cell in enumerate(cells):
        name = known.get(cell.strip().lower().replace(" ", "_"))
        if name is None and cell:
            errors.append(CellError(number, cell[:FOUND_CHARS_MAX], "column_unknown", {"name": cell[:FOUND_CHARS_MAX]}))
        elif name in head:
            errors.append(CellError(number, name, "column_twice", {"name": name}))
        elif name is not None:
            head[name] = at
    errors += [CellError(number, name, "column_missing", {"name": name}) for name in NEEDED if name not in head]
    return head, list({error.column: error for error in errors}.values())


def row_of(number: int, cells: Mapping[str, str]) -> ImportRow | list[CellError]:
    """The row, or all that is wrong with it."""
    reading = _Reading(number, {name: text.strip() for name, text in cells.items()})
    row = ImportRow(
        number=number,
        product_code=reading.code("product_code"),
        sku_code=reading.code("sku_code"),
        words=reading.words(),
        price_minor=reading.price(),
        currency=reading.one_of("currency", CURRENCIES, "unknown_currency") or "CNY",
        stock=reading.stock(),
        variant=reading.named("variant"),
        chosen=reading.chosen(),
        facts=reading.facts(),
    )
    return reading.errors or row


def in_both(text: str) -> Named:
    """`红|Red`; without the mark the same in both."""
    zh, mark, en = text.partition("|")
    return Named(zh.strip() or en.strip(), en.strip() if mark and en.strip() else zh.strip())


class _Reading:
    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self._number, self._cells = number, cells
        self.errors: list[CellError] = []

    def _text(self, column: str) -> str:
        return self._cells.get(column, "")

    def _wrong(self, column: str, code: str, **params: Param) -> None:
        self.errors.append(CellError(self._number, column, code, params, self._text(column)[:FOUND_CHARS_MAX]))

    def code(self, column: str) -> str:
        text = self._text(column)
        if not text:
            self._wrong(column, "empty")
        elif _CODE.fullmatch(text) is None:
            self._wrong(column, "bad_goods_code", limit=CODE_CHARS_MAX)
        return text

    def words(self) -> dict[str, str]:
        limits = {"title": TITLE_CHARS_MAX, "summary": ABOUT_CHARS_MAX}
        words = {}
        for name, limit in limits.items():
            for locale in ("zh", "en"):
                words[f"{name}_{locale}"] = self._bounded(f"{name}_{locale}", limit)
        words["category"] = self.one_of("category", CATEGORIES, "unknown_category")
        return {name: text for name, text in words.items() if text}

    def _bounded(self, column: str, limit: int) -> str:
        if len(self._text(column)) > limit:
            self._wrong(column, "too_long", limit=limit)
        return self._text(column)

    def one_of(self, column: str, allowed: Sequence[str], code: str) -> str:
        if self._text(column) and self._text(column) not in allowed:
            self._wrong(column, code)
        return self._text(column)

    def price(self) -> int:
        found = _AMOUNT.fullmatch(self._text("price").replace(",", "").removeprefix("¥"))
        if found is None:
            self._wrong("price", "bad_amount" if self._text("price") else "empty")
            return 0
        minor = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
        if not 0 < minor <= PRICE_MINOR_MAX:
            self._wrong("price", "out_of_range")
        return minor

    def stock(self) -> int | None:
        text = self._text("stock")
        if not text:
            return None
        if _WHOLE.fullmatch(text) is None:
            self._wrong("stock", "not_a_number")
            return None
        if int(text) > QUANTITY_MAX:
            self._wrong("stock", "out_of_range")
        return int(text)

    def named(self, column: str, limit: int = TITLE_CHARS_MAX) -> Named:
        name = in_both(self._text(column))
        if max(map(len, name)) > limit:
            self._wrong(column, "too_long", limit=limit)
        return name

    def chosen(self) -> tuple[tuple[Named, Named], ...]:
        found = []
        for n in range(1, OPTIONS + 1):
            option, value = self.named(f"option_{n}", NAME_CHARS_MAX), self.named(f"value_{n}", NAME_CHARS_MAX)
            if bool(option.zh) != bool(value.zh):
                self._wrong(f"value_{n}" if option.zh else f"option_{n}", "half_an_option")
            elif option.zh:
                found.append((option, value))
        return tuple(found)

    def facts(self) -> tuple[FactCells, ...]:
        found = []
        for n in range(1, FACTS + 1):
            name, value = self.named(f"fact_{n}", FACT_CHARS_MAX), self.named(f"fact_{n}_value", FACT_CHARS_MAX)
            source = self._bounded(f"fact_{n}_source", FACT_CHARS_MAX)
            if name.zh and value.zh and source:
                found.append(FactCells(name, value, source))
            elif name.zh or value.zh or source:
                blank = next(
                    column for column in (f"fact_{n}", f"fact_{n}_value", f"fact_{n}_source") if not self._text(column)
                )
                self._wrong(blank, "half_a_fact")
        return tuple(found)
