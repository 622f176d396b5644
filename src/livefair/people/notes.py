"""Notes: what somebody is told on the site and, where they want it, on their devices. Said once, in words by code."""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, query, require
from livefair.people.devices import DeviceNote, tell_devices
from livefair.people.models import NOTE

SHOWN_MAX = 100


class Note(NamedTuple):
    id: str
    code: str
    words: dict[str, str]
    href: str
    given_at_ms: int
    read_at_ms: int | None


def _made(id_: str, code: str, words: str, href: str, given_at_ms: int, read_at_ms: int | None) -> Note:
    return Note(id_, code, msgspec.json.decode(words, type=dict[str, str]), href, given_at_ms, read_at_ms)


_MINE = query(
    _made,
    select(*(NOTE.c[field] for field in Note._fields))
    .where(NOTE.c.person_id == bindparam("who"))
    .order_by(NOTE.c.id.desc())
    .limit(SHOWN_MAX),
)
_UNREAD = query(
    int, select(func.count()).select_from(NOTE).where(NOTE.c.person_id == bindparam("who"), NOTE.c.read_at_ms.is_(None))
)
_READ = change(
    update(NOTE)
    .where(NOTE.c.person_id == bindparam("who"), NOTE.c.read_at_ms.is_(None))
    .values(read_at_ms=bindparam("now"))
)


def leave_note(tx: WriteTx, actor: Actor, person_id: str, note: DeviceNote) -> None:
    """Tell somebody; the same code about the same thing once. A word `x_zh` or `x_en` is `x` in that language."""
    new = tx.insert_new(
        NOTE,
        id=tx.new_id(),
        person_id=person_id,
        code=note.code,
        words=msgspec.json.encode(note.words).decode(),
        href=note.href,
        about=note.about,
        given_at_ms=tx.now_ms,
    )
    if new:
        tell_devices(tx, SYSTEM, person_id, note)


def my_notes(tx: ReadTx, actor: Actor) -> list[Note]:
    """Newest first."""
    return tx.all(_MINE, who=actor.id)


def unread_notes(tx: ReadTx, actor: Actor) -> int:
    return tx.value(_UNREAD, who=actor.id)


def read_notes(tx: WriteTx, actor: Actor) -> None:
    require(not actor.is_guest, "sign_in_first")
    tx.change(_READ, who=actor.id, now=tx.now_ms)
