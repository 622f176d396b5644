"""Silencing a viewer in one room or barring them from it, for a while or until somebody lifts it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import (
    DAY_MS,
    Actor,
    NotAllowed,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
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


class _Term(NamedTuple):
    room_id: str
    person_id: str
    for_ms: int | None
    barred_at_ms: int | None = None


class Muted(NamedTuple):
    id: str
    room_id: str
    person_id: str
    reason: str
    note: str
    muted_by: str
    muted_at_ms: int
    until_at_ms: int | None
    barred_at_ms: int | None
    lifted_at_ms: int | None


_unlifted = MUTE.c.lifted_at_ms.is_(None)
_COLUMNS = [getattr(MUTE.c, field) for field in Muted._fields]
_OF = query(
    Muted,
    select(*_COLUMNS).where(MUTE.c.room_id == bindparam("room"), MUTE.c.person_id == bindparam("person"), _unlifted),
)
_ONE = query(Muted, select(*_COLUMNS).where(MUTE.c.id == bindparam("mute")))
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
    _silence(tx, actor, _Term(room_id, person_id, for_ms), why)


def bar(tx: WriteTx, actor: Actor, room_id: str, person_id: str, *, why: Why, for_ms: int | None = None) -> None:
    """Mute somebody and let them take no part in the room at all: nor ask, vote, draw, or see the room signed in."""
    _silence(tx, actor, _Term(room_id, person_id, for_ms, barred_at_ms=tx.now_ms), why)


def _silence(tx: WriteTx, actor: Actor, term: _Term, why: Why) -> None:
    room_id, person_id, for_ms, barred_at_ms = term
    room = room_to_moderate(tx, actor, room_id)
    person_for(tx, actor, person_id)
    require(rules.may_be_muted(person_id, room), "host_cannot_be_muted")
    by_helper = not rules.may_stop(actor, room)
    require(not (by_helper and person_id in moderators_of(tx, room_id)), "moderators_cannot_mute_each_other")
    require_valid(why.reason in MUTE_REASONS, "reason_unknown", field="reason")
    require_valid(for_ms is None or 0 < for_ms <= MUTE_MS_MAX, "out_of_range", field="for_ms")
    until_at_ms = None if for_ms is None else tx.now_ms + for_ms
    tx.change(_LIFT, room=room_id, person=person_id, now=tx.now_ms, who=actor.id)
    mute_id = tx.new_id()
    tx.insert(
        MUTE,
        id=mute_id,
        room_id=room_id,
        person_id=person_id,
        reason=why.reason,
        note=clean_text(why.note, limit=rules.NOTE_CHARS_MAX, field="note"),
        muted_by=actor.id,
        muted_at_ms=tx.now_ms,
        until_at_ms=until_at_ms,
        barred_at_ms=barred_at_ms,
    )
    tx.announce(
        ViewerMuted(
            room_id=room_id,
            person_id=person_id,
            muted_by=actor.id,
            reason=why.reason,
            until_at_ms=until_at_ms,
            mute_id=mute_id,
            is_barred=barred_at_ms is not None,
        )
    )


def unmute(tx: WriteTx, actor: Actor, room_id: str, person_id: str) -> None:
    room_to_moderate(tx, actor, room_id)
    muted = tx.one(_OF, room=room_id, person=person_id)
    if muted is not None:
        lift(tx, actor, muted)


def lift(tx: WriteTx, actor: Actor, muted: Muted) -> None:
    """End this very mute; a later one stands."""
    room_id, person_id = muted.room_id, muted.person_id
    found = tx.one(_OF, room=room_id, person=person_id)
    if found is None or found.id != muted.id:
        return
    if tx.change(_LIFT, room=room_id, person=person_id, now=tx.now_ms, who=actor.id):
        tx.announce(ViewerUnmuted(room_id=room_id, person_id=person_id))


def mute_of(tx: ReadTx, room_id: str, person_id: str) -> Muted | None:
    """The mute that holds now, if one does."""
    found = tx.one(_OF, room=room_id, person=person_id)
    if found is None or not rules.is_muted(until_at_ms=found.until_at_ms, now_ms=tx.now_ms):
        return None
    return found


def mute_called(tx: ReadTx, mute_id: str) -> Muted:
    return tx.one(_ONE, mute=mute_id) or not_found("mute")


def require_entry(tx: ReadTx, actor: Actor, room_id: str) -> None:
    """Refusal: barred (reason, until_at_ms)."""
    barred = None if actor.is_guest else mute_of(tx, room_id, actor.id)
    if barred is not None and barred.barred_at_ms is not None:
        raise NotAllowed("barred", reason=barred.reason, until_at_ms=barred.until_at_ms or 0)


def muted_in(tx: ReadTx, actor: Actor, room_id: str) -> list[Muted]:
    room_to_moderate(tx, actor, room_id)
    found = tx.all(_ALL, room=room_id)
    return [muted for muted in found if rules.is_muted(until_at_ms=muted.until_at_ms, now_ms=tx.now_ms)]
