"""An agency and the shows of its hosts: what comes, how long they were on air, and who takes over from whom."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, cast, func, select, update

from livefair.kernel import HOUR_MS, Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, text_in
from livefair.live.events_of_hosting import ShowHandedOver
from livefair.live.models import ROOM, SHOW
from livefair.people import contract_in_force

APART_MS = HOUR_MS


class Airtime(NamedTuple):
    """What a host did on air in a period; `viewers_max` is the fullest moment of the fullest show."""

    host_id: str
    shows: int
    on_air_ms: int
    viewers_max: int


class _Planned(NamedTuple):
    id: str
    room_id: str
    host_id: str
    planned_at_ms: int | None


_PLANNED = query(
    _Planned,
    select(SHOW.c.id, SHOW.c.room_id, ROOM.c.host_id, SHOW.c.planned_at_ms)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.started_at_ms.is_(None), SHOW.c.cancelled_at_ms.is_(None)),
)
_ROOM_OF = query(
    str,
    select(ROOM.c.id)
    .where(ROOM.c.host_id == bindparam("host"), ROOM.c.closed_at_ms.is_(None))
    .order_by(ROOM.c.opened_at_ms, ROOM.c.id)
    .limit(1),
)
_BUSY = query(
    str,
    select(SHOW.c.id)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(
        ROOM.c.host_id == bindparam("host"),
        SHOW.c.started_at_ms.is_(None),
        SHOW.c.cancelled_at_ms.is_(None),
        SHOW.c.planned_at_ms > bindparam("after"),
        SHOW.c.planned_at_ms < bindparam("before"),
    )
    .limit(1),
)
_MOVE = change(
    update(SHOW)
    .where(
        SHOW.c.id == bindparam("show"),
        SHOW.c.room_id == bindparam("from_room"),
        SHOW.c.started_at_ms.is_(None),
        SHOW.c.cancelled_at_ms.is_(None),
    )
    .values(room_id=bindparam("to_room"))
)
_AIRTIME = query(
    Airtime,
    select(
        ROOM.c.host_id,
        func.count(),
        cast(func.coalesce(func.sum(SHOW.c.ended_at_ms - SHOW.c.started_at_ms), 0), BigInteger),
        func.max(SHOW.c.viewers_max),
    )
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(text_in(ROOM.c.host_id, "hosts"), SHOW.c.started_at_ms >= bindparam("since"))
    .group_by(ROOM.c.host_id),
)


def hand_over_show(tx: WriteTx, actor: Actor, show_id: str, host_id: str) -> str:
    """A planned show is another host's from now on, in that host's room: goods, run of show and reminders go along.

    Both are under contract with the agency. Conflict: host_is_busy, has_started, no_room. Returns the new room's id.
    """
    require(actor.has("mcn") and actor.organisation_id is not None, "mcns_only")
    planned = tx.one(_PLANNED, show=show_id) or not_found("show")
    for one in (planned.host_id, host_id):
        contract = contract_in_force(tx, one)
        require(contract is not None and contract.mcn_id == actor.organisation_id, "not_on_your_roster")
    room_id = tx.one(_ROOM_OF, host=host_id)
    if room_id is None:
        raise Conflict("no_room")
    _require_free(tx, host_id, planned)
    if not tx.change(_MOVE, show=show_id, from_room=planned.room_id, to_room=room_id):
        raise Conflict("has_started")
    tx.announce(ShowHandedOver(room_id=room_id, show_id=show_id, from_host_id=planned.host_id, to_host_id=host_id))
    return room_id


def airtime_of(tx: ReadTx, host_ids: list[str], *, since_ms: int) -> dict[str, Airtime]:
    """By host; who was not on air is not there."""
    return {one.host_id: one for one in tx.all(_AIRTIME, hosts=host_ids, since=since_ms)} if host_ids else {}


def _require_free(tx: ReadTx, host_id: str, planned: _Planned) -> None:
    if planned.planned_at_ms is None or planned.host_id == host_id:
        return
    after, before = planned.planned_at_ms - APART_MS, planned.planned_at_ms + APART_MS
    if tx.one(_BUSY, host=host_id, after=after, before=before) is not None:
        raise Conflict("host_is_busy")
