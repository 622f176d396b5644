"""Other people: their page, following, blocking."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.community.queries import reviews_of_person
from livefair.content.queries import videos_of
from livefair.kernel import Actor, ReadTx, not_found
from livefair.live import rooms_of
from livefair.live.helping import thanks_of
from livefair.live.queries import room_on_air_of
from livefair.live.replays import replays_of
from livefair.people import block, follow, follows, is_blocked, unblock, unfollow
from livefair.people.queries import Profile, profile
from livefair.people.rules import may_see_removed
from livefair.web.access import SIGNED_IN, needs
from livefair.web.fan_views import BadgeView, ClubChip, badge_views, club_chip
from livefair.web.mall.reviews import ReviewView, review_view
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url, poster_url


class VideoTile(NamedTuple):
    id: str
    poster_url: str | None
    caption: str
    likes: int


class ShowTile(NamedTuple):
    """`id` is the room's, where the show is watched."""

    id: str
    title: str
    poster_url: str | None
    started_at_ms: int
    state: str


class PersonPage(NamedTuple):
    person: "PersonView"
    live_room_id: str | None
    videos: list[VideoTile]
    shows: list[ShowTile]
    reviews: list[ReviewView]
    badges: list[BadgeView]
    club: ClubChip | None


class PersonView(NamedTuple):
    id: str
    name: str
    avatar_url: str | None
    about: str
    joined_at_ms: int
    followers: int
    following: int
    is_host: bool
    is_followed: bool
    is_me: bool
    thanks: int = 0


def person_page(tx: ReadTx, actor: Actor, person_id: str) -> PersonView:
    """Those who blocked each other do not exist for each other, those whom moderators removed for nobody."""
    if not actor.is_guest and is_blocked(tx, actor.id, person_id):
        not_found("person")
    found = profile(tx, person_id)
    if found.hidden_case_id is not None and not may_see_removed(actor, person_id):
        not_found("person")
    return view_of(tx, actor, found)


def whole_page(tx: ReadTx, actor: Actor, person_id: str) -> PersonPage:
    person = person_page(tx, actor, person_id)
    videos = videos_of(tx, actor, person_id)
    return PersonPage(
        person=person,
        live_room_id=room_on_air_of(tx, person_id),
        videos=[VideoTile(video.id, file_url(video.poster_key), video.title, video.likes) for video in videos],
        shows=[tile for room in rooms_of(tx, Actor(person_id)) for tile in _shows(tx, room.id)],
        reviews=[review_view(review) for review in reviews_of_person(tx, actor, person_id)],
        badges=badge_views(tx, person_id),
        club=club_chip(tx, actor, person_id),
    )


def _shows(tx: ReadTx, room_id: str) -> list[ShowTile]:
    """What can be watched again."""
    return [
        ShowTile(
            id=room_id,
            title=show.title,
            poster_url=file_url(show.cover_key) or poster_url(room_id, show.id),
            started_at_ms=show.started_at_ms or 0,
            state="closed",
        )
        for show in replays_of(tx, room_id, most=4)
    ]


def view_of(tx: ReadTx, actor: Actor, found: Profile) -> PersonView:
    return PersonView(
        id=found.id,
        name=found.name,
        avatar_url=file_url(found.avatar_key),
        about=found.about,
        joined_at_ms=found.joined_at_ms,
        followers=found.followers,
        following=found.following,
        is_host=found.is_host > 0,
        is_followed=not actor.is_guest and follows(tx, actor.id, found.id),
        is_me=actor.id == found.id,
        thanks=thanks_of(tx, found.id),
    )


@get("/u/{person_id:str}")
async def show_person(request: AppRequest, person_id: Id) -> Answer:
    page = await request.read(whole_page, request.actor, person_id)
    return await request.page("mall/person.html", page._asdict())


@post("/u/{person_id:str}/follow", opt=needs(*SIGNED_IN))
async def start_following(request: AppRequest, person_id: Id) -> Answer:
    await request.write(follow, person_id)
    return await _after_following(request, person_id)


@post("/u/{person_id:str}/unfollow", opt=needs(*SIGNED_IN))
async def stop_following(request: AppRequest, person_id: Id) -> Answer:
    await request.write(unfollow, person_id)
    return await _after_following(request, person_id)


async def _after_following(request: AppRequest, person_id: str) -> Answer:
    if not request.is_fragment:
        return request.back(otherwise=f"/u/{person_id}")
    person = await request.read(person_page, request.actor, person_id)
    return await request.page("shared/_follow.html", {"person": person})


@post("/u/{person_id:str}/block", opt=needs(*SIGNED_IN))
async def block_person(request: AppRequest, person_id: Id) -> Answer:
    await request.write(block, person_id)
    return request.go("/me/settings", toast="blocked")


@post("/u/{person_id:str}/unblock", opt=needs(*SIGNED_IN))
async def unblock_person(request: AppRequest, person_id: Id) -> Answer:
    await request.write(unblock, person_id)
    return request.go("/me/settings", toast="unblocked")


router = Router(
    "/",
    route_handlers=[show_person, start_following, stop_following, block_person, unblock_person],
)
