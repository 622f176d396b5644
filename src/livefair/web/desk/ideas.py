"""What customers bring before a brand: answer in time, merge what says the same, show what becomes of it, sell it."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post

from livefair.catalog.queries import products_of_brand
from livefair.community import accept_idea, decline_idea, idea_for, launch_idea, merge_ideas, show_prototype
from livefair.community.idea_answers import idea_of_brand
from livefair.community.idea_merging import gathering_ideas
from livefair.community.idea_queries import ideas_to_answer
from livefair.governance.idea_policy import idea_policy
from livefair.kernel import Actor, ReadTx, Refusal
from livefair.web.alike import ideas_like
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Paragraphs, points_of
from livefair.web.forms import Id as ChosenId
from livefair.web.idea_views import IdeaView, idea_page, idea_views
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

Percent = Annotated[str, msgspec.Meta(max_length=10, pattern=r"^[^\x00]*$")]


class Answering(Form, frozen=True, kw_only=True):
    """`royalty`: per cent of each unit's price."""

    verdict: Literal["accept", "decline"]
    text: Paragraphs
    royalty: Percent = ""


class Saying(Form, frozen=True, kw_only=True):
    text: Paragraphs


class Launching(Form, frozen=True, kw_only=True):
    product_id: ChosenId


class Merging(Form, frozen=True, kw_only=True):
    into: ChosenId


def board(tx: ReadTx, actor: Actor, locale: str) -> dict[str, object]:
    ideas = idea_views(tx, actor, ideas_to_answer(tx, brand_of(actor)), locale)
    return {"ideas": ideas, "knobs": idea_policy(tx).knobs}


def own_idea(tx: ReadTx, actor: Actor, idea_id: str, locale: str) -> dict[str, object]:
    idea_of_brand(tx, actor, idea_id)
    goods = [
        (card.id, card.title_zh if locale == "zh" else card.title_en) for card in products_of_brand(tx, brand_of(actor))
    ]
    return {**idea_page(tx, actor, idea_id, locale), "goods": goods, "knobs": idea_policy(tx).knobs}


@get("/ideas")
async def show_ideas(request: AppRequest) -> Answer:
    return await request.page("desk/ideas.html", await request.read(board, request.actor, request.locale))


@get("/ideas/{idea_id:str}")
async def show_idea(request: AppRequest, idea_id: Id) -> Answer:
    return await _page(request, idea_id)


@post("/ideas/{idea_id:str}/answer")
async def answer(request: AppRequest, idea_id: Id) -> Answer:
    try:
        form = await request.form_as(Answering)
        if form.verdict == "accept":
            points = points_of(form.royalty, "royalty")
            await request.write(accept_idea, idea_id, text=form.text, royalty_bp=points)
        else:
            await request.write(decline_idea, idea_id, text=form.text)
    except Refusal as refusal:
        return await _page(request, idea_id, refusal)
    return request.go(f"/desk/ideas/{idea_id}", toast="saved")


@post("/ideas/{idea_id:str}/prototype")
async def prototype(request: AppRequest, idea_id: Id) -> Answer:
    try:
        await request.write(show_prototype, idea_id, text=(await request.form_as(Saying)).text)
    except Refusal as refusal:
        return await _page(request, idea_id, refusal)
    return request.go(f"/desk/ideas/{idea_id}", toast="saved")


@post("/ideas/{idea_id:str}/launch")
async def launch(request: AppRequest, idea_id: Id) -> Answer:
    try:
        await request.write(launch_idea, idea_id, product_id=(await request.form_as(Launching)).product_id)
    except Refusal as refusal:
        return await _page(request, idea_id, refusal)
    return request.go(f"/desk/ideas/{idea_id}", toast="saved")


@post("/ideas/{idea_id:str}/merge")
async def merge(request: AppRequest, idea_id: Id) -> Answer:
    """The idea becomes part of the one that was chosen, which stands from now on for both."""
    try:
        into = (await request.form_as(Merging)).into
        await request.write(merge_ideas, idea_id, into_id=into)
    except Refusal as refusal:
        return await _page(request, idea_id, refusal)
    return request.go(f"/desk/ideas/{into}", toast="saved")


async def _page(request: AppRequest, idea_id: str, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed() if refusal else None
    context = await request.read(own_idea, request.actor, idea_id, request.locale)
    values = {name: typed.first(name)[:5_000] if typed else "" for name in ("text", "royalty", "verdict")}
    context |= {"alike": await _older_alike(request, idea_id), "values": values}
    if refusal is not None:
        return await request.again("desk/idea.html", refusal, context)
    return await request.page("desk/idea.html", context)


async def _older_alike(request: AppRequest, idea_id: str) -> list[IdeaView]:
    """Into which of the brand's open ideas this one could go: older ones, those that say the same first."""
    idea = await request.read(idea_for, request.actor, idea_id)
    if idea.state != "open":
        return []
    like = [one.id for one in await ideas_like(request, idea.brand_id, f"{idea.title} {idea.text}")]
    waiting = await request.read(gathering_ideas, request.actor, idea.brand_id)
    older = [one for one in waiting if one.id != idea.id and one.published_at_ms <= idea.published_at_ms]
    older.sort(key=lambda one: like.index(one.id) if one.id in like else len(like))
    return await request.read(idea_views, request.actor, older[:20], request.locale)


router = Router("/", route_handlers=[show_ideas, show_idea, answer, prototype, launch, merge])
