"""Fan clubs for programs: open one, join, leave, and what a membership stands at."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import JSONBody

from livefair.community.fan_clubs import Consents, join_club, leave_club, open_club, set_consents
from livefair.community.fan_messages import send_message
from livefair.community.fan_talk import fan_lines, say_to_club
from livefair.community.rules.fan_clubs import MESSAGE_CHARS_MAX, NAME_CHARS_MAX, PROMISE_CHARS_MAX
from livefair.kernel import Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Key, Made
from livefair.web.fan_views import club_page
from livefair.web.mall.clubs import my_club_views
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

NO_NUL = r"^[^\x00]*$"


class NewClub(Body, kw_only=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARS_MAX, pattern=NO_NUL)]
    promise: Annotated[str, msgspec.Meta(min_length=1, max_length=PROMISE_CHARS_MAX, pattern=NO_NUL)]


class Allowing(Body, kw_only=True):
    """`messages` of the host; `contact`: the host may take name and address along. Both off unless said."""

    messages: bool = False
    contact: bool = False


class NewLine(Body, kw_only=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MESSAGE_CHARS_MAX, pattern=NO_NUL)]
    key: Key


class FanLineState(msgspec.Struct, kw_only=True):
    id: str
    author_id: str
    text: str
    at_ms: int


class DeedRule(msgspec.Struct, kw_only=True):
    """`earned`: what the asker has by this deed now."""

    deed: str
    points: int
    day_max: int
    earned: int


class Membership(msgspec.Struct, kw_only=True):
    """`next_points` None: the highest level is reached."""

    level: int
    points: int
    next_points: int | None
    joined_at_ms: int
    messages: bool
    contact: bool


class ClubState(msgspec.Struct, kw_only=True):
    id: str
    host_id: str
    name: str
    promise: str
    members: int
    is_open: bool
    mine: Membership | None
    rules: list[DeedRule]


class MyClub(msgspec.Struct, kw_only=True):
    id: str
    name: str
    host_id: str
    level: int
    points: int


def club_state(tx: ReadTx, actor: Actor, club_id: str) -> ClubState:
    page = club_page(tx, actor, club_id)
    club, mine = page.club, page.mine
    return ClubState(
        id=club.id,
        host_id=club.host.id,
        name=club.name,
        promise=club.promise,
        members=club.members,
        is_open=club.is_open,
        mine=None
        if mine is None
        else Membership(
            level=mine.level,
            points=mine.points,
            next_points=mine.next_points,
            joined_at_ms=mine.joined_at_ms,
            messages=mine.messages,
            contact=mine.contact,
        ),
        rules=[DeedRule(**rule._asdict()) for rule in page.rules],
    )


def my_club_states(tx: ReadTx, actor: Actor) -> list[MyClub]:
    return [
        MyClub(id=each.id, name=each.name, host_id=each.host.id, level=each.level, points=each.points)
        for each in my_club_views(tx, actor)
    ]


def line_states(tx: ReadTx, actor: Actor, club_id: str) -> list[FanLineState]:
    return [
        FanLineState(id=line.id, author_id=line.author_id, text=line.text, at_ms=line.at_ms)
        for line in fan_lines(tx, actor, club_id)
    ]


@get("/clubs", summary="The fan clubs that I am in")
async def show_mine(request: AppRequest) -> list[MyClub]:
    return await request.read(my_club_states, request.actor)


@post("/clubs", opt=needs("host"), summary="Open one's fan club, or say anew what it promises")
async def found_club(request: AppRequest, data: JSONBody[NewClub]) -> Made:
    return Made(id=await request.write(open_club, name=data.name, promise=data.promise))


@get("/clubs/{club_id:str}", summary="A fan club, its rules, and how far I have come in it")
async def show_club(request: AppRequest, club_id: PathId) -> ClubState:
    return await request.read(club_state, request.actor, club_id)


@post("/clubs/{club_id:str}/membership", status_code=204, summary="Join, for nothing")
async def join(request: AppRequest, club_id: PathId, data: JSONBody[Allowing]) -> None:
    await request.write(join_club, club_id, consents=Consents(data.messages, data.contact))


@put("/clubs/{club_id:str}/membership", status_code=204, summary="What the host may do from now on")
async def allow(request: AppRequest, club_id: PathId, data: JSONBody[Allowing]) -> None:
    await request.write(set_consents, club_id, Consents(data.messages, data.contact))


@get("/clubs/{club_id:str}/lines", summary="What members say to each other, oldest first; for members")
async def show_lines(request: AppRequest, club_id: PathId) -> list[FanLineState]:
    return await request.read(line_states, request.actor, club_id)


@post("/clubs/{club_id:str}/lines", summary="Say something to the club")
async def say(request: AppRequest, club_id: PathId, data: JSONBody[NewLine]) -> Made:
    return Made(id=await request.write(say_to_club, club_id, text=data.text, key=data.key))


@post("/clubs/{club_id:str}/messages", opt=needs("host"), summary="Write to the members who want that")
async def write_to_members(request: AppRequest, club_id: PathId, data: JSONBody[NewLine]) -> Made:
    return Made(id=await request.write(send_message, club_id, text=data.text, key=data.key))


@delete("/clubs/{club_id:str}/membership", status_code=204, summary="Leave, at once")
async def leave(request: AppRequest, club_id: PathId) -> None:
    await request.write(leave_club, club_id)


router = Router(
    "/",
    route_handlers=[show_mine, found_club, show_club, join, allow, leave, show_lines, say, write_to_members],
    opt=needs(*SIGNED_IN),
    tags=["community"],
)
