"""Reading an indicator: its number with how sure it is, or that it is unknown."""

from typing import NamedTuple

from livefair.kernel import DAY_MS, ReadTx
from livefair.value.indicators import behaviours, drivers, results
from livefair.value.indicators.counting import Counted, Measure
from livefair.value.indicators.registry import Indicator, indicator_called, registry
from livefair.value.indicators.window import Row, Window
from livefair.value.rules.intervals import Z95, wilson

MEASURES: dict[str, Measure] = {**drivers.MEASURES, **behaviours.MEASURES, **results.MEASURES}
ROWS_PAGE_MAX = 200
DAYS_MAX = 92


class Reading(NamedTuple):
    """An indicator in a window. `value` None: unknown, for nothing was observed (or its denominator is 0).

    `value` is in the indicator's own unit: a percentage 0–100, a number, hours, or minor units of money. `low` and
    `high` bound a percentage with 95 % confidence (Wilson); None for other kinds. The level is the whole platform.
    `cut` names kinds of facts of which only the first FACTS_MAX were read: then the number is not the whole truth.
    """

    indicator: Indicator
    from_ms: int
    to_ms: int
    currency: str
    value: float | None
    low: float | None
    high: float | None
    numerator: float
    denominator: float
    n: int
    cut: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """0 to 1 where the value is a part of a whole."""
        return self.value / 100 if self.value is not None and self.indicator.value == "percent" else None


class RowPage(NamedTuple):
    """Source rows, newest first. `next` is the offset of the next page, None on the last."""

    rows: list[Row]
    total: int
    next: int | None


class Opened(NamedTuple):
    """One indicator with its days and a page of its source rows."""

    reading: Reading
    days: list[Reading]
    rows: RowPage


def read_all(tx: ReadTx, from_ms: int, to_ms: int, *, currency: str = "CNY") -> list[Reading]:
    """Every indicator of the registry, in its order."""
    return read_window(Window(tx, from_ms, to_ms, currency))


def read_window(window: Window) -> list[Reading]:
    return [_reading(indicator, window) for indicator in registry().indicators]


def read_one(tx: ReadTx, indicator_id: str, from_ms: int, to_ms: int, *, currency: str = "CNY") -> Reading:
    return _reading(indicator_called(indicator_id), Window(tx, from_ms, to_ms, currency))


def by_day(tx: ReadTx, indicator_id: str, from_ms: int, to_ms: int, *, currency: str = "CNY") -> list[Reading]:
    """One reading for each day of the window (days of 24 hours that end with it), oldest first; at most 92."""
    return open_window(indicator_id, Window(tx, from_ms, to_ms, currency)).days


def source_rows(
    tx: ReadTx, indicator_id: str, from_ms: int, to_ms: int, *, offset: int = 0, limit: int = 50
) -> RowPage:
    """What was counted, so that anybody can count again."""
    return open_window(indicator_id, Window(tx, from_ms, to_ms), offset=offset, limit=limit).rows


def open_window(indicator_id: str, window: Window, *, offset: int = 0, limit: int = 50) -> Opened:
    """An indicator in full; the facts are read once for all of it."""
    indicator = indicator_called(indicator_id)
    counted = MEASURES[indicator.id](window)
    starts = range(max(window.from_ms, window.to_ms - DAYS_MAX * DAY_MS), window.to_ms, DAY_MS)
    return Opened(
        reading=_told(indicator, window, counted),
        days=[_reading(indicator, window.part(start, min(start + DAY_MS, window.to_ms))) for start in starts],
        rows=_page(counted, offset, min(limit, ROWS_PAGE_MAX)),
    )


def _page(counted: Counted, offset: int, limit: int) -> RowPage:
    rows = sorted(counted.rows, key=lambda row: (row.at_ms, row.id), reverse=True)
    end = offset + limit
    return RowPage(rows[offset:end], len(rows), end if end < len(rows) else None)


def _reading(indicator: Indicator, window: Window) -> Reading:
    return _told(indicator, window, MEASURES[indicator.id](window))


def _told(indicator: Indicator, window: Window, counted: Counted) -> Reading:
    known = counted.n > 0 and counted.denominator != 0
    low, high = _interval(indicator, counted) if known else (None, None)
    return Reading(
        indicator=indicator,
        from_ms=window.from_ms,
        to_ms=window.to_ms,
        currency=window.currency,
        value=_value(indicator, counted) if known else None,
        low=low,
        high=high,
        numerator=counted.numerator,
        denominator=counted.denominator,
        n=counted.n,
        cut=tuple(sorted(window.cut)),
    )


def _value(indicator: Indicator, counted: Counted) -> float:
    return (100 if indicator.value == "percent" else 1) * counted.numerator / counted.denominator


def _interval(indicator: Indicator, counted: Counted) -> tuple[float | None, float | None]:
    """Wilson's interval, where the percentage counts things one by one (a part of money has none of that kind)."""
    if indicator.value != "percent" or counted.denominator != counted.n or counted.numerator > counted.n:
        return None, None
    low, high = wilson(counted.numerator / counted.denominator, counted.n, Z95)
    return 100 * low, 100 * high
