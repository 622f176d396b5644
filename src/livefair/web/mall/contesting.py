"""Lines of my statement that I contest, and lines that others contest with me."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post
from litestar.params import QueryParameter

from livefair.kernel import Refusal, not_found
from livefair.value.contests import Objection, contest, reply, withdraw
from livefair.value.rules.contests import WORDS_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.contest_views import contest_views, subject_view
from livefair.web.forms import Form, chosen_id, minor_of
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/me/contests"

Words = Annotated[str, msgspec.Meta(max_length=WORDS_MAX, pattern=r"^[^\x00]*$")]
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]
LineId = Annotated[str, QueryParameter(max_length=40, description="A line of my statement")]


class Objecting(Form, frozen=True, kw_only=True):
    line: FormId
    asked: Amount
    words: Words = ""


class Replying(Form, frozen=True, kw_only=True):
    words: Words = ""
    how: Literal["reply", "agree"] = "reply"


@get("/me/contests")
async def show_contests(request: AppRequest) -> Answer:
    return await _contests(request)


@get("/me/contests/new")
async def show_form(request: AppRequest, line: LineId = "") -> Answer:
    return await _form(request, line)


@post("/me/contests")
async def object_to(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Objecting)
        await request.write(contest, Objection(form.line, minor_of(form.asked, "asked"), form.words))
    except Refusal as refusal:
        line = (await request.typed()).first("line")
        if refusal.status == 404 or chosen_id(line) is None:
            raise
        return await _form(request, line, refusal)
    return request.go(HERE, toast="saved")


@post("/me/contests/{contest_id:str}/reply")
async def say(request: AppRequest, contest_id: Id) -> Answer:
    try:
        form = await request.form_as(Replying)
        await request.write(reply, contest_id, words=form.words, agrees=form.how == "agree")
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        return await _contests(request, refusal, said={contest_id: (await request.typed()).first("words")[:WORDS_MAX]})
    return request.go(HERE, toast="saved")


@post("/me/contests/{contest_id:str}/withdraw")
async def take_back(request: AppRequest, contest_id: Id) -> Answer:
    await request.write(withdraw, contest_id)
    return request.go(HERE, toast="saved")


async def _contests(
    request: AppRequest, refusal: Refusal | None = None, said: Mapping[str, str] = MappingProxyType({})
) -> Answer:
    """`said`: what was typed as an answer to an objection, by its id."""
    context = {"contests": await request.read(contest_views, request.actor, request.locale), "said": said}
    if refusal is not None:
        return await request.again("mall/contests.html", refusal, context)
    return await request.page("mall/contests.html", context)


async def _form(request: AppRequest, line: str, refusal: Refusal | None = None) -> Answer:
    line_id = chosen_id(line) or not_found("line")
    typed = await request.typed()
    context = {
        "subject": await request.read(subject_view, request.actor, line_id, request.locale),
        "asked": typed.first("asked")[:20],
        "words": typed.first("words")[:WORDS_MAX],
    }
    if refusal is not None:
        return await request.again("mall/contest_new.html", refusal, context)
    return await request.page("mall/contest_new.html", context)


router = Router("/", route_handlers=[show_contests, show_form, object_to, say, take_back], opt=needs(*SIGNED_IN))
