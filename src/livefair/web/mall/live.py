"""A live room as its viewers see it, its questions, its goods, its replay."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

import msgspec
from litestar import Response, Router, get, post
from litestar.params import QueryParameter

from livefair.catalog import product_cards
from livefair.kernel import Actor, Money, ReadTx, Refusal, not_found
from livefair.live import assortment_of, replay_for
from livefair.live.layouts import STANDARD
from livefair.live.queries import RoomState, room_state
from livefair.live.replays import Replay, replays_of
from livefair.live.rooms import room_for
from livefair.live.seats import is_called
from livefair.live.telling import RoomEvent
from livefair.live.violations import corrections_of
from livefair.people import person_card
from livefair.realtime import TopicFull
from livefair.shop.coupons import coupons_offered
from livefair.shop.queries import sold_in_room
from livefair.web.access import SIGNED_IN, needs
from livefair.web.fan_views import ClubChip, club_chip
from livefair.web.feed_desk import Asked
from livefair.web.forms import Form, Line, OptionalId, chosen_id
from livefair.web.goods import GoodView, at_flash_price, goods_of
from livefair.web.mall.captions import TrackView, caption_tracks
from livefair.web.mall.feed import note_visit
from livefair.web.mall.panel import panel_of
from livefair.web.mall.playing import Played, PlayView, play_view, played_in
from livefair.web.mall.question_views import QuestionView, question_views, views_of
from livefair.web.mall.thinking import Typed, think_again
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.room_desk import RoomDesk, topic_of
from livefair.web.story_views import StoryView, stories_in_replay
from livefair.web.urls import all_qualities_url, file_url, poster_url
from livefair.web.views import AuthorView, author_of

Second = Annotated[int, QueryParameter(ge=0, le=24 * 3600, description="Seconds into the recording")]
Show = Annotated[str, QueryParameter(max_length=40, description="A show of the room; empty: the newest")]
LINE_FIELDS = ("t", "id", "role", "level", "name", "title", "quantity", "text", "reply_to", "fan", "marks")


class Saying(Form, frozen=True, kw_only=True):
    text: Line
    key: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[0-9a-f-]*$")] = ""
    nudge: OptionalId = ""
    reply_to: OptionalId = ""

    def more(self) -> dict[str, str | None]:
        return {name: getattr(self, name) or None for name in ("key", "nudge", "reply_to")}


class LineView(NamedTuple):
    t: str
    id: str | None
    role: str | None
    level: str | None
    name: str | None
    title: str | None
    quantity: int
    text: str
    reply_to: str | None
    fan: dict[str, Any] | None = None
    marks: list[dict[str, Any]] | None = None
    answered: str = ""


class RoomView(NamedTuple):
    """`mark` is the place in the room's events after what is shown here; "" where none can be given."""

    id: str
    title: str
    state: str
    is_on_air: bool
    intro: str
    viewers: int
    likes: int
    mark: str
    is_muted: bool
    may_moderate: bool
    hls_url: str
    whep_url: str | None
    poster_url: str | None
    chips: list[str]
    replay_url: str | None


class PinView(NamedTuple):
    product_id: str
    title: str
    picture_url: str | None
    price: Money
    was: Money | None
    left: int


class RoomPage(NamedTuple):
    room: RoomView
    host: AuthorView
    pin: PinView | None
    goods: list[GoodView]
    lines: list[LineView]
    question_count: int
    questions: list[QuestionView]
    show_id: str | None
    play: PlayView
    layout: str
    seats: str
    seat_calls: bool
    coupons: int = 0
    club: ClubChip | None = None


class Place(NamedTuple):
    """What the hub and the media worker know of the room."""

    mark: str
    viewers: int
    whep_url: str | None = None


async def room_page(request: AppRequest, room_id: str) -> RoomPage:
    # The mark is taken before the state is read: nothing can fall between them.
    place = place_in(request, room_id)
    return await request.read(room_view, request.actor, room_id, place, request.locale)


def place_in(request: AppRequest, room_id: str) -> Place:
    hub = request.services.hub
    stages = request.services.stages
    whep_url = stages.fast_way(request.actor, room_id) if stages else None
    try:
        return Place(str(hub.mark(topic_of(room_id))), hub.people(topic_of(room_id)), whep_url)
    except TopicFull:
        return Place("", 0)


