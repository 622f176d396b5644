"""Clips, films to take away and drafts of short videos, for programs."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.explanations import explanations_in
from livefair.live.exports import films_of
from livefair.live.screen import show_for_host
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Id, Made
from livefair.web.mall.clips import clip_url
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest
from livefair.web.studio.filming import Drafting, draft, film
from livefair.web.urls import file_url


class Clip(msgspec.Struct, kw_only=True):
    """An explanation of a product, there as soon as it is over. `hls_path` is a playlist of that stretch alone."""

    pin_id: str
    product_id: str
    from_at_ms: int
    to_at_ms: int
    hls_path: str
    page_path: str


class Film(msgspec.Struct, kw_only=True):
    """`state` is waiting, working, ready or failed; `mp4_url` is there once it is ready, `failure` says why not."""

    id: str
    state: str
    progress_percent: int
    from_at_ms: int
    to_at_ms: int
    is_whole: bool
    mp4_url: str | None
    byte_count: int | None
    lasts_ms: int | None
    failure: str | None


class NewFilm(Body, kw_only=True):
    """Without `pin_id`: the whole show."""

    pin_id: Id | None = None


class NewDraft(Body, kw_only=True):
    """The explanation of a pin, or one minute of the show."""

    pin_id: Id | None = None
    minute: Annotated[int, msgspec.Meta(ge=0, le=1_440)] = 0


def clips_for(tx: ReadTx, actor: Actor, show_id: str) -> list[Clip]:
    show_for_host(tx, actor, show_id)
    return [
        Clip(
            pin_id=found.pin_id,
            product_id=found.product_id,
            from_at_ms=found.from_at_ms,
            to_at_ms=found.to_at_ms,
            hls_path=clip_url(found),
            page_path=f"/live/{found.room_id}/clips/{found.pin_id}",
        )
        for found in explanations_in(tx, show_id)
    ]


def films_for(tx: ReadTx, actor: Actor, show_id: str) -> list[Film]:
    show_for_host(tx, actor, show_id)
    return [
        Film(
            id=export.id,
            state=export.state,
            progress_percent=export.progress_percent,
            from_at_ms=export.from_at_ms,
            to_at_ms=export.to_at_ms,
            is_whole=export.is_whole,
            mp4_url=file_url(export.file_key),
            byte_count=export.byte_count,
            lasts_ms=export.lasts_ms,
            failure=export.failure_code,
        )
        for export in films_of(tx, show_id)
        if export.purpose == "film"
    ]


@get("/shows/{show_id:str}/clips", summary="What was explained in a show, as clips")
async def list_clips(request: AppRequest, show_id: PathId) -> list[Clip]:
    return await request.read(clips_for, request.actor, show_id)


@get("/shows/{show_id:str}/films", summary="Films that were asked for, newest first")
async def list_films(request: AppRequest, show_id: PathId) -> list[Film]:
    return await request.read(films_for, request.actor, show_id)


@post("/shows/{show_id:str}/films", summary="Have a film made; the same again is the same film")
async def make_film(request: AppRequest, show_id: PathId, data: JSONBody[NewFilm]) -> Made:
    return Made(id=await request.write(film, show_id, data.pin_id or ""))


@post("/shows/{show_id:str}/drafts", summary="Cut a draft of a short video; answers with the video's id")
async def make_draft(request: AppRequest, show_id: PathId, data: JSONBody[NewDraft]) -> Made:
    return Made(id=await request.write(draft, show_id, Drafting(pin_id=data.pin_id or "", minute=data.minute)))


router = Router("/", route_handlers=[list_clips, list_films, make_film, make_draft], opt=needs("host"), tags=["live"])
