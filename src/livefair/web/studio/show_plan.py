"""One show before it begins: its words, cover and goods, the run of show, and the checklist."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.governance.claims import claims_in
from livefair.kernel import Actor, Invalid, Money, ReadTx, Refusal, WriteTx, not_found
from livefair.live import assort, assortment_of, rules
from livefair.live.assortments import cast_product, unassort
from livefair.live.coverage import not_in_script
from livefair.live.knowledge import quizzes_missing
from livefair.live.on_air import Show
from livefair.live.planning import cancel_series, plan_of, replan, set_cover, show_to_plan
from livefair.live.queries import shows_of
from livefair.live.rehearsals import has_been_rehearsed
from livefair.live.reminders import who_waits_for
from livefair.live.run_of_show import (
    BlockDraft,
    add_block,
    change_block,
    drop_block,
    follow_clock,
    host_of,
    lay_out_block,
    move_block,
    run_of,
)
from livefair.live.shows import cancel_show
from livefair.web.forms import Form, OptionalId, Word
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.processing import PICTURE_BYTES_MAX, keep_picture
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.rooms import choices
from livefair.web.studio.shows import Planning, draft_of, teaser_choices
from livefair.web.urls import file_url

MINUTE_MS = 60_000
Title = Annotated[str, msgspec.Meta(max_length=120, pattern=r"^[^\x00]*$")]
Script = Annotated[str, msgspec.Meta(max_length=2_000, pattern=r"^[^\x00]*$")]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=180)]


class NewBlock(Form, frozen=True, kw_only=True):
    kind: Word
    title: Title = ""
    minutes: Minutes = 5
    product_id: OptionalId = ""
    script: Script = ""
    layout: Word = ""


class ChangedBlock(Form, frozen=True, kw_only=True):
    title: Title = ""
    minutes: Minutes
    script: Script = ""
    layout: Word = ""


class Moving(Form, frozen=True, kw_only=True):
    by: Annotated[int, msgspec.Meta(ge=-1, le=1)]


class Casting(Form, frozen=True, kw_only=True):
    product_id: FormId
    role: Word = ""


class OwnPoints(Form, frozen=True, kw_only=True):
    """One on each line."""

    points: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


class Clocking(Form, frozen=True, kw_only=True):
    clocked: Word = ""


class Cancelling(Form, frozen=True, kw_only=True):
    all: Word = ""


class ShowView(NamedTuple):
    id: str
    room_id: str
    title: str
    scene: str
    state: str
    planned_at_ms: int | None
    cover_url: str | None
    teaser_video_id: str
    every: str | None
    is_clocked: bool
    waiting: int


class GoodsRow(NamedTuple):
    """`unsaid` are the points that no script mentions; `quiz` is the category whose quiz the host has to pass."""

    id: str
    title: str
    picture_url: str | None
    price: Money
    role: str | None
    own_points: str
    unsaid: list[str]
    quiz: str | None


class BlockView(NamedTuple):
    """`starts_s` counts from the show's beginning, if every block keeps its time; `claims` need evidence."""

    id: str
    kind: str
    title: str
    minutes: int
    starts_s: int
    script: str
    product_id: str | None
    product: GoodsRow | None
    state: str
    began_at_ms: int | None
    lasts_ms: int
    claims: list[str]
    layout: str


class Check(NamedTuple):
    """One line of the checklist; `n` and `of` where it counts something."""

    code: str
    is_done: bool


class PlanPage(NamedTuple):
    show: ShowView
    goods: list[GoodsRow]
    blocks: list[BlockView]
    total_minutes: int
    missing_roles: list[str]
    checks: list[Check]
    is_first: bool


def plan_page(tx: ReadTx, actor: Actor, show_id: str, locale: str) -> PlanPage:
    show, room = show_to_plan(tx, actor, show_id)
    goods = goods_rows(tx, show_id, locale)
    blocks = block_views(tx, show_id, locale)
    roles = [row.role for row in goods]
    return PlanPage(
        show=show_view(tx, show),
        goods=goods,
        blocks=blocks,
        total_minutes=sum(block.minutes for block in blocks),
        missing_roles=rules.missing_roles(roles) if goods else [],
        checks=checks_of(tx, show, goods, blocks),
        is_first=not any(each.ended_at_ms for each in shows_of(tx, actor, room.id)),
    )


