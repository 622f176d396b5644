"""Chat lines (弹幕). A line is a signal: checked, sent to the room at once, journalled with its batch."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, NotAllowed, ReadTx, WriteTx, change, not_found, query, require
from livefair.live import rules
from livefair.live.events import ChatLineHidden, ChatLineRestored
from livefair.live.models import CHAT_LINE, SHOW
from livefair.live.muting import mute_of
from livefair.live.on_air import on_air_for
from livefair.live.rooms import is_room_moderator, room_to_moderate
from livefair.people import PersonCard, clean_line, in_sight, person_card, require_standing
from livefair.people.badges import Badge, badges_among


class Line(NamedTuple):
    """A line on its way: `by` is who says it, as everybody sees them; `is_host` of the room, or `is_helper` in it.

    `badges`: what they have earned, with this host or everywhere.
    """

    id: str
    room_id: str
    show_id: str
    by: PersonCard
    text: str
    reply_to: str | None
    at_ms: int
    is_host: bool
    is_helper: bool = False
    badges: tuple[Badge, ...] = ()


class Said(NamedTuple):
    """A line as it was kept."""

    id: str
    room_id: str
    show_id: str
    author_id: str
    text: str
    reply_to: str | None
    at_ms: int
    hidden_at_ms: int | None


_COLUMNS = [getattr(CHAT_LINE.c, field) for field in Said._fields]
_LINE = query(Said, select(*_COLUMNS).where(CHAT_LINE.c.id == bindparam("line")))
_LAST = query(
    Said,
    select(*_COLUMNS)
    .where(
        CHAT_LINE.c.show_id == bindparam("show"), CHAT_LINE.c.hidden_at_ms.is_(None), in_sight(CHAT_LINE.c.author_id)
    )
    .order_by(CHAT_LINE.c.id.desc())
    .limit(bindparam("most")),
)
_LAST_OF = query(
    Said,
    select(*_COLUMNS)
    .join_from(CHAT_LINE, SHOW, SHOW.c.id == CHAT_LINE.c.show_id)
    .where(
        CHAT_LINE.c.author_id == bindparam("author"), CHAT_LINE.c.hidden_at_ms.is_(None), SHOW.c.ended_at_ms.is_(None)
    )
    .order_by(CHAT_LINE.c.id.desc())
    .limit(bindparam("most")),
)
_BY = query(
    str,
    select(CHAT_LINE.c.text)
    .where(
        CHAT_LINE.c.show_id == bindparam("show"),
        CHAT_LINE.c.author_id == bindparam("who"),
        CHAT_LINE.c.at_ms >= bindparam("since"),
        CHAT_LINE.c.hidden_at_ms.is_(None),
    )
    .order_by(CHAT_LINE.c.id.desc())
    .limit(200),
)
_HIDE = change(
    update(CHAT_LINE)
    .where(CHAT_LINE.c.id == bindparam("line"), CHAT_LINE.c.hidden_at_ms.is_(None))
    .values(hidden_at_ms=bindparam("now"), hidden_by=bindparam("who"))
)
_RESTORE = change(
    update(CHAT_LINE)
    .where(CHAT_LINE.c.id == bindparam("line"), CHAT_LINE.c.hidden_at_ms.is_not(None))
    .values(hidden_at_ms=None, hidden_by=None)
)


def check_line(tx: ReadTx, actor: Actor, room_id: str, *, line_id: str, text: str, reply_to: str | None = None) -> Line:
    """The line as it may be sent now, or a refusal: sign_in_first, not_on_air, muted, empty, too_long.

    `line_id` is the id that the line will be kept under. A reply names a line of the same room; one so fresh that
    it is not journalled yet is taken on trust.
    """
    found = on_air_for(tx, actor, room_id)
    require_voice(tx, actor, room_id)
    clean = clean_line(text, limit=rules.LINE_CHARS_MAX, field="text")
    if reply_to is not None:
        answered = tx.one(_LINE, line=reply_to)
        if len(reply_to) > 40 or (answered is not None and answered.room_id != room_id):
            not_found("line")
    return Line(
        id=line_id,
        room_id=room_id,
        show_id=found.show.id,
        by=person_card(tx, actor.id),
        text=clean,
        reply_to=reply_to,
        at_ms=tx.now_ms,
        is_host=actor.id == found.room.host_id,
        is_helper=is_room_moderator(tx, room_id, actor.id),
        badges=tuple(badges_among(tx, [actor.id], about=found.room.host_id).get(actor.id, ())),
    )


def require_voice(tx: ReadTx, actor: Actor, room_id: str) -> None:
    """Signed in, not removed by moderators, and not muted in this room."""
    require(not actor.is_guest, "sign_in_first")
    require_standing(tx, actor)
    muted = mute_of(tx, room_id, actor.id)
    if muted is not None:
        raise NotAllowed("muted", reason=muted.reason, until_at_ms=muted.until_at_ms or 0)


def hide_line(tx: WriteTx, actor: Actor, line_id: str) -> None:
    """Take a line out of the room and the replay. Its author may do so, and whoever moderates."""
    line = line_called(tx, line_id)
    if line.author_id != actor.id:
        room_to_moderate(tx, actor, line.room_id)
    if tx.change(_HIDE, line=line_id, now=tx.now_ms, who=actor.id):
        tx.announce(ChatLineHidden(room_id=line.room_id, line_id=line_id, author_id=line.author_id))


def restore_line(tx: WriteTx, actor: Actor, line_id: str) -> None:
    line = line_called(tx, line_id)
    room_to_moderate(tx, actor, line.room_id)
    if not tx.change(_RESTORE, line=line_id):
        raise Conflict("not_hidden")
    tx.announce(ChatLineRestored(room_id=line.room_id, line_id=line_id))


def is_kept(tx: ReadTx, line_id: str) -> bool:
    """Whether the line is journalled already."""
    return tx.one(_LINE, line=line_id) is not None


def line_called(tx: ReadTx, line_id: str) -> Said:
    return tx.one(_LINE, line=line_id) or not_found("line")


def lines_on_air_of(tx: ReadTx, person_id: str, *, most: int) -> list[Said]:
    """What somebody has said in shows that are on the air now, newest first."""
    return tx.all(_LAST_OF, author=person_id, most=min(most, 200))


def last_lines(tx: ReadTx, show_id: str, *, most: int) -> list[Said]:
    """The newest lines that are not hidden, oldest first."""
    return tx.all(_LAST, show=show_id, most=min(most, 200))[::-1]


def lines_by(tx: ReadTx, author_id: str, *, show_id: str, since_ms: int) -> list[str]:
    """What somebody has said in a show since a moment, newest first, 200 lines at most."""
    return tx.all(_BY, show=show_id, who=author_id, since=since_ms)
