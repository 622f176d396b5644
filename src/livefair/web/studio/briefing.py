"""Briefs and training: an agency asks its hosts, a host delivers, the agency accepts or sends back."""

from typing import Annotated, Any

import msgspec
from litestar import Router, get, post

from livefair.catalog.rules import CATEGORIES, REGULATED
from livefair.kernel import DAY_MS, Actor, ReadTx, Refusal, secret_token
from livefair.live.briefs import PAGE, BriefDraft, accept_brief, assign_brief, deliver_brief, send_back, withdraw_brief
from livefair.live.rules import briefs as rules
from livefair.live.training import drop_training, set_training
from livefair.web.access import needs
from livefair.web.brief_views import brief_views, goods_choices, is_agency, roster_choices, training_views
from livefair.web.deal_forms import midnight
from livefair.web.forms import Form, Key, Line, Paragraphs, Word
from livefair.web.forms import Id as FormId
from livefair.web.labels import label
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

NAMES = ("host_id", "title", "text", "due_on")
Day = Annotated[str, msgspec.Meta(max_length=10)]
Goods = Annotated[list[FormId], msgspec.Meta(max_length=rules.GOODS_MAX)]


class NewBrief(Form, frozen=True, kw_only=True):
    host_id: FormId
    title: Line
    text: Paragraphs = ""
    due_on: Day
    product_ids: Goods = msgspec.field(default_factory=list)
    key: Key


class Words(Form, frozen=True, kw_only=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=rules.TEXT_CHARS_MAX, pattern=r"^[^\x00]*$")]


class NewTraining(Form, frozen=True, kw_only=True):
    host_id: FormId
    category: Word
    learn_by: Day


class OldTraining(Form, frozen=True, kw_only=True):
    host_id: FormId
    category: Word


def board(tx: ReadTx, actor: Actor, locale: str) -> dict[str, Any]:
    hosts = roster_choices(tx, str(actor.organisation_id)) if is_agency(actor) else []
    return {
        "briefs": brief_views(tx, actor, locale),
        "training": training_views(tx, actor),
        "hosts": hosts,
        "goods": goods_choices(tx, [host_id for host_id, _ in hosts], locale),
        "subjects": [(code, label("category", code, locale)) for code in CATEGORIES if code in REGULATED],
    }


@get("/briefs")
async def show_briefs(request: AppRequest) -> Answer:
    return await _page(request)


@post("/briefs", opt=needs("mcn"))
async def assign(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewBrief)
        due_at_ms = midnight(form.due_on, "due_on") + DAY_MS
        draft = BriefDraft(form.host_id, form.title, form.text, due_at_ms, form.product_ids)
        await request.write(assign_brief, draft, key=form.key)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(PAGE, toast="brief_sent")


@post("/briefs/{brief_id:str}/deliver", opt=needs("host"))
async def deliver(request: AppRequest, brief_id: Id) -> Answer:
    return await _answered(request, brief_id, deliver_brief, "text")


@post("/briefs/{brief_id:str}/back", opt=needs("mcn"))
async def give_back(request: AppRequest, brief_id: Id) -> Answer:
    return await _answered(request, brief_id, send_back, "answer")


@post("/briefs/{brief_id:str}/accept", opt=needs("mcn"))
async def accept(request: AppRequest, brief_id: Id) -> Answer:
    await request.write(accept_brief, brief_id)
    return request.go(PAGE, toast="saved")


@post("/briefs/{brief_id:str}/withdraw", opt=needs("mcn"))
async def withdraw(request: AppRequest, brief_id: Id) -> Answer:
    await request.write(withdraw_brief, brief_id)
    return request.go(PAGE, toast="saved")


@post("/training", opt=needs("mcn"))
async def train(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewTraining)
        due_at_ms = midnight(form.learn_by, "learn_by") + DAY_MS
        await request.write(set_training, form.host_id, form.category, due_at_ms=due_at_ms)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        if refusal.params.get("field") == "due_on":
            refusal.params["field"] = "learn_by"
        return await _page(request, refusal)
    return request.go(PAGE, toast="saved")


@post("/training/drop", opt=needs("mcn"))
async def drop(request: AppRequest) -> Answer:
    form = await request.form_as(OldTraining)
    await request.write(drop_training, form.host_id, form.category)
    return request.go(PAGE, toast="saved")


async def _answered(request: AppRequest, brief_id: str, use_case: Any, word: str) -> Answer:
    try:
        form = await request.form_as(Words)
        await request.write(use_case, brief_id, **{word: form.text})
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refusal.params["field"] = "form"
        return await _page(request, refusal)
    return request.go(PAGE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = await request.read(board, request.actor, request.locale)
    context |= {"values": dict.fromkeys(NAMES, ""), "chosen": [], "key": secret_token()}
    if refusal is None:
        return await request.page("studio/briefs.html", context)
    typed = await request.typed()
    context["values"] = {name: typed.first(name)[:2_000] for name in NAMES}
    context["chosen"] = typed.texts.get("product_ids", [])[: rules.GOODS_MAX]
    return await request.again("studio/briefs.html", refusal, context)


router = Router(
    "/",
    route_handlers=[show_briefs, assign, deliver, give_back, accept, withdraw, train, drop],
    opt=needs("host", "mcn"),
)
