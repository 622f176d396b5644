"""The big screen and the report for programs, and the dictionary of their metrics."""

import msgspec
from litestar import Router, get

from livefair.kernel import Actor, ReadTx
from livefair.live.metrics import metrics
from livefair.live.reports import Report, report_for
from livefair.live.screen import show_for_host
from livefair.web.access import SIGNED_IN, needs
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class MetricWords(msgspec.Struct, kw_only=True):
    """One definition, in the reader's language; `compared` with the host's past shows at the same minute."""

    id: str
    block: str
    unit: str
    direction: str
    compared: bool
    sources: list[str]
    name: str
    formula: str


class ProductBrought(msgspec.Struct, kw_only=True):
    """`shown` are viewers who were there while it was pinned."""

    product_id: str
    shown: int
    clicks: int
    clickers: int
    orders: int
    quantity: int
    amount_minor: int
    refunded_minor: int


class Part(msgspec.Struct, kw_only=True):
    """Of buyers: guest, member, follower, elsewhere; of time: the first of ten minutes."""

    code: str
    buyers: int
    amount_minor: int


class ShowNumbers(msgspec.Struct, kw_only=True):
    """`metrics` by id, money in minor units, null where nothing was to divide by; `here` and `kept` one a minute."""

    show_id: str
    title: str
    started_at_ms: int | None
    ended_at_ms: int | None
    currency: str
    metrics: dict[str, float | None]
    products: list[ProductBrought]
    by_people: list[Part]
    by_time: list[Part]
    here: list[int]
    kept: list[float]
    highlight_minutes: list[int]


def numbers_of(report: Report) -> ShowNumbers:
    show = report.screen.show
    return ShowNumbers(
        show_id=show.id,
        title=show.title,
        started_at_ms=show.started_at_ms,
        ended_at_ms=show.ended_at_ms,
        currency=report.screen.currency,
        metrics=report.screen.values,
        products=[ProductBrought(**row._asdict()) for row in report.products],
        by_people=[Part(**row._asdict()) for row in report.by_people],
        by_time=[Part(**row._asdict()) for row in report.by_time],
        here=report.here,
        kept=report.kept,
        highlight_minutes=[each.minute for each in report.highlights],
    )


def may_read(tx: ReadTx, actor: Actor, show_id: str) -> None:
    show_for_host(tx, actor, show_id)


@get("/metrics", opt=needs(*SIGNED_IN), summary="What each number of the big screen means")
async def list_metrics(request: AppRequest) -> list[MetricWords]:
    return [
        MetricWords(
            id=one.id,
            block=one.block,
            unit=one.unit,
            direction=one.direction,
            compared=one.flag,
            sources=one.sources,
            name=one.name.on(request.locale),
            formula=one.formula.on(request.locale),
        )
        for one in metrics()
    ]


@get("/shows/{show_id:str}/numbers", opt=needs("host"), summary="What a show has brought until now, or in all")
async def show_numbers(request: AppRequest, show_id: PathId) -> ShowNumbers:
    await request.read(may_read, request.actor, show_id)
    return numbers_of(await request.services.db.analyse(report_for, request.actor, show_id))


router = Router("/", route_handlers=[list_metrics, show_numbers], tags=["shows"])
