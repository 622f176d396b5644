"""Slow mode and followers-only: how people speak in a room, said by its moderators, who need not heed it."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import Actor, NotAllowed, ReadTx, TooMany, WriteTx, change, query, require_valid
from livefair.live.events import MannersSet
from livefair.live.models import CHAT_LINE
from livefair.live.models.play import MANNERS, SPEAKERS
from livefair.live.rooms import may_moderate, room_for, room_to_moderate
from livefair.live.rules import manners as rules
from livefair.people import follows


class Manners(NamedTuple):
    """`slow_ms` between two lines of one person (0: any), and who may speak: everybody or followers."""

    slow_ms: int = 0
    speakers: str = "everybody"


_OF = query(Manners, select(MANNERS.c.slow_ms, MANNERS.c.speakers).where(MANNERS.c.room_id == bindparam("room")))
_SET = change(
    update(MANNERS)
    .where(MANNERS.c.room_id == bindparam("room"))
    .values(slow_ms=bindparam("slow"), speakers=bindparam("who"), set_by=bindparam("by"), set_at_ms=bindparam("now"))
)
_LAST_SAID = query(
    int,
    select(func.coalesce(func.max(CHAT_LINE.c.at_ms), 0)).where(
        CHAT_LINE.c.room_id == bindparam("room"),
        CHAT_LINE.c.author_id == bindparam("who"),
        CHAT_LINE.c.at_ms > bindparam("since"),
    ),
)


def set_manners(tx: WriteTx, actor: Actor, room_id: str, manners: Manners) -> None:
    """Say how people speak here; they are told at once. The same again changes nothing."""
    room_to_moderate(tx, actor, room_id)
    require_valid(0 <= manners.slow_ms <= rules.SLOW_MS_MAX, "out_of_range", field="slow")
    require_valid(manners.speakers in SPEAKERS, "bad_value", field="speakers")
    if manners_of(tx, room_id) == manners:
        return
    is_new = tx.insert_new(
        MANNERS,
        room_id=room_id,
        slow_ms=manners.slow_ms,
        speakers=manners.speakers,
        set_by=actor.id,
        set_at_ms=tx.now_ms,
    )
    if not is_new:
        tx.change(_SET, room=room_id, slow=manners.slow_ms, who=manners.speakers, by=actor.id, now=tx.now_ms)
    tx.announce(MannersSet(room_id=room_id, slow_ms=manners.slow_ms, speakers=manners.speakers))


def manners_of(tx: ReadTx, room_id: str) -> Manners:
    return tx.one(_OF, room=room_id) or Manners()


def require_manners(tx: ReadTx, actor: Actor, room_id: str, *, last_at_ms: int = 0) -> int:
    """May this person say a line now? Refusals: followers_only, slow_mode (seconds).

    `last_at_ms` is their last line that is not journalled yet, 0 if the caller knows of none. Returns how many ms
    have to lie between two lines of theirs, 0 for those who moderate.
    """
    room = room_for(tx, actor, room_id)
    manners = manners_of(tx, room.id)
    if manners == Manners() or may_moderate(tx, actor, room):
        return 0
    if manners.speakers == "followers" and not follows(tx, actor.id, room.host_id):
        raise NotAllowed("followers_only")
    kept = tx.value(_LAST_SAID, room=room.id, who=actor.id, since=tx.now_ms - rules.SLOW_MS_MAX)
    wait = rules.wait_ms(slow_ms=manners.slow_ms, last_at_ms=max(kept, last_at_ms), now_ms=tx.now_ms)
    if wait:
        raise TooMany("slow_mode", seconds=rules.whole_seconds(wait))
    return manners.slow_ms
