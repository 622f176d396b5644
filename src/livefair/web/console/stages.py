"""The three stages of a period: drivers, behaviours, results, each number opening to what it was counted from."""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Actor, Money, ReadTx
from livefair.value.indicators.arrows import Arrow, open_arrow
from livefair.value.indicators.numbers import Number, open_number
from livefair.value.indicators.readings import Opened
from livefair.value.queries import Overview, Sums, open_indicator, overview, span_of
from livefair.web import i18n
from livefair.web.access import needs
from livefair.web.i18n import N_, gettext
from livefair.web.paths import Code, Word
from livefair.web.readings import (
    PERIOD_WORDS,
    IndicatorView,
    cut_note,
    cut_words,
    days_of,
    known_period,
    number_of,
    periods,
    row_view,
    rows_of,
    view_of,
)
from livefair.web.requests import Answer, AppRequest

FUNNEL = {
    "seen": N_("Seen"),
    "in_cart": N_("In a cart"),
    "placed": N_("Ordered"),
    "paid": N_("Paid"),
    "delivered": N_("Arrived"),
    "kept": N_("Kept"),
}
SUMS = {
    "gross": (N_("Paid"), N_("before refunds")),
    "net": (N_("After refunds"), N_("what is left of it")),
    "settled": (N_("Handed over"), N_("to all parties")),
    "shared": (N_("To people"), N_("hosts, agencies and reviewers")),
}


FORMULAS = {
    "gross": N_("sum of all lines paid in the window"),
    "net": N_("sum of all lines paid in the window, less what has been refunded of them in it"),
    "settled": N_("sum of all shares of order lines released in the window"),
    "shared": N_("sum of the shares of hosts, agencies and reviewers of order lines released in the window"),
    "seen": N_("viewers of videos, by video and day, and different viewers of rooms"),
    "in_cart": N_("orders placed or paid, and people who put something in a cart and ordered nothing"),
    "placed": N_("different orders that were placed or paid in the window"),
    "paid": N_("different orders that were paid in the window"),
    "delivered": N_("orders that were paid in the window and have arrived in it"),
    "kept": N_("orders that were paid in the window, have arrived, and of which a share was released in it"),
}
OFFSET_DIGITS_MAX = 7


class NumberView(NamedTuple):
    """`notes`: what was left out of it, if anything."""

    name: str
    value: str
    formula: str
    n: int
    version: int
    notes: list[str]


class StageView(NamedTuple):
    code: str
    indicators: list[IndicatorView]


class Kpi(NamedTuple):
    code: str
    label: str
    value: str
    note: str


class Step(NamedTuple):
    code: str
    label: str
    value: float
    text: str


@get("/", opt=needs("operator"))
async def show_stages(request: AppRequest) -> Answer:
    period, locale = known_period(request.query_params.get("period", "")), request.locale
    found = await request.services.db.analyse(overview_of, request.actor, period)
    context = {
        "period": period,
        "periods": periods(locale),
        "stages": [StageView(s.code, [view_of(reading, locale) for reading in s.readings]) for s in found.stages],
        "notes": cut_note([one for stage in found.stages for one in stage.readings], locale),
        "links": found.links,
        "kpis": kpis_of(found.sums, locale),
        "funnel": [step(field, getattr(found.funnel, field), locale) for field in FUNNEL],
    }
    return await request.page("console/overview.html", context)


@get("/indicators/{indicator_id:str}", opt=needs("operator"))
async def show_indicator(request: AppRequest, indicator_id: Code) -> Answer:
    period, locale = known_period(request.query_params.get("period", "")), request.locale
    opened = await request.services.db.analyse(opened_in, request.actor, indicator_id, period)
    context = {
        "indicator": view_of(opened.reading, locale),
        "days": days_of(opened, locale),
        "rows": rows_of(opened),
        "csv_url": None,
    }
    return await request.page(f"console/{'_' if request.is_fragment else ''}indicator.html", context)


@get("/arrows/{source_id:str}/{target_id:str}", opt=needs("operator"))
async def show_arrow(request: AppRequest, source_id: Code, target_id: Code) -> Answer:
    period, locale = known_period(request.query_params.get("period", "")), request.locale
    opened = await request.services.db.analyse(arrow_in, request.actor, (source_id, target_id), period)
    context = {
        "period": period,
        "ends": [view_of(opened.source, locale), view_of(opened.target, locale)],
        "found": opened.found,
        "version": opened.version,
        "days": [
            (
                i18n.day(day.from_ms, locale),
                number_of(opened.source._replace(value=day.source), locale),
                number_of(opened.target._replace(value=day.target), locale),
            )
            for day in opened.days
        ],
    }
    return await request.page("console/arrow.html", context)


@get("/numbers/{number_code:str}", opt=needs("operator"))
async def show_number(request: AppRequest, number_code: Word) -> Answer:
    period, locale = known_period(request.query_params.get("period", "")), request.locale
    given = request.query_params.get("from", "")
    offset = int(given) if given.isascii() and given.isdigit() and len(given) <= OFFSET_DIGITS_MAX else 0
    opened = await request.services.db.analyse(number_in, request.actor, number_code, period, offset)
    here = f"/console/numbers/{opened.code}?period={period}"
    context = {
        "number": number_view(opened, locale),
        "period": gettext(PERIOD_WORDS[period], locale),
        "rows": [row_view(row) for row in opened.rows],
        "next_url": None if opened.next is None else f"{here}&from={opened.next}",
    }
    return await request.page("console/number.html", context)


def arrow_in(tx: ReadTx, actor: Actor, ends: tuple[str, str], period: str) -> Arrow:
    return open_arrow(tx, actor, ends, span_of(tx, period))


def number_in(tx: ReadTx, actor: Actor, code: str, period: str, offset: int) -> Number:
    return open_number(tx, actor, code, span_of(tx, period), offset=offset)


def number_view(opened: Number, locale: str) -> NumberView:
    is_sum = opened.code in SUMS
    return NumberView(
        name=gettext(SUMS[opened.code][0] if is_sum else FUNNEL[opened.code], locale),
        value=i18n.money(Money(opened.value, opened.currency), locale) if is_sum else i18n.number(opened.value, locale),
        formula=gettext(FORMULAS[opened.code], locale),
        n=opened.n,
        version=opened.version,
        notes=cut_words(opened.cut, locale),
    )


def overview_of(tx: ReadTx, actor: Actor, period: str) -> Overview:
    return overview(tx, actor, span_of(tx, period))


def opened_in(tx: ReadTx, actor: Actor, indicator_id: str, period: str) -> Opened:
    return open_indicator(tx, actor, indicator_id[:40], span_of(tx, period))


def step(field: str, count: int, locale: str) -> Step:
    return Step(field, gettext(FUNNEL[field], locale), count, i18n.number(count, locale))


def kpis_of(sums: Sums, locale: str) -> list[Kpi]:
    views = []
    for field, (label, note) in SUMS.items():
        amount = Money(getattr(sums, f"{field}_minor"), sums.currency)
        views.append(Kpi(field, gettext(label, locale), i18n.money(amount, locale), gettext(note, locale)))
    return views


router = Router("/", route_handlers=[show_stages, show_indicator, show_arrow, show_number])
