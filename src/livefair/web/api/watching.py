"""The feed, videos, rooms and what viewers do in them."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody, QueryParameter

from livefair.content import FeedPage, VideoItem, feed_page, like, unlike
from livefair.content.queries import video_page
from livefair.live import ask, vote
from livefair.live.civility import drop_nudged
from livefair.live.queries import RoomOnAir, RoomState, room_state, rooms_on_air
from livefair.people import follow, unfollow
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Line, Made
from livefair.web.feed_desk import FeedDesk
from livefair.web.paths import Cursor, Id
from livefair.web.requests import AppRequest
from livefair.web.room_desk import RoomDesk, question_to_weigh
from livefair.web.urls import file_url

Most = Annotated[int, QueryParameter(ge=1, le=20, description="At most so many")]


class Person(msgspec.Struct, kw_only=True):
    id: str
    name: str
    avatar_url: str | None


class Video(msgspec.Struct, kw_only=True):
    id: str
    author: Person
    title: str
    caption: str
    advertising: str
    product_ids: list[str]
    mp4_url: str | None
    poster_url: str | None
    duration_ms: int
    likes: int
    viewers: int
    is_liked: bool
    room_id: str | None


class FeedItem(msgspec.Struct, kw_only=True):
    """`kind` is video, room or review; `video` is there for videos. `reason` says why it is shown."""

    kind: str
    id: str
    reason: str
    video: Video | None = None


class Feed(msgspec.Struct, kw_only=True):
    items: list[FeedItem]
    cursor: str | None


class Room(msgspec.Struct, kw_only=True):
    id: str
    show_id: str
    host_id: str
    title: str
    scene: str
    started_at_ms: int
    likes: int
    hls_path: str


class Saying(Body, kw_only=True):
    """`nudge`: the one that the refusal `uncivil` named, to say it after all."""

    text: Line
    nudge: Id | None = None


def video_of(item: VideoItem) -> Video:
    return Video(
        id=item.id,
        author=Person(id=item.author.id, name=item.author.name, avatar_url=file_url(item.author.avatar_key)),
        title=item.title,
        caption=item.caption,
        advertising=item.advertising,
        product_ids=[product.id for product in item.products],
        mp4_url=file_url(item.mp4_key),
        poster_url=file_url(item.poster_key),
        duration_ms=item.duration_ms,
        likes=item.likes,
        viewers=item.viewers,
        is_liked=item.is_liked,
        room_id=item.room_id,
    )


def room_of(room: RoomOnAir) -> Room:
    return Room(
        id=room.room_id,
        show_id=room.show_id,
        host_id=room.host_id,
        title=room.title,
        scene=room.scene,
        started_at_ms=room.started_at_ms,
        likes=room.likes,
        hls_path=f"/hls/{room.room_id}/index.m3u8",
    )


def feed_of(page: FeedPage) -> Feed:
    items = [
        FeedItem(kind=item.kind, id=item.id, reason=item.reason, video=video_of(item.video) if item.video else None)
        for item in page.items
    ]
    return Feed(items=items, cursor=page.cursor)


@get("/feed", summary="What to watch next")
async def show_feed(request: AppRequest, cursor: Cursor = "", most: Most = 10) -> Feed:
    desk: FeedDesk = request.app.state.feed
    page = await request.read(feed_page, request.actor, cursor=cursor, most=most, memory=desk.memory)
    desk.note(page)
    return feed_of(page)


@get("/videos/{video_id:str}", summary="One video")
async def show_video(request: AppRequest, video_id: Id) -> Video:
    return video_of(await request.read(video_page, request.actor, video_id))


@post("/videos/{video_id:str}/like", status_code=204, summary="Like a video")
async def like_video(request: AppRequest, video_id: Id) -> None:
    await request.write(like, video_id)


@post("/videos/{video_id:str}/unlike", status_code=204, summary="Take a like back")
async def unlike_video(request: AppRequest, video_id: Id) -> None:
    await request.write(unlike, video_id)


@post("/people/{person_id:str}/follow", status_code=204, summary="Follow somebody")
async def start_following(request: AppRequest, person_id: Id) -> None:
    await request.write(follow, person_id)


@post("/people/{person_id:str}/unfollow", status_code=204, summary="Stop following somebody")
async def stop_following(request: AppRequest, person_id: Id) -> None:
    await request.write(unfollow, person_id)


@get("/rooms", summary="Rooms on air, fullest first")
async def show_rooms(request: AppRequest) -> list[Room]:
    return [room_of(room) for room in await request.read(rooms_on_air, request.actor)]


@get("/rooms/{room_id:str}", summary="A room as it is now; events since then come over /ws/rooms/{room}")
async def show_room(request: AppRequest, room_id: Id) -> RoomState:
    return await request.read(room_state, request.actor, room_id)


@post("/rooms/{room_id:str}/chat", summary="Say a line to the room")
async def say(request: AppRequest, room_id: Id, data: JSONBody[Saying]) -> Made:
    desk: RoomDesk = request.app.state.rooms
    said = await desk.say(request.actor, room_id, text=data.text, nudge=data.nudge)
    await desk.kept()
    return Made(id=said.id)


@post("/rooms/{room_id:str}/questions", summary="Ask the host; what was asked already gets your vote")
async def ask_host(request: AppRequest, room_id: Id, data: JSONBody[Saying]) -> Made:
    desk: RoomDesk = request.app.state.rooms
    desk.require_patience(request.actor.id)
    await desk.weigh(request.actor, room_id, question_to_weigh(data.text, data.nudge))
    return Made(id=(await request.write(ask, room_id, text=data.text)).id)


@post("/rooms/{room_id:str}/nudges/{nudge_id:str}/drop", status_code=204, summary="Rather not say what was uncivil")
async def drop_line(request: AppRequest, room_id: Id, nudge_id: Id) -> None:
    await request.write(drop_nudged, room_id, nudge_id)


@post("/questions/{question_id:str}/vote", status_code=204, summary="Want an answer too")
async def vote_for(request: AppRequest, question_id: Id) -> None:
    await request.write(vote, question_id)


router = Router(
    "/",
    route_handlers=[
        show_feed,
        show_video,
        like_video,
        unlike_video,
        start_following,
        stop_following,
        show_rooms,
        show_room,
        say,
        ask_host,
        drop_line,
        vote_for,
    ],
    opt=needs(*SIGNED_IN),
    tags=["watching"],
)
