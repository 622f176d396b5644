"""Rooms: opening, closing, who helps, and the key that lets pictures in."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair import discovery
from livefair.catalog.price_claims import require_no_claims
from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    secret_token,
)
from livefair.live import rules
from livefair.live.events import ModeratorDismissed, ModeratorNamed, RoomClosed, RoomOpened, StreamKeyIssued
from livefair.live.models import MODERATOR, ROOM, SHOW
from livefair.people import clean_line, clean_text, in_sight, is_blocked, is_removed, person_for
from livefair.people.rules import may_see_removed


class Room(NamedTuple):
    id: str
    host_id: str
    organisation_id: str | None
    title: str
    about: str
    opened_at_ms: int
    closed_at_ms: int | None


_COLUMNS = [getattr(ROOM.c, field) for field in Room._fields]
_ROOM = query(Room, select(*_COLUMNS).where(ROOM.c.id == bindparam("room")))
_OF_HOST = query(
    Room,
    select(*_COLUMNS).where(ROOM.c.host_id == bindparam("host"), ROOM.c.closed_at_ms.is_(None)).order_by(ROOM.c.id),
)
_OF_ORGANISATION = query(
    Room,
    select(*_COLUMNS)
    .where(ROOM.c.organisation_id == bindparam("organisation"), ROOM.c.closed_at_ms.is_(None))
    .order_by(ROOM.c.id)
    .limit(500),
)
_DESCRIBE = change(
    update(ROOM)
    .where(ROOM.c.id == bindparam("room"))
    .values(title=bindparam("new_title"), about=bindparam("new_about"))
)
_CLOSE = change(
    update(ROOM)
    .where(ROOM.c.id == bindparam("room"), ROOM.c.closed_at_ms.is_(None))
    .values(closed_at_ms=bindparam("now"), stream_key_hash=None)
)
_RUNNING = query(
    int,
    select(func.count())
    .select_from(SHOW)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None)),
)
_SET_KEY = change(
    update(ROOM)
    .where(ROOM.c.id == bindparam("room"), ROOM.c.closed_at_ms.is_(None))
    .values(stream_key_hash=bindparam("new_hash"), stream_key_issued_at_ms=bindparam("now"))
)
_KEY = query(str, select(ROOM.c.stream_key_hash).where(ROOM.c.id == bindparam("room"), in_sight(ROOM.c.host_id)))
_HELPS = query(
    int,
    select(func.count())
    .select_from(MODERATOR)
    .where(MODERATOR.c.room_id == bindparam("room"), MODERATOR.c.person_id == bindparam("person")),
)
_HELPERS = query(
    str, select(MODERATOR.c.person_id).where(MODERATOR.c.room_id == bindparam("room")).order_by(MODERATOR.c.named_at_ms)
)
_DISMISS = change(
    delete(MODERATOR).where(MODERATOR.c.room_id == bindparam("room"), MODERATOR.c.person_id == bindparam("person"))
)


def open_room(tx: WriteTx, actor: Actor, *, title: str, about: str = "", organisation_id: str | None = None) -> str:
    """Open a room of one's own, or one for the organisation that the host acts for. Returns its id."""
    require(rules.may_open_room(actor), "hosts_only")
    require(organisation_id is None or organisation_id == actor.organisation_id, "not_yours")
    if len(tx.all(_OF_HOST, host=actor.id)) >= rules.ROOMS_PER_HOST_MAX:
        raise Conflict("too_many_rooms", limit=rules.ROOMS_PER_HOST_MAX)
    room_id = tx.new_id()
    title, about = _clean(title, about)
    tx.insert(
        ROOM,
        id=room_id,
        host_id=actor.id,
        organisation_id=organisation_id,
        title=title,
        about=about,
        opened_at_ms=tx.now_ms,
    )
    discovery.index(tx, "room", room_id, title=[title], more=[about])
    tx.announce(RoomOpened(room_id=room_id, host_id=actor.id, organisation_id=organisation_id))
    return room_id


def describe_room(tx: WriteTx, actor: Actor, room_id: str, *, title: str, about: str) -> None:
    room_to_run(tx, actor, room_id)
    title, about = _clean(title, about)
    tx.change(_DESCRIBE, room=room_id, new_title=title, new_about=about)
    discovery.index(tx, "room", room_id, title=[title], more=[about])


