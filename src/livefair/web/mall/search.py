"""Searching: one field, four kinds of answers, and what others have searched for while one has not typed yet."""

from typing import Annotated, NamedTuple

from litestar import Router, get
from litestar.params import QueryParameter

from livefair import discovery
from livefair.catalog.queries import listed_products
from livefair.content import search
from livefair.content.search import FoundRoom, SearchPage
from livefair.content.topics import Topic
from livefair.discovery.rules import QUESTION_CHARS_MAX
from livefair.kernel import Actor, ReadTx
from livefair.people.queries import profile
from livefair.web.feed_desk import Asked, FeedDesk
from livefair.web.goods import GoodView, goods_on
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url, poster_url
from livefair.web.views import AuthorView, author_of

Question = Annotated[str, QueryParameter(max_length=200, description="What is searched for")]
NEW_MAX = 24


class RoomView(NamedTuple):
    href: str
    title: str
    host: AuthorView
    is_on_air: bool
    poster_url: str | None
    viewers: int


class VideoView(NamedTuple):
    id: str
    title: str
    poster_url: str | None
    likes: int
    author_name: str


class PersonView(NamedTuple):
    id: str
    name: str
    avatar_url: str | None
    is_followed: bool
    live_room_id: str | None
    followers: int


class Results(NamedTuple):
    goods: list[GoodView]
    rooms: list[RoomView]
    videos: list[VideoView]
    people: list[PersonView]
    is_exact: bool
    hits: int
    shown: list[Asked]
    topics: list[Topic]


@get("/search")
async def show_search(request: AppRequest, q: Question = "") -> Answer:
    question = " ".join(q.split())[:QUESTION_CHARS_MAX]
    if not question:
        popular, goods = await request.read(beginning, request.actor, request.locale)
        return await request.page("mall/search.html", {"q": "", "popular": popular, "goods": goods, "found": None})
    found = await request.read(results, request.actor, question, request.locale)
    await request.write(discovery.note_search, question, hits=found.hits)
    desk: FeedDesk = request.app.state.feed
    desk.note_asked("search", [one for one in found.shown if one.creator_id != request.actor.id])
    return await request.page("mall/search.html", {"q": question, "popular": [], "goods": [], "found": found})


@get("/search/suggestions")
async def show_suggestions(request: AppRequest, q: Question = "") -> Answer:
    popular = await request.read(suggestions, q)
    return await request.page("mall/_suggestions.html", {"popular": popular})


def suggestions(tx: ReadTx, start: str) -> list[str]:
    return [searched.text for searched in discovery.popular_searches(tx, start)]


def beginning(tx: ReadTx, actor: Actor, locale: str) -> tuple[list[str], list[GoodView]]:
    return suggestions(tx, ""), goods_on(tx, listed_products(tx, most=NEW_MAX), locale)


def results(tx: ReadTx, actor: Actor, question: str, locale: str) -> Results:
    page = search(tx, actor, question)
    return Results(
        goods=goods_on(tx, page.products, locale),
        rooms=[_room(tx, actor, room) for room in page.rooms],
        videos=_videos(page),
        people=[_person(tx, author_of(tx, actor, card)) for card in page.people],
        is_exact=page.is_exact,
        hits=page.hits,
        shown=shown_in(page),
        topics=page.topics,
    )


def shown_in(page: SearchPage) -> list[Asked]:
    """What of somebody's was found: rooms and videos."""
    rooms = [Asked("room", found.room.id, found.room.host_id) for found in page.rooms]
    return [*rooms, *(Asked("video", video.id, video.author.id) for video in page.videos)]


def _room(tx: ReadTx, actor: Actor, found: FoundRoom) -> RoomView:
    on_air = found.on_air
    return RoomView(
        href=f"/live/{found.room.id}",
        title=on_air.title if on_air else found.room.title,
        host=author_of(tx, actor, found.host),
        is_on_air=on_air is not None,
        poster_url=poster_url(found.room.id, on_air.show_id) if on_air else file_url(found.host.avatar_key),
        viewers=on_air.viewers_max if on_air else 0,
    )


def _videos(page: SearchPage) -> list[VideoView]:
    return [
        VideoView(video.id, video.title, file_url(video.poster_key), video.likes, video.author.name)
        for video in page.videos
    ]


def _person(tx: ReadTx, author: AuthorView) -> PersonView:
    followers = profile(tx, author.id).followers
    return PersonView(author.id, author.name, author.avatar_url, author.is_followed, author.live_room_id, followers)


router = Router("/", route_handlers=[show_search, show_suggestions])
