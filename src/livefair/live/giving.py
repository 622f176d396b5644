"""How much somebody may give: limits of their own, and the house's above them. In any 24 hours, in any 30 days."""

from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from livefair.governance.gift_policy import GiftKnobs, gift_policy
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, query, require, require_valid
from livefair.live.events_of_gifts import GivingLimitsSet
from livefair.live.models.gifts import GIFT, GIVING_LIMIT
from livefair.live.rules import gifts as rules
from livefair.live.rules.gifts import Given, Limits

LIMIT_MAX_MINOR = 10**9
NO_LIMITS = Limits(None, None)


class OwnLimits(NamedTuple):
    """`now` holds; `then` will hold from `from_ms` on, if something was raised."""

    now: Limits
    then: Limits | None
    from_ms: int | None


class _Version(NamedTuple):
    version: int
    day_minor: int | None
    month_minor: int | None
    holds_from_at_ms: int


_columns = (
    GIVING_LIMIT.c.version,
    GIVING_LIMIT.c.day_minor,
    GIVING_LIMIT.c.month_minor,
    GIVING_LIMIT.c.holds_from_at_ms,
)
_mine = GIVING_LIMIT.c.person_id == bindparam("person")
_NEWEST = query(_Version, select(*_columns).where(_mine).order_by(GIVING_LIMIT.c.version.desc()).limit(1))
_IN_FORCE = query(
    _Version,
    select(*_columns)
    .where(_mine, GIVING_LIMIT.c.holds_from_at_ms <= bindparam("now"))
    .order_by(GIVING_LIMIT.c.version.desc())
    .limit(1),
)
_GIVEN = query(
    lambda day, month: Given(int(day), int(month)),
    select(
        func.coalesce(func.sum(case((GIFT.c.sent_at_ms > bindparam("day"), GIFT.c.amount_minor), else_=0)), 0),
        func.coalesce(func.sum(GIFT.c.amount_minor), 0),
    ).where(
        GIFT.c.giver_id == bindparam("person"),
        GIFT.c.sent_at_ms > bindparam("month"),
        GIFT.c.refunded_at_ms.is_(None),
    ),
)


def set_own_limits(tx: WriteTx, actor: Actor, limits: Limits) -> OwnLimits:
    """Lower limits hold at once, higher ones after a day. Refusals: sign_in_first, out_of_range, changed_meanwhile."""
    require(not actor.is_guest, "sign_in_first")
    for field, minor in zip(("day", "month"), limits, strict=True):
        require_valid(minor is None or 0 <= minor <= LIMIT_MAX_MINOR, "out_of_range", field=field)
    earlier = own_limits(tx, actor.id)
    if limits == (earlier.then or earlier.now):
        return earlier
    is_raised = rules.is_raised(earlier.now, limits)
    holds_from = tx.now_ms + (rules.RAISED_AFTER_MS if is_raised else 0)
    if is_raised:  # what is lowered at the same time holds at once
        _keep(tx, actor, _lower_of(earlier.now, limits), tx.now_ms)
    _keep(tx, actor, limits, holds_from)
    tx.announce(
        GivingLimitsSet(
            person_id=actor.id,
            day_minor=limits.day_minor,
            month_minor=limits.month_minor,
            holds_from_at_ms=holds_from,
        )
    )
    return own_limits(tx, actor.id)


def own_limits(tx: ReadTx, person_id: str) -> OwnLimits:
    newest, now = tx.one(_NEWEST, person=person_id), tx.one(_IN_FORCE, person=person_id, now=tx.now_ms)
    in_force = Limits(now.day_minor, now.month_minor) if now else NO_LIMITS
    if newest is None or newest.holds_from_at_ms <= tx.now_ms:
        return OwnLimits(in_force, None, None)
    return OwnLimits(in_force, Limits(newest.day_minor, newest.month_minor), newest.holds_from_at_ms)


def given_by(tx: ReadTx, person_id: str) -> Given:
    return tx.value(_GIVEN, person=person_id, day=tx.now_ms - rules.DAY_SPAN_MS, month=tx.now_ms - rules.MONTH_SPAN_MS)


def house_limits(knobs: GiftKnobs) -> Limits:
    return Limits(knobs.day_max_minor, knobs.month_max_minor)


def require_within_limits(tx: ReadTx, person_id: str) -> None:
    """Of what was given already, the newest gift included.

    Conflict: own_day_limit, own_month_limit, house_day_limit, house_month_limit.
    """
    given = given_by(tx, person_id)
    for whose, limits in (("own", own_limits(tx, person_id).now), ("house", house_limits(gift_policy(tx).knobs))):
        if (span := rules.over(given, limits)) is not None:
            raise Conflict(f"{whose}_{span}_limit", limit=limits[span == "month"] or 0)


def _lower_of(one: Limits, other: Limits) -> Limits:
    return Limits(*(min((m for m in pair if m is not None), default=None) for pair in zip(one, other, strict=True)))


def _keep(tx: WriteTx, actor: Actor, limits: Limits, holds_from_ms: int) -> None:
    newest = tx.one(_NEWEST, person=actor.id)
    is_new = tx.insert_new(
        GIVING_LIMIT,
        person_id=actor.id,
        version=newest.version + 1 if newest else 1,
        day_minor=limits.day_minor,
        month_minor=limits.month_minor,
        set_at_ms=tx.now_ms,
        holds_from_at_ms=holds_from_ms,
    )
    if not is_new:
        raise Conflict("changed_meanwhile")
