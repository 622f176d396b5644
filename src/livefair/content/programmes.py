"""Programmes that support creators: opened with a budget, applied for, decided by lot with some held out, closed.

Cash comes from a pool that the house sets apart first; traffic is a quota of slots in the feed; training is a lesson.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select, update

from livefair import ledger
from livefair.content.events import ProgrammeApplied, ProgrammeOpened
from livefair.content.models import PROGRAMME, PROGRAMME_MEMBER
from livefair.content.rules import creators as rules
from livefair.content.tiers import tier_now
from livefair.kernel import (
    Actor,
    Conflict,
    Money,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.people import clean_line, clean_text

HOUSE = "goodwill"
LISTED_MAX = 100
NOTHING = Money(0)


class ProgrammeDraft(NamedTuple):
    """`per_head` of a programme in cash, `quota` impressions each of one in traffic, `lesson` of a training."""

    name: str
    about: str
    kind: str
    apply_until_ms: int
    ends_at_ms: int
    seats: int
    holdout_percent: int = 30
    tier_min: int = 1
    tier_max: int = len(rules.TIERS)
    per_head: Money = NOTHING
    quota: int = 0
    lesson: str = ""


class Programme(NamedTuple):
    id: str
    opened_by: str
    name: str
    about: str
    kind: str
    tier_min: int
    tier_max: int
    seats: int
    holdout_percent: int
    per_head_minor: int
    budget_minor: int
    paid_minor: int
    currency: str
    quota: int
    lesson: str
    opened_at_ms: int
    apply_until_ms: int
    ends_at_ms: int
    seed: str | None
    drawn_at_ms: int | None
    closed_at_ms: int | None

    @property
    def budget(self) -> Money:
        return Money(self.budget_minor, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)

    def stage(self, now_ms: int) -> str:
        if self.closed_at_ms is not None:
            return "closed"
        if self.drawn_at_ms is not None:
            return "running"
        return "open" if now_ms < self.apply_until_ms else "drawing"


class Member(NamedTuple):
    programme_id: str
    person_id: str
    tier: int
    applied_at_ms: int
    arm: str | None
    paid_minor: int
    quota_left: int


_p, _m = PROGRAMME.c, PROGRAMME_MEMBER.c
PROGRAMME_COLUMNS = tuple(_p[field] for field in Programme._fields)
_programme = select(*PROGRAMME_COLUMNS)
_ONE = query(Programme, _programme.where(_p.id == bindparam("one")))
_LIST = query(Programme, _programme.order_by(_p.id.desc()).limit(LISTED_MAX))
_BY_KEY = query(str, select(_p.id).where(_p.opened_by == bindparam("who"), _p.key == bindparam("k")))
_OPEN = query(int, select(func.count()).select_from(PROGRAMME).where(_p.closed_at_ms.is_(None)))
_member = select(*(_m[field] for field in Member._fields))
_MEMBERS = query(
    Member, _member.where(_m.programme_id == bindparam("one")).order_by(_m.person_id).limit(rules.APPLICANTS_MAX)
)
_MINE = query(Member, _member.where(_m.person_id == bindparam("who")).order_by(_m.programme_id).limit(LISTED_MAX))
_HOW_MANY = query(int, select(func.count()).select_from(PROGRAMME_MEMBER).where(_m.programme_id == bindparam("one")))
_SUPPORTED = query(
    str,
    select(_m.person_id).where(text_in(_m.person_id, "ids"), _m.until_ms > bindparam("now"), _m.quota_left > 0),
)
_other = PROGRAMME_MEMBER.alias("other")
# Each programme gives its own: of two, the one that ends first is served first.
_first = (
    select(_other.c.programme_id)
    .where(_other.c.person_id == bindparam("who"), _other.c.quota_left > 0, _other.c.until_ms > bindparam("now"))
    .order_by(_other.c.until_ms, _other.c.programme_id)
    .limit(1)
    .scalar_subquery()
)
_SPEND = change(
    update(PROGRAMME_MEMBER)
    .where(_m.person_id == bindparam("who"), _m.programme_id == _first)
    .values(quota_left=case((_m.quota_left > bindparam("n"), _m.quota_left - bindparam("n")), else_=0))
)


def open_programme(tx: WriteTx, actor: Actor, draft: ProgrammeDraft, *, key: str) -> str:
    """Let hosts of some tiers apply. Cash for all seats is set apart at once; the same `key` twice is one programme.

    Refusals: operators_only, out_of_range, programme_dates, too_many_programmes.
    """
    require(actor.has("operator"), "operators_only")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, k=key)) is not None:
        return earlier
    _require_sound(tx, draft)
    if tx.value(_OPEN) >= rules.OPEN_PROGRAMMES_MAX:
        raise TooMany("too_many_programmes", limit=rules.OPEN_PROGRAMMES_MAX)
    is_cash = draft.kind == "cash"
    programme = Programme(
        id=tx.new_id(),
        opened_by=actor.id,
        name=clean_line(draft.name, limit=rules.NAME_CHARS_MAX, field="name"),
        about=clean_text(draft.about, limit=rules.ABOUT_CHARS_MAX, field="about"),
        kind=draft.kind,
        tier_min=draft.tier_min,
        tier_max=draft.tier_max,
        seats=draft.seats,
        holdout_percent=draft.holdout_percent,
        per_head_minor=draft.per_head.minor if is_cash else 0,
        budget_minor=draft.per_head.minor * draft.seats if is_cash else 0,
        paid_minor=0,
        currency=draft.per_head.currency,
        quota=draft.quota if draft.kind == "traffic" else 0,
        lesson=clean_text(draft.lesson, limit=rules.LESSON_CHARS_MAX, field="lesson"),
        opened_at_ms=tx.now_ms,
        apply_until_ms=draft.apply_until_ms,
        ends_at_ms=draft.ends_at_ms,
        seed=None,
        drawn_at_ms=None,
        closed_at_ms=None,
    )
    tx.insert(PROGRAMME, key=key, **programme._asdict())
    move(tx, programme, programme.budget_minor, "programme_budget")
    tx.announce(
        ProgrammeOpened(
            programme_id=programme.id,
            opened_by=actor.id,
            programme_kind=programme.kind,
            budget_minor=programme.budget_minor,
            currency=programme.currency,
        )
    )
    return programme.id


def apply(tx: WriteTx, actor: Actor, programme_id: str) -> None:
    """A host asks to take part; asking again is asking once.

    Conflict: applications_over, tier_unfit, programme_full.
    """
    require(actor.has("host"), "hosts_only")
    programme = programme_for(tx, actor, programme_id)
    if programme.stage(tx.now_ms) != "open":
        raise Conflict("applications_over")
    tier = tier_now(tx, actor.id)
    if not programme.tier_min <= tier <= programme.tier_max:
        raise Conflict("tier_unfit")
    if tx.value(_HOW_MANY, one=programme.id) >= rules.APPLICANTS_MAX:
        raise Conflict("programme_full")
    new = tx.insert_new(
        PROGRAMME_MEMBER,
        programme_id=programme.id,
        person_id=actor.id,
        tier=tier,
        applied_at_ms=tx.now_ms,
        arm=None,
        paid_minor=0,
        quota_left=0,
        until_ms=programme.ends_at_ms,
    )
    if new:
        tx.announce(ProgrammeApplied(programme_id=programme.id, person_id=actor.id, tier=tier))


def programme_for(tx: ReadTx, actor: Actor, programme_id: str) -> Programme:
    """Hosts and operators see all of them."""
    require(not actor.roles.isdisjoint({"host", "operator"}), "hosts_only")
    return tx.one(_ONE, one=programme_id) or not_found("programme")


def programmes(tx: ReadTx) -> list[Programme]:
    """Newest first."""
    return tx.all(_LIST)


def members_of(tx: ReadTx, programme_id: str) -> list[Member]:
    return tx.all(_MEMBERS, one=programme_id)


def memberships_of(tx: ReadTx, person_id: str) -> dict[str, Member]:
    """By programme."""
    return {member.programme_id: member for member in tx.all(_MINE, who=person_id)}


def supported_among(tx: ReadTx, person_ids: list[str]) -> frozenset[str]:
    """Those of them to whom the feed owes impressions now."""
    return frozenset(tx.all(_SUPPORTED, ids=person_ids, now=tx.now_ms)) if person_ids else frozenset()


def spend_quota(tx: WriteTx, actor: Actor, person_id: str, impressions: int) -> None:
    """The feed has given so many. What it gave beyond the quota while a page was on its way is not owed back."""
    tx.change(_SPEND, who=person_id, n=impressions, now=tx.now_ms)


def account_of(programme_id: str) -> str:
    return f"pool:programme-{programme_id}"


def move(tx: WriteTx, programme: Programme, minor: int, reason: str) -> None:
    """From the house's own money into the pool; below 0: back."""
    if minor:
        legs = [ledger.Leg(HOUSE, -minor), ledger.Leg(account_of(programme.id), minor)]
        why: ledger.Why = {"programme_id": programme.id}
        ledger.post(tx, key=f"{reason}:{programme.id}", reason=reason, currency=programme.currency, legs=legs, why=why)


