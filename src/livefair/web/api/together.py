"""When a video shows itself, and who made it with its author, from a program."""

from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody

from livefair.content.coauthors import (
    Coauthor,
    accept_coauthorship,
    ask_coauthor,
    coauthors_of,
    end_coauthorship,
    my_coauthorships,
)
from livefair.content.rules.coauthors import SHARE_BP_MAX
from livefair.content.scheduling import keep_as_draft, publish_at
from livefair.content.videos import own_video_for
from livefair.kernel import Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class Time(Body, kw_only=True):
    """From when a video that is ready shows itself; null: it is a draft until it is published by hand."""

    at_ms: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None


class Ask(Body, kw_only=True):
    """`share_bp`: their part of what the video earns its author, in basis points."""

    person_id: Id
    share_bp: Annotated[int, msgspec.Meta(ge=0, le=SHARE_BP_MAX)] = 0


class Beside(msgspec.Struct, kw_only=True):
    """`accepted_at_ms` is null while they were asked and have not answered; `ended_at_ms`: no, or no longer."""

    id: str
    video_id: str
    person_id: str
    share_bp: int
    asked_at_ms: int
    accepted_at_ms: int | None
    ended_at_ms: int | None


def beside_of(coauthor: Coauthor) -> Beside:
    return Beside(**coauthor._asdict())


def beside_video(tx: ReadTx, actor: Actor, video_id: str) -> list[Beside]:
    own_video_for(tx, actor, video_id)
    return [beside_of(each) for each in coauthors_of(tx, [video_id])[video_id]]


def beside_others(tx: ReadTx, actor: Actor) -> list[Beside]:
    return [
        Beside(
            id=each.id,
            video_id=each.video_id,
            person_id=actor.id,
            share_bp=each.share_bp,
            asked_at_ms=each.asked_at_ms,
            accepted_at_ms=each.accepted_at_ms,
            ended_at_ms=each.ended_at_ms,
        )
        for each in my_coauthorships(tx, actor)
    ]


@put("/videos/{video_id:str}/time", opt=needs("host", "brand"), status_code=204, summary="Say when it shows itself")
async def put_time(request: AppRequest, video_id: PathId, data: JSONBody[Time]) -> None:
    if data.at_ms is None:
        await request.write(keep_as_draft, video_id)
    else:
        await request.write(publish_at, video_id, data.at_ms)


@get("/videos/{video_id:str}/coauthors", opt=needs("host", "brand"), summary="Who was asked to be named beside me")
async def show_beside(request: AppRequest, video_id: PathId) -> list[Beside]:
    return await request.read(beside_video, request.actor, video_id)


@post("/videos/{video_id:str}/coauthors", opt=needs("host", "brand"), summary="Ask somebody to be named beside me")
async def ask(request: AppRequest, video_id: PathId, data: JSONBody[Ask]) -> Beside:
    return beside_of(await request.write(ask_coauthor, video_id, data.person_id, share_bp=data.share_bp))


@get("/coauthors", summary="What I was asked to be named on")
async def show_mine(request: AppRequest) -> list[Beside]:
    return await request.read(beside_others, request.actor)


@post("/coauthors/{coauthor_id:str}/accept", status_code=204, summary="Agree to be named, for that part")
async def accept(request: AppRequest, coauthor_id: PathId) -> None:
    await request.write(accept_coauthorship, coauthor_id)


@post("/coauthors/{coauthor_id:str}/end", status_code=204, summary="Say no, or no longer; either of the two may")
async def end(request: AppRequest, coauthor_id: PathId) -> None:
    await request.write(end_coauthorship, coauthor_id)


router = Router(
    "/",
    route_handlers=[put_time, show_beside, ask, show_mine, accept, end],
    opt=needs(*SIGNED_IN),
    tags=["content"],
)
