"""The lab for programs: indicators with their numbers, and studies of people who consented to research."""

import asyncio
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, Router, get, post
from litestar.params import PathParameter, QueryParameter

from livefair.kernel import not_found
from livefair.value.attribution.planted import Truth, planted_truth
from livefair.value.salience import salience
from livefair.value.studies import ask_for_study, known_kind, latest_study
from livefair.web.access import needs
from livefair.web.api.shapes import Made
from livefair.web.lab.indicators import readings_of, row_of
from livefair.web.lab.studies import StudyFile, extract_of, file_of
from livefair.web.requests import AppRequest

Period = Annotated[Literal["1d", "7d", "28d", "90d"], QueryParameter(description="How far back from now")]
StudyKind = Annotated[
    Literal["paths", "perceptions", "attribution", "retention"], PathParameter(description="Which study")
]


@get("/indicators", summary="Every indicator: definition, number, n; null below 20 observations")
async def list_indicators(request: AppRequest, period: Period = "28d") -> list[dict[str, Any]]:
    found = await request.services.db.analyse(readings_of, request.actor, period)
    return [row_of(reading, request.locale) for reading in found]


@get("/studies/{kind:str}", summary="The last study that is done: its result, or why there is none")
async def show_study(request: AppRequest, kind: StudyKind) -> Response[bytes]:
    study = (await request.read(latest_study, request.actor, known_kind(kind))).finished or not_found("study")
    body: StudyFile = file_of(study, request.locale)
    return Response(msgspec.json.encode(body), media_type="application/json")


@post("/studies/{kind:str}", status_code=202, summary="Have a study made now")
async def make_study(request: AppRequest, kind: StudyKind) -> Made:
    return Made(id=await request.write(ask_for_study, kind))


@get("/studies/{kind:str}/data", summary="Its pseudonymous rows as CSV")
async def show_data(request: AppRequest, kind: StudyKind) -> Response[str]:
    found = await request.services.db.analyse(extract_of, request.actor, kind)
    return Response(found.csv(), media_type="text/csv")


class GroupState(msgspec.Struct, kw_only=True):
    """Scores from 0 to 1; `chances` and `days`: class → part. `ratio`: got for what was contributed, null: unknown."""

    code: str
    class_name: str
    power: float
    legitimacy: float
    urgency: float
    chances: dict[str, float]
    days: dict[str, float]
    waiting: dict[str, int]
    ratio: float | None
    perceived: float | None
    is_short: bool


class SalienceState(msgspec.Struct, kw_only=True):
    from_ms: int
    to_ms: int
    version: int
    groups: list[GroupState]


@get("/salience", summary="Power, legitimacy and urgency of each group of stakeholders, and its class")
async def show_salience(request: AppRequest) -> SalienceState:
    found = await request.services.db.analyse(salience, request.actor)
    groups = [
        GroupState(
            code=one.code,
            class_name=one.name,
            **one.scores._asdict(),
            chances=one.chances,
            days=one.days,
            waiting=one.waiting,
            ratio=one.ratio,
            perceived=one.perceived,
            is_short=one.is_short,
        )
        for one in found.groups
    ]
    return SalienceState(from_ms=found.from_ms, to_ms=found.to_ms, version=found.version, groups=groups)


@get("/truth", summary="Every rule of attribution against a planted truth: bias, rank correlation, what farming earns")
async def show_truth() -> Truth:
    return await asyncio.to_thread(planted_truth)


router = Router(
    "/lab",
    route_handlers=[list_indicators, show_study, make_study, show_data, show_salience, show_truth],
    opt=needs("researcher", "operator"),
    tags=["lab"],
)
