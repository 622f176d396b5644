"""What a measure returns: two numbers, how many observations stand behind them, and the rows that were counted."""

from collections.abc import Callable, Iterable
from statistics import median
from typing import Any, NamedTuple

from livefair.value.indicators.window import Row, Seen, Window, row_of


class Counted(NamedTuple):
    """`numerator` over `denominator` from `n` observations. Money in minor units."""

    numerator: float
    denominator: float
    n: int
    rows: list[Row]


Measure = Callable[[Window], Counted]


def share_of(facts: Iterable[Seen[Any]], is_counted: Callable[[Any], bool]) -> Counted:
    """How many of the facts are so."""
    rows = [row_of(seen, counted=is_counted(seen)) for seen in facts]
    return Counted(sum(row.counted for row in rows), len(rows), len(rows), rows)


def share_of_people(some: set[str], of_all: set[str], rows: list[Row]) -> Counted:
    return Counted(len(some & of_all), len(of_all), len(of_all), rows)


def mean_of(facts: Iterable[Seen[Any]], value: Callable[[Any], float]) -> Counted:
    seen = list(facts)
    return Counted(sum(value(one) for one in seen), len(seen), len(seen), [row_of(one) for one in seen])


def median_of(facts: Iterable[Seen[Any]], value: Callable[[Any], float]) -> Counted:
    seen = list(facts)
    middle = median([value(one) for one in seen]) if seen else 0
    return Counted(middle, 1, len(seen), [row_of(one) for one in seen])


def rows_of(*facts: Iterable[Seen[Any]]) -> list[Row]:
    return [row_of(seen) for some in facts for seen in some]
