"""The host's flash sales on air: start what a brand has planned, make it smaller, end it."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.live.flash_selling import end_sale, lower_sale, start_sale
from livefair.web.flash_views import flash_now
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.rooms import room_of_mine


class Lowering(Form, frozen=True, kw_only=True):
    pieces: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


@get("/rooms/{room_id:str}/flash")
async def show_flash(request: AppRequest, room_id: Id) -> Answer:
    return await _flash(request, room_id)


@post("/rooms/{room_id:str}/flash/{sale_id:str}/start")
async def begin(request: AppRequest, room_id: Id, sale_id: Id) -> Answer:
    try:
        await request.write(start_sale, room_id, sale_id)
    except Refusal as refusal:
        return await _flash(request, room_id, refusal)
    return await _flash(request, room_id)


@post("/rooms/{room_id:str}/flash/{sale_id:str}/lower")
async def make_smaller(request: AppRequest, room_id: Id, sale_id: Id) -> Answer:
    try:
        form = await request.form_as(Lowering)
        await request.write(lower_sale, sale_id, pieces=form.pieces)
    except Refusal as refusal:
        return await _flash(request, room_id, refusal)
    return await _flash(request, room_id)


@post("/rooms/{room_id:str}/flash/{sale_id:str}/end")
async def end_early(request: AppRequest, room_id: Id, sale_id: Id) -> Answer:
    await request.write(end_sale, sale_id)
    return await _flash(request, room_id)


async def _flash(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    if not request.is_fragment:
        if refusal is not None:
            raise refusal
        return request.go(f"/studio/rooms/{room_id}")
    context = {"room_id": room_id, "flash": await request.read(flash_now, room_id, request.locale)}
    if refusal is None:
        return await request.page("studio/_flash.html", context)
    if refusal.status == 404:
        raise refusal
    refusal.params.pop("field", None)
    return await request.again("studio/_flash.html", refusal, context)


router = Router("/", route_handlers=[show_flash, begin, make_smaller, end_early])
