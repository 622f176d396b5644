"""Readings of indicators as pages and files show them: the number as people write it, with its n, window and words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from livefair.kernel import Money
from livefair.value.indicators.readings import Opened, Reading
from livefair.value.indicators.window import FACTS_MAX, Row
from livefair.value.queries import PERIODS
from livefair.value.why import Locale
from livefair.web import i18n
from livefair.web.i18n import N_, gettext

PERIOD_WORDS = {"1d": N_("24 hours"), "7d": N_("7 days"), "28d": N_("28 days"), "90d": N_("90 days")}
NOT_ALL = N_("Only the first %(limit)s of a kind in this period were counted (%(kinds)s): choose a shorter one.")
DEFAULT_PERIOD = "28d"


class IndicatorView(NamedTuple):
    id: str
    name: str
    stage: str
    question: str
    formula: str
    value: str
    unit: str
    n: int
    share: float | None
    window: str
    direction: str
    source: str
    limits: str


class RowView(NamedTuple):
    at_ms: int
    text: str
    href: str | None


class DayView(NamedTuple):
    label: str
    value: float
    text: str


def as_locale(locale: str) -> Locale:
    return "zh" if locale == "zh" else "en"


def known_period(given: str) -> str:
    return given if given in PERIODS else DEFAULT_PERIOD


def periods(locale: str) -> list[tuple[str, str]]:
    return [(code, gettext(PERIOD_WORDS.get(code, code), locale)) for code in PERIODS]


def view_of(reading: Reading, locale: str) -> IndicatorView:
    indicator = reading.indicator
    return IndicatorView(
        id=indicator.id,
        name=indicator.name.on(as_locale(locale)),
        stage=indicator.stage,
        question=indicator.question.on(as_locale(locale)),
        formula=indicator.formula.on(as_locale(locale)),
        value=number_of(reading, locale),
        unit=interval_of(reading, indicator.unit.on(as_locale(locale))),
        n=reading.n,
        share=reading.share,
        window=f"{i18n.when(reading.from_ms, locale)} – {i18n.when(reading.to_ms, locale)}",
        direction=indicator.direction,
        source=", ".join(indicator.sources),
        limits=" ".join([indicator.limits.on(as_locale(locale)), *cut_note([reading], locale)]),
    )


def cut_note(found: Iterable[Reading], locale: str) -> list[str]:
    """One sentence if not all was counted, none otherwise."""
    return cut_words(sorted({kind for reading in found for kind in reading.cut}), locale)


def cut_words(kinds: Sequence[str], locale: str) -> list[str]:
    if not kinds:
        return []
    words = {"limit": i18n.number(FACTS_MAX, locale), "kinds": ", ".join(kinds)}
    return [gettext(NOT_ALL, locale) % words]


def number_of(reading: Reading, locale: str) -> str:
    if reading.value is None:
        return "–"
    if reading.indicator.value == "money":
        return i18n.money(Money(round(reading.value), reading.currency), locale)
    digits = 0 if reading.indicator.value == "count" else 1
    return i18n.number(round(reading.value, digits), locale)


def interval_of(reading: Reading, unit: str) -> str:
    if reading.low is None or reading.high is None:
        return unit
    return f"{unit} (95 %: {reading.low:.1f}–{reading.high:.1f})"


def days_of(opened: Opened, locale: str) -> list[DayView]:
    return [
        DayView(i18n.day(day.from_ms, locale), day.value, number_of(day, locale))
        for day in opened.days
        if day.value is not None
    ]


def rows_of(opened: Opened) -> list[RowView]:
    return [row_view(row) for row in opened.rows.rows]


def row_view(row: Row) -> RowView:
    return RowView(row.at_ms, f"{row.kind} {' '.join(f'{k}={v}' for k, v in row.values.items())}"[:300], None)
