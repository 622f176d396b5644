"""Lines of statements that are contested: an operator answers in words, and says what is granted."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.value.contests import Answer as Decision
from livefair.value.contests import answer
from livefair.value.rules.contests import WORDS_MAX
from livefair.web.access import needs
from livefair.web.contest_views import contests_to_answer
from livefair.web.forms import Form, minor_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/contests"


class Deciding(Form, frozen=True, kw_only=True):
    """`granted` counts where the objection is right."""

    outcome: Literal["mended", "stands"]
    words: Annotated[str, msgspec.Meta(max_length=WORDS_MAX, pattern=r"^[^\x00]*$")] = ""
    granted: Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")] = ""


@get("/contests")
async def show_contests(request: AppRequest) -> Answer:
    return await _page(request)


@post("/contests/{contest_id:str}/answer")
async def decide(request: AppRequest, contest_id: Id) -> Answer:
    try:
        form = await request.form_as(Deciding)
        granted = minor_of(form.granted, "granted") if form.outcome == "mended" else 0
        await request.write(answer, contest_id, Decision(form.outcome, form.words, granted))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = {"contests": await request.read(contests_to_answer, request.actor, request.locale)}
    if refusal is not None:
        return await request.again("console/contests.html", refusal, context)
    return await request.page("console/contests.html", context)


router = Router("/", route_handlers=[show_contests, decide], opt=needs("operator"))
