"""Read models: the room as a viewer finds it, who is on air, and the host's numbers."""

from typing import NamedTuple

import msgspec
from sqlalchemy import ColumnElement, bindparam, distinct, func, or_, select

from livefair.kernel import DAY_MS, Actor, ReadTx, query
from livefair.live.chat import last_lines
from livefair.live.journal import pulses_of
from livefair.live.layouts import layout_of
from livefair.live.manners import manners_of
from livefair.live.models import PIN, QUESTION, ROOM, SHOW, STAY, TAP
from livefair.live.muting import mute_of, require_entry
from livefair.live.on_air import SHOW_COLUMNS, Show, show_for, show_on_air
from livefair.live.pins import current_pin
from livefair.live.publishing import is_publishing
from livefair.live.pulses import pulses_answered
from livefair.live.questions import open_questions
from livefair.live.room_events import Asked, Chat, Pinned, asked_events, chat_events, pin_event
from livefair.live.room_events_of_auctions import Auctioning, latest_auctioning
from livefair.live.room_events_of_play import Drawing, Polling, latest_drawing, latest_polling
from livefair.live.room_events_of_sales import Flashing, latest_flashing
from livefair.live.room_events_of_seats import SeatShown, seats_shown
from livefair.live.room_events_of_tasks import Tasking, latest_tasking
from livefair.live.rooms import may_moderate, room_for, room_to_run
from livefair.live.sales import Sold, sold_in
from livefair.people import hidden_from, in_sight, person_card

LINES_SHOWN = 20
QUESTIONS_SHOWN = 20


class HostState(msgspec.Struct, frozen=True):
    """`avatar` is a file key."""

    id: str
    name: str
    avatar: str | None


class ShowState(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    scene: str
    planned_at: int | None
    started_at: int | None
    ended_at: int | None
    likes: int
    lines_total: int
    pin: Pinned | None
    draw: Drawing | None
    poll: Polling | None
    pulses_answered: dict[str, int]
    layout: str
    seats: list[SeatShown]
    task: Tasking | None
    flash: Flashing | None
    auction: Auctioning | None
    lines: list[Chat]
    questions: list[Asked]


class MannersState(msgspec.Struct, frozen=True):
    slow_ms: int
    speakers: str


class RoomState(msgspec.Struct, frozen=True, kw_only=True):
    """All that a browser needs to show a room; events since then keep it up to date. Times in ms since 1970.

    Events go to everybody alike: what those in `hidden` say is for the browser to leave out.
    """

    id: str
    title: str
    about: str
    host: HostState
    closed: bool
    on_air: bool
    media: bool
    show: ShowState | None
    may_moderate: bool
    manners: MannersState
    muted_until: int | None
    is_muted: bool
    hidden: list[str]


class RoomOnAir(NamedTuple):
    room_id: str
    show_id: str
    host_id: str
    title: str
    scene: str
    cover_key: str | None
    started_at_ms: int
    likes: int
    viewers_max: int


class Planned(NamedTuple):
    room_id: str
    show_id: str
    host_id: str
    title: str
    planned_at_ms: int


class Source(NamedTuple):
    name: str
    stays: int


class HostNumbers(NamedTuple):
    """One show in numbers; `watched_ms` is the sum of all stays that have ended."""

    show: Show
    visitors: int
    likers: int
    stays: int
    watched_ms: int
    questions: int
    answered: int
    pins: int
    sources: dict[str, int]
    pulses: dict[str, int]
    sold: list[Sold]


_LAST_SHOW = query(
    Show,
    select(*SHOW_COLUMNS)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.ended_at_ms.is_not(None))
    .order_by(SHOW.c.started_at_ms.desc())
    .limit(1),
)
_NEXT_SHOW = query(
    Show,
    select(*SHOW_COLUMNS)
    .where(
        SHOW.c.room_id == bindparam("room"),
        SHOW.c.started_at_ms.is_(None),
        SHOW.c.cancelled_at_ms.is_(None),
        or_(SHOW.c.planned_at_ms.is_(None), SHOW.c.planned_at_ms >= bindparam("since")),
    )
    .order_by(func.coalesce(SHOW.c.planned_at_ms, SHOW.c.made_at_ms), SHOW.c.id)
    .limit(1),
)
_SHOWS = query(
    Show,
    select(*SHOW_COLUMNS)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.cancelled_at_ms.is_(None))
    .order_by(SHOW.c.id.desc())
    .limit(bindparam("most")),
)
_ON_AIR = query(
    RoomOnAir,
    select(
        ROOM.c.id,
        SHOW.c.id,
        ROOM.c.host_id,
        SHOW.c.title,
        SHOW.c.scene,
        SHOW.c.cover_key,
        SHOW.c.started_at_ms,
        SHOW.c.likes,
        SHOW.c.viewers_max,
    )
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None), in_sight(ROOM.c.host_id))
    .order_by(SHOW.c.viewers_max.desc(), SHOW.c.started_at_ms.desc(), SHOW.c.id)
    .limit(bindparam("most")),
)
_ON_AIR_OF = query(
    str,
    select(ROOM.c.id)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(ROOM.c.host_id == bindparam("host"), SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None))
    .order_by(SHOW.c.started_at_ms.desc())
    .limit(1),
)
_PLANNED = query(
    Planned,
    select(ROOM.c.id, SHOW.c.id, ROOM.c.host_id, SHOW.c.title, SHOW.c.planned_at_ms)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(
        SHOW.c.planned_at_ms >= bindparam("since"),
        SHOW.c.started_at_ms.is_(None),
        SHOW.c.cancelled_at_ms.is_(None),
        in_sight(ROOM.c.host_id),
    )
    .order_by(SHOW.c.planned_at_ms)
    .limit(bindparam("most")),
)
_SOURCES = query(
    Source,
    select(STAY.c.source, func.count()).where(STAY.c.show_id == bindparam("show")).group_by(STAY.c.source),
)


