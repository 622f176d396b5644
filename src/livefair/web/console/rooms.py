"""Rooms on air as the operator sees them, and in which of them the picture is offered smaller as well."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx
from livefair.live.ladders import choose_ladder, drop_ladder, ladders_among
from livefair.live.queries import rooms_on_air
from livefair.people import person_cards
from livefair.web.access import needs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

ROOMS_MAX = 200


class RoomView(NamedTuple):
    id: str
    title: str
    host_name: str
    started_at_ms: int
    viewers_max: int
    chosen_by: str | None
    chosen_at_ms: int
    is_left_out: bool


def rooms_in(tx: ReadTx, actor: Actor) -> list[RoomView]:
    found = rooms_on_air(tx, actor, most=ROOMS_MAX)
    chosen = {one.room_id: one for one in ladders_among(tx, [room.room_id for room in found])}
    people = person_cards(tx, [room.host_id for room in found] + [one.chosen_by for one in chosen.values()])
    views = []
    for room in found:
        one = chosen.get(room.room_id)
        by = people[one.chosen_by].name if one else None
        host = people[room.host_id].name
        at_ms = one.chosen_at_ms if one else 0
        out = one is not None and one.left_out_at_ms is not None
        views.append(RoomView(room.room_id, room.title, host, room.started_at_ms, room.viewers_max, by, at_ms, out))
    return views


@get("/rooms", opt=needs("operator"))
async def show_rooms(request: AppRequest) -> Answer:
    context = {"rooms": await request.read(rooms_in, request.actor)}
    return await request.page("console/rooms.html", context)


@post("/rooms/{room_id:str}/ladder", opt=needs("operator"))
async def choose(request: AppRequest, room_id: Id) -> Answer:
    await request.write(choose_ladder, room_id)
    return request.go("/console/rooms", toast="saved")


@post("/rooms/{room_id:str}/ladder/drop", opt=needs("operator"))
async def drop(request: AppRequest, room_id: Id) -> Answer:
    await request.write(drop_ladder, room_id)
    return request.go("/console/rooms", toast="saved")


router = Router("/", route_handlers=[show_rooms, choose, drop])
