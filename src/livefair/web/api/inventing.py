"""Ideas for products: bring one, stand behind one; a brand answers, shows, sells and puts together."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody, QueryParameter

from livefair.community import (
    IdeaDraft,
    accept_idea,
    decline_idea,
    launch_idea,
    merge_ideas,
    publish_idea,
    show_prototype,
    support_idea,
    withdraw_idea,
    withdraw_support,
)
from livefair.community.idea_queries import ideas_by
from livefair.community.rules import ideas as rules
from livefair.kernel import Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Key, Made
from livefair.web.idea_views import IdeaView, StepView, idea_view, idea_views, step_views
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

PAGE = 20
NO_NUL = r"^[^\x00]*$"

Which = Annotated[str, QueryParameter(pattern=r"^(wanted|new|made)$", description="Which ideas")]
Page = Annotated[int, QueryParameter(ge=0, le=50, description="Which page of 20, from 0")]
Given = Annotated[str, QueryParameter(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$", description="A brand")]
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=rules.ANSWER_CHARS_MAX, pattern=NO_NUL)]


class Inventing(Body, kw_only=True):
    """`product_id`: what it would improve."""

    brand_id: Id
    product_id: Id | None = None
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=rules.TITLE_CHARS_MAX, pattern=NO_NUL)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=rules.TEXT_CHARS_MAX, pattern=NO_NUL)]
    key: Key


class Accepting(Body, kw_only=True):
    text: Said
    royalty_bp: Annotated[int, msgspec.Meta(ge=0, le=10_000, description="Basis points of each unit's price")]


class Saying(Body, kw_only=True):
    text: Said


class Launching(Body, kw_only=True):
    product_id: Id


class Merging(Body, kw_only=True):
    into_id: Id


class Supporters(msgspec.Struct, kw_only=True):
    supporters: int


class Credit(msgspec.Struct, kw_only=True):
    """`part` of the idea's credit, 0 to 1."""

    person_id: str
    name: str
    part: float


class Idea(msgspec.Struct, kw_only=True):
    id: str
    title: str
    text: str
    brand_id: str
    product_id: str | None
    made_product_id: str | None
    state: str
    supporters: int
    supporters_needed: int
    due_at_ms: int | None
    royalty_bp: int
    merged_into: str | None
    published_at_ms: int
    credits: list[Credit]


class Step(msgspec.Struct, kw_only=True):
    verdict: str
    text: str
    said_at_ms: int


class WholeIdea(msgspec.Struct, kw_only=True):
    idea: Idea
    steps: list[Step]


def shape_of(view: IdeaView) -> Idea:
    return Idea(
        id=view.id,
        title=view.title,
        text=view.text,
        brand_id=view.brand_id,
        product_id=view.good.id if view.good else None,
        made_product_id=view.made.id if view.made else None,
        state=view.state,
        supporters=view.supporters,
        supporters_needed=view.needed,
        due_at_ms=view.due_at_ms,
        royalty_bp=round(view.royalty * 10_000),
        merged_into=view.merged_into,
        published_at_ms=view.published_at_ms,
        credits=[Credit(person_id=each.person.id, name=each.person.name, part=each.part) for each in view.credits],
    )


def listed(tx: ReadTx, actor: Actor, which: str, brand_id: str, page: int, locale: str) -> list[Idea]:
    found = ideas_by(tx, actor, which, brand_id=brand_id, skip=page * PAGE, most=PAGE)
    return [shape_of(view) for view in idea_views(tx, actor, found, locale)]


def whole(tx: ReadTx, actor: Actor, idea_id: str, locale: str) -> tuple[IdeaView, list[StepView]]:
    return idea_view(tx, actor, idea_id, locale), step_views(tx, idea_id)


@get("/ideas", summary="Ideas that gather support (wanted, new) or are being made")
async def show_ideas(request: AppRequest, which: Which = "wanted", brand: Given = "", page: Page = 0) -> list[Idea]:
    return await request.read(listed, request.actor, which, brand, page, request.locale)


@post("/ideas", summary="Bring an idea before a brand")
async def bring(request: AppRequest, data: JSONBody[Inventing]) -> Made:
    draft = IdeaDraft(data.brand_id, data.title, data.text, data.product_id)
    return Made(id=await request.write(publish_idea, draft, key=data.key))


@get("/ideas/{idea_id:str}", summary="One idea and what the brand said and did")
async def show_idea(request: AppRequest, idea_id: PathId) -> WholeIdea:
    view, steps = await request.read(whole, request.actor, idea_id, request.locale)
    said = [Step(verdict=step.verdict, text=step.text, said_at_ms=step.said_at_ms) for step in steps]
    return WholeIdea(idea=shape_of(view), steps=said)


@post("/ideas/{idea_id:str}/support", status_code=200, summary="Stand behind an idea")
async def stand_behind(request: AppRequest, idea_id: PathId) -> Supporters:
    return Supporters(supporters=await request.write(support_idea, idea_id))


@delete("/ideas/{idea_id:str}/support", status_code=200, summary="Stand behind it no more")
async def stand_back(request: AppRequest, idea_id: PathId) -> Supporters:
    return Supporters(supporters=await request.write(withdraw_support, idea_id))


@post("/ideas/{idea_id:str}/withdraw", status_code=204, summary="Take my idea back")
async def take_back(request: AppRequest, idea_id: PathId) -> None:
    await request.write(withdraw_idea, idea_id)


@post("/ideas/{idea_id:str}/accept", status_code=204, opt=needs("brand"), summary="My brand will try to make it")
async def accept(request: AppRequest, idea_id: PathId, data: JSONBody[Accepting]) -> None:
    await request.write(accept_idea, idea_id, text=data.text, royalty_bp=data.royalty_bp)


@post("/ideas/{idea_id:str}/decline", status_code=204, opt=needs("brand"), summary="My brand will not make it")
async def decline(request: AppRequest, idea_id: PathId, data: JSONBody[Saying]) -> None:
    await request.write(decline_idea, idea_id, text=data.text)


@post("/ideas/{idea_id:str}/prototype", status_code=204, opt=needs("brand"), summary="What has become of it so far")
async def prototype(request: AppRequest, idea_id: PathId, data: JSONBody[Saying]) -> None:
    await request.write(show_prototype, idea_id, text=data.text)


@post("/ideas/{idea_id:str}/launch", status_code=204, opt=needs("brand"), summary="It is this product now")
async def launch(request: AppRequest, idea_id: PathId, data: JSONBody[Launching]) -> None:
    await request.write(launch_idea, idea_id, product_id=data.product_id)


@post(
    "/ideas/{idea_id:str}/merge", status_code=204, opt=needs("brand", "moderator"), summary="It says what an older says"
)
async def merge(request: AppRequest, idea_id: PathId, data: JSONBody[Merging]) -> None:
    await request.write(merge_ideas, idea_id, into_id=data.into_id)


router = Router(
    "/",
    route_handlers=[
        show_ideas,
        bring,
        show_idea,
        stand_behind,
        stand_back,
        take_back,
        accept,
        decline,
        prototype,
        launch,
        merge,
    ],
    opt=needs(*SIGNED_IN),
    tags=["inventing"],
)
