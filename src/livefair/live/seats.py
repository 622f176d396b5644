"""Seats of co-hosts as they are: who sits, who waits, what holds between host and guest, and what held when."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from livefair.kernel import Actor, ReadTx, not_found, query, require, text_in
from livefair.live.models import ROOM, SHOW
from livefair.live.models.cohosting import SEAT, SEAT_TERMS
from livefair.live.on_air import show_for
from livefair.live.rooms import Room
from livefair.live.rules import cohosting as rules

INVITATIONS_SHOWN = 20


class Seat(NamedTuple):
    id: str
    room_id: str
    show_id: str
    guest_id: str
    begun_by: str
    opened_at_ms: int
    place: int | None
    seated_at_ms: int | None
    pictures_at_ms: int | None
    ended_at_ms: int | None
    why_ended: str | None

    @property
    def is_taken(self) -> bool:
        return self.seated_at_ms is not None and self.ended_at_ms is None

    @property
    def is_waiting(self) -> bool:
        return self.seated_at_ms is None and self.ended_at_ms is None


class Invitation(NamedTuple):
    """A seat that a host has offered. `is_waiting`: the answer is still open."""

    seat_id: str
    room_id: str
    host_id: str
    opened_at_ms: int
    seated_at_ms: int | None
    ended_at_ms: int | None

    @property
    def is_waiting(self) -> bool:
        return self.seated_at_ms is None and self.ended_at_ms is None


class SeatTerms(NamedTuple):
    """A version of the split. `side` is host or guest: who wants it; the other one may accept."""

    seat_id: str
    version: int
    share_bp: int
    side: str
    proposed_at_ms: int
    accepted_at_ms: int | None


class Cohost(NamedTuple):
    """Somebody who had a part of what a room earned at a moment."""

    person_id: str
    share_bp: int


_COLUMNS = [SEAT.c[name] for name in Seat._fields]
_TERMS_COLUMNS = [SEAT_TERMS.c[name] for name in SeatTerms._fields]
_open = SEAT.c.ended_at_ms.is_(None)
_ONE = query(Seat, select(*_COLUMNS).where(SEAT.c.id == bindparam("seat")))
_OPEN_OF_SHOW = query(
    Seat,
    select(*_COLUMNS)
    .where(SEAT.c.show_id == bindparam("show"), _open)
    .order_by(SEAT.c.place.nulls_last(), SEAT.c.opened_at_ms, SEAT.c.id)
    .limit(rules.SEATS_MAX + rules.WAITING_MAX),
)
_LAST_OF_GUEST = query(
    Seat,
    select(*_COLUMNS)
    .where(SEAT.c.show_id == bindparam("show"), SEAT.c.guest_id == bindparam("guest"))
    .order_by(_open.desc(), SEAT.c.opened_at_ms.desc(), SEAT.c.id.desc())
    .limit(1),
)
_TAKEN = query(Seat, select(*_COLUMNS).where(_open, SEAT.c.seated_at_ms.is_not(None)).limit(1_000))
_TAKEN_BY = query(
    Seat, select(*_COLUMNS).where(SEAT.c.guest_id == bindparam("guest"), _open).order_by(SEAT.c.id).limit(100)
)
_INVITED = query(
    Invitation,
    select(SEAT.c.id, SEAT.c.room_id, ROOM.c.host_id, SEAT.c.opened_at_ms, SEAT.c.seated_at_ms, SEAT.c.ended_at_ms)
    .join_from(SEAT, ROOM, ROOM.c.id == SEAT.c.room_id)
    .where(SEAT.c.guest_id == bindparam("guest"), SEAT.c.begun_by == "host")
    .order_by(SEAT.c.opened_at_ms.desc(), SEAT.c.id)
    .limit(INVITATIONS_SHOWN),
)
_UNANSWERED = query(
    int,
    select(func.count())
    .select_from(SEAT)
    .where(SEAT.c.guest_id == bindparam("guest"), SEAT.c.begun_by == "host", _open, SEAT.c.seated_at_ms.is_(None)),
)
_OVER = query(str, select(SEAT.c.id).where(text_in(SEAT.c.id, "ids"), SEAT.c.ended_at_ms.is_not(None)))
_TERMS_OF = query(
    SeatTerms,
    select(*_TERMS_COLUMNS)
    .where(text_in(SEAT_TERMS.c.seat_id, "ids"))
    .order_by(SEAT_TERMS.c.seat_id, SEAT_TERMS.c.version),
)
_held = (
    select(SEAT_TERMS.c.seat_id, func.max(SEAT_TERMS.c.version).label("version"))
    .where(SEAT_TERMS.c.accepted_at_ms <= bindparam("at"))
    .group_by(SEAT_TERMS.c.seat_id)
    .subquery()
)
# A show that is over has no seats any more, even before they were cleared away.
_AT = query(
    Cohost,
    select(SEAT.c.guest_id, SEAT_TERMS.c.share_bp)
    .join_from(SEAT, _held, _held.c.seat_id == SEAT.c.id)
    .join(SEAT_TERMS, and_(SEAT_TERMS.c.seat_id == SEAT.c.id, SEAT_TERMS.c.version == _held.c.version))
    .join(SHOW, SHOW.c.id == SEAT.c.show_id)
    .where(
        SEAT.c.room_id == bindparam("room"),
        SEAT.c.seated_at_ms <= bindparam("at"),
        or_(_open, SEAT.c.ended_at_ms > bindparam("at")),
        or_(SHOW.c.ended_at_ms.is_(None), SHOW.c.ended_at_ms > bindparam("at")),
        SEAT_TERMS.c.share_bp > 0,
    )
    .order_by(SEAT.c.place),
)
_newest = (
    select(SEAT_TERMS.c.seat_id, func.max(SEAT_TERMS.c.version).label("version"))
    .where(SEAT_TERMS.c.accepted_at_ms.is_not(None))
    .group_by(SEAT_TERMS.c.seat_id)
    .subquery()
)
_OVERPROMISED = query(
    str,
    select(SEAT.c.show_id)
    .join_from(SEAT, _newest, _newest.c.seat_id == SEAT.c.id)
    .join(SEAT_TERMS, and_(SEAT_TERMS.c.seat_id == SEAT.c.id, SEAT_TERMS.c.version == _newest.c.version))
    .where(_open, SEAT.c.seated_at_ms.is_not(None))
    .group_by(SEAT.c.show_id)
    .having(func.sum(SEAT_TERMS.c.share_bp) > rules.WHOLE_BP),
)
_WITHOUT_TERMS = query(
    str,
    select(SEAT.c.id)
    .join_from(SEAT, _newest, _newest.c.seat_id == SEAT.c.id, isouter=True)
    .where(SEAT.c.seated_at_ms.is_not(None), _newest.c.version.is_(None)),
)


def seat_called(tx: ReadTx, seat_id: str) -> Seat:
    return tx.one(_ONE, seat=seat_id) or not_found("seat")


def is_seat(tx: ReadTx, seat_id: str) -> bool:
    return tx.one(_ONE, seat=seat_id) is not None


def seat_for(tx: ReadTx, actor: Actor, seat_id: str) -> tuple[Seat, Room, str]:
    """The seat with the side this actor is on. NotFound for everybody else."""
    seat = seat_called(tx, seat_id)
    _, room = show_for(tx, actor, seat.show_id)
    side = rules.side_of(actor, room, seat.guest_id)
    return seat, room, side or not_found("seat")


def seat_to_publish(tx: ReadTx, actor: Actor, seat_id: str) -> Seat:
    """For the guest alone, while the seat is theirs. Refusals: not_found, not_seated."""
    seat = seat_called(tx, seat_id)
    if seat.guest_id != actor.id or actor.is_guest:
        not_found("seat")
    require(seat.is_taken, "not_seated")
    return seat


def open_seats(tx: ReadTx, show_id: str) -> list[Seat]:
    """Those that are taken, by their place, then those that wait, oldest first."""
    return tx.all(_OPEN_OF_SHOW, show=show_id)


def taken_seats(tx: ReadTx, show_id: str) -> list[Seat]:
    return [seat for seat in open_seats(tx, show_id) if seat.is_taken]


def all_taken_seats(tx: ReadTx) -> list[Seat]:
    """Of all rooms: for whoever opens their stages after a restart."""
    return tx.all(_TAKEN)


def open_seats_of(tx: ReadTx, guest_id: str) -> list[Seat]:
    """Somebody's seats in all rooms, those that wait too."""
    return tx.all(_TAKEN_BY, guest=guest_id)


