"""Options and the variants that they make, pure."""

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import NamedTuple

OPTIONS_MAX = 3
VALUES_MAX = 30
PARTS_MAX = 10
PART_PIECES_MAX = 99
NAME_CHARS_MAX = 40


class Named(NamedTuple):
    zh: str
    en: str


class OptionDraft(NamedTuple):
    """An option as a brand lays it out: `Named("颜色", "Colour")` with its values in their order."""

    name: Named
    values: tuple[Named, ...]


class Value(NamedTuple):
    id: str
    name: Named


def combination_of(value_ids: Sequence[str]) -> str:
    return "+".join(value_ids)


def count(options: Sequence[OptionDraft]) -> int:
    return prod(len(option.values) for option in options)


def combinations(options: Sequence[Sequence[Value]]) -> list[tuple[str, Named]]:
    """Every combination with its name, in the order in which buyers read them; none without options."""
    if not options:
        return []
    return [
        (
            combination_of([value.id for value in chosen]),
            Named(" · ".join(v.name.zh for v in chosen), " · ".join(v.name.en for v in chosen)),
        )
        for chosen in product(*options)
    ]


def repeated(values: Sequence[Named]) -> Named | None:
    """The first value that stands twice in either language: nobody could tell the two apart."""
    seen_zh: set[str] = set()
    seen_en: set[str] = set()
    for value in values:
        if value.zh in seen_zh or value.en in seen_en:
            return value
        seen_zh.add(value.zh)
        seen_en.add(value.en)
    return None


def whole_bundles(parts: Sequence[tuple[int, int]]) -> int:
    """How many bundles can be put together of parts, each as (pieces there, pieces in one bundle)."""
    return min((there // each for there, each in parts), default=0)
