"""Videos that others made with me: what I was asked, and what I have agreed to."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.content.coauthors import accept_coauthorship, end_coauthorship, my_coauthorships
from livefair.kernel import Actor, ReadTx
from livefair.people import PersonCard, person_cards
from livefair.web.access import SIGNED_IN, needs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

HERE = "/me/together"


class TogetherView(NamedTuple):
    """`state`: asked, agreed, or over."""

    id: str
    video_id: str
    title: str
    poster_url: str | None
    author: PersonCard
    share: float
    asked_at_ms: int
    state: str


def together(tx: ReadTx, actor: Actor) -> list[TogetherView]:
    rows = my_coauthorships(tx, actor)
    authors = person_cards(tx, sorted({row.author_id for row in rows}))
    return [
        TogetherView(
            id=row.id,
            video_id=row.video_id,
            title=row.title or "…",
            poster_url=file_url(row.poster_key),
            author=authors[row.author_id],
            share=row.share_bp / 10_000,
            asked_at_ms=row.asked_at_ms,
            state="over" if row.ended_at_ms else "agreed" if row.accepted_at_ms else "asked",
        )
        for row in rows
    ]


@get(HERE)
async def show_together(request: AppRequest) -> Answer:
    return await request.page("mall/together.html", {"videos": await request.read(together, request.actor)})


@post(HERE + "/{coauthor_id:str}/accept")
async def accept(request: AppRequest, coauthor_id: Id) -> Answer:
    await request.write(accept_coauthorship, coauthor_id)
    return request.go(HERE, toast="saved")


@post(HERE + "/{coauthor_id:str}/end")
async def end(request: AppRequest, coauthor_id: Id) -> Answer:
    await request.write(end_coauthorship, coauthor_id)
    return request.go(HERE, toast="saved")


router = Router("/", route_handlers=[show_together, accept, end], opt=needs(*SIGNED_IN))
