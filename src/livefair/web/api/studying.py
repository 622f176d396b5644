"""The lab for programs: indicators with their numbers, and studies of people who consented to research."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, Router, get, post
from litestar.params import PathParameter, QueryParameter

from livefair.kernel import not_found
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


router = Router(
    "/lab",
    route_handlers=[list_indicators, show_study, make_study, show_data],
    opt=needs("researcher", "operator"),
    tags=["lab"],
)
