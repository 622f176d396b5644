"""The three stages of a period: drivers, behaviours, results, each number opening to what it was counted from."""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Actor, Money, ReadTx
from livefair.value.indicators.readings import Opened
from livefair.value.queries import Overview, Sums, open_indicator, overview, span_of
from livefair.web import i18n
from livefair.web.access import needs
from livefair.web.i18n import N_, gettext
from livefair.web.paths import Code
from livefair.web.readings import IndicatorView, cut_note, days_of, known_period, periods, rows_of, view_of
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


class StageView(NamedTuple):
    code: str
    indicators: list[IndicatorView]


class Kpi(NamedTuple):
    label: str
    value: str
    note: str


class Step(NamedTuple):
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


def overview_of(tx: ReadTx, actor: Actor, period: str) -> Overview:
    return overview(tx, actor, span_of(tx, period))


def opened_in(tx: ReadTx, actor: Actor, indicator_id: str, period: str) -> Opened:
    return open_indicator(tx, actor, indicator_id[:40], span_of(tx, period))


def step(field: str, count: int, locale: str) -> Step:
    return Step(gettext(FUNNEL[field], locale), count, i18n.number(count, locale))


def kpis_of(sums: Sums, locale: str) -> list[Kpi]:
    views = []
    for field, (label, note) in SUMS.items():
        amount = Money(getattr(sums, f"{field}_minor"), sums.currency)
        views.append(Kpi(gettext(label, locale), i18n.money(amount, locale), gettext(note, locale)))
    return views


router = Router("/", route_handlers=[show_stages, show_indicator])
