"""Searching for products, rooms, videos and hosts."""

from typing import Annotated

import msgspec
from litestar import Router, get
from litestar.params import QueryParameter

from livefair.content import SearchPage, search
from livefair.discovery.rules import QUESTION_CHARS_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount
from livefair.web.api.watching import Person, Video, video_of
from livefair.web.feed_desk import FeedDesk
from livefair.web.mall.search import shown_in
from livefair.web.requests import AppRequest
from livefair.web.urls import file_url

Question = Annotated[str, QueryParameter(max_length=QUESTION_CHARS_MAX, description="Words in Chinese or English")]


class FoundProduct(msgspec.Struct, kw_only=True):
    """`price` is that of the cheapest SKU."""

    id: str
    title_zh: str
    title_en: str
    brand_name: str
    price: Amount | None
    picture_url: str | None


class FoundRoom(msgspec.Struct, kw_only=True):
    id: str
    title: str
    host: Person
    is_on_air: bool


class TopicName(msgspec.Struct, kw_only=True):
    id: str
    name: str


class Found(msgspec.Struct, kw_only=True):
    """Best first in each kind. `is_exact`: all of it has every word that was asked for."""

    products: list[FoundProduct]
    rooms: list[FoundRoom]
    videos: list[Video]
    people: list[Person]
    topics: list[TopicName]
    is_exact: bool


@get("/search", summary="Search for products, rooms, videos and hosts")
async def show_found(request: AppRequest, q: Question = "") -> Found:
    page = await request.read(search, request.actor, q)
    desk: FeedDesk = request.app.state.feed
    desk.note_asked("search", [one for one in shown_in(page) if one.creator_id != request.actor.id])
    return found_of(page)


def found_of(page: SearchPage) -> Found:
    return Found(
        products=[
            FoundProduct(
                id=card.id,
                title_zh=card.title_zh,
                title_en=card.title_en,
                brand_name=card.brand_name,
                price=Amount(minor=card.price.minor, currency=card.price.currency) if card.price else None,
                picture_url=file_url(card.picture_key),
            )
            for card in page.products
        ],
        rooms=[
            FoundRoom(
                id=found.room.id,
                title=found.room.title,
                host=person_of(found.host.id, found.host.name, found.host.avatar_key),
                is_on_air=found.on_air is not None,
            )
            for found in page.rooms
        ],
        videos=[video_of(video) for video in page.videos],
        people=[person_of(card.id, card.name, card.avatar_key) for card in page.people],
        topics=[TopicName(id=topic.id, name=topic.name) for topic in page.topics],
        is_exact=page.is_exact,
    )


def person_of(person_id: str, name: str, avatar_key: str | None) -> Person:
    return Person(id=person_id, name=name, avatar_url=file_url(avatar_key))


router = Router("/", route_handlers=[show_found], opt=needs(*SIGNED_IN))