class _Counts(NamedTuple):
    visitors: int
    likers: int
    stays: int
    watched_ms: int
    questions: int
    answered: int
    pins: int


def _of_show(what: ColumnElement[int], show_id: ColumnElement[str]) -> ColumnElement[int]:
    return select(what).where(show_id == bindparam("show")).scalar_subquery()


_likers = (
    select(func.count(distinct(TAP.c.viewer)))
    .where(TAP.c.show_id == bindparam("show"), TAP.c.kind == "like")
    .scalar_subquery()
)
_COUNTS = query(
    _Counts,
    select(
        _of_show(func.count(distinct(STAY.c.viewer)), STAY.c.show_id),
        _likers,
        _of_show(func.count(STAY.c.id), STAY.c.show_id),
        _of_show(func.coalesce(func.sum(STAY.c.left_at_ms - STAY.c.joined_at_ms), 0), STAY.c.show_id),
        _of_show(func.count(QUESTION.c.id), QUESTION.c.show_id),
        _of_show(func.count(QUESTION.c.answered_at_ms), QUESTION.c.show_id),
        _of_show(func.count(PIN.c.id), PIN.c.show_id),
    ),
)


def room_state(tx: ReadTx, actor: Actor, room_id: str) -> RoomState:
    """The room as this actor finds it: the show on air, else the next one planned or ready, else the last.

    Refusal: barred.
    """
    room = room_for(tx, actor, room_id)
    require_entry(tx, actor, room_id)
    show = show_on_air(tx, room_id) or tx.one(_NEXT_SHOW, room=room_id, since=tx.now_ms - DAY_MS)
    show = show or tx.one(_LAST_SHOW, room=room_id)
    muted = None if actor.is_guest else mute_of(tx, room_id, actor.id)
    hidden = _hidden_from(tx, actor)
    return RoomState(
        id=room.id,
        title=room.title,
        about=room.about,
        host=HostState(*person_card(tx, room.host_id)),
        closed=room.closed_at_ms is not None,
        on_air=show is not None and show.is_on_air,
        media=is_publishing(tx, room_id),
        show=None if show is None else _show_state(tx, hidden, room.host_id, show),
        may_moderate=may_moderate(tx, actor, room),
        manners=MannersState(*manners_of(tx, room.id)),
        muted_until=muted.until_at_ms if muted else None,
        is_muted=muted is not None,
        hidden=sorted(hidden),
    )


def rooms_on_air(tx: ReadTx, actor: Actor, *, most: int = 50) -> list[RoomOnAir]:
    """Who is on air now, fullest first, without those whom this actor must not meet."""
    hidden = _hidden_from(tx, actor)
    return [row for row in tx.all(_ON_AIR, most=min(most, 200)) if row.host_id not in hidden]


def room_on_air_of(tx: ReadTx, host_id: str) -> str | None:
    """The room in which this host is on air, for the live badge."""
    return tx.one(_ON_AIR_OF, host=host_id)


def planned_shows(tx: ReadTx, *, most: int = 50) -> list[Planned]:
    return tx.all(_PLANNED, since=tx.now_ms, most=min(most, 200))


def shows_of(tx: ReadTx, actor: Actor, room_id: str, *, most: int = 50) -> list[Show]:
    """The newest shows of a room for those who run it."""
    room_to_run(tx, actor, room_id)
    return tx.all(_SHOWS, room=room_id, most=min(most, 200))


def host_numbers(tx: ReadTx, actor: Actor, show_id: str) -> HostNumbers:
    """The host's console, during a show and after it."""
    show, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    counts = tx.value(_COUNTS, show=show_id)
    sources = {source.name: source.stays for source in tx.all(_SOURCES, show=show_id)}
    return HostNumbers(
        show,
        **_numbers(counts),
        sources=sources,
        pulses=pulses_of(tx, show_id, since_ms=0),
        sold=sold_in(tx, show_id),
    )


def _numbers(counts: _Counts) -> dict[str, int]:
    return {name: int(number) for name, number in counts._asdict().items()}


def _hidden_from(tx: ReadTx, actor: Actor) -> frozenset[str]:
    return frozenset() if actor.is_guest else hidden_from(tx, actor.id)


def _show_state(tx: ReadTx, hidden: frozenset[str], host_id: str, show: Show) -> ShowState:
    pinned = current_pin(tx, show.id)
    lines = [line for line in last_lines(tx, show.id, most=LINES_SHOWN) if line.author_id not in hidden]
    questions = open_questions(tx, show.id, most=QUESTIONS_SHOWN) if show.is_on_air else []
    return ShowState(
        id=show.id,
        title=show.title,
        scene=show.scene,
        planned_at=show.planned_at_ms,
        started_at=show.started_at_ms,
        ended_at=show.ended_at_ms,
        likes=show.likes,
        lines_total=show.lines,
        pin=pin_event(pinned) if pinned else None,
        draw=latest_drawing(tx, show.id),
        poll=latest_polling(tx, show.id),
        pulses_answered=pulses_answered(tx, show.id),
        layout=layout_of(tx, show.id),
        seats=seats_shown(tx, show.id) if show.is_on_air else [],
        task=latest_tasking(tx, show.id),
        flash=latest_flashing(tx, show.room_id, since_ms=show.started_at_ms) if show.started_at_ms else None,
        auction=latest_auctioning(tx, show.room_id, since_ms=show.started_at_ms) if show.started_at_ms else None,
        lines=chat_events(tx, lines, host_id),
        questions=asked_events(tx, [question for question in questions if question.asker_id not in hidden]),
    )
