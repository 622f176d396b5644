"""Co-hosts during a show: invite, let on, agree on the split, have somebody leave at once."""

from typing import Any

from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx
from livefair.live import show_on_air
from livefair.live.cohosting import accept_terms, end_seat, invite, propose_terms
from livefair.live.rooms import room_to_run
from livefair.live.rules.cohosting import SEATS_MAX
from livefair.web.forms import Form, Line
from livefair.web.mall.seats import BP, Answering, Leaving, Percent, Proposing
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.seat_views import SeatView, seat_views, with_fast_ways
from livefair.web.studio.moderating import helper_id


class Inviting(Form, frozen=True, kw_only=True):
    """`page`: the address of a person's page. `share`: percent of what the host gets."""

    page: Line
    share: Percent = 0


def seats_in(tx: ReadTx, actor: Actor, room_id: str) -> list[SeatView]:
    room = room_to_run(tx, actor, room_id)
    show = show_on_air(tx, room_id)
    return seat_views(tx, actor, room, show) if show else []


async def seats_context(request: AppRequest, room_id: str) -> dict[str, Any]:
    """For `studio/_seats.html`."""
    views = await request.read(seats_in, request.actor, room_id)
    shown = with_fast_ways(views, request.actor, request.services.stages)
    return {"room_id": room_id, "seats": shown, "seats_max": SEATS_MAX}


@get("/rooms/{room_id:str}/seats")
async def show_seats(request: AppRequest, room_id: Id) -> Answer:
    return await _seats(request, room_id)


@post("/rooms/{room_id:str}/seats")
async def invite_person(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Inviting)
    await request.write(invite, room_id, helper_id(form.page), share_bp=form.share * BP)
    return await _seats(request, room_id)


@post("/rooms/{room_id:str}/seats/accept")
async def accept(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Answering)
    await request.write(accept_terms, form.seat_id, version=form.version)
    return await _seats(request, room_id)


@post("/rooms/{room_id:str}/seats/terms")
async def propose(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Proposing)
    await request.write(propose_terms, form.seat_id, share_bp=form.share * BP)
    return await _seats(request, room_id)


@post("/rooms/{room_id:str}/seats/end")
async def end(request: AppRequest, room_id: Id) -> Answer:
    """The picture is gone at once: the stage is closed before this is answered."""
    form = await request.form_as(Leaving)
    await request.write(end_seat, form.seat_id)
    if request.services.stages is not None:
        await request.services.stages.close_seat(form.seat_id)
    return await _seats(request, room_id)


async def _seats(request: AppRequest, room_id: str) -> Answer:
    context = await seats_context(request, room_id)
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    return await request.page("studio/_seats.html", context)


router = Router("/", route_handlers=[show_seats, invite_person, accept, propose, end])
