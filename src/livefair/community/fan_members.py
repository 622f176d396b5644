"""Who is in a fan club: for the host, for the list that they take away, and a person's own clubs."""

import csv
import io
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.community.fan_clubs import CLUB_COLUMNS, FAN_COLUMNS, Fan, FanClub, club_to_run
from livefair.community.models.fans import FAN, FAN_CLUB
from livefair.community.rules import fan_clubs as rules
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import Actor, ReadTx, query, text_in
from livefair.people import PersonCard, in_sight, person_cards
from livefair.people.queries import addresses_of
from livefair.people.removals import is_here, require_standing

PAGE = 50
MINE_MAX = 200
EXPORT_MAX = 50_000
# What a spreadsheet would take for a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class Member(NamedTuple):
    person: PersonCard
    fan: Fan
    level: int


class MyClub(NamedTuple):
    club: FanClub
    fan: Fan
    standing: rules.Standing


_here = (FAN.c.left_at_ms.is_(None), is_here(FAN.c.person_id))
_of_club = FAN.c.club_id == bindparam("club")
_MEMBERS = query(
    Fan,
    select(*FAN_COLUMNS)
    .where(_of_club, *_here)
    .order_by(FAN.c.points.desc(), FAN.c.joined_at_ms, FAN.c.person_id)
    .limit(PAGE)
    .offset(bindparam("skipped")),
)
_REACHED = query(
    int, select(func.count()).select_from(FAN).where(_of_club, *_here, FAN.c.messages_from_ms.is_not(None))
)
_TAKEN_AWAY = query(
    Fan,
    select(*FAN_COLUMNS)
    .where(_of_club, *_here, FAN.c.contact_from_ms.is_not(None))
    .order_by(FAN.c.joined_at_ms, FAN.c.person_id)
    .limit(EXPORT_MAX),
)
_AMONG = query(
    str,
    select(FAN.c.person_id)
    .join_from(FAN, FAN_CLUB, FAN_CLUB.c.id == FAN.c.club_id)
    .where(FAN_CLUB.c.host_id == bindparam("host"), text_in(FAN.c.person_id, "ids"), *_here)
    .order_by(FAN.c.person_id),
)
_MINE = query(
    lambda *row: (FanClub(*row[: len(CLUB_COLUMNS)]), Fan(*row[len(CLUB_COLUMNS) :])),
    select(*CLUB_COLUMNS, *FAN_COLUMNS)
    .join_from(FAN, FAN_CLUB, FAN_CLUB.c.id == FAN.c.club_id)
    .where(FAN.c.person_id == bindparam("person"), FAN.c.left_at_ms.is_(None), in_sight(FAN_CLUB.c.host_id))
    .order_by(FAN.c.points.desc(), FAN.c.joined_at_ms, FAN.c.club_id)
    .limit(MINE_MAX),
)


def members_of(tx: ReadTx, actor: Actor, club_id: str, *, page: int = 0) -> list[Member]:
    """For the host: most points first, 50 on a page; whoever is removed or has closed their account is not there."""
    club = club_to_run(tx, actor, club_id)
    found = tx.all(_MEMBERS, club=club.id, skipped=max(page, 0) * PAGE)
    return members_from(tx, found)


def members_from(tx: ReadTx, fans: list[Fan]) -> list[Member]:
    cards, step = person_cards(tx, [fan.person_id for fan in fans]), fan_policy(tx).knobs.level_step
    return [Member(cards[fan.person_id], fan, rules.standing(fan.points, step).level) for fan in fans]


def members_among(tx: ReadTx, host_id: str, people: list[str]) -> list[str]:
    """Those of these people who are members with that host now."""
    return tx.all(_AMONG, host=host_id, ids=people) if people else []


def reached_by_messages(tx: ReadTx, club_id: str) -> int:
    """How many members want to be written to."""
    return tx.value(_REACHED, club=club_id)


def members_file(tx: ReadTx, actor: Actor, club_id: str) -> str:
    """CSV of those who said that the host may take their name and address along, and of nobody else.

    NotAllowed: not_your_club, account_removed.
    """
    require_standing(tx, actor)
    club = club_to_run(tx, actor, club_id)
    fans = tx.all(_TAKEN_AWAY, club=club.id)
    addresses, step = addresses_of(tx, [fan.person_id for fan in fans]), fan_policy(tx).knobs.level_step
    out = io.StringIO()
    file = csv.writer(out, lineterminator="\r\n")
    file.writerow(["name", "email", "level", "points", "joined_at_ms", "consented_at_ms", "messages"])
    for fan in fans:
        name, email = addresses[fan.person_id]
        level = rules.standing(fan.points, step).level
        messages = "yes" if fan.messages_from_ms is not None else "no"
        file.writerow([plain(name), plain(email), level, fan.points, fan.joined_at_ms, fan.contact_from_ms, messages])
    return out.getvalue()


def plain(text: str) -> str:
    """As a cell that no spreadsheet computes."""
    return f"'{text}" if text.startswith(_RISKY) else text


def my_clubs(tx: ReadTx, actor: Actor) -> list[MyClub]:
    """The clubs somebody is in, most points first."""
    step = fan_policy(tx).knobs.level_step
    found = [] if actor.is_guest else tx.all(_MINE, person=actor.id)
    return [MyClub(club, fan, rules.standing(fan.points, step)) for club, fan in found]
