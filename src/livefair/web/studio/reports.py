"""After the show: the report in three views, to print, and as CSV and JSON."""

import csv
import io
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get
from litestar.params import QueryParameter

from livefair.catalog import product_cards
from livefair.kernel import Actor, Money, ReadTx
from livefair.live.civility import Civility
from livefair.live.coverage import Coverage
from livefair.live.metrics import metrics
from livefair.live.reports import Report, Shared, report_for
from livefair.web import i18n
from livefair.web.charts import Point
from livefair.web.labels import label
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.coverage_views import CoverageView, coverage_views
from livefair.web.studio.filming import films_view
from livefair.web.studio.screen import ScreenView, screen_view
from livefair.web.studio.violating import ViolationView, violation_views

TABS = ("people", "goods", "scene")
Tab = Annotated[str, QueryParameter(pattern=r"^(people|goods|scene)$", description="people, goods or scene")]


class GoodsRow(NamedTuple):
    id: str
    title: str
    shown: int
    clicks: int
    orders: int
    quantity: int
    amount: Money
    refunded: Money
    click_rate: float | None


class ShareRow(NamedTuple):
    label: str
    buyers: int
    amount: Money


class Moment(NamedTuple):
    minute: int
    score: int
    at_s: float


class ReportView(NamedTuple):
    show_id: str
    room_id: str
    title: str
    started_at_ms: int
    ended_at_ms: int | None
    screen: ScreenView
    goods: list[GoodsRow]
    people: list[ShareRow]
    scene: list[ShareRow]
    total: Money
    refunded: Money
    here: list[Point]
    kept: list[Point]
    moments: list[Moment]
    coverage: list[CoverageView]
    violations: list[ViolationView]
    has_replay: bool
    civility: Civility


def report_view(tx: ReadTx, actor: Actor, show_id: str, locale: str) -> ReportView:
    report = report_for(tx, actor, show_id)
    show = report.screen.show
    return ReportView(
        show_id=show.id,
        room_id=show.room_id,
        title=show.title,
        started_at_ms=show.started_at_ms or 0,
        ended_at_ms=show.ended_at_ms,
        screen=screen_view(tx, show, locale),
        goods=goods_rows(tx, report, locale),
        people=[_share(label("relation", row.code, locale), row) for row in report.by_people],
        scene=[_share(_span(row), row) for row in report.by_time],
        total=Money(report.screen.sums.get("paid_minor", 0)),
        refunded=Money(report.refunded_minor),
        here=[Point(count, f"{minute + 1}′: {count}") for minute, count in enumerate(report.here)],
        kept=[Point(share, f"{minute}′: {i18n.percent(share, locale)}") for minute, share in enumerate(report.kept)],
        moments=[Moment(each.minute, each.score, _in_replay_s(report, each.minute)) for each in report.highlights],
        coverage=coverage_views(tx, show, locale),
        violations=violation_views(tx, show.id, locale),
        has_replay=show.recording_key is not None,
        civility=report.civility,
    )


def goods_rows(tx: ReadTx, report: Report, locale: str) -> list[GoodsRow]:
    cards = product_cards(tx, [row.product_id for row in report.products])
    return [
        GoodsRow(
            id=row.product_id,
            title=cards[row.product_id].title(locale) if row.product_id in cards else row.product_id,
            shown=row.shown,
            clicks=row.clicks,
            orders=row.orders,
            quantity=row.quantity,
            amount=Money(row.amount_minor),
            refunded=Money(row.refunded_minor),
            click_rate=row.clickers / row.shown if row.shown else None,
        )
        for row in report.products
    ]


def _share(words: str, row: Shared) -> ShareRow:
    return ShareRow(words, row.buyers, Money(row.amount_minor))


def _span(row: Shared) -> str:
    return f"{row.code}–{int(row.code) + 10}′"


def _in_replay_s(report: Report, minute: int) -> float:
    """Where the minute begins in the recording."""
    show = report.screen.show
    began_ms = (show.started_at_ms or 0) - (show.recorded_from_at_ms or show.started_at_ms or 0)
    return max(0, began_ms / 1000 + minute * 60)


@get("/shows/{show_id:str}/report")
async def show_report(request: AppRequest, show_id: Id, tab: Tab = "people") -> Answer:
    report = await request.services.db.analyse(report_view, request.actor, show_id, request.locale)
    films = await request.read(films_view, request.actor, show_id, request.locale)
    return await request.page("studio/report.html", {"report": report, "films": films, "tab": tab})


@get("/shows/{show_id:str}/report.json")
async def export_json(request: AppRequest, show_id: Id) -> Answer:
    """Numbers as they are counted: money in minor units, shares from 0 to 1."""
    report = await request.services.db.analyse(report_for, request.actor, show_id)
    body = {
        "show_id": report.screen.show.id,
        "title": report.screen.show.title,
        "started_at_ms": report.screen.show.started_at_ms,
        "ended_at_ms": report.screen.show.ended_at_ms,
        "metrics": report.screen.values,
        "sums": report.screen.sums,
        "products": [row._asdict() for row in report.products],
        "by_people": [row._asdict() for row in report.by_people],
        "by_time": [row._asdict() for row in report.by_time],
        "here": report.here,
        "kept": report.kept,
        "highlights": [row._asdict() for row in report.highlights],
        "coverage": [coverage_row(each) for each in report.coverage],
        "civility": report.civility._asdict(),
    }
    return Response(msgspec.json.encode(body), media_type="application/json", headers=_saved_as("report.json"))


def coverage_row(coverage: Coverage) -> dict[str, object]:
    """`by` of each point: script, tap, or null where it was never explained."""
    return {"product_id": coverage.product_id, "points": {each.point.id: each.by for each in coverage.points}}


@get("/shows/{show_id:str}/report.csv")
async def export_csv(request: AppRequest, show_id: Id) -> Answer:
    """One table: section, name, value; then what each product brought."""
    report = await request.services.db.analyse(report_for, request.actor, show_id)
    body = csv_of(report, request.locale)
    return Response(body.encode("utf-8-sig"), media_type="text/csv", headers=_saved_as("report.csv"))


def csv_of(report: Report, locale: str) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["section", "id", "name", "value"])
    for metric in metrics():
        value = report.screen.values[metric.id]
        rows.writerow(["metric", metric.id, metric.name.on(locale), "" if value is None else value])
    for product in report.products:
        for name in ("shown", "clicks", "orders", "quantity", "amount_minor", "refunded_minor"):
            rows.writerow(["product", product.product_id, name, getattr(product, name)])
    for each in report.coverage:
        for now in each.points:
            rows.writerow(["explained", each.product_id, now.point.name(locale), now.by or ""])
    for minute, count in enumerate(report.here):
        rows.writerow(["here", minute + 1, "people", count])
    return text.getvalue()


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="livefair-{name}"'}


router = Router("/", route_handlers=[show_report, export_json, export_csv])
