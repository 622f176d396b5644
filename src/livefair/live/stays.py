"""Who came when, for how long, and which products they opened: rows of the journal and their sums."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import WriteTx, change, query
from livefair.live.models import STAY
from livefair.live.models.measuring import CLICK, VISITOR
from livefair.live.tallies import Tallies
from livefair.people import follows

GUEST_PREFIX = "guest:"


class Arrival(NamedTuple):
    """`viewer` is a person's id, or `guest:` and the browser's own random name."""

    stay_id: str
    room_id: str
    show_id: str | None
    viewer: str
    source: str
    from_video_id: str | None
    at_ms: int


class Click(NamedTuple):
    """Somebody has opened a product out of the room."""

    click_id: str
    show_id: str
    viewer: str
    product_id: str
    at_ms: int


class Departure(NamedTuple):
    stay_id: str
    at_ms: int


class _Stay(NamedTuple):
    show_id: str | None
    joined_at_ms: int
    left_at_ms: int | None


class _Open(NamedTuple):
    show_id: str
    stays: int
    joined_ms: int


_LEFT = change(
    update(STAY)
    .where(STAY.c.id == bindparam("stay"), STAY.c.left_at_ms.is_(None), STAY.c.joined_at_ms <= bindparam("at"))
    .values(left_at_ms=bindparam("at"))
)
_STAY = query(
    _Stay, select(STAY.c.show_id, STAY.c.joined_at_ms, STAY.c.left_at_ms).where(STAY.c.id == bindparam("stay"))
)
_OPEN = query(
    _Open,
    select(STAY.c.show_id, func.count(), func.sum(STAY.c.joined_at_ms))
    .where(STAY.c.left_at_ms.is_(None), STAY.c.show_id.is_not(None))
    .group_by(STAY.c.show_id),
)


def keep_stays(tx: WriteTx, arrivals: Iterable[Arrival], departures: Iterable[Departure], tallies: Tallies) -> None:
    for arrival in arrivals:
        is_new = tx.insert_new(
            STAY,
            id=arrival.stay_id,
            room_id=arrival.room_id,
            show_id=arrival.show_id,
            viewer=arrival.viewer,
            source=arrival.source,
            from_video_id=arrival.from_video_id,
            joined_at_ms=arrival.at_ms,
        )
        if is_new and arrival.show_id is not None:
            _count_arrival(tx, arrival, arrival.show_id, tallies)
    for departure in departures:
        stay = tx.one(_STAY, stay=departure.stay_id)
        if tx.change(_LEFT, stay=departure.stay_id, at=departure.at_ms) and stay is not None and stay.show_id:
            _count_departure(stay.show_id, stay.joined_at_ms, departure.at_ms, tallies)


def keep_clicks(tx: WriteTx, clicks: Iterable[Click], tallies: Tallies) -> None:
    for click in clicks:
        is_new = tx.insert_new(
            CLICK,
            id=click.click_id,
            show_id=click.show_id,
            viewer=click.viewer,
            product_id=click.product_id,
            at_ms=click.at_ms,
        )
        if is_new:
            tallies.add(click.show_id, "clicks", 1, at_ms=click.at_ms)


def forget_open_stays(tx: WriteTx) -> None:
    """Stays that are about to count as no time at all."""
    tallies = Tallies(tx)
    for row in tx.all(_OPEN):
        tallies.add(row.show_id, "here", -int(row.stays), at_ms=tx.now_ms)
        tallies.add(row.show_id, "here_since_ms", -int(row.joined_ms), at_ms=tx.now_ms)
    tallies.write()


def _count_arrival(tx: WriteTx, arrival: Arrival, show_id: str, tallies: Tallies) -> None:
    at_ms = arrival.at_ms
    tallies.add(show_id, "entries", 1, at_ms=at_ms)
    tallies.add(show_id, f"entries:{arrival.source}", 1, at_ms=at_ms)
    # How long those stay who are still here: their number times now, less the sum of when they came.
    tallies.add(show_id, "here", 1, at_ms=at_ms)
    tallies.add(show_id, "here_since_ms", at_ms, at_ms=at_ms)
    relation = relation_of(tx, arrival.viewer, tallies.host_of(show_id))
    if tx.insert_new(VISITOR, show_id=show_id, viewer=arrival.viewer, relation=relation, at_ms=at_ms):
        tallies.add(show_id, "visitors", 1, at_ms=at_ms)
        tallies.add(show_id, f"visitors:{relation}", 1, at_ms=at_ms)


def _count_departure(show_id: str, joined_at_ms: int, left_at_ms: int, tallies: Tallies) -> None:
    tallies.add(show_id, "here", -1, at_ms=left_at_ms)
    tallies.add(show_id, "here_since_ms", -joined_at_ms, at_ms=left_at_ms)
    tallies.add(show_id, "watched_ms", left_at_ms - joined_at_ms, at_ms=left_at_ms)


def relation_of(tx: WriteTx, viewer: str, host_id: str) -> str:
    if viewer.startswith(GUEST_PREFIX):
        return "guest"
    return "follower" if follows(tx, viewer, host_id) else "member"