def purse_of(programme: Programme) -> ledger.Purse:
    return ledger.Purse(account_of(programme.id), programme.currency, {"programme_id": programme.id})


def _require_sound(tx: ReadTx, draft: ProgrammeDraft) -> None:
    applying_ms, lasting_ms = draft.apply_until_ms - tx.now_ms, draft.ends_at_ms - draft.apply_until_ms
    bounds = {
        "seats": (draft.seats, 1, rules.SEATS_MAX),
        "holdout_percent": (draft.holdout_percent, *rules.HOLDOUT_PERCENT),
        "tier_min": (draft.tier_min, 1, len(rules.TIERS)),
        "tier_max": (draft.tier_max, draft.tier_min, len(rules.TIERS)),
        "per_head": (draft.per_head.minor, int(draft.kind == "cash"), rules.PER_HEAD_MINOR_MAX),
        "quota": (draft.quota, int(draft.kind == "traffic"), rules.QUOTA_MAX),
    }
    require_valid(draft.kind in rules.KINDS, "unknown_word", field="kind")
    for field, (value, low, high) in bounds.items():
        require_valid(low <= value <= high, "out_of_range", field=field)
    require_valid(rules.APPLY_MS[0] <= applying_ms <= rules.APPLY_MS[1], "programme_dates", field="apply_until")
    require_valid(rules.LASTS_MS[0] <= lasting_ms <= rules.LASTS_MS[1], "programme_dates", field="ends_at")
    require_valid(draft.kind != "training" or bool(draft.lesson.strip()), "empty", field="lesson")