def show_view(tx: ReadTx, show: Show) -> ShowView:
    plan = plan_of(tx, show.id)
    return ShowView(
        id=show.id,
        room_id=show.room_id,
        title=show.title,
        scene=show.scene,
        state="live" if show.is_on_air else "ended" if show.ended_at_ms else "scheduled",
        planned_at_ms=show.planned_at_ms,
        cover_url=file_url(show.cover_key),
        teaser_video_id=plan.teaser_video_id or "",
        every=plan.every,
        is_clocked=plan.clocked_at_ms is not None,
        waiting=who_waits_for(tx, show.id),
    )


def goods_rows(tx: ReadTx, show_id: str, locale: str) -> list[GoodsRow]:
    listed = assortment_of(tx, show_id)
    ids = [each.product_id for each in listed]
    cards, unsaid = product_cards(tx, ids), not_in_script(tx, show_id, ids)
    quizzes = quizzes_missing(tx, host_of(tx, show_id).id, ids)
    return [
        GoodsRow(
            id=card.id,
            title=card.title(locale),
            picture_url=file_url(card.picture_key),
            price=card.price or Money(0),
            role=each.role,
            own_points=each.talking_points,
            unsaid=[point.name(locale) for point in unsaid[card.id]],
            quiz=quizzes.get(card.id),
        )
        for each in listed
        if (card := cards.get(each.product_id)) is not None
    ]


def block_views(tx: ReadTx, show_id: str, locale: str) -> list[BlockView]:
    goods = {row.id: row for row in goods_rows(tx, show_id, locale)}
    views, starts_ms = [], 0
    for block in run_of(tx, show_id):
        views.append(
            BlockView(
                id=block.id,
                kind=block.kind,
                title=block.title,
                minutes=max(1, round(block.lasts_ms / MINUTE_MS)),
                starts_s=starts_ms // 1000,
                script=block.script,
                product_id=block.product_id,
                product=goods.get(block.product_id or ""),
                state="now" if block.is_going_on else "over" if block.over_at_ms else "next",
                began_at_ms=block.began_at_ms,
                lasts_ms=block.lasts_ms,
                claims=claims_in(f"{block.title}\n{block.script}"),
                layout=block.layout or "",
            )
        )
        starts_ms += block.lasts_ms
    return views


def checks_of(tx: ReadTx, show: Show, goods: list[GoodsRow], blocks: list[BlockView]) -> list[Check]:
    in_run = {block.product_id for block in blocks if block.product_id}
    return [
        Check("time", show.planned_at_ms is not None),
        Check("cover", show.cover_key is not None),
        Check("goods", bool(goods)),
        Check("roles", bool(goods) and not rules.missing_roles([row.role for row in goods])),
        Check("run", len(blocks) >= rules.RUN_BLOCKS_LEAST),
        Check("all_goods", bool(goods) and all(row.id in in_run for row in goods)),
        Check("quizzes", not any(row.quiz for row in goods)),
        Check("points", bool(goods) and not any(row.unsaid for row in goods)),
        Check("scripts", bool(blocks) and all(block.script for block in blocks if block.kind == "product")),
        Check("rehearsed", has_been_rehearsed(tx, show.id)),
        Check("questions", any(block.kind == "questions" for block in blocks)),
    ]


@get("/shows/{show_id:str}")
async def show_plan(request: AppRequest, show_id: Id) -> Answer:
    return await page_of(request, show_id)


async def page_of(request: AppRequest, show_id: str, refusal: Refusal | None = None) -> Answer:
    page = await request.read(plan_page, request.actor, show_id, request.locale)
    context = {
        **page._asdict(),
        "products": await request.read(choices, request.actor, request.locale),
        "teasers": await request.read(teaser_choices, request.actor),
    }
    if refusal is not None:
        if refusal.params.get("field") == "planned_at":
            refusal.params["field"] = "starts_at"
        return await request.again("studio/show.html", refusal, context)
    return await request.page("studio/show.html", context)


@post("/shows/{show_id:str}")
async def change_plan(request: AppRequest, show_id: Id) -> Answer:
    try:
        form = await request.form_as(Planning)
        draft = await request.read(draft_of, request.actor, form)
        await request.write(replan, show_id, draft)
    except Refusal as refusal:
        return await page_of(request, show_id, refusal)
    return request.go(f"/studio/shows/{show_id}", toast="saved")


