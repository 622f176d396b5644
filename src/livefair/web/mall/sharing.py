"""The co-creation pool: a report for everybody, and for each party its own part with its evidence."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.value.pool.appeals import appeal
from livefair.value.rules.contests import WORDS_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.pool_views import own_view, report_view
from livefair.web.requests import Answer, AppRequest

HERE = "/me/pool"


class Appealing(Form, frozen=True, kw_only=True):
    words: Annotated[str, msgspec.Meta(max_length=WORDS_MAX, pattern=r"^[^\x00]*$")] = ""


@get("/sharing")
async def show_report(request: AppRequest) -> Answer:
    return await request.page("mall/sharing.html", {"report": await request.read(report_view)})


@get("/me/pool", opt=needs(*SIGNED_IN))
async def show_own(request: AppRequest) -> Answer:
    return await _own(request)


@post("/me/pool/{period_id:str}/appeal", opt=needs(*SIGNED_IN))
async def appeal_here(request: AppRequest, period_id: Id) -> Answer:
    try:
        await request.write(appeal, period_id, words=(await request.form_as(Appealing)).words)
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        return await _own(request, refusal)
    return request.go(HERE, toast="saved")


async def _own(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = {
        "periods": await request.read(own_view, request.actor),
        "words": (await request.typed()).first("words")[:WORDS_MAX],
    }
    if refusal is not None:
        return await request.again("mall/pool.html", refusal, context)
    return await request.page("mall/pool.html", context)


router = Router("/", route_handlers=[show_report, show_own, appeal_here])
