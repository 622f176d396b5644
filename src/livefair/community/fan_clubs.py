"""Fan clubs: a host opens one and says what it promises; people join by a tap and leave at any time."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog.price_claims import require_no_claims
from livefair.community.events_of_fans import FanClubClosed, FanClubOpened, FanConsentSet, FanJoined, FanLeft
from livefair.community.models.fans import FAN, FAN_CLUB
from livefair.community.rules import fan_clubs as rules
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, TooMany, WriteTx, change, not_found, query, require
from livefair.people import clean_line, clean_text, is_blocked, is_removed, require_standing
from livefair.people.badges import FAN as FAN_BADGE
from livefair.people.badges import Badge, give_badge, rename_badges, take_badge
from livefair.people.rules import may_see_removed


class FanClub(NamedTuple):
    id: str
    host_id: str
    name: str
    promise: str
    members: int
    opened_at_ms: int
    closed_at_ms: int | None


class Fan(NamedTuple):
    """A membership; with `left_at_ms`, one that was."""

    club_id: str
    person_id: str
    joined_at_ms: int
    left_at_ms: int | None
    room_id: str | None
    points: int
    messages_from_ms: int | None
    contact_from_ms: int | None
    seen_at_ms: int

    @property
    def is_in(self) -> bool:
        return self.left_at_ms is None


class Consents(NamedTuple):
    """What a member allows their host; both off unless they say so."""

    messages: bool = False
    contact: bool = False


NOTHING = Consents()
CLUB_COLUMNS = [FAN_CLUB.c[name] for name in FanClub._fields]
FAN_COLUMNS = [FAN.c[name] for name in Fan._fields]
OF_PAIR = (FAN.c.club_id == bindparam("club"), FAN.c.person_id == bindparam("person"))
_this = FAN_CLUB.c.id == bindparam("club")
_CLUB = query(FanClub, select(*CLUB_COLUMNS).where(_this))
_OF_HOST = query(FanClub, select(*CLUB_COLUMNS).where(FAN_CLUB.c.host_id == bindparam("host")))
_FAN = query(Fan, select(*FAN_COLUMNS).where(*OF_PAIR))
_JOINED = query(
    int,
    select(func.count()).select_from(FAN).where(FAN.c.person_id == bindparam("person"), FAN.c.left_at_ms.is_(None)),
)
_DESCRIBE = change(
    update(FAN_CLUB)
    .where(_this)
    .values(name=bindparam("new_name"), promise=bindparam("new_promise"), closed_at_ms=None)
)
_CLOSE = change(update(FAN_CLUB).where(_this, FAN_CLUB.c.closed_at_ms.is_(None)).values(closed_at_ms=bindparam("now")))
_COUNT = change(update(FAN_CLUB).where(_this).values(members=FAN_CLUB.c.members + bindparam("by")))
_COME_BACK = change(
    update(FAN)
    .where(*OF_PAIR, FAN.c.left_at_ms.is_not(None))
    .values(left_at_ms=None, joined_at_ms=bindparam("now"), seen_at_ms=bindparam("now"), room_id=bindparam("room"))
)
_LEAVE = change(
    update(FAN)
    .where(*OF_PAIR, FAN.c.left_at_ms.is_(None))
    .values(left_at_ms=bindparam("now"), messages_from_ms=None, contact_from_ms=None)
)
_CONSENT = change(
    update(FAN)
    .where(*OF_PAIR, FAN.c.left_at_ms.is_(None))
    .values(messages_from_ms=bindparam("messages_from"), contact_from_ms=bindparam("contact_from"))
)
_SILENCE = query(
    lambda club_id, contact: (club_id, contact),
    update(FAN)
    .where(FAN.c.person_id == bindparam("person"), FAN.c.messages_from_ms.is_not(None))
    .values(messages_from_ms=None)
    .returning(FAN.c.club_id, FAN.c.contact_from_ms),
)


def open_club(tx: WriteTx, actor: Actor, *, name: str, promise: str) -> str:
    """Open one's club, or say anew what it is called and promises; a closed one opens again. Returns its id.

    Refusals: hosts_only, empty, too_long, and those of claims without evidence.
    """
    require(rules.may_open_club(actor), "hosts_only")
    require_standing(tx, actor)
    require_no_claims({"name": name, "promise": promise})
    name = clean_line(name, limit=rules.NAME_CHARS_MAX, field="name")
    promise = clean_text(promise, limit=rules.PROMISE_CHARS_MAX, field="promise")
    new = FanClub(tx.new_id(), actor.id, name, promise, 0, tx.now_ms, None)
    if tx.insert_new(FAN_CLUB, **new._asdict()):
        tx.announce(FanClubOpened(club_id=new.id, host_id=actor.id))
        return new.id
    found = club_of_host(tx, actor.id) or not_found("fan_club")
    tx.change(_DESCRIBE, club=found.id, new_name=name, new_promise=promise)
    rename_badges(tx, SYSTEM, FAN_BADGE, about=actor.id, name=name)
    if found.closed_at_ms is not None:
        tx.announce(FanClubOpened(club_id=found.id, host_id=actor.id))
    return found.id


def close_club(tx: WriteTx, actor: Actor, club_id: str) -> None:
    """Nobody joins and nobody writes any more; members keep what they have. Twice is once."""
    club = club_to_run(tx, actor, club_id)
    if tx.change(_CLOSE, club=club.id, now=tx.now_ms):
        tx.announce(FanClubClosed(club_id=club.id, host_id=club.host_id))


def join_club(
    tx: WriteTx, actor: Actor, club_id: str, *, consents: Consents = NOTHING, room_id: str | None = None
) -> None:
    """Become a member, for nothing. Twice is once; who comes back finds the points they had.

    Refusals: sign_in_first, account_removed, not_yourself, not_found, club_closed, too_many_clubs.
    """
    require(not actor.is_guest, "sign_in_first")
    require_standing(tx, actor)
    club = club_for(tx, actor, club_id)
    require(actor.id != club.host_id, "not_yourself")
    if club.closed_at_ms is not None:
        raise Conflict("club_closed")
    if tx.value(_JOINED, person=actor.id) >= rules.CLUBS_JOINED_MAX:
        raise TooMany("too_many_clubs", limit=rules.CLUBS_JOINED_MAX)
    times = {"joined_at_ms": tx.now_ms, "seen_at_ms": tx.now_ms}
    is_new = tx.insert_new(FAN, club_id=club_id, person_id=actor.id, points=0, room_id=room_id, **times)
    if not is_new and not tx.change(_COME_BACK, club=club_id, person=actor.id, now=tx.now_ms, room=room_id):
        return
    tx.change(_COUNT, club=club_id, by=1)
    wear(tx, SYSTEM, club, fan_called(tx, club_id, actor.id))
    tx.announce(
        FanJoined(club_id=club_id, host_id=club.host_id, person_id=actor.id, room_id=room_id, is_back=not is_new)
    )
    if any(consents):
        set_consents(tx, actor, club_id, consents)


def leave_club(tx: WriteTx, actor: Actor, club_id: str) -> None:
    """Be a member no more, at once: no badge, no message, on no list. Twice is once."""
    club = tx.one(_CLUB, club=club_id) or not_found("fan_club")
    if not tx.change(_LEAVE, club=club_id, person=actor.id, now=tx.now_ms):
        return
    tx.change(_COUNT, club=club_id, by=-1)
    take_badge(tx, SYSTEM, actor.id, FAN_BADGE, about=club.host_id)
    tx.announce(FanLeft(club_id=club_id, host_id=club.host_id, person_id=actor.id))


def set_consents(tx: WriteTx, actor: Actor, club_id: str, consents: Consents) -> None:
    """What this member allows from now on; what is taken back holds at once. Not found: not a member."""
    fan = member_for(tx, actor, club_id)
    if Consents(fan.messages_from_ms is not None, fan.contact_from_ms is not None) == consents:
        return
    tx.change(
        _CONSENT,
        club=club_id,
        person=actor.id,
        messages_from=(fan.messages_from_ms or tx.now_ms) if consents.messages else None,
        contact_from=(fan.contact_from_ms or tx.now_ms) if consents.contact else None,
    )
    tx.announce(FanConsentSet(club_id=club_id, person_id=actor.id, **consents._asdict()))


def stop_all_messages(tx: WriteTx, actor: Actor) -> int:
    """No host writes to this person any more; returns how many could. They stay members."""
    require(not actor.is_guest, "sign_in_first")
    stopped = tx.all(_SILENCE, person=actor.id)
    for club_id, contact in stopped:
        tx.announce(FanConsentSet(club_id=club_id, person_id=actor.id, messages=False, contact=contact is not None))
    return len(stopped)


def club_for(tx: ReadTx, actor: Actor, club_id: str) -> FanClub:
    """As this actor may see it: not there for whom its host has blocked, nor while moderators have removed the host."""
    club = tx.one(_CLUB, club=club_id) or not_found("fan_club")
    if not actor.is_guest and is_blocked(tx, actor.id, club.host_id):
        not_found("fan_club")
    if is_removed(tx, club.host_id) and not may_see_removed(actor, club.host_id):
        not_found("fan_club")
    return club


def club_to_run(tx: ReadTx, actor: Actor, club_id: str) -> FanClub:
    club = club_for(tx, actor, club_id)
    require(actor.id == club.host_id, "not_your_club")
    return club


def club_of_host(tx: ReadTx, host_id: str) -> FanClub | None:
    return tx.one(_OF_HOST, host=host_id)


def fan_called(tx: ReadTx, club_id: str, person_id: str) -> Fan:
    return tx.one(_FAN, club=club_id, person=person_id) or not_found("fan")


def fan_of(tx: ReadTx, actor: Actor, club_id: str) -> Fan | None:
    """The actor's membership, if they are a member now."""
    found = None if actor.is_guest else tx.one(_FAN, club=club_id, person=actor.id)
    return found if found is not None and found.is_in else None


def member_for(tx: ReadTx, actor: Actor, club_id: str) -> Fan:
    return fan_of(tx, actor, club_id) or not_found("fan")


def level_of(tx: ReadTx, points: int) -> rules.Standing:
    return rules.standing(points, fan_policy(tx).knobs.level_step)


def wear(tx: WriteTx, actor: Actor, club: FanClub, fan: Fan) -> None:
    """Let a member's badge say what their points make."""
    badge = Badge(FAN_BADGE, level_of(tx, fan.points).level, club.name, club.host_id)
    give_badge(tx, SYSTEM, fan.person_id, badge)
