"""Micro-surveys for programs: answer or skip what one is asked; for research, what a survey found."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.params import JSONBody, QueryParameter

from livefair.kernel import not_found
from livefair.value.rules.surveys import AT_ONCE_MAX
from livefair.value.surveys import (
    Design,
    Findings,
    answer_question,
    close_survey,
    delete_my_answers,
    open_survey,
    skip_question,
)
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Made
from livefair.web.lab.surveys import answers_csv, read_survey
from livefair.web.mall.surveys import set_membership
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest
from livefair.web.survey_views import question_now, survey_view

ItemId = Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[a-z0-9]+$")]
Panel = Annotated[Literal["customer", "host", "brand"], QueryParameter(description="Who is asked")]


class AskedItem(msgspec.Struct, kw_only=True):
    id: str
    text: str


class Question(msgspec.Struct, kw_only=True):
    id: str
    items: list[AskedItem]


class Given(msgspec.Struct, kw_only=True):
    text: str
    value: int
    at_ms: int


class MySurvey(msgspec.Struct, kw_only=True):
    """`is_member`: agreed to be asked. `question` waits for an answer; the scale is 1 (not at all) to 7."""

    is_member: bool
    question: Question | None
    answers: list[Given]


class Membership(Body, kw_only=True):
    is_member: bool


class Values(Body, kw_only=True):
    """Item → 1 to 7; what is left out was not answered."""

    values: Annotated[dict[ItemId, Annotated[int, msgspec.Meta(ge=1, le=7)]], msgspec.Meta(max_length=AT_ONCE_MAX)]


class NewSurvey(Body, kw_only=True):
    panel: Literal["customer", "host", "brand"]
    items: Annotated[list[ItemId], msgspec.Meta(min_length=2, max_length=40)]
    at_once: Annotated[int, msgspec.Meta(ge=1, le=AT_ONCE_MAX)] = 2
    chance_bp: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 500
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 28


@get("/surveys", summary="What I am asked now, and what I answered")
async def show_mine(request: AppRequest) -> MySurvey:
    await question_now(request)
    mine = await request.read(survey_view, request.actor, request.locale)
    asked = mine.question
    return MySurvey(
        is_member=mine.is_member,
        question=asked and Question(id=asked.id, items=[AskedItem(id=one.id, text=one.text) for one in asked.items]),
        answers=[Given(text=one.text, value=one.value, at_ms=one.at_ms) for one in mine.answers],
    )


@post("/surveys/membership", status_code=204, summary="Whether I am asked a question now and then")
async def choose_membership(request: AppRequest, data: JSONBody[Membership]) -> None:
    await request.write(set_membership, is_member=data.is_member)


@post("/surveys/{invitation_id:str}/answers", status_code=204, summary="Answer what I am asked")
async def give_answers(request: AppRequest, invitation_id: PathId, data: JSONBody[Values]) -> None:
    await request.write(answer_question, invitation_id, data.values, locale=request.locale)


@post("/surveys/{invitation_id:str}/skip", status_code=204, summary="Rather not, this time")
async def skip(request: AppRequest, invitation_id: PathId) -> None:
    await request.write(skip_question, invitation_id)


@delete("/surveys/answers", status_code=204, summary="Delete all my answers for good")
async def delete_all(request: AppRequest) -> None:
    await request.write(delete_my_answers)


router = Router(
    "/",
    route_handlers=[show_mine, choose_membership, give_answers, skip, delete_all],
    opt=needs(*SIGNED_IN),
    tags=["surveys"],
)


@get("/surveys", summary="What the latest survey of a panel found; null below the bounds")
async def show_found(request: AppRequest, panel: Panel = "customer") -> Findings:
    found = await request.services.db.analyse(read_survey, request.actor, panel)
    return found[1] if found else not_found("survey")


@post("/surveys", status_code=201, summary="Begin a survey")
async def begin(request: AppRequest, data: JSONBody[NewSurvey]) -> Made:
    design = Design(panel=data.panel, items=data.items, at_once=data.at_once, chance_bp=data.chance_bp, days=data.days)
    return Made(id=await request.write(open_survey, design))


@post("/surveys/{survey_id:str}/close", status_code=204, summary="End a survey")
async def end(request: AppRequest, survey_id: PathId) -> None:
    await request.write(close_survey, survey_id)


@get("/surveys/answers", summary="Its pseudonymous answers as CSV")
async def show_answers(request: AppRequest, panel: Panel = "customer") -> Response[str]:
    return Response(await request.services.db.analyse(answers_csv, request.actor, panel), media_type="text/csv")


lab_router = Router(
    "/lab",
    route_handlers=[show_found, begin, end, show_answers],
    opt=needs("researcher", "operator"),
    tags=["lab"],
)
