"""Whom a host should think of: members who have not come for a while, those whose question waits; and a thank-you.

Nothing is asked for this that is not there already: no birthday, no address.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.community.events_of_fans import FanThanked
from livefair.community.fan_clubs import FAN_COLUMNS, Fan, club_to_run, fan_called
from livefair.community.fan_members import Member, members_among, members_from
from livefair.community.models.fan_words import FAN_THANKS
from livefair.community.models.fans import FAN
from livefair.kernel import DAY_MS, SYSTEM, Actor, Conflict, ReadTx, WriteTx, day_of, not_found, query
from livefair.live.attendance import Waiting, questions_waiting
from livefair.people import is_blocked, person_card
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.removals import is_here

AWAY_MS = 14 * DAY_MS
ASKED_MS = 30 * DAY_MS
SHOWN_MAX = 20


class Care(NamedTuple):
    """`away`: most points first; `waiting`: members' questions that nobody has answered, newest first."""

    away: list[Member]
    waiting: list[Waiting]


_AWAY = query(
    Fan,
    select(*FAN_COLUMNS)
    .where(
        FAN.c.club_id == bindparam("club"),
        FAN.c.left_at_ms.is_(None),
        FAN.c.seen_at_ms < bindparam("since"),
        is_here(FAN.c.person_id),
    )
    .order_by(FAN.c.points.desc(), FAN.c.seen_at_ms, FAN.c.person_id)
    .limit(SHOWN_MAX),
)


def care_of(tx: ReadTx, actor: Actor, club_id: str) -> Care:
    """For the host of the club."""
    club = club_to_run(tx, actor, club_id)
    asked = questions_waiting(tx, club.host_id, since_ms=tx.now_ms - ASKED_MS)
    fans = frozenset(members_among(tx, club.host_id, sorted({each.asker_id for each in asked})))
    return Care(
        away=members_from(tx, tx.all(_AWAY, club=club.id, since=tx.now_ms - AWAY_MS)),
        waiting=[each for each in asked if each.asker_id in fans][:SHOWN_MAX],
    )


def thank_fan(tx: WriteTx, actor: Actor, club_id: str, person_id: str) -> None:
    """One tap, once a day for each member who wants to hear from the host. It counts no points.

    Conflict: wants_no_messages, thanked_today.
    """
    club = club_to_run(tx, actor, club_id)
    fan = fan_called(tx, club.id, person_id)
    if not fan.is_in or is_blocked(tx, actor.id, person_id):
        not_found("fan")
    if fan.messages_from_ms is None:
        raise Conflict("wants_no_messages")
    if not tx.insert_new(FAN_THANKS, club_id=club.id, person_id=person_id, day=day_of(tx.now_ms), at_ms=tx.now_ms):
        raise Conflict("thanked_today")
    tx.announce(FanThanked(club_id=club.id, host_id=club.host_id, person_id=person_id))
    words = {"host": person_card(tx, club.host_id).name}
    about = f"{club.id}:{day_of(tx.now_ms)}"
    leave_note(tx, SYSTEM, person_id, DeviceNote("fan_thanks", words, f"/clubs/{club.id}", about))
