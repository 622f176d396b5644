"""The codebook with its numbers, on a page and as files. Aggregates of the whole platform: no row names a person."""

import csv
import io
from typing import Any, NamedTuple

import msgspec
from litestar import Response, Router, get

from livefair.kernel import Actor, ReadTx
from livefair.value.indicators.readings import Reading
from livefair.value.queries import codebook, span_of
from livefair.web.readings import as_locale, known_period, periods, view_of
from livefair.web.requests import Answer, AppRequest

FIELDS = (
    "id",
    "stage",
    "name",
    "formula",
    "unit",
    "window",
    "norm",
    "direction",
    "sources",
    "from_ms",
    "to_ms",
    "value",
    "low",
    "high",
    "numerator",
    "denominator",
    "n",
)


class TableView(NamedTuple):
    name: str
    rows: int
    about: str
    csv_url: str
    json_url: str


@get("/")
async def show_indicators(request: AppRequest) -> Answer:
    period, found = await _read(request)
    context = {
        "period": period,
        "periods": periods(request.locale),
        "indicators": [view_of(reading, request.locale) for reading in found],
    }
    return await request.page("lab/indicators.html", context)


@get("/export")
async def show_export(request: AppRequest) -> Answer:
    period, found = await _read(request)
    about = ", ".join(FIELDS)
    files = (f"/lab/indicators.csv?period={period}", f"/lab/indicators.json?period={period}")
    table = TableView("indicators", len(found), about, *files)
    return await request.page(
        "lab/export.html", {"period": period, "periods": periods(request.locale), "tables": [table]}
    )


@get("/indicators.csv")
async def csv_file(request: AppRequest) -> Answer:
    _, found = await _read(request)
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows(row_of(reading, request.locale) for reading in found)
    return Response(out.getvalue(), media_type="text/csv", headers=_as_file("indicators.csv"))


@get("/indicators.json")
async def json_file(request: AppRequest) -> Answer:
    _, found = await _read(request)
    body = msgspec.json.encode([row_of(reading, request.locale) for reading in found])
    return Response(body, media_type="application/json", headers=_as_file("indicators.json"))


async def _read(request: AppRequest) -> tuple[str, list[Reading]]:
    period = known_period(request.query_params.get("period", ""))
    return period, await request.services.db.analyse(readings_of, request.actor, period)


def readings_of(tx: ReadTx, actor: Actor, period: str) -> list[Reading]:
    return codebook(tx, actor, span_of(tx, period))


def row_of(reading: Reading, locale: str) -> dict[str, Any]:
    indicator = reading.indicator
    words = {name: getattr(indicator, name).on(as_locale(locale)) for name in ("name", "formula", "unit")}
    codes = {name: getattr(indicator, name) for name in ("id", "stage", "window", "norm", "direction")}
    numbers = ("from_ms", "to_ms", "value", "low", "high", "numerator", "denominator", "n")
    return {
        **codes,
        **words,
        "sources": " ".join(indicator.sources),
        **{name: getattr(reading, name) for name in numbers},
    }


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


router = Router("/", route_handlers=[show_indicators, show_export, csv_file, json_file])
