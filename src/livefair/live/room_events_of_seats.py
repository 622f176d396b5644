"""What browsers are told of co-hosts; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

import msgspec

from livefair.kernel import Fact, ReadTx
from livefair.live import events_of_seats as events
from livefair.live.seats import taken_seats
from livefair.live.telling import RoomEvent, ToRoom
from livefair.people import person_cards


class SeatShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`by` is the co-host; `live`: their picture comes, from `/hls/<id>/index.m3u8`. `avatar` is a file key."""

    id: str
    place: int
    by: str
    name: str
    avatar: str | None = None
    live: bool = False


class SeatsNow(RoomEvent, frozen=True, tag="seats", kw_only=True):
    """Everybody who sits beside the host now."""

    seats: list[SeatShown]


class SeatCalled(RoomEvent, frozen=True, tag="seat_call", kw_only=True):
    """Something about a seat is for its guest `by` and the host to look at; `what`: offered, proposed, agreed, ended.

    `side`: who has spoken, host or guest.
    """

    id: str
    by: str
    what: str
    side: str


def seats_shown(tx: ReadTx, show_id: str) -> list[SeatShown]:
    seats = taken_seats(tx, show_id)
    cards = person_cards(tx, [seat.guest_id for seat in seats])
    return [
        SeatShown(
            id=seat.id,
            place=seat.place or 0,
            by=seat.guest_id,
            name=cards[seat.guest_id].name,
            avatar=cards[seat.guest_id].avatar_key,
            live=seat.pictures_at_ms is not None,
        )
        for seat in seats
    ]


def _seats(tx: ReadTx, fact: events.SeatTaken | events.SeatEnded | events.SeatPicturesChanged) -> ToRoom:
    return ToRoom(fact.room_id, SeatsNow(seats=seats_shown(tx, fact.show_id)))


def _called(what: str, side_of: Callable[[Any], str]) -> Callable[[ReadTx, Any], ToRoom]:
    return lambda _tx, fact: ToRoom(
        fact.room_id, SeatCalled(id=fact.seat_id, by=fact.guest_id, what=what, side=side_of(fact))
    )


def _side_of_actor(fact: events.SeatTermsAgreed | events.SeatEnded) -> str:
    return "guest" if fact.by == fact.guest_id else "host"


def _ended(tx: ReadTx, fact: events.SeatEnded) -> ToRoom:
    """Of who sat, everybody hears; of who only waited, the two whom it concerns."""
    was_seated = fact.why in {"left", "removed"} or fact.sat_ms > 0
    return _seats(tx, fact) if was_seated else _called("ended", _side_of_actor)(tx, fact)


TELL_OF_SEATS: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.SeatOffered: _called("offered", lambda fact: fact.begun_by),
    events.SeatTermsProposed: _called("proposed", lambda fact: fact.side),
    events.SeatTermsAgreed: _called("agreed", _side_of_actor),
    events.SeatTaken: _seats,
    events.SeatPicturesChanged: _seats,
    events.SeatEnded: _ended,
}
