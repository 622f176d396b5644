"""Pictures coming in and ceasing, as the media engine tells it; a show without them does not go on for ever."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import MINUTE_MS, SYSTEM, Actor, ReadTx, WriteTx, change, job, query, require, require_valid
from livefair.live.events import MediaStarted, MediaStopped
from livefair.live.models import PROTOCOLS, PUBLISHING
from livefair.live.on_air import show_on_air
from livefair.live.rooms import room_for
from livefair.live.shows import end_show

SILENCE_MS_MAX = 15 * MINUTE_MS


class Publishing(NamedTuple):
    id: str
    room_id: str
    started_at_ms: int


_ONE = query(
    Publishing,
    select(PUBLISHING.c.id, PUBLISHING.c.room_id, PUBLISHING.c.started_at_ms).where(
        PUBLISHING.c.id == bindparam("one"), PUBLISHING.c.stopped_at_ms.is_(None)
    ),
)
_STOP = change(
    update(PUBLISHING)
    .where(PUBLISHING.c.id == bindparam("one"), PUBLISHING.c.stopped_at_ms.is_(None))
    .values(stopped_at_ms=bindparam("now"))
)
_LIVE = query(
    int,
    select(func.count())
    .select_from(PUBLISHING)
    .where(PUBLISHING.c.room_id == bindparam("room"), PUBLISHING.c.stopped_at_ms.is_(None)),
)
_OPEN = query(str, select(PUBLISHING.c.id).where(PUBLISHING.c.stopped_at_ms.is_(None)))


def media_started(tx: WriteTx, actor: Actor, room_id: str, *, protocol: str) -> str:
    """Record that somebody with a valid key publishes. Returns the id to stop it by. Only the program may say so."""
    require(actor == SYSTEM, "program_only")
    require_valid(protocol in PROTOCOLS, "protocol_unknown", field="protocol")
    room = room_for(tx, actor, room_id)
    publishing_id = tx.new_id()
    tx.insert(PUBLISHING, id=publishing_id, room_id=room.id, protocol=protocol, started_at_ms=tx.now_ms)
    tx.announce(MediaStarted(room_id=room.id, publishing_id=publishing_id, protocol=protocol))
    return publishing_id


def media_stopped(tx: WriteTx, actor: Actor, publishing_id: str) -> None:
    """Record the end; twice is once. After a while without pictures the show ends by itself."""
    require(actor == SYSTEM, "program_only")
    found = tx.one(_ONE, one=publishing_id)
    if found is None or not tx.change(_STOP, one=publishing_id, now=tx.now_ms):
        return
    lasted_ms = tx.now_ms - found.started_at_ms
    tx.announce(MediaStopped(room_id=found.room_id, publishing_id=publishing_id, lasted_ms=lasted_ms))
    tx.later(end_silent_show, after_ms=SILENCE_MS_MAX, room_id=found.room_id, silent_since_ms=tx.now_ms)


def media_lost(tx: WriteTx, actor: Actor) -> None:
    """After a crash of the media engine: nothing is being published any more."""
    for publishing_id in tx.all(_OPEN):
        media_stopped(tx, actor, publishing_id)


def is_publishing(tx: ReadTx, room_id: str) -> bool:
    return tx.value(_LIVE, room=room_id) > 0


@job
def end_silent_show(tx: WriteTx, actor: Actor, *, room_id: str, silent_since_ms: int) -> None:
    show = show_on_air(tx, room_id)
    began_before = show is not None and (show.started_at_ms or 0) <= silent_since_ms
    if show is not None and began_before and not is_publishing(tx, room_id):
        end_show(tx, SYSTEM, show.id)
