"""Shows to come: the list, one show's page, reminders, and the calendar file."""

from typing import NamedTuple

from litestar import Response, Router, get, post

from livefair.content import video_for
from livefair.kernel import Actor, NotFound, ReadTx
from livefair.live import assortment_of
from livefair.live.on_air import show_for
from livefair.live.planning import Coming, coming_of_series, coming_shows, plan_of
from livefair.live.queries import rooms_on_air
from livefair.live.reminders import forget_reminder, remind_me, reminded_of, who_waits_for
from livefair.people import hidden_from, person_card, person_cards
from livefair.web.access import SIGNED_IN, needs
from livefair.web.calendars import Entry, calendar_file
from livefair.web.goods import GoodView, goods_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url, poster_url
from livefair.web.views import AuthorView, author_of

CALENDAR = "text/calendar"


class ComingView(NamedTuple):
    id: str
    room_id: str
    title: str
    about: str
    scene: str
    host: AuthorView
    cover_url: str | None
    planned_at_ms: int
    every: str | None
    is_reminded: bool
    waiting: int


class NowView(NamedTuple):
    room_id: str
    title: str
    host: AuthorView
    cover_url: str | None
    viewers: int


class ShowsPage(NamedTuple):
    on_air: list[NowView]
    coming: list[ComingView]


class ShowPage(NamedTuple):
    show: ComingView
    state: str
    teaser_video_id: str | None
    teaser_poster_url: str | None
    goods: list[GoodView]
    later: list[ComingView]


def shows_page(tx: ReadTx, actor: Actor) -> ShowsPage:
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    now = [
        NowView(
            room.room_id,
            room.title,
            author_of(tx, actor, person_card(tx, room.host_id)),
            file_url(room.cover_key) or poster_url(room.room_id, room.show_id),
            room.viewers_max,
        )
        for room in rooms_on_air(tx, actor, most=12)
    ]
    coming = [show for show in coming_shows(tx) if show.host_id not in hidden]
    return ShowsPage(now, coming_views(tx, actor, coming))


def coming_views(tx: ReadTx, actor: Actor, shows: list[Coming]) -> list[ComingView]:
    cards = person_cards(tx, sorted({show.host_id for show in shows}))
    mine = reminded_of(tx, actor, [show.id for show in shows])
    return [
        ComingView(
            id=show.id,
            room_id=show.room_id,
            title=show.title,
            about=show.about,
            scene=show.scene,
            host=author_of(tx, actor, cards[show.host_id]),
            cover_url=file_url(show.cover_key),
            planned_at_ms=show.planned_at_ms,
            every=show.every,
            is_reminded=show.id in mine,
            waiting=who_waits_for(tx, show.id),
        )
        for show in shows
    ]


def coming_show(tx: ReadTx, actor: Actor, show_id: str) -> Coming:
    """A show that has or had a time. NotFound for one that is cancelled, or not this actor's to see."""
    show, room = show_for(tx, actor, show_id)
    if show.planned_at_ms is None or show.cancelled_at_ms is not None:
        raise NotFound("not_found", what="show")
    plan = plan_of(tx, show_id)
    return Coming(
        id=show.id,
        room_id=room.id,
        host_id=room.host_id,
        title=show.title,
        about=room.about,
        scene=show.scene,
        cover_key=show.cover_key,
        planned_at_ms=show.planned_at_ms,
        teaser_video_id=plan.teaser_video_id,
        series_id=plan.series_id,
        every=plan.every,
    )


def show_page(tx: ReadTx, actor: Actor, show_id: str, locale: str) -> ShowPage:
    coming = coming_show(tx, actor, show_id)
    show, _ = show_for(tx, actor, show_id)
    teaser = teaser_of(tx, actor, coming.teaser_video_id)
    series = coming_of_series(tx, coming.series_id) if coming.series_id else []
    return ShowPage(
        show=coming_views(tx, actor, [coming])[0],
        state="live" if show.is_on_air else "ended" if show.ended_at_ms else "scheduled",
        teaser_video_id=coming.teaser_video_id if teaser is not None else None,
        teaser_poster_url=teaser,
        goods=goods_of(tx, [each.product_id for each in assortment_of(tx, show_id)], locale),
        later=coming_views(tx, actor, [each for each in series if each.planned_at_ms > coming.planned_at_ms]),
    )


def teaser_of(tx: ReadTx, actor: Actor, video_id: str | None) -> str | None:
    """The picture of a teaser that this actor can watch; "" where it has none yet."""
    if video_id is None:
        return None
    try:
        video = video_for(tx, actor, video_id)
    except NotFound:
        return None
    return file_url(video.poster_key) or ""


@get("/shows")
async def show_shows(request: AppRequest) -> Answer:
    page = await request.read(shows_page, request.actor)
    return await request.page("mall/shows.html", page._asdict())


@get("/shows/{show_id:str}")
async def show_show(request: AppRequest, show_id: Id) -> Answer:
    page = await request.read(show_page, request.actor, show_id, request.locale)
    return await request.page("mall/show.html", page._asdict())


@get("/shows/{show_id:str}/calendar.ics")
async def show_calendar(request: AppRequest, show_id: Id) -> Answer:
    """The show, and with it those that follow in its series."""
    entries = await request.read(entries_of, request.actor, show_id, request.services.settings.address)
    body = calendar_file(entries, now_ms=request.services.db.clock())
    headers = {"Content-Disposition": 'attachment; filename="livefair-show.ics"'}
    return Response(body.encode(), media_type=CALENDAR, headers=headers)


def entries_of(tx: ReadTx, actor: Actor, show_id: str, address: str) -> list[Entry]:
    coming = coming_show(tx, actor, show_id)
    series = coming_of_series(tx, coming.series_id) if coming.series_id else []
    later = [each for each in series if each.planned_at_ms > coming.planned_at_ms]
    name = person_card(tx, coming.host_id).name
    return [
        Entry(each.id, f"{name} · {each.title}", each.about, f"{address}/shows/{each.id}", each.planned_at_ms)
        for each in [coming, *later]
    ]


@post("/shows/{show_id:str}/remind", opt=needs(*SIGNED_IN))
async def remind(request: AppRequest, show_id: Id) -> Answer:
    await request.write(remind_me, show_id)
    return await _button(request, show_id, "reminder_set")


@post("/shows/{show_id:str}/forget", opt=needs(*SIGNED_IN))
async def forget(request: AppRequest, show_id: Id) -> Answer:
    await request.write(forget_reminder, show_id)
    return await _button(request, show_id, "reminder_gone")


async def _button(request: AppRequest, show_id: str, toast: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/shows/{show_id}", toast=toast)
    page = await request.read(show_page, request.actor, show_id, request.locale)
    return await request.page("mall/_remind.html", {"show": page.show})


router = Router("/", route_handlers=[show_shows, show_show, show_calendar, remind, forget])
