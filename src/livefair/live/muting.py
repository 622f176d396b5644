"""Silencing a viewer in one room, for a while or until somebody lifts it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import DAY_MS, Actor, ReadTx, WriteTx, change, query, require, require_valid
from livefair.live import rules
from livefair.live.events import ViewerMuted, ViewerUnmuted
from livefair.live.models import MUTE, MUTE_REASONS
from livefair.live.rooms import moderators_of, room_to_moderate
from livefair.people import clean_text, person_for

MUTE_MS_MAX = 30 * DAY_MS


class Why(NamedTuple):
    """One of MUTE_REASONS, and a note for the other moderators."""

    reason: str
    note: str = ""


class Muted(NamedTuple):
    person_id: str
    reason: str
    note: str
    muted_by: str
    muted_at_ms: int
    until_at_ms: int | None


_unlifted = MUTE.c.lifted_at_ms.is_(None)
_COLUMNS = [getattr(MUTE.c, field) for field in Muted._fields]
_OF = query(
    Muted,
    select(*_COLUMNS).where(MUTE.c.room_id == bindparam("room"), MUTE.c.person_id == bindparam("person"), _unlifted),
)
_ALL = query(
    Muted,
    select(*_COLUMNS)
    .where(MUTE.c.room_id == bindparam("room"), _unlifted)
    .order_by(MUTE.c.muted_at_ms.desc())
    .limit(500),
)
_LIFT = change(
    update(MUTE)
    .where(MUTE.c.room_id == bindparam("room"), MUTE.c.person_id == bindparam("person"), _unlifted)
    .values(lifted_at_ms=bindparam("now"), lifted_by=bindparam("who"))
)


def mute(tx: WriteTx, actor: Actor, room_id: str, person_id: str, *, why: Why, for_ms: int | None = None) -> None:
    """Take away somebody's voice in the room, `for_ms` long or until it is lifted; replaces an earlier mute."""
    room = room_to_moderate(tx, actor, room_id)
    person_for(tx, actor, person_id)
    require(rules.may_be_muted(person_id, room), "host_cannot_be_muted")
    by_helper = not rules.may_stop(actor, room)
    require(not (by_helper and person_id in moderators_of(tx, room_id)), "moderators_cannot_mute_each_other")
    require_valid(why.reason in MUTE_REASONS, "reason_unknown", field="reason")
    require_valid(for_ms is None or 0 < for_ms <= MUTE_MS_MAX, "out_of_range", field="for_ms")
    until_at_ms = None if for_ms is None else tx.now_ms + for_ms
    tx.change(_LIFT, room=room_id, person=person_id, now=tx.now_ms, who=actor.id)
    tx.insert(
        MUTE,
        id=tx.new_id(),
        room_id=room_id,
        person_id=person_id,
        reason=why.reason,
        note=clean_text(why.note, limit=rules.NOTE_CHARS_MAX, field="note"),
        muted_by=actor.id,
        muted_at_ms=tx.now_ms,
        until_at_ms=until_at_ms,
    )
    tx.announce(
        ViewerMuted(room_id=room_id, person_id=person_id, muted_by=actor.id, reason=why.reason, until_at_ms=until_at_ms)
    )


def unmute(tx: WriteTx, actor: Actor, room_id: str, person_id: str) -> None:
    room_to_moderate(tx, actor, room_id)
    if tx.change(_LIFT, room=room_id, person=person_id, now=tx.now_ms, who=actor.id):
        tx.announce(ViewerUnmuted(room_id=room_id, person_id=person_id))


def mute_of(tx: ReadTx, room_id: str, person_id: str) -> Muted | None:
    """The mute that holds now, if one does."""
    found = tx.one(_OF, room=room_id, person=person_id)
    if found is None or not rules.is_muted(until_at_ms=found.until_at_ms, now_ms=tx.now_ms):
        return None
    return found


def muted_in(tx: ReadTx, actor: Actor, room_id: str) -> list[Muted]:
    room_to_moderate(tx, actor, room_id)
    found = tx.all(_ALL, room=room_id)
    return [muted for muted in found if rules.is_muted(until_at_ms=muted.until_at_ms, now_ms=tx.now_ms)]