def my_invitations(tx: ReadTx, actor: Actor) -> list[Invitation]:
    """Seats that hosts have offered me, newest first."""
    return [] if actor.is_guest else tx.all(_INVITED, guest=actor.id)


def unanswered_invitations(tx: ReadTx, actor: Actor) -> int:
    return 0 if actor.is_guest else tx.value(_UNANSWERED, guest=actor.id)


def over_among_seats(tx: ReadTx, ids: list[str]) -> list[str]:
    """Those of the ids that are seats which are over."""
    return tx.all(_OVER, ids=ids)


def my_seat(tx: ReadTx, actor: Actor, show_id: str) -> Seat | None:
    """One's own seat in a show: the one that is open, else the last."""
    return None if actor.is_guest else tx.one(_LAST_OF_GUEST, show=show_id, guest=actor.id)


def is_called(tx: ReadTx, actor: Actor, show_id: str) -> bool:
    """Whether the host waits for this viewer's answer, or has them beside them: their seat's page is for them."""
    seat = my_seat(tx, actor, show_id)
    if seat is None or seat.ended_at_ms is not None:
        return False
    return seat.is_taken or terms_of(tx, [seat.id])[seat.id][-1].side == "host"


def terms_of(tx: ReadTx, seat_ids: list[str]) -> dict[str, list[SeatTerms]]:
    """Seat → every version of its split, oldest first."""
    found: dict[str, list[SeatTerms]] = {seat_id: [] for seat_id in seat_ids}
    for terms in tx.all(_TERMS_OF, ids=seat_ids) if seat_ids else []:
        found[terms.seat_id].append(terms)
    return found


def in_force(terms: list[SeatTerms]) -> SeatTerms | None:
    """The newest version that both sides want."""
    return next((each for each in reversed(terms) if each.accepted_at_ms is not None), None)


def cohosts_at(tx: ReadTx, room_id: str, at_ms: int) -> list[Cohost]:
    """Who sat in the room at that moment and had a part of its revenue, by the terms of that moment."""
    return tx.all(_AT, room=room_id, at=at_ms)


def misagreed_seats(tx: ReadTx) -> list[str]:
    """Shows that promise more than there is, and seats that nobody agreed on: none, if all is well."""
    return [*tx.all(_OVERPROMISED), *tx.all(_WITHOUT_TERMS)]