def room_view(tx: ReadTx, actor: Actor, room_id: str, place: Place, locale: str) -> RoomPage:
    state = room_state(tx, actor, room_id)
    show = state.show
    pinned = show.pin.product_id if show and show.pin else None
    ids = [each.product_id for each in assortment_of(tx, show.id)] if show else []
    host_id = room_for(tx, actor, room_id).host_id
    shown = [*([pinned] if pinned and pinned not in ids else []), *ids]
    goods = goods_of(tx, shown, locale, pinned=pinned, host_id=host_id)
    questions = question_views(tx, actor, show.id) if show else []
    return RoomPage(
        room=_room(tx, state, place),
        host=author_of(tx, actor, person_card(tx, host_id)),
        pin=_pin(next((good for good in goods if good.id == pinned), None)),
        goods=at_flash_price(goods, show.flash if show else None),
        lines=line_views(show.lines, locale) if show else [],
        question_count=sum(question.state == "open" for question in questions),
        questions=questions,
        show_id=show.id if show else None,
        play=play_view(tx, actor, room_id, show),
        layout=show.layout if show else STANDARD,
        seats=msgspec.json.encode(show.seats if show else []).decode(),
        seat_calls=is_called(tx, actor, show.id) if show and show.ended_at is None else False,
        coupons=_coupons(tx, state.host.id, ids) if show and show.ended_at is None else 0,
        club=club_chip(tx, actor, host_id),
    )


def _coupons(tx: ReadTx, host_id: str, product_ids: list[str]) -> int:
    brand_ids = [card.brand_id for card in product_cards(tx, product_ids).values()]
    return len(coupons_offered(tx, brand_ids, host_id=host_id))


def _room(tx: ReadTx, state: RoomState, place: Place) -> RoomView:
    show = state.show
    is_over = state.closed or (show is not None and show.ended_at is not None)
    return RoomView(
        id=state.id,
        title=show.title if show else state.title,
        state="closed" if is_over else "live" if state.on_air and state.media else "open",
        is_on_air=state.on_air,
        intro=state.about,
        viewers=place.viewers,
        likes=show.likes if show else 0,
        mark=place.mark,
        is_muted=state.is_muted,
        may_moderate=state.may_moderate,
        hls_url=all_qualities_url(state.id),
        whep_url=place.whep_url,
        poster_url=poster_url(state.id, show.id) if show and state.media else None,
        chips=[],
        replay_url=f"/live/{state.id}/replay" if replays_of(tx, state.id, most=1) else None,
    )


def _pin(good: GoodView | None) -> PinView | None:
    if good is None:
        return None
    return PinView(good.id, good.title, good.picture_url, good.price, good.was, good.left)


def line_view(event: RoomEvent, locale: str) -> LineView:
    """An event as it was sent, with blanks for what it does not carry."""
    sent: dict[str, Any] = msgspec.to_builtins(event)
    if locale == "en" and sent.get("title_en"):
        sent["title"] = sent["title_en"]
    blanks: dict[str, Any] = {**dict.fromkeys(LINE_FIELDS), "quantity": 1, "text": ""}
    return LineView(**{name: sent.get(name, blanks[name]) for name in LINE_FIELDS})


def line_views(events: Sequence[RoomEvent], locale: str) -> list[LineView]:
    """A reply shows what it answers, if that is still among them."""
    views = [line_view(event, locale) for event in events]
    said = {view.id: f"{view.name}: {view.text}" for view in views}
    return [view._replace(answered=said.get(view.reply_to, "")) if view.reply_to else view for view in views]


@get("/live/{room_id:str}")
async def show_room(request: AppRequest, room_id: Id) -> Answer:
    try:
        page = await room_page(request, room_id)
    except Refusal as refusal:
        if refusal.code == "barred":
            return request.go(f"/live/{room_id}/muted")
        raise
    note_visit(request, Asked("room", room_id, page.host.id))
    return await request.page("mall/room.html", {**page._asdict(), "panel": panel_of(request)})


@get("/live/{room_id:str}/goods")
async def show_goods(request: AppRequest, room_id: Id) -> Answer:
    page = await room_page(request, room_id)
    template = "mall/_goods.html" if request.is_fragment else "mall/goods.html"
    return await request.page(template, {"room_id": room_id, "goods": page.goods})


@post("/live/{room_id:str}/chat", opt=needs(*SIGNED_IN))
async def say(request: AppRequest, room_id: Id) -> Answer:
    """The line comes back to everybody, its writer included, over the socket."""
    form = await request.form_as(Saying)
    desk: RoomDesk = request.app.state.rooms
    try:
        await desk.say(request.actor, room_id, text=form.text, **form.more())
    except Refusal as refusal:
        if refusal.code != "uncivil":
            raise
        return await think_again(request, room_id, refusal, Typed(form.text, "chat", form.key))
    await desk.kept()
    return Response(b"", status_code=204) if request.is_fragment else request.go(f"/live/{room_id}")


