"""A host's fan club: what it promises, who is in it, the list of those who want to be reached elsewhere too."""

from typing import Annotated, NamedTuple

from litestar import Response, Router, get, post
from litestar.params import QueryParameter

from livefair.community.fan_care import care_of, thank_fan
from livefair.community.fan_clubs import close_club, club_of_host, open_club
from livefair.community.fan_members import PAGE, Member, members_file, members_of, reached_by_messages
from livefair.community.fan_messages import Message, messages_of, send_message
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import Actor, ReadTx, Refusal, not_found, secret_token
from livefair.people import person_cards
from livefair.web.access import needs
from livefair.web.fan_views import ClubView, club_view
from livefair.web.forms import Form, Key, Line, Paragraphs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.views import AuthorView, plain_author

HERE = "/studio/club"
Page = Annotated[int, QueryParameter(ge=0, le=1_000, description="Which page of 50, from 0")]


class Founding(Form, frozen=True, kw_only=True):
    name: Line
    promise: Paragraphs


class Writing(Form, frozen=True, kw_only=True):
    text: Paragraphs
    key: Key


class MemberRow(NamedTuple):
    person: AuthorView
    level: int
    points: int
    joined_at_ms: int
    seen_at_ms: int
    wants_messages: bool


class AskedRow(NamedTuple):
    person: AuthorView
    text: str
    at_ms: int


class Care(NamedTuple):
    """Members who have not come for two weeks, and members' questions that wait."""

    away: list[MemberRow]
    waiting: list[AskedRow]


class MyClubPage(NamedTuple):
    """`reached`: how many want to be written to."""

    club: ClubView | None
    members: list[MemberRow]
    reached: int
    next_url: str | None
    messages: list[Message]
    messages_per_day: int
    care: Care
    key: str


def my_club_page(tx: ReadTx, actor: Actor, page: int) -> MyClubPage:
    club = club_of_host(tx, actor.id)
    if club is None:
        return MyClubPage(None, [], 0, None, [], 0, Care([], []), "")
    members = members_of(tx, actor, club.id, page=page)
    return MyClubPage(
        club=club_view(tx, actor, club),
        members=[_row(each) for each in members],
        reached=reached_by_messages(tx, club.id),
        next_url=f"{HERE}?page={page + 1}" if len(members) == PAGE else None,
        messages=messages_of(tx, actor, club.id),
        messages_per_day=fan_policy(tx).knobs.messages_per_day,
        care=_care(tx, actor, club.id),
        key=secret_token()[:24],
    )


def _care(tx: ReadTx, actor: Actor, club_id: str) -> Care:
    found = care_of(tx, actor, club_id)
    cards = person_cards(tx, sorted({each.asker_id for each in found.waiting}))
    asked = [AskedRow(plain_author(cards[each.asker_id]), each.text, each.asked_at_ms) for each in found.waiting]
    return Care([_row(each) for each in found.away], asked)


def _row(member: Member) -> MemberRow:
    fan = member.fan
    return MemberRow(
        person=plain_author(member.person),
        level=member.level,
        points=fan.points,
        joined_at_ms=fan.joined_at_ms,
        seen_at_ms=fan.seen_at_ms,
        wants_messages=fan.messages_from_ms is not None,
    )


def my_club_id(tx: ReadTx, actor: Actor) -> str:
    club = club_of_host(tx, actor.id) or not_found("fan_club")
    return club.id


@get("/club")
async def show_club(request: AppRequest, page: Page = 0) -> Answer:
    return await club_again(request, page=page)


@post("/club")
async def describe(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Founding)
        await request.write(open_club, name=form.name, promise=form.promise)
    except Refusal as refusal:
        return await club_again(request, refusal)
    return request.go(HERE, toast="saved")


@post("/club/close")
async def close(request: AppRequest) -> Answer:
    await request.write(close_club, await request.read(my_club_id, request.actor))
    return request.go(HERE, toast="saved")


@get("/club/members.csv")
async def take_away(request: AppRequest) -> Answer:
    club_id = await request.read(my_club_id, request.actor)
    text = await request.read(members_file, request.actor, club_id)
    headers = {"content-disposition": 'attachment; filename="members.csv"'}
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + text, media_type="text/csv", headers=headers)


@post("/club/messages")
async def write_to_members(request: AppRequest) -> Answer:
    club_id = await request.read(my_club_id, request.actor)
    try:
        form = await request.form_as(Writing)
        await request.write(send_message, club_id, text=form.text, key=form.key)
    except Refusal as refusal:
        refusal.params["field"] = "text"
        return await club_again(request, refusal)
    return request.go(HERE, toast="message_sent")


@post("/club/members/{person_id:str}/thanks")
async def thank(request: AppRequest, person_id: Id) -> Answer:
    club_id = await request.read(my_club_id, request.actor)
    await request.write(thank_fan, club_id, person_id)
    return request.back(otherwise=HERE, toast="thanked")


async def club_again(request: AppRequest, refusal: Refusal | None = None, *, page: int = 0) -> Answer:
    """The page; after a refusal with what was typed."""
    found = (await request.read(my_club_page, request.actor, page))._asdict()
    club = found["club"]
    values = {"name": club.name if club else "", "promise": club.promise if club else "", "text": ""}
    if refusal is None:
        return await request.page("studio/club.html", {**found, "values": values})
    typed = await request.typed()
    values |= {name: typed.first(name)[:1_000] for name in values if name in typed.texts}
    return await request.again("studio/club.html", refusal, {**found, "values": values})


router = Router("/", route_handlers=[show_club, describe, close, take_away, write_to_members, thank], opt=needs("host"))
