"""Finding shows: the one on air in a room, and any by its id."""

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from livefair.kernel import Actor, Conflict, ReadTx, not_found, query, require, text_in
from livefair.live import rules
from livefair.live.models import ROOM, SHOW
from livefair.live.muting import require_entry
from livefair.live.rooms import Room, room_for


class Show(NamedTuple):
    id: str
    room_id: str
    title: str
    scene: str
    cover_key: str | None
    planned_at_ms: int | None
    started_at_ms: int | None
    ended_at_ms: int | None
    cancelled_at_ms: int | None
    likes: int
    lines: int
    viewers_max: int
    recording_key: str | None
    recorded_from_at_ms: int | None
    recorded_ms: int | None
    replay_hidden_at_ms: int | None

    @property
    def is_on_air(self) -> bool:
        return self.started_at_ms is not None and self.ended_at_ms is None

    @property
    def is_to_come(self) -> bool:
        return self.started_at_ms is None and self.cancelled_at_ms is None


class OnAir(NamedTuple):
    """A room with the show that runs in it."""

    room: Room
    show: Show
    started_at_ms: int

    def offset_ms(self, at_ms: int) -> int:
        """Time since the show began."""
        return rules.offset_ms(at_ms, from_at_ms=self.started_at_ms)


SHOW_COLUMNS = [getattr(SHOW.c, field) for field in Show._fields]
_SHOW = query(Show, select(*SHOW_COLUMNS).where(SHOW.c.id == bindparam("show")))
_AT = query(
    str,
    select(SHOW.c.id)
    .where(
        SHOW.c.room_id == bindparam("room"),
        SHOW.c.started_at_ms <= bindparam("at"),
        or_(SHOW.c.ended_at_ms.is_(None), SHOW.c.ended_at_ms >= bindparam("at")),
    )
    .order_by(SHOW.c.started_at_ms.desc())
    .limit(1),
)
_OF_HOST_AT = query(
    str,
    select(SHOW.c.id)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(
        ROOM.c.host_id == bindparam("host"),
        SHOW.c.started_at_ms <= bindparam("at"),
        or_(SHOW.c.ended_at_ms.is_(None), SHOW.c.ended_at_ms >= bindparam("at")),
    )
    .order_by(SHOW.c.started_at_ms.desc())
    .limit(1),
)
_OVER = query(str, select(SHOW.c.id).where(text_in(SHOW.c.id, "ids"), SHOW.c.ended_at_ms.is_not(None)))
_ON_AIR = query(
    Show,
    select(*SHOW_COLUMNS).where(
        SHOW.c.room_id == bindparam("room"), SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None)
    ),
)


def show_at(tx: ReadTx, room_id: str, at_ms: int) -> str | None:
    """The show that was on air in the room at that moment."""
    return tx.one(_AT, room=room_id, at=at_ms)


def show_of_host_at(tx: ReadTx, host_id: str, at_ms: int) -> str | None:
    """The show with which this host was on air at that moment."""
    return tx.one(_OF_HOST_AT, host=host_id, at=at_ms)


def over_among(tx: ReadTx, show_ids: list[str]) -> list[str]:
    """Those of the shows that have ended."""
    return tx.all(_OVER, ids=show_ids)


def show_on_air(tx: ReadTx, room_id: str) -> Show | None:
    return tx.one(_ON_AIR, room=room_id)


def on_air_for(tx: ReadTx, actor: Actor, room_id: str) -> OnAir:
    """The show that this actor can take part in. Refusals: not_on_air, barred."""
    room = room_for(tx, actor, room_id)
    require_entry(tx, actor, room_id)
    show = show_on_air(tx, room_id)
    if show is None or show.started_at_ms is None:
        raise Conflict("not_on_air")
    return OnAir(room, show, show.started_at_ms)


def on_air_to_run(tx: ReadTx, actor: Actor, room_id: str) -> OnAir:
    """The show that this actor conducts."""
    found = on_air_for(tx, actor, room_id)
    require(rules.may_run(actor, found.room), "not_your_room")
    return found


def show_for(tx: ReadTx, actor: Actor, show_id: str) -> tuple[Show, Room]:
    show = tx.one(_SHOW, show=show_id)
    if show is None:
        not_found("show")
    return show, room_for(tx, actor, show.room_id)
