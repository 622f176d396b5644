"""What is wrong with the picture and sound that come in, while they come: as the media engine measures them."""

from sqlalchemy import bindparam, select, update

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, query, require
from livefair.live.events_of_hosting import SignalWarned
from livefair.live.models import PUBLISHING
from livefair.live.rules.picture_and_sound import WARNINGS

_ROOM = query(str, select(PUBLISHING.c.room_id).where(PUBLISHING.c.id == bindparam("one")))
_NOTE = change(
    update(PUBLISHING)
    .where(PUBLISHING.c.id == bindparam("one"), PUBLISHING.c.stopped_at_ms.is_(None))
    .values(warnings=bindparam("codes"))
)
_NOW = query(
    str,
    select(PUBLISHING.c.warnings)
    .where(
        PUBLISHING.c.room_id == bindparam("room"),
        PUBLISHING.c.stopped_at_ms.is_(None),
        PUBLISHING.c.warnings.is_not(None),
    )
    .order_by(PUBLISHING.c.started_at_ms.desc())
    .limit(1),
)


def note_signal(tx: WriteTx, actor: Actor, publishing_id: str, warnings: list[str]) -> None:
    """What is wrong now, in place of what was said before. Only the program says so."""
    require(actor == SYSTEM, "program_only")
    known = [code for code in WARNINGS if code in warnings]
    room_id = tx.one(_ROOM, one=publishing_id)
    if room_id is not None and tx.change(_NOTE, one=publishing_id, codes=" ".join(known)):
        tx.announce(SignalWarned(room_id=room_id, publishing_id=publishing_id, warnings=known))


def warnings_in(tx: ReadTx, room_id: str) -> list[str]:
    """Of whatever comes into the room now. For callers who have checked who may see it."""
    return (tx.one(_NOW, room=room_id) or "").split()
