"""Shows to come: planning them, the run of show, reminders."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody, QueryParameter

from livefair.kernel import Actor, ReadTx
from livefair.live.planning import Coming, Draft, coming_shows, plan_one, plan_series, replan, show_to_plan
from livefair.live.reminders import forget_reminder, remind_me
from livefair.live.rules.series import Repeat
from livefair.live.run_of_show import Block, BlockDraft, add_block, begin_block, drop_block, follow_clock, run_of
from livefair.live.shows import cancel_show
from livefair.people import hidden_from
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Line, Made, Text, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest
from livefair.web.urls import file_url

Most = Annotated[int, QueryParameter(ge=1, le=100, description="At most so many")]
Moment = Annotated[int, msgspec.Meta(ge=0, le=2**52, description="Ms since 1970, UTC")]


class PlannedShow(msgspec.Struct, kw_only=True):
    """`every` is daily or weekly for shows of a series."""

    id: str
    room_id: str
    host_id: str
    title: str
    scene: str
    cover_url: str | None
    planned_at_ms: int
    teaser_video_id: str | None
    series_id: str | None
    every: str | None


class NewPlan(Body, kw_only=True):
    """With `every`, the show is planned `times` in all, at the same hour of the day in `zone` (an IANA name)."""

    title: Line
    planned_at_ms: Moment
    scene: Word = "studio"
    teaser_video_id: Id | None = None
    every: Annotated[str, msgspec.Meta(pattern=r"^(daily|weekly)$")] | None = None
    times: Annotated[int, msgspec.Meta(ge=2, le=12)] = 2
    zone: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")] = "UTC"


class Planned(msgspec.Struct, kw_only=True):
    show_ids: list[str]


class NewBlock(Body, kw_only=True):
    kind: Word
    lasts_ms: Annotated[int, msgspec.Meta(ge=30_000, le=10_800_000)]
    title: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[^\x00]*$")] = ""
    product_id: Id | None = None
    script: Text = ""


class BlockState(msgspec.Struct, kw_only=True):
    """It goes on while it has begun and is not over."""

    id: str
    kind: str
    title: str
    lasts_ms: int
    product_id: str | None
    script: str
    began_at_ms: int | None
    over_at_ms: int | None


class Clock(Body, kw_only=True):
    clocked: bool


def planned_show(show: Coming) -> PlannedShow:
    return PlannedShow(
        id=show.id,
        room_id=show.room_id,
        host_id=show.host_id,
        title=show.title,
        scene=show.scene,
        cover_url=file_url(show.cover_key),
        planned_at_ms=show.planned_at_ms,
        teaser_video_id=show.teaser_video_id,
        series_id=show.series_id,
        every=show.every,
    )


def block_state(block: Block) -> BlockState:
    values = block._asdict()
    return BlockState(**{name: values[name] for name in BlockState.__struct_fields__})


def coming_for(tx: ReadTx, actor: Actor, most: int) -> list[PlannedShow]:
    hidden = hidden_from(tx, actor.id)
    return [planned_show(show) for show in coming_shows(tx, most=most) if show.host_id not in hidden]


def run_for(tx: ReadTx, actor: Actor, show_id: str) -> list[BlockState]:
    show_to_plan(tx, actor, show_id)
    return [block_state(block) for block in run_of(tx, show_id)]


@get("/shows", opt=needs(*SIGNED_IN), summary="Shows to come, the next first")
async def list_shows(request: AppRequest, most: Most = 50) -> list[PlannedShow]:
    return await request.read(coming_for, request.actor, most)


@post("/rooms/{room_id:str}/shows", opt=needs("host"), summary="Plan a show, or a series of them")
async def plan(request: AppRequest, room_id: PathId, data: JSONBody[NewPlan]) -> Planned:
    draft = Draft(data.title, data.scene, data.planned_at_ms, data.teaser_video_id)
    if data.every is None:
        return Planned(show_ids=[await request.write(plan_one, room_id, draft)])
    return Planned(show_ids=await request.write(plan_series, room_id, draft, Repeat(data.every, data.times, data.zone)))


@post("/shows/{show_id:str}", status_code=204, opt=needs("host"), summary="Change a plan before the show begins")
async def change(request: AppRequest, show_id: PathId, data: JSONBody[NewPlan]) -> None:
    await request.write(replan, show_id, Draft(data.title, data.scene, data.planned_at_ms, data.teaser_video_id))


@delete("/shows/{show_id:str}", opt=needs("host"), summary="Cancel a show that has not begun")
async def cancel(request: AppRequest, show_id: PathId) -> None:
    await request.write(cancel_show, show_id)


@post("/shows/{show_id:str}/reminder", status_code=204, opt=needs(*SIGNED_IN), summary="Be told before it begins")
async def remind(request: AppRequest, show_id: PathId) -> None:
    await request.write(remind_me, show_id)


@delete("/shows/{show_id:str}/reminder", opt=needs(*SIGNED_IN), summary="Not be told after all")
async def forget(request: AppRequest, show_id: PathId) -> None:
    await request.write(forget_reminder, show_id)


@get("/shows/{show_id:str}/run", opt=needs("host"), summary="The run of show, in order")
async def read_run(request: AppRequest, show_id: PathId) -> list[BlockState]:
    return await request.read(run_for, request.actor, show_id)


@post("/shows/{show_id:str}/run", opt=needs("host"), summary="Put a block at the end of the run of show")
async def new_block(request: AppRequest, show_id: PathId, data: JSONBody[NewBlock]) -> Made:
    draft = BlockDraft(data.kind, data.lasts_ms, data.title, data.product_id, data.script)
    return Made(id=await request.write(add_block, show_id, draft))


@post("/shows/{show_id:str}/clock", status_code=204, opt=needs("host"), summary="Go on by the clock, or by taps")
async def set_clock(request: AppRequest, show_id: PathId, data: JSONBody[Clock]) -> None:
    await request.write(follow_clock, show_id, clocked=data.clocked)


@post("/blocks/{block_id:str}/begin", opt=needs("host"), summary="Go on with this block; its product is pinned")
async def begin(request: AppRequest, block_id: PathId) -> BlockState:
    return block_state(await request.write(begin_block, block_id))


@delete("/blocks/{block_id:str}", opt=needs("host"), summary="Take a block out that was not on air")
async def remove_block(request: AppRequest, block_id: PathId) -> None:
    await request.write(drop_block, block_id)


router = Router(
    "/",
    route_handlers=[
        list_shows,
        plan,
        change,
        cancel,
        remind,
        forget,
        read_run,
        new_block,
        set_clock,
        begin,
        remove_block,
    ],
    tags=["shows"],
)
