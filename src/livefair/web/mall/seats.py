"""A viewer's seat beside the host (连麦): asking for one, being invited, agreeing on the split, the camera, leaving."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal
from livefair.live import show_on_air
from livefair.live.cohosting import accept_terms, ask_for_seat, end_seat, propose_terms
from livefair.live.muting import require_entry
from livefair.live.rooms import room_for
from livefair.live.rules import may_run
from livefair.live.seats import seat_to_publish, taken_seats
from livefair.people import PersonCard, person_card
from livefair.people.ages import age_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.forms import Id as FormId
from livefair.web.mall.live import place_in
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.seat_views import SeatView, my_seat_view
from livefair.web.stages import Tickets
from livefair.web.urls import hls_url

Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
BP = 100


class Asking(Form, frozen=True, kw_only=True):
    """`share`: percent of what the host gets."""

    share: Percent = 0


class Answering(Form, frozen=True, kw_only=True):
    seat_id: FormId
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000)]


class Proposing(Form, frozen=True, kw_only=True):
    seat_id: FormId
    share: Percent


class Leaving(Form, frozen=True, kw_only=True):
    seat_id: FormId


class SeatPage(NamedTuple):
    """`state`: off_air, host, none (no seat, or the last one is over), waiting, taken."""

    room_id: str
    title: str
    host: PersonCard
    state: str
    age: str
    seat: SeatView | None
    others: int
    mark: str
    host_hls_url: str
    host_whep_url: str | None


def seat_page(tx: ReadTx, actor: Actor, room_id: str, mark: str, whep_url: str | None) -> SeatPage:
    room = room_for(tx, actor, room_id)
    require_entry(tx, actor, room_id)
    show = show_on_air(tx, room_id)
    seat = my_seat_view(tx, actor, room, show) if show else None
    state = "off_air" if show is None else "host" if may_run(actor, room) else "none"
    return SeatPage(
        room_id=room.id,
        title=show.title if show else room.title,
        host=person_card(tx, room.host_id),
        state=seat.state if seat and seat.state != "over" and state == "none" else state,
        age=age_of(tx, actor.id),
        seat=seat,
        others=len(taken_seats(tx, show.id)) if show else 0,
        mark=mark,
        host_hls_url=hls_url(room.id),
        host_whep_url=whep_url,
    )


@get("/live/{room_id:str}/seat", opt=needs(*SIGNED_IN))
async def show_seat(request: AppRequest, room_id: Id) -> Answer:
    return await _seat(request, room_id)


@post("/live/{room_id:str}/seat", opt=needs(*SIGNED_IN))
async def ask(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Asking)
        await request.write(ask_for_seat, room_id, share_bp=form.share * BP)
    except Refusal as refusal:
        return await _seat(request, room_id, refusal)
    return await _again(request, room_id)


@post("/live/{room_id:str}/seat/accept", opt=needs(*SIGNED_IN))
async def accept(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Answering)
        await request.write(accept_terms, form.seat_id, version=form.version)
    except Refusal as refusal:
        return await _seat(request, room_id, refusal)
    return await _again(request, room_id)


@post("/live/{room_id:str}/seat/terms", opt=needs(*SIGNED_IN))
async def propose(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Proposing)
        await request.write(propose_terms, form.seat_id, share_bp=form.share * BP)
    except Refusal as refusal:
        return await _seat(request, room_id, refusal)
    return await _again(request, room_id)


@post("/live/{room_id:str}/seat/leave", opt=needs(*SIGNED_IN))
async def leave(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Leaving)
        await request.write(end_seat, form.seat_id)
    except Refusal as refusal:
        return await _seat(request, room_id, refusal)
    if request.services.stages is not None:
        await request.services.stages.close_seat(form.seat_id)
    return await _again(request, room_id)


async def _again(request: AppRequest, room_id: str) -> Answer:
    """A fragment leaves the camera beside it on."""
    return await _seat(request, room_id) if request.is_fragment else request.go(f"/live/{room_id}/seat")


async def _seat(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    place = place_in(request, room_id)
    page = await request.read(seat_page, request.actor, room_id, place.mark, place.whep_url)
    shown_state = request.query_params.get("state", page.state)
    if request.is_fragment and refusal is None and shown_state != page.state:
        return request.go(f"/live/{room_id}/seat")  # the camera comes or goes with the state
    context = {**page._asdict(), **await _tickets(request, page)}
    template = "mall/_seat.html" if request.is_fragment else "mall/seat.html"
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


async def _tickets(request: AppRequest, page: SeatPage) -> dict[str, Tickets | None]:
    stages = request.services.stages
    if stages is None or page.seat is None or page.state != "taken" or request.is_fragment:
        return {"tickets": None}
    seat = await request.read(seat_to_publish, request.actor, page.seat.id)
    return {"tickets": await stages.seat_tickets(request.actor, seat.id)}


router = Router("/", route_handlers=[show_seat, ask, accept, propose, leave])
