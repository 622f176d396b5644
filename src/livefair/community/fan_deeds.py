"""What members of a fan club have done, each deed counted once, with at most so many points of it on one day.

Facts come at least once and in any order: the row of a deed decides. What was undone stays as a row without effect,
so that its owner can see why the points are gone.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, case, func, or_, select, update

from livefair.community.events_of_fans import FanLevelChanged
from livefair.community.fan_clubs import OF_PAIR, FanClub, club_of_host, fan_called, wear
from livefair.community.models.fans import FAN, FAN_CLUB, FAN_DEED
from livefair.community.rules import fan_clubs as rules
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, day_of, job, query
from livefair.people import is_removed
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note

SHOWN_MAX = 100
WORN_PER_RUN = 200


class Deed(NamedTuple):
    """`about` is the one thing that was done; the same again is not counted. `units`: how often it counts."""

    person_id: str
    kind: str
    about: str
    at_ms: int
    units: int = 1


class Counted(NamedTuple):
    """A deed as its member sees it; `points` 0: the day had brought the most already."""

    kind: str
    about: str
    points: int
    done_at_ms: int
    undone_at_ms: int | None


class _Changed(NamedTuple):
    club_id: str
    person_id: str
    points: int


class _Member(NamedTuple):
    club_id: str
    person_id: str


_MADE = [FAN_DEED.c.club_id, FAN_DEED.c.person_id, FAN_DEED.c.points]
_SINCE = query(int, select(FAN.c.joined_at_ms).where(*OF_PAIR, FAN.c.left_at_ms.is_(None)))
# Whoever adds to a member's points holds their row from before the day is summed up: two at once stay within the most.
_HOLD = change(update(FAN).where(*OF_PAIR).values(points=FAN.c.points))
_ADD = change(
    update(FAN)
    .where(*OF_PAIR)
    .values(
        points=FAN.c.points + bindparam("more"),
        seen_at_ms=case((FAN.c.seen_at_ms < bindparam("at"), bindparam("at")), else_=FAN.c.seen_at_ms),
    )
)
_OF_DAY = query(
    int,
    select(func.coalesce(func.sum(FAN_DEED.c.points), 0)).where(
        FAN_DEED.c.club_id == bindparam("club"),
        FAN_DEED.c.person_id == bindparam("person"),
        FAN_DEED.c.day == bindparam("on_day"),
        FAN_DEED.c.deed == bindparam("kind"),
    ),
)
# An empty `who` is everybody.
_same = (
    FAN_DEED.c.deed == bindparam("kind"),
    FAN_DEED.c.about == bindparam("what"),
    or_(bindparam("who") == "", FAN_DEED.c.person_id == bindparam("who")),
)
_UNDO = query(
    _Changed,
    update(FAN_DEED)
    .where(*_same, FAN_DEED.c.undone_at_ms.is_(None))
    .values(undone_at_ms=bindparam("now"))
    .returning(*_MADE),
)
_REDO = query(
    _Changed,
    update(FAN_DEED).where(*_same, FAN_DEED.c.undone_at_ms.is_not(None)).values(undone_at_ms=None).returning(*_MADE),
)
_NEWEST = query(
    Counted,
    select(FAN_DEED.c.deed, FAN_DEED.c.about, FAN_DEED.c.points, FAN_DEED.c.done_at_ms, FAN_DEED.c.undone_at_ms)
    .where(FAN_DEED.c.club_id == bindparam("club"), FAN_DEED.c.person_id == bindparam("person"))
    .order_by(FAN_DEED.c.done_at_ms.desc(), FAN_DEED.c.id.desc())
    .limit(SHOWN_MAX),
)
_SUMS = query(
    lambda kind, points: (kind, int(points)),
    select(FAN_DEED.c.deed, func.sum(FAN_DEED.c.points))
    .where(
        FAN_DEED.c.club_id == bindparam("club"),
        FAN_DEED.c.person_id == bindparam("person"),
        FAN_DEED.c.undone_at_ms.is_(None),
    )
    .group_by(FAN_DEED.c.deed),
)
_CLUB = query(
    FanClub, select(*(FAN_CLUB.c[name] for name in FanClub._fields)).where(FAN_CLUB.c.id == bindparam("club"))
)
_WEARING = query(
    _Member,
    select(FAN.c.club_id, FAN.c.person_id)
    .where(
        FAN.c.left_at_ms.is_(None),
        (FAN.c.club_id > bindparam("club"))
        | ((FAN.c.club_id == bindparam("club")) & (FAN.c.person_id > bindparam("after"))),
    )
    .order_by(FAN.c.club_id, FAN.c.person_id)
    .limit(WORN_PER_RUN),
)


def count_deed(tx: WriteTx, actor: Actor, host_id: str, deed: Deed) -> int:
    """Count what somebody did for a host, if they were a member of the club then; returns the points."""
    club = club_of_host(tx, host_id)
    if club is None or deed.person_id == host_id or deed.units < 1:
        return 0
    since = tx.one(_SINCE, club=club.id, person=deed.person_id)
    if since is None or deed.at_ms < since or is_removed(tx, deed.person_id):
        return 0
    tx.change(_HOLD, club=club.id, person=deed.person_id)
    policy, day = fan_policy(tx), day_of(deed.at_ms)
    rule = next(each for each in rules.rules_of(policy.knobs) if each.deed == deed.kind)
    already = tx.value(_OF_DAY, club=club.id, person=deed.person_id, on_day=day, kind=deed.kind)
    points = rules.points_for(rule, units=deed.units, already=int(already))
    is_new = tx.insert_new(
        FAN_DEED,
        id=tx.new_id(),
        club_id=club.id,
        person_id=deed.person_id,
        deed=deed.kind,
        about=deed.about,
        day=day,
        points=points,
        policy_version=policy.version,
        done_at_ms=deed.at_ms,
    )
    if not is_new:
        return 0
    _add(tx, club, _Changed(club.id, deed.person_id, points), at_ms=deed.at_ms)
    return points


def undo_deed(tx: WriteTx, actor: Actor, kind: str, about: str, *, by: str = "") -> None:
    """It is gone: its points count no more, in whatever club. `by`: done by this person alone."""
    for each in tx.all(_UNDO, kind=kind, what=about, who=by, now=tx.now_ms):
        _add(tx, tx.value(_CLUB, club=each.club_id), each._replace(points=-each.points))


def redo_deed(tx: WriteTx, actor: Actor, kind: str, about: str, *, by: str = "") -> None:
    """It is there again."""
    for each in tx.all(_REDO, kind=kind, what=about, who=by):
        _add(tx, tx.value(_CLUB, club=each.club_id), each)


def deeds_of(tx: ReadTx, club_id: str, person_id: str) -> list[Counted]:
    """Newest first."""
    return tx.all(_NEWEST, club=club_id, person=person_id)


def points_by_deed(tx: ReadTx, club_id: str, person_id: str) -> dict[str, int]:
    return dict(tx.all(_SUMS, club=club_id, person=person_id))


@job
def wear_anew(tx: WriteTx, actor: Actor, *, club_id: str = "", after: str = "") -> None:
    """Another rule says what a level takes: every badge follows, a bounded number at once."""
    members = tx.all(_WEARING, club=club_id, after=after)
    for each in members:
        wear(tx, SYSTEM, tx.value(_CLUB, club=each.club_id), fan_called(tx, each.club_id, each.person_id))
    if len(members) == WORN_PER_RUN:
        last = members[-1]
        tx.later(wear_anew, key=f"wear:{last.club_id}:{last.person_id}", club_id=last.club_id, after=last.person_id)


def _add(tx: WriteTx, club: FanClub, changed: _Changed, *, at_ms: int = 0) -> None:
    before = fan_called(tx, club.id, changed.person_id)
    tx.change(_ADD, club=club.id, person=changed.person_id, more=changed.points, at=at_ms)
    fan = before._replace(points=before.points + changed.points)
    step = fan_policy(tx).knobs.level_step
    old, new = (rules.standing(each.points, step).level for each in (before, fan))
    if old == new or not fan.is_in:
        return
    wear(tx, SYSTEM, club, fan)
    told = FanLevelChanged(club_id=club.id, host_id=club.host_id, person_id=fan.person_id, before=old, level=new)
    tx.announce(told)
    if new > old:
        words = {"club": club.name, "level": str(new)}
        leave_note(tx, SYSTEM, fan.person_id, DeviceNote("fan_level", words, f"/clubs/{club.id}", f"{club.id}:{new}"))
