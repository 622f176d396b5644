"""Fan clubs for those who are in one or may join: from the room in two taps, their page, all of one's own."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.community.fan_clubs import (
    Consents,
    club_for,
    club_of_host,
    join_club,
    leave_club,
    set_consents,
    stop_all_messages,
)
from livefair.community.fan_members import MyClub, my_clubs
from livefair.community.fan_talk import hide_fan_line, say_to_club
from livefair.kernel import Actor, NotAllowed, ReadTx, Refusal, WriteTx, not_found
from livefair.live.rooms import room_for
from livefair.people import person_card
from livefair.web.access import SIGNED_IN, needs
from livefair.web.fan_views import ClubPage, club_page, talk_of
from livefair.web.forms import Form, Key, Line, OptionalId, Word
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.views import AuthorView, plain_author


class Joining(Form, frozen=True, kw_only=True):
    """`messages` and `contact` are boxes: sent only when somebody ticked them."""

    room_id: OptionalId = ""
    messages: Word = ""
    contact: Word = ""

    @property
    def consents(self) -> Consents:
        return Consents(bool(self.messages), bool(self.contact))


class Saying(Form, frozen=True, kw_only=True):
    text: Line
    key: Key


class MyClubView(NamedTuple):
    id: str
    name: str
    host: AuthorView
    level: int
    points: int
    missing: int
    percent: int
    messages: bool


def club_in_room(tx: ReadTx, actor: Actor, room_id: str) -> ClubPage:
    club = club_of_host(tx, room_for(tx, actor, room_id).host_id) or not_found("fan_club")
    return club_page(tx, actor, club.id)


def joined(tx: WriteTx, actor: Actor, club_id: str, form: Joining) -> None:
    """From a room only if it is one of the club's own host."""
    room = room_for(tx, actor, form.room_id) if form.room_id else None
    is_theirs = room is not None and room.host_id == club_for(tx, actor, club_id).host_id
    join_club(tx, actor, club_id, consents=form.consents, room_id=form.room_id if is_theirs else None)


def my_club_views(tx: ReadTx, actor: Actor) -> list[MyClubView]:
    return [_my_club(tx, each) for each in my_clubs(tx, actor)]


def _my_club(tx: ReadTx, mine: MyClub) -> MyClubView:
    return MyClubView(
        id=mine.club.id,
        name=mine.club.name,
        host=plain_author(person_card(tx, mine.club.host_id)),
        level=mine.standing.level,
        points=mine.standing.points,
        missing=mine.standing.missing,
        percent=mine.standing.percent,
        messages=mine.fan.messages_from_ms is not None,
    )


@get("/clubs/{club_id:str}")
async def show_club(request: AppRequest, club_id: Id) -> Answer:
    page = await request.read(club_page, request.actor, club_id)
    return await request.page("mall/club.html", page._asdict())


@get("/live/{room_id:str}/club")
async def show_in_room(request: AppRequest, room_id: Id) -> Answer:
    page = await request.read(club_in_room, request.actor, room_id)
    template = "mall/_club.html" if request.is_fragment else "mall/club.html"
    return await request.page(template, {**page._asdict(), "room_id": room_id})


@post("/clubs/{club_id:str}/join", opt=needs(*SIGNED_IN))
async def join(request: AppRequest, club_id: Id) -> Answer:
    form = await request.form_as(Joining)
    await request.write(joined, club_id, form)
    if not request.is_fragment:
        return request.go(f"/clubs/{club_id}", toast="club_joined")
    page = await request.read(club_page, request.actor, club_id)
    return await request.page("mall/_club.html", {**page._asdict(), "room_id": form.room_id})


@post("/clubs/{club_id:str}/consents", opt=needs(*SIGNED_IN))
async def consent(request: AppRequest, club_id: Id) -> Answer:
    form = await request.form_as(Joining)
    await request.write(set_consents, club_id, form.consents)
    return request.go(f"/clubs/{club_id}", toast="saved")


@post("/clubs/{club_id:str}/leave", opt=needs(*SIGNED_IN))
async def leave(request: AppRequest, club_id: Id) -> Answer:
    await request.write(leave_club, club_id)
    return request.go("/me/clubs", toast="club_left")


@get("/clubs/{club_id:str}/talk", opt=needs(*SIGNED_IN))
async def show_talk(request: AppRequest, club_id: Id) -> Answer:
    """The lines, fetched anew every few seconds; without scripts, the whole page."""
    if not request.is_fragment:
        return request.go(f"/clubs/{club_id}#talk")
    talk = await request.read(talk_of, request.actor, club_id)
    if talk is None:
        raise NotAllowed("members_only")
    return await request.piece("mall/_club_talk.html", {"talk": talk}, shows=talk.lines)


@post("/clubs/{club_id:str}/talk", opt=needs(*SIGNED_IN))
async def say(request: AppRequest, club_id: Id) -> Answer:
    try:
        form = await request.form_as(Saying)
        await request.write(say_to_club, club_id, text=form.text, key=form.key)
    except Refusal as refusal:
        refusal.params["field"] = "text"
        page = await request.read(club_page, request.actor, club_id)
        if page.talk is None:
            raise
        said = (await request.typed()).first("text")[:200]
        return await request.again("mall/club.html", refusal, {**page._asdict(), "said": said})
    return request.go(f"/clubs/{club_id}#talk")


@post("/clubs/{club_id:str}/talk/{line_id:str}/hide", opt=needs(*SIGNED_IN))
async def take_away(request: AppRequest, club_id: Id, line_id: Id) -> Answer:
    await request.write(hide_fan_line, line_id)
    return request.go(f"/clubs/{club_id}#talk")


@get("/me/clubs", opt=needs(*SIGNED_IN))
async def show_mine(request: AppRequest) -> Answer:
    clubs = await request.read(my_club_views, request.actor)
    return await request.page("mall/my_clubs.html", {"clubs": clubs})


@post("/me/clubs/silence", opt=needs(*SIGNED_IN))
async def silence(request: AppRequest) -> Answer:
    await request.write(stop_all_messages)
    return request.go("/me/clubs", toast="messages_stopped")


router = Router(
    "/", route_handlers=[show_club, show_in_room, join, consent, leave, show_talk, say, take_away, show_mine, silence]
)
