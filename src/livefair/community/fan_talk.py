"""Members talk to each other and to their host between shows: in order, by the rules of the host's own rooms."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.community.events_of_fans import FanLineHidden
from livefair.community.fan_clubs import FanClub, club_for, fan_of
from livefair.community.models.fan_words import FAN_LINE
from livefair.community.models.fans import FAN_CLUB
from livefair.community.rules import fan_clubs as rules
from livefair.governance import Shown, Subject
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import MINUTE_MS, Actor, Conflict, ReadTx, TooMany, WriteTx, change, not_found, query, require
from livefair.live import rooms_of
from livefair.live.chat import require_voice
from livefair.live.civility import weigh
from livefair.live.rooms import Room, is_room_moderator
from livefair.people import clean_line, hidden_from, in_sight, require_standing

LINES_SHOWN = 50


class FanLine(NamedTuple):
    id: str
    club_id: str
    author_id: str
    text: str
    at_ms: int
    hidden_at_ms: int | None
    hidden_case_id: str | None


_COLUMNS = [FAN_LINE.c[name] for name in FanLine._fields]
_ONE = query(FanLine, select(*_COLUMNS).where(FAN_LINE.c.id == bindparam("line")))
_BY_KEY = query(
    str, select(FAN_LINE.c.id).where(FAN_LINE.c.author_id == bindparam("who"), FAN_LINE.c.key == bindparam("same"))
)
# Several lines at once are counted one after the other.
_HOLD = change(update(FAN_CLUB).where(FAN_CLUB.c.id == bindparam("club")).values(members=FAN_CLUB.c.members))
_SAID = query(
    int,
    select(func.count())
    .select_from(FAN_LINE)
    .where(FAN_LINE.c.author_id == bindparam("who"), FAN_LINE.c.at_ms > bindparam("since")),
)
_LAST = query(
    FanLine,
    select(*_COLUMNS)
    .where(
        FAN_LINE.c.club_id == bindparam("club"),
        FAN_LINE.c.hidden_at_ms.is_(None),
        FAN_LINE.c.hidden_case_id.is_(None),
        in_sight(FAN_LINE.c.author_id),
    )
    .order_by(FAN_LINE.c.id.desc())
    .limit(LINES_SHOWN),
)
_HIDE = change(
    update(FAN_LINE)
    .where(FAN_LINE.c.id == bindparam("line"), FAN_LINE.c.hidden_at_ms.is_(None))
    .values(hidden_at_ms=bindparam("now"), hidden_by=bindparam("who"))
)
_FOLLOW_CASE = change(
    update(FAN_LINE).where(FAN_LINE.c.id == bindparam("line")).values(hidden_case_id=bindparam("case"))
)


def say_to_club(tx: WriteTx, actor: Actor, club_id: str, *, text: str, key: str) -> str:
    """Say something to the whole club. The same `key` twice is the same line. Returns its id.

    Refusals: sign_in_first, members_only, account_removed, club_closed, muted, word_unwanted, empty, too_long,
    too_many_lines.
    """
    require(not actor.is_guest, "sign_in_first")
    require_standing(tx, actor)
    club = talking_club_for(tx, actor, club_id)
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, same=key)) is not None:
        return earlier
    if club.closed_at_ms is not None:
        raise Conflict("club_closed")
    text = clean_line(text, limit=rules.LINE_CHARS_MAX, field="text")
    for room in rooms_of_club(tx, club):
        require_voice(tx, actor, room.id)
        weigh(tx, actor, room.id, text)
    tx.change(_HOLD, club=club.id)
    limit = fan_policy(tx).knobs.lines_per_minute
    if tx.value(_SAID, who=actor.id, since=tx.now_ms - MINUTE_MS) >= limit:
        raise TooMany("too_many_lines", limit=limit)
    line = FanLine(tx.new_id(), club.id, actor.id, text, tx.now_ms, None, None)
    if not tx.insert_new(FAN_LINE, **line._asdict(), key=key):
        return tx.value(_BY_KEY, who=actor.id, same=key)
    return line.id


def hide_fan_line(tx: WriteTx, actor: Actor, line_id: str) -> None:
    """Its author may, the host, and whoever helps in the host's rooms."""
    line = _called(tx, line_id)
    club = club_for(tx, actor, line.club_id)
    require(actor.id == line.author_id or may_tidy(tx, actor, club), "moderators_only")
    if tx.change(_HIDE, line=line_id, now=tx.now_ms, who=actor.id):
        tx.announce(FanLineHidden(club_id=club.id, line_id=line_id, author_id=line.author_id))


def fan_lines(tx: ReadTx, actor: Actor, club_id: str) -> list[FanLine]:
    """The newest lines, oldest first, for members and the host, without those whom the reader must not meet."""
    club = talking_club_for(tx, actor, club_id)
    unmet = hidden_from(tx, actor.id)
    return [line for line in tx.all(_LAST, club=club.id)[::-1] if line.author_id not in unmet]


def talking_club_for(tx: ReadTx, actor: Actor, club_id: str) -> FanClub:
    """NotAllowed members_only."""
    club = club_for(tx, actor, club_id)
    require(actor.id == club.host_id or fan_of(tx, actor, club_id) is not None, "members_only")
    return club


def may_tidy(tx: ReadTx, actor: Actor, club: FanClub) -> bool:
    if actor.is_guest:
        return False
    return actor.id == club.host_id or any(is_room_moderator(tx, room.id, actor.id) for room in rooms_of_club(tx, club))


def rooms_of_club(tx: ReadTx, club: FanClub) -> list[Room]:
    return rooms_of(tx, Actor(club.host_id))


def shown_line(tx: ReadTx, actor: Actor, line_id: str) -> Shown:
    """As governance takes it when a member reports it."""
    line = _called(tx, line_id)
    talking_club_for(tx, actor, line.club_id)
    return Shown(Subject("fan_line", line.id), line.author_id, line.text)


def hide_or_restore_fan_line(tx: WriteTx, actor: Actor, line_id: str, case_id: str | None) -> None:
    """Make a line's visibility follow the moderators."""
    tx.change(_FOLLOW_CASE, line=line_id, case=case_id)


def _called(tx: ReadTx, line_id: str) -> FanLine:
    return tx.one(_ONE, line=line_id) or not_found("line")