@post("/shows/{show_id:str}/cover", request_max_body_size=PICTURE_BYTES_MAX + (1 << 20))
async def put_cover(request: AppRequest, show_id: Id) -> Answer:
    try:
        await request.read(show_to_plan, request.actor, show_id)
        file = (await request.typed()).file("cover")
        if file is None or not file.size:
            raise Invalid("choose_a_file", field="cover")
        key = await keep_picture(request.services.files, file, field="cover")
        await request.write(set_cover, show_id, key)
    except Refusal as refusal:
        return await page_of(request, show_id, refusal)
    return request.go(f"/studio/shows/{show_id}", toast="saved")


@post("/shows/{show_id:str}/cancel")
async def cancel(request: AppRequest, show_id: Id) -> Answer:
    form = await request.form_as(Cancelling)
    await request.write(cancel_series if form.all else cancel_show, show_id)
    return request.go("/studio/shows", toast="show_cancelled")


@post("/shows/{show_id:str}/goods")
async def put_good(request: AppRequest, show_id: Id) -> Answer:
    form = await request.form_as(Casting)
    await request.write(put_on_list, show_id, form.product_id, form.role or None)
    return _back(request, show_id, "goods")


def put_on_list(tx: WriteTx, actor: Actor, show_id: str, product_id: str, role: str | None) -> None:
    """Put a product on the show's list if it is not there, and say what it is there for."""
    if product_id not in {each.product_id for each in assortment_of(tx, show_id)}:
        assort(tx, actor, show_id, product_id)
    cast_product(tx, actor, show_id, product_id, role=role)


@post("/shows/{show_id:str}/goods/{product_id:str}/points")
async def write_points(request: AppRequest, show_id: Id, product_id: Id) -> Answer:
    form = await request.form_as(OwnPoints)
    await request.write(put_points, show_id, product_id, form.points)
    return _back(request, show_id, "goods")


def put_points(tx: WriteTx, actor: Actor, show_id: str, product_id: str, points: str) -> None:
    """What the host wants to explain besides, of a product that is on the show's list."""
    show_to_plan(tx, actor, show_id)
    if product_id not in {each.product_id for each in assortment_of(tx, show_id)}:
        not_found("product")
    assort(tx, actor, show_id, product_id, talking_points=points)


@post("/shows/{show_id:str}/goods/{product_id:str}/drop")
async def drop_good(request: AppRequest, show_id: Id, product_id: Id) -> Answer:
    await request.write(unassort, show_id, product_id)
    return _back(request, show_id, "goods")


@post("/shows/{show_id:str}/blocks")
async def new_block(request: AppRequest, show_id: Id) -> Answer:
    try:
        form = await request.form_as(NewBlock)
        product_id = (form.product_id or None) if form.kind == "product" else None
        draft = BlockDraft(
            form.kind, form.minutes * MINUTE_MS, form.title, product_id, form.script, form.layout or None
        )
        await request.write(add_block, show_id, draft)
    except Refusal as refusal:
        return await page_of(request, show_id, refusal)
    return _back(request, show_id, "run")


@post("/shows/{show_id:str}/blocks/{block_id:str}")
async def write_block(request: AppRequest, show_id: Id, block_id: Id) -> Answer:
    form = await request.form_as(ChangedBlock)
    await request.write(change_block, block_id, title=form.title, lasts_ms=form.minutes * MINUTE_MS, script=form.script)
    await request.write(lay_out_block, block_id, layout=form.layout or None)
    return _back(request, show_id, "run")


@post("/shows/{show_id:str}/blocks/{block_id:str}/move")
async def shift_block(request: AppRequest, show_id: Id, block_id: Id) -> Answer:
    form = await request.form_as(Moving)
    await request.write(move_block, block_id, by=form.by)
    return _back(request, show_id, "run")


@post("/shows/{show_id:str}/blocks/{block_id:str}/drop")
async def remove_block(request: AppRequest, show_id: Id, block_id: Id) -> Answer:
    await request.write(drop_block, block_id)
    return _back(request, show_id, "run")


@post("/shows/{show_id:str}/clock")
async def set_clock(request: AppRequest, show_id: Id) -> Answer:
    form = await request.form_as(Clocking)
    await request.write(follow_clock, show_id, clocked=bool(form.clocked))
    return request.back(otherwise=f"/studio/shows/{show_id}")


def _back(request: AppRequest, show_id: str, part: str) -> Answer:
    return request.go(f"/studio/shows/{show_id}#{part}")


router = Router(
    "/",
    route_handlers=[
        show_plan,
        change_plan,
        put_cover,
        cancel,
        put_good,
        write_points,
        drop_good,
        new_block,
        write_block,
        shift_block,
        remove_block,
        set_clock,
    ],
)
