"""The co-creation pool for operators: plans tried on past orders, periods, and appeals to answer."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.value.pool.appeals import answer_appeal
from livefair.value.pool.drafts import Wish, draft_plan, publish_draft
from livefair.value.rules.contests import WORDS_MAX
from livefair.value.rules.pool import PoolRule
from livefair.web.access import needs
from livefair.web.forms import Form, minor_of, points_of
from livefair.web.paths import Id
from livefair.web.pool_views import desk_view
from livefair.web.requests import Answer, AppRequest

HERE = "/console/pool"

Percent = Annotated[str, msgspec.Meta(max_length=6, pattern=r"^[0-9]{1,3}([.][0-9]{1,2})?$")]
Number = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Drafting(Form, frozen=True, kw_only=True):
    """In per cent, buyers and days; `days_ahead`: from the beginning of which day (UTC) on."""

    kappa: Percent
    cap: Percent
    buyers_min: Number
    appeal_days: Number
    days_ahead: Number
    reason: Annotated[str, msgspec.Meta(max_length=300, pattern=r"^[^\x00\r\n]*$")] = ""


class Answering(Form, frozen=True, kw_only=True):
    """Nothing granted: it stays as it is."""

    words: Annotated[str, msgspec.Meta(max_length=WORDS_MAX, pattern=r"^[^\x00]*$")] = ""
    granted: Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")] = ""


@get("/pool")
async def show_pool(request: AppRequest) -> Answer:
    return await _page(request)


@post("/pool/drafts")
async def draft(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Drafting)
        rule = PoolRule(cap_bp=points_of(form.cap, "cap"), buyers_min=form.buyers_min, appeal_days=form.appeal_days)
        await request.write(draft_plan, Wish(form.days_ahead, form.reason, points_of(form.kappa, "kappa"), rule))
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


@post("/pool/drafts/{draft_id:str}/publish")
async def publish(request: AppRequest, draft_id: Id) -> Answer:
    try:
        await request.write(publish_draft, draft_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/console/shares", toast="saved")


@post("/pool/appeals/{appeal_id:str}/answer")
async def decide(request: AppRequest, appeal_id: Id) -> Answer:
    try:
        form = await request.form_as(Answering)
        granted = minor_of(form.granted, "granted") if form.granted.strip() else 0
        await request.write(answer_appeal, appeal_id, words=form.words, granted_minor=granted)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = {"desk": await request.read(desk_view, request.actor)}
    if refusal is not None:
        return await request.again("console/pool.html", refusal, context)
    return await request.page("console/pool.html", context)


router = Router("/", route_handlers=[show_pool, draft, publish, decide], opt=needs("operator"))