def close_room(tx: WriteTx, actor: Actor, room_id: str) -> None:
    """For good: nothing can start here again, its replays stay. Conflict on_air while a show runs."""
    room = room_to_run(tx, actor, room_id)
    if tx.value(_RUNNING, room=room_id):
        raise Conflict("on_air")
    if tx.change(_CLOSE, room=room_id, now=tx.now_ms):
        discovery.forget(tx, "room", room_id)
        tx.announce(RoomClosed(room_id=room_id, host_id=room.host_id))


def issue_stream_key(tx: WriteTx, actor: Actor, room_id: str) -> str:
    """A new key for publishing into the room, shown this once; the one before it is void."""
    room_to_run(tx, actor, room_id)
    token = secret_token()
    tx.change(_SET_KEY, room=room_id, new_hash=rules.key_hash(token), now=tx.now_ms)
    tx.announce(StreamKeyIssued(room_id=room_id))
    return token


def is_stream_key(tx: ReadTx, room_id: str, token: str) -> bool:
    """Whether `token` lets its bearer publish into the room now."""
    return rules.is_key(token, tx.one(_KEY, room=room_id))


def name_moderator(tx: WriteTx, actor: Actor, room_id: str, person_id: str) -> None:
    """Let somebody mute and tidy up in this room."""
    room = room_to_run(tx, actor, room_id)
    person_for(tx, actor, person_id)
    require_valid(person_id != room.host_id, "is_host_already", field="person")
    if len(tx.all(_HELPERS, room=room_id)) >= rules.MODERATORS_MAX:
        raise Conflict("too_many_moderators", limit=rules.MODERATORS_MAX)
    if tx.insert_new(MODERATOR, room_id=room_id, person_id=person_id, named_by=actor.id, named_at_ms=tx.now_ms):
        tx.announce(ModeratorNamed(room_id=room_id, person_id=person_id))


def dismiss_moderator(tx: WriteTx, actor: Actor, room_id: str, person_id: str) -> None:
    room_to_run(tx, actor, room_id)
    if tx.change(_DISMISS, room=room_id, person=person_id):
        tx.announce(ModeratorDismissed(room_id=room_id, person_id=person_id))


def room_for(tx: ReadTx, actor: Actor, room_id: str) -> Room:
    """The room as this actor may enter it: not there for those whom its host has blocked, or who blocked them, nor
    while moderators have removed the host.
    """
    room = tx.one(_ROOM, room=room_id)
    if room is None or (not actor.is_guest and is_blocked(tx, actor.id, room.host_id)):
        not_found("room")
    if is_removed(tx, room.host_id) and not may_see_removed(actor, room.host_id):
        not_found("room")
    return room


def room_called(tx: ReadTx, room_id: str) -> Room:
    """For its title beside something that was said in it; to enter it is `room_for`'s to allow."""
    return tx.one(_ROOM, room=room_id) or not_found("room")


def room_to_run(tx: ReadTx, actor: Actor, room_id: str) -> Room:
    """The room for those who may plan, start and pin in it. Conflict room_closed."""
    room = room_for(tx, actor, room_id)
    require(rules.may_run(actor, room), "not_your_room")
    if room.closed_at_ms is not None:
        raise Conflict("room_closed")
    return room


def room_to_moderate(tx: ReadTx, actor: Actor, room_id: str) -> Room:
    room = room_for(tx, actor, room_id)
    require(may_moderate(tx, actor, room), "moderators_only")
    return room


def may_moderate(tx: ReadTx, actor: Actor, room: Room) -> bool:
    return rules.may_moderate(actor, room, is_room_moderator=is_room_moderator(tx, room.id, actor.id))


def is_room_moderator(tx: ReadTx, room_id: str, person_id: str) -> bool:
    """Named by the host to help in this very room."""
    return tx.value(_HELPS, room=room_id, person=person_id) > 0


def moderators_of(tx: ReadTx, room_id: str) -> list[str]:
    return tx.all(_HELPERS, room=room_id)


def rooms_of(tx: ReadTx, actor: Actor) -> list[Room]:
    """The open rooms that this actor runs: their own, then their organisation's."""
    own = tx.all(_OF_HOST, host=actor.id)
    if actor.organisation_id is None:
        return own
    seen = {room.id for room in own}
    theirs = tx.all(_OF_ORGANISATION, organisation=actor.organisation_id)
    return own + [room for room in theirs if room.id not in seen]


def _clean(title: str, about: str) -> tuple[str, str]:
    require_no_claims({"title": title, "about": about})
    return (
        clean_line(title, limit=rules.TITLE_CHARS_MAX, field="title"),
        clean_text(about, limit=rules.ABOUT_CHARS_MAX, field="about"),
    )
