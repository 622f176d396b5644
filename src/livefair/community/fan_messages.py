"""What a host writes to the members who want that: a few a day, told by a note, and by devices where they like it.

Consent is looked at when a member is told, not when the host writes: who stops it meanwhile hears nothing.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog.price_claims import require_no_claims
from livefair.community.events_of_fans import FanMessageSent
from livefair.community.fan_clubs import FanClub, club_for, club_to_run, fan_of
from livefair.community.models.fan_words import FAN_MESSAGE
from livefair.community.models.fans import FAN, FAN_CLUB
from livefair.community.rules import fan_clubs as rules
from livefair.governance import Shown, Subject
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import (
    DAY_MS,
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require_valid,
)
from livefair.people import clean_line, clean_text, hidden_from, is_removed, person_card, require_standing
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.removals import is_here

TOLD_PER_RUN = 200
SHOWN_MAX = 20
TEASER_CHARS = 60


class Message(NamedTuple):
    id: str
    club_id: str
    text: str
    sent_at_ms: int
    told: int
    hidden_case_id: str | None


_COLUMNS = [FAN_MESSAGE.c[name] for name in Message._fields]
_ONE = query(Message, select(*_COLUMNS).where(FAN_MESSAGE.c.id == bindparam("message")))
_BY_KEY = query(
    str,
    select(FAN_MESSAGE.c.id).where(FAN_MESSAGE.c.club_id == bindparam("club"), FAN_MESSAGE.c.key == bindparam("same")),
)
# Two messages at once are counted one after the other.
_HOLD = change(update(FAN_CLUB).where(FAN_CLUB.c.id == bindparam("club")).values(members=FAN_CLUB.c.members))
_SENT = query(
    int,
    select(func.count())
    .select_from(FAN_MESSAGE)
    .where(FAN_MESSAGE.c.club_id == bindparam("club"), FAN_MESSAGE.c.sent_at_ms > bindparam("since")),
)
_NEWEST = query(
    Message,
    select(*_COLUMNS)
    .where(FAN_MESSAGE.c.club_id == bindparam("club"), FAN_MESSAGE.c.hidden_case_id.is_(None))
    .order_by(FAN_MESSAGE.c.sent_at_ms.desc(), FAN_MESSAGE.c.id.desc())
    .limit(SHOWN_MAX),
)
_NEXT = query(
    str,
    select(FAN.c.person_id)
    .where(
        FAN.c.club_id == bindparam("club"),
        FAN.c.person_id > bindparam("after"),
        FAN.c.left_at_ms.is_(None),
        FAN.c.messages_from_ms.is_not(None),
        is_here(FAN.c.person_id),
    )
    .order_by(FAN.c.person_id)
    .limit(TOLD_PER_RUN),
)
_TOLD = change(
    update(FAN_MESSAGE)
    .where(FAN_MESSAGE.c.id == bindparam("message"))
    .values(told=FAN_MESSAGE.c.told + bindparam("more"))
)
_HIDE = change(
    update(FAN_MESSAGE).where(FAN_MESSAGE.c.id == bindparam("message")).values(hidden_case_id=bindparam("case"))
)


def send_message(tx: WriteTx, actor: Actor, club_id: str, *, text: str, key: str) -> str:
    """Write to the members who want it. The same `key` twice is the same message. Returns its id.

    Refusals: not_your_club, club_closed, empty, too_long, too_many_messages, those of claims without evidence.
    """
    club = club_to_run(tx, actor, club_id)
    require_standing(tx, actor)
    key = clean_line(key, limit=80, field="key")
    tx.change(_HOLD, club=club.id)
    if (earlier := tx.one(_BY_KEY, club=club.id, same=key)) is not None:
        return earlier
    if club.closed_at_ms is not None:
        raise Conflict("club_closed")
    require_no_claims({"text": text})
    text = clean_text(text, limit=rules.MESSAGE_CHARS_MAX, field="text")
    require_valid(bool(text), "empty", field="text")
    limit = fan_policy(tx).knobs.messages_per_day
    if tx.value(_SENT, club=club.id, since=tx.now_ms - DAY_MS) >= limit:
        raise TooMany("too_many_messages", limit=limit)
    message = Message(tx.new_id(), club.id, text, tx.now_ms, 0, None)
    tx.insert(FAN_MESSAGE, **message._asdict(), key=key)
    tx.announce(FanMessageSent(club_id=club.id, host_id=club.host_id, message_id=message.id))
    tx.later(tell_members, key=f"fans:{message.id}", message_id=message.id)
    return message.id


@job
def tell_members(tx: WriteTx, actor: Actor, *, message_id: str, after: str = "") -> None:
    """A bounded number at once; nobody any more once moderators have taken it, or its host, away."""
    message = message_called(tx, message_id)
    if message.hidden_case_id is not None:
        return
    club = club_for(tx, SYSTEM, message.club_id)
    if is_removed(tx, club.host_id):
        return
    found = tx.all(_NEXT, club=club.id, after=after)
    unmet = hidden_from(tx, club.host_id)
    note = _note(tx, club, message)
    reached = [person_id for person_id in found if person_id not in unmet]
    for person_id in reached:
        leave_note(tx, SYSTEM, person_id, note)
    tx.change(_TOLD, message=message_id, more=len(reached))
    if len(found) == TOLD_PER_RUN:
        tx.later(tell_members, key=f"fans:{message_id}:{found[-1]}", message_id=message_id, after=found[-1])


def messages_of(tx: ReadTx, actor: Actor, club_id: str) -> list[Message]:
    """For members and the host, newest first."""
    club = club_for(tx, actor, club_id)
    if actor.id != club.host_id and fan_of(tx, actor, club_id) is None:
        return []
    return tx.all(_NEWEST, club=club.id)


def message_called(tx: ReadTx, message_id: str) -> Message:
    return tx.one(_ONE, message=message_id) or not_found("message")


def shown_message(tx: ReadTx, actor: Actor, message_id: str) -> Shown:
    """As governance takes it when a member reports it."""
    message = message_called(tx, message_id)
    club = club_for(tx, actor, message.club_id)
    if actor.id != club.host_id and fan_of(tx, actor, club.id) is None:
        not_found("message")
    return Shown(Subject("fan_message", message.id), club.host_id, message.text)


def hide_or_restore_message(tx: WriteTx, actor: Actor, message_id: str, case_id: str | None) -> None:
    """Make a message's visibility follow the moderators."""
    tx.change(_HIDE, message=message_id, case=case_id)


def _note(tx: ReadTx, club: FanClub, message: Message) -> DeviceNote:
    teaser = " ".join(message.text.split())[:TEASER_CHARS]
    words = {"host": person_card(tx, club.host_id).name, "text": teaser}
    return DeviceNote("fan_message", words, f"/clubs/{club.id}", message.id)
