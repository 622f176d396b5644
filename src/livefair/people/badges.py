"""Badges: a small sign of what somebody has done, given by upper floors in words that every floor knows.

A badge is for the whole fair or `about` one host, in whose rooms alone it is shown.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, or_, select, update

from livefair.kernel import Actor, ReadTx, WriteTx, change, query, text_in
from livefair.people.events import BadgeGiven, BadgeTaken
from livefair.people.models import BADGE
from livefair.people.removals import in_sight

EVERYWHERE = ""
FAN = "fan"
SHOWN_MAX = 500


class Badge(NamedTuple):
    """`level` counts from 1; `name` is what the host calls their circle, "" for badges of the whole fair."""

    kind: str
    level: int
    name: str = ""
    about: str = EVERYWHERE


class _Worn(NamedTuple):
    person_id: str
    badge: Badge


_COLUMNS = [BADGE.c[field] for field in Badge._fields]
_this = (
    BADGE.c.person_id == bindparam("person"),
    BADGE.c.kind == bindparam("of_kind"),
    BADGE.c.about == bindparam("whom"),
)
_AMONG = query(
    lambda person_id, *badge: _Worn(person_id, Badge(*badge)),
    select(BADGE.c.person_id, *_COLUMNS)
    .where(text_in(BADGE.c.person_id, "ids"), or_(BADGE.c.about == EVERYWHERE, BADGE.c.about == bindparam("whom")))
    .order_by(BADGE.c.kind)
    .limit(4 * SHOWN_MAX),
)
_OF = query(
    Badge,
    select(*_COLUMNS)
    .where(BADGE.c.person_id == bindparam("person"), in_sight(BADGE.c.about))
    .order_by(BADGE.c.level.desc(), BADGE.c.kind, BADGE.c.about)
    .limit(SHOWN_MAX),
)
_LEVEL = query(int, select(BADGE.c.level).where(*_this))
_CHANGE = change(
    update(BADGE)
    .where(*_this, or_(BADGE.c.level != bindparam("new_level"), BADGE.c.name != bindparam("new_name")))
    .values(level=bindparam("new_level"), name=bindparam("new_name"), given_at_ms=bindparam("now"))
)
_TAKE = change(delete(BADGE).where(*_this))
_RENAME = change(
    update(BADGE)
    .where(BADGE.c.kind == bindparam("of_kind"), BADGE.c.about == bindparam("whom"))
    .values(name=bindparam("new_name"))
)


def give_badge(tx: WriteTx, actor: Actor, person_id: str, badge: Badge) -> None:
    """Give one, or the one that is there its new level and name. The same again is nothing."""
    is_new = tx.insert_new(BADGE, person_id=person_id, **badge._asdict(), given_at_ms=tx.now_ms)
    if is_new or tx.change(
        _CHANGE,
        person=person_id,
        of_kind=badge.kind,
        whom=badge.about,
        new_level=badge.level,
        new_name=badge.name,
        now=tx.now_ms,
    ):
        tx.announce(BadgeGiven(person_id=person_id, badge=badge.kind, about=badge.about, level=badge.level))


def take_badge(tx: WriteTx, actor: Actor, person_id: str, kind: str, *, about: str = EVERYWHERE) -> None:
    if tx.change(_TAKE, person=person_id, of_kind=kind, whom=about):
        tx.announce(BadgeTaken(person_id=person_id, badge=kind, about=about))


def rename_badges(tx: WriteTx, actor: Actor, kind: str, *, about: str, name: str) -> None:
    """All badges of a host's circle at once: it is called something else now."""
    tx.change(_RENAME, of_kind=kind, whom=about, new_name=name)


def badges_among(tx: ReadTx, person_ids: list[str], *, about: str) -> dict[str, list[Badge]]:
    """Person → their badges as they are shown in that host's rooms; one question for any number of people."""
    found: dict[str, list[Badge]] = {}
    for worn in tx.all(_AMONG, ids=sorted(set(person_ids))[:SHOWN_MAX], whom=about) if person_ids else []:
        found.setdefault(worn.person_id, []).append(worn.badge)
    return found


def badges_of(tx: ReadTx, person_id: str) -> list[Badge]:
    """All that somebody has, the highest first; of hosts whom moderators have removed, none."""
    return tx.all(_OF, person=person_id)


def level_with(tx: ReadTx, person_id: str, host_id: str) -> int:
    """How far somebody has come in that host's circle; 0: they are not in it."""
    return tx.one(_LEVEL, person=person_id, of_kind=FAN, whom=host_id) or 0