class Clip(NamedTuple):
    """Seconds from the beginning of the recording."""

    at_s: int
    until_s: int | None


class ReplayRoom(NamedTuple):
    id: str
    show_id: str
    title: str
    started_at_ms: int
    duration_s: float
    hls_url: str
    poster_url: str | None
    viewers_total: int
    orders_total: int


class ChapterView(NamedTuple):
    at_s: float
    title: str
    product_id: str
    picture_url: str | None
    price: Money


class CorrectionView(NamedTuple):
    """`said` was not right; `text` is what the host said instead, if anything."""

    at_s: float
    said: str
    text: str


class ReplayPage(NamedTuple):
    room: ReplayRoom
    host: AuthorView
    chapters: list[ChapterView]
    goods: list[GoodView]
    questions: list[QuestionView]
    played: list[Played]
    corrections: list[CorrectionView]
    stories: list[StoryView]
    captions: list[TrackView]


def replay_page(tx: ReadTx, actor: Actor, room_id: str, show_id: str | None, locale: str) -> ReplayPage:
    """One show of the room, or the newest one that was recorded."""
    room = room_for(tx, actor, room_id)
    shows = [show_id] if show_id else [show.id for show in replays_of(tx, room_id, most=1)]
    if not shows:
        not_found("replay")
    replay = replay_for(tx, actor, shows[0])
    if replay.room.id != room_id:
        not_found("replay")
    ids = [chapter.pin.product_id for chapter in replay.chapters]
    asked = views_of(tx, actor, [jump.question for jump in replay.jumps])
    return ReplayPage(
        room=_replay_room(tx, replay),
        host=author_of(tx, actor, person_card(tx, room.host_id)),
        chapters=chapter_views(replay, locale),
        goods=goods_of(tx, ids, locale, host_id=room.host_id),
        questions=[view._replace(at_s=jump.at_ms / 1000) for view, jump in zip(asked, replay.jumps, strict=True)],
        played=played_in(tx, replay),
        corrections=correction_views(tx, replay),
        stories=stories_in_replay(tx, replay.show.id, replay.recording.from_at_ms, locale),
        captions=caption_tracks(tx, room_id, replay.show.id),
    )


def correction_views(tx: ReadTx, replay: Replay) -> list[CorrectionView]:
    """At the moment of the words that were taken back."""
    return [
        CorrectionView(
            at_s=max(0, each.noticed_at_ms - replay.recording.from_at_ms) / 1000,
            said=each.said if each.kind == "claim" else "",
            text=each.correction or "",
        )
        for each in corrections_of(tx, replay.show.id)
    ]


def _replay_room(tx: ReadTx, replay: Replay) -> ReplayRoom:
    show = replay.show
    sold = sold_in_room(tx, replay.room.id, since_ms=show.started_at_ms or 0)
    return ReplayRoom(
        id=replay.room.id,
        show_id=show.id,
        title=show.title,
        started_at_ms=show.started_at_ms or 0,
        duration_s=replay.recording.lasts_ms / 1000,
        hls_url=f"/hls/{replay.recording.key}/replay.m3u8",
        poster_url=file_url(show.cover_key) or poster_url(replay.room.id, show.id),
        viewers_total=show.viewers_max,
        orders_total=sum(line.pieces for line in sold),
    )


def chapter_views(replay: Replay, locale: str) -> list[ChapterView]:
    return [
        ChapterView(
            at_s=chapter.from_ms / 1000,
            title=chapter.pin.title_zh if locale == "zh" else chapter.pin.title_en,
            product_id=chapter.pin.product_id,
            picture_url=file_url(chapter.pin.picture_key),
            price=Money(chapter.pin.price_minor, chapter.pin.currency),
        )
        for chapter in replay.chapters
    ]


@get("/live/{room_id:str}/replay")
async def show_replay(request: AppRequest, room_id: Id, at: Second = 0, until: Second = 0, show: Show = "") -> Answer:
    """From second `at` on; with `until`, a clip: it pauses there."""
    page = await request.read(replay_page, request.actor, room_id, chosen_id(show), request.locale)
    context = {**page._asdict(), "clip": Clip(at, until if until > at else None), "panel": panel_of(request)}
    return await request.page("mall/replay.html", context)


router = Router("/", route_handlers=[show_room, show_goods, say, show_replay])
