"""Co-hosts for programs: who sits beside a host, for which part of what is earned meanwhile."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.cohosting import accept_terms, ask_for_seat, end_seat, invite, propose_terms
from livefair.live.on_air import on_air_to_run
from livefair.live.seats import Seat, SeatTerms, in_force, open_seats, seat_for, terms_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Made
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Share = Annotated[int, msgspec.Meta(ge=0, le=10_000, description="Basis points of what the host gets")]


class Terms(msgspec.Struct, kw_only=True):
    """`side` has proposed this version: host or guest. The other side may accept it."""

    version: int
    share_bp: int
    side: str
    accepted_at_ms: int | None


class SeatState(msgspec.Struct, kw_only=True):
    """`state` is waiting, taken or over; `held` are the terms in force, `newest` those that were said last."""

    id: str
    room_id: str
    show_id: str
    guest_id: str
    begun_by: str
    state: str
    place: int | None
    is_live: bool
    why_ended: str | None
    held: Terms | None
    newest: Terms


class Inviting(Body, kw_only=True):
    person_id: Id
    share_bp: Share


class Proposing(Body, kw_only=True):
    share_bp: Share


class Accepting(Body, kw_only=True):
    version: Annotated[int, msgspec.Meta(ge=1, le=100)]


def seat_state(seat: Seat, terms: list[SeatTerms]) -> SeatState:
    held = in_force(terms)
    return SeatState(
        id=seat.id,
        room_id=seat.room_id,
        show_id=seat.show_id,
        guest_id=seat.guest_id,
        begun_by=seat.begun_by,
        state="taken" if seat.is_taken else "waiting" if seat.is_waiting else "over",
        place=seat.place,
        is_live=seat.pictures_at_ms is not None,
        why_ended=seat.why_ended,
        held=_terms(held) if held else None,
        newest=_terms(terms[-1]),
    )


def _terms(terms: SeatTerms) -> Terms:
    return Terms(version=terms.version, share_bp=terms.share_bp, side=terms.side, accepted_at_ms=terms.accepted_at_ms)


def seats_for(tx: ReadTx, actor: Actor, room_id: str) -> list[SeatState]:
    seats = open_seats(tx, on_air_to_run(tx, actor, room_id).show.id)
    terms = terms_of(tx, [seat.id for seat in seats])
    return [seat_state(seat, terms[seat.id]) for seat in seats]


def seat_state_for(tx: ReadTx, actor: Actor, seat_id: str) -> SeatState:
    seat, _, _ = seat_for(tx, actor, seat_id)
    return seat_state(seat, terms_of(tx, [seat_id])[seat_id])


@get("/rooms/{room_id:str}/seats", opt=needs("host"), summary="Seats of the show on air, those that wait too")
async def list_seats(request: AppRequest, room_id: PathId) -> list[SeatState]:
    return await request.read(seats_for, request.actor, room_id)


@post("/rooms/{room_id:str}/seats", opt=needs("host"), summary="Want somebody beside you")
async def invite_guest(request: AppRequest, room_id: PathId, data: JSONBody[Inviting]) -> Made:
    return Made(id=(await request.write(invite, room_id, data.person_id, share_bp=data.share_bp)).id)


@post("/rooms/{room_id:str}/seat-requests", summary="Ask to come on, for that part of what the host gets")
async def ask_host(request: AppRequest, room_id: PathId, data: JSONBody[Proposing]) -> Made:
    return Made(id=(await request.write(ask_for_seat, room_id, share_bp=data.share_bp)).id)


@get("/seats/{seat_id:str}", summary="A seat, for its guest and the host")
async def show_seat(request: AppRequest, seat_id: PathId) -> SeatState:
    return await request.read(seat_state_for, request.actor, seat_id)


@post("/seats/{seat_id:str}/terms", summary="Want another split; what holds goes on until the other side accepts")
async def propose(request: AppRequest, seat_id: PathId, data: JSONBody[Proposing]) -> SeatState:
    await request.write(propose_terms, seat_id, share_bp=data.share_bp)
    return await request.read(seat_state_for, request.actor, seat_id)


@post("/seats/{seat_id:str}/accept", summary="Say yes to the version that the other side wants")
async def accept(request: AppRequest, seat_id: PathId, data: JSONBody[Accepting]) -> SeatState:
    await request.write(accept_terms, seat_id, version=data.version)
    return await request.read(seat_state_for, request.actor, seat_id)


@delete("/seats/{seat_id:str}", status_code=204, summary="Decline, withdraw, leave, or have somebody leave at once")
async def leave(request: AppRequest, seat_id: PathId) -> None:
    await request.write(end_seat, seat_id)


router = Router(
    "/",
    route_handlers=[list_seats, invite_guest, ask_host, show_seat, propose, accept, leave],
    opt=needs(*SIGNED_IN),
    tags=["seats"],
)
