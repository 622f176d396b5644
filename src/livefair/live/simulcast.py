"""Simulcast (同步推流): a room's own picture at up to three outside servers, each started and stopped by itself.

The key of a target comes sealed and stays so here: only the program that talks to the media workers opens it.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import bindparam, delete, select, update

from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    Invalid,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.live.events_of_hosting import TargetAdded, TargetChanged, TargetRemoved, TargetStarted, TargetStopped
from livefair.live.models.simulcast import TARGET, TARGET_STATES, TARGETS_MAX
from livefair.live.rooms import room_to_run
from livefair.media import Refused, check_target
from livefair.people import clean_line

NAME_CHARS_MAX = 40
REASON_CHARS_MAX = 40
SEALED_CHARS_MAX = 2_000


class Target(NamedTuple):
    """As the host sees it: without its key."""

    id: str
    room_id: str
    place: int
    name: str
    url: str
    started_at_ms: int | None
    state: str
    reason: str
    state_at_ms: int


class Sending(NamedTuple):
    """What the media workers have to know."""

    id: str
    room_id: str
    url: str
    sealed_key: str


_COLUMNS = [getattr(TARGET.c, field) for field in Target._fields]
_OF_ROOM = query(Target, select(*_COLUMNS).where(TARGET.c.room_id == bindparam("room")).order_by(TARGET.c.place))
_ONE = query(Target, select(*_COLUMNS).where(TARGET.c.id == bindparam("one")))
_SENDING = query(
    Sending,
    select(*(TARGET.c[name] for name in Sending._fields))
    .where(text_in(TARGET.c.room_id, "rooms"), TARGET.c.started_at_ms.is_not(None))
    .order_by(TARGET.c.room_id, TARGET.c.place),
)
_START = change(
    update(TARGET)
    .where(TARGET.c.id == bindparam("one"), TARGET.c.started_at_ms.is_(None))
    .values(started_at_ms=bindparam("now"), state="waiting", reason="", state_at_ms=bindparam("now"))
)
_STOP = change(
    update(TARGET)
    .where(TARGET.c.id == bindparam("one"), TARGET.c.started_at_ms.is_not(None))
    .values(started_at_ms=None, state="waiting", reason="", state_at_ms=bindparam("now"))
)
_REMOVE = change(delete(TARGET).where(TARGET.c.id == bindparam("one")))
_NOTE = change(
    update(TARGET)
    .where(
        TARGET.c.id == bindparam("one"),
        TARGET.c.started_at_ms.is_not(None),
        (TARGET.c.state != bindparam("new_state")) | (TARGET.c.reason != bindparam("why")),
    )
    .values(state=bindparam("new_state"), reason=bindparam("why"), state_at_ms=bindparam("now"))
)


def add_target(tx: WriteTx, actor: Actor, room_id: str, *, name: str, url: str, sealed_key: str) -> str:
    """Send the room on to this server whenever pictures come. Invalid target_malformed; Conflict too_many_targets."""
    room = room_to_run(tx, actor, room_id)
    require_valid(0 < len(sealed_key) <= SEALED_CHARS_MAX, "target_malformed", field="key")
    try:
        check_target(url, "sealed")
    except Refused as refused:
        raise Invalid("target_malformed", field="url") from refused
    taken = {target.place for target in targets_of(tx, room.id)}
    place = next((each for each in range(1, TARGETS_MAX + 1) if each not in taken), 0)
    target_id = tx.new_id()
    is_new = place and tx.insert_new(
        TARGET,
        id=target_id,
        room_id=room.id,
        place=place,
        name=clean_line(name, limit=NAME_CHARS_MAX, field="name"),
        url=url,
        sealed_key=sealed_key,
        made_by=actor.id,
        made_at_ms=tx.now_ms,
        started_at_ms=tx.now_ms,
        state="waiting",
        reason="",
        state_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("too_many_targets", limit=TARGETS_MAX)
    tx.announce(TargetAdded(room_id=room.id, target_id=target_id, host=urlsplit(url).hostname or ""))
    return target_id


def start_target(tx: WriteTx, actor: Actor, target_id: str) -> None:
    target = target_to_run(tx, actor, target_id)
    if tx.change(_START, one=target_id, now=tx.now_ms):
        tx.announce(TargetStarted(room_id=target.room_id, target_id=target_id))


def stop_target(tx: WriteTx, actor: Actor, target_id: str) -> None:
    target = target_to_run(tx, actor, target_id)
    if tx.change(_STOP, one=target_id, now=tx.now_ms):
        tx.announce(TargetStopped(room_id=target.room_id, target_id=target_id))


def remove_target(tx: WriteTx, actor: Actor, target_id: str) -> None:
    """Forget it, and its key with it."""
    target = target_to_run(tx, actor, target_id)
    if tx.change(_REMOVE, one=target_id):
        tx.announce(TargetRemoved(room_id=target.room_id, target_id=target_id))


def note_target(tx: WriteTx, actor: Actor, target_id: str, *, state: str, reason: str = "") -> None:
    """What became of it, as the media engine tells; of a target that was stopped or removed meanwhile, nothing."""
    require(actor == SYSTEM, "program_only")
    require_valid(state in TARGET_STATES, "unknown_word", field="state")
    why = reason[:REASON_CHARS_MAX]
    if not tx.change(_NOTE, one=target_id, new_state=state, why=why, now=tx.now_ms):
        return
    target = tx.one(_ONE, one=target_id)
    if target is not None:
        tx.announce(TargetChanged(room_id=target.room_id, target_id=target_id, state=state, reason=why))


def target_to_run(tx: ReadTx, actor: Actor, target_id: str) -> Target:
    target = tx.one(_ONE, one=target_id) or not_found("target")
    room_to_run(tx, actor, target.room_id)
    return target


def targets_of(tx: ReadTx, room_id: str) -> list[Target]:
    """For callers who have checked who may see them."""
    return tx.all(_OF_ROOM, room=room_id)


def sendings_of(tx: ReadTx, room_ids: list[str]) -> list[Sending]:
    """What is to be sent where, of these rooms. For the program only."""
    return tx.all(_SENDING, rooms=room_ids)
