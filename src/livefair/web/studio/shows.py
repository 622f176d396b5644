"""The host's calendar: shows to come and shows that were, and planning a new one."""

from datetime import datetime
from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.content.queries import own_videos
from livefair.kernel import Actor, Invalid, ReadTx, Refusal, WriteTx
from livefair.live import assort, open_room, rooms_of
from livefair.live.planning import Draft, Plan, plan_of, plan_one, plan_series
from livefair.live.queries import shows_of
from livefair.live.reminders import who_waits_for
from livefair.live.rules.series import Repeat
from livefair.web.forms import Form, Line, OptionalId, Word
from livefair.web.forms import Id as FormId
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.rooms import PRODUCTS_MAX, choices
from livefair.web.urls import file_url

SHOWS_SHOWN = 30
VIDEOS_SHOWN = 24
Minutes = Annotated[int, msgspec.Meta(ge=-840, le=840)]
Zone = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
LocalTime = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[0-9T:-]*$")]


class Planning(Form, frozen=True, kw_only=True):
    """`starts_at` is wall time, `offset` its distance from UTC in minutes, `zone` where that is so; no room: a new one
    of the same title."""

    title: Line
    starts_at: LocalTime
    offset: Minutes = 0
    zone: Zone = "UTC"
    scene: Word = "studio"
    room_id: OptionalId = ""
    every: Word = "once"
    times: Annotated[int, msgspec.Meta(ge=2, le=12)] = 4
    teaser_video_id: OptionalId = ""
    product_ids: Annotated[list[FormId], msgspec.Meta(max_length=PRODUCTS_MAX)] = msgspec.field(default_factory=list)


class PlanValues(NamedTuple):
    title: str
    starts_at_ms: int | None
    scene: str
    room_id: str
    every: str
    times: str
    teaser_video_id: str


class ShowRow(NamedTuple):
    id: str
    room_id: str
    title: str
    state: str
    at_ms: int | None
    cover_url: str | None
    every: str | None
    waiting: int


class Choice(NamedTuple):
    id: str
    title: str


class Calendar(NamedTuple):
    to_come: list[ShowRow]
    on_air: list[ShowRow]
    over: list[ShowRow]


def moment_of(starts_at: str, offset: int) -> int:
    """Wall time and its distance from UTC as ms since 1970. Invalid bad_time."""
    try:
        local = datetime.fromisoformat(f"{starts_at}+00:00")
    except ValueError:
        raise Invalid("bad_time", field="starts_at") from None
    return int(local.timestamp()) * 1000 - offset * 60_000


def calendar(tx: ReadTx, actor: Actor) -> Calendar:
    rows = [row for room in rooms_of(tx, actor)[:20] for row in _rows(tx, actor, room.id)]
    to_come = sorted((row for row in rows if row.state == "scheduled"), key=lambda row: row.at_ms or 0)
    over = sorted((row for row in rows if row.state == "ended"), key=lambda row: -(row.at_ms or 0))
    return Calendar(to_come, [row for row in rows if row.state == "live"], over[:SHOWS_SHOWN])


def _rows(tx: ReadTx, actor: Actor, room_id: str) -> list[ShowRow]:
    rows = []
    for show in shows_of(tx, actor, room_id, most=SHOWS_SHOWN):
        plan: Plan = plan_of(tx, show.id)
        rows.append(
            ShowRow(
                id=show.id,
                room_id=room_id,
                title=show.title,
                state="live" if show.is_on_air else "ended" if show.ended_at_ms else "scheduled",
                at_ms=show.started_at_ms or show.planned_at_ms,
                cover_url=file_url(show.cover_key),
                every=plan.every,
                waiting=who_waits_for(tx, show.id) if show.is_to_come else 0,
            )
        )
    return rows


def room_choices(tx: ReadTx, actor: Actor) -> list[Choice]:
    return [Choice(room.id, room.title) for room in rooms_of(tx, actor)]


def teaser_choices(tx: ReadTx, actor: Actor) -> list[Choice]:
    """Published videos of one's own: only what everybody may see can invite them."""
    own = own_videos(tx, actor, most=VIDEOS_SHOWN)
    return [Choice(video.id, video.title or "…") for video in own if video.state == "published"]


def draft_of(tx: ReadTx, actor: Actor, form: Planning) -> Draft:
    teasers = {choice.id for choice in teaser_choices(tx, actor)}
    if form.teaser_video_id and form.teaser_video_id not in teasers:
        raise Invalid("bad_value", field="teaser_video_id")
    return Draft(form.title, form.scene, moment_of(form.starts_at, form.offset), form.teaser_video_id or None)


def plan_by_form(tx: WriteTx, actor: Actor, form: Planning) -> str:
    """Plan one show or a series, in a room of one's own. Returns the (first) show's id."""
    draft = draft_of(tx, actor, form)
    room_id = form.room_id or open_room(tx, actor, title=form.title)
    if form.every == "once":
        show_ids = [plan_one(tx, actor, room_id, draft)]
    else:
        show_ids = plan_series(tx, actor, room_id, draft, Repeat(form.every, form.times, form.zone))
    for show_id in show_ids:
        for product_id in dict.fromkeys(form.product_ids):
            assort(tx, actor, show_id, product_id)
    return show_ids[0]


@get("/shows")
async def show_calendar(request: AppRequest) -> Answer:
    page = await request.read(calendar, request.actor)
    return await request.page("studio/shows.html", page._asdict())


@get("/shows/new")
async def show_planning(request: AppRequest) -> Answer:
    return await planning_page(request)


async def planning_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    context = {
        "values": PlanValues(
            title=typed.first("title")[:200],
            starts_at_ms=_typed_moment(typed.first("starts_at")[:20], typed.first("offset")[:5]),
            scene=typed.first("scene", "studio")[:40],
            room_id=typed.first("room_id")[:40],
            every=typed.first("every", "once")[:20],
            times=typed.first("times", "4")[:3],
            teaser_video_id=typed.first("teaser_video_id")[:40],
        ),
        "chosen": typed.texts.get("product_ids", [])[:PRODUCTS_MAX],
        "products": await request.read(choices, request.actor, request.locale),
        "rooms": await request.read(room_choices, request.actor),
        "teasers": await request.read(teaser_choices, request.actor),
    }
    if refusal is not None:
        if refusal.params.get("field") == "planned_at":
            refusal.params["field"] = "starts_at"
        return await request.again("studio/show_new.html", refusal, context)
    return await request.page("studio/show_new.html", context)


def _typed_moment(starts_at: str, offset: str) -> int | None:
    try:
        return moment_of(starts_at, int(offset or 0))
    except (ValueError, Invalid):
        return None


@post("/shows")
async def plan(request: AppRequest) -> Answer:
    try:
        show_id = await request.write(plan_by_form, await request.form_as(Planning))
    except Refusal as refusal:
        return await planning_page(request, refusal)
    return request.go(f"/studio/shows/{show_id}", toast="planned")


router = Router("/", route_handlers=[show_calendar, show_planning, plan])
