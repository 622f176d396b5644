"""Limits that buyers set to themselves: so much a day, and a time to think before anything is shipped.

A stricter limit holds at once, a looser one a day later: in the heat of a show nobody lifts their own limit.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update

from livefair.kernel import (
    DAY_MS,
    MINUTE_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    query,
    require,
    require_valid,
    word_in,
)
from livefair.shop.events import OwnLimitSet
from livefair.shop.models import ORDER, PAYMENT
from livefair.shop.models.buyers import OWN_LIMIT
from livefair.shop.models.preorders import PREORDER

DAILY_MINOR_MAX = 10**9
THINK_MINUTES_MAX = 1_440


class OwnLimit(NamedTuple):
    seq: int
    daily_minor: int | None
    think_minutes: int
    from_at_ms: int


_COLUMNS = [OWN_LIMIT.c[name] for name in OwnLimit._fields]
_IN_FORCE = query(
    OwnLimit,
    select(*_COLUMNS)
    .where(OWN_LIMIT.c.person_id == bindparam("who"), OWN_LIMIT.c.from_at_ms <= bindparam("now"))
    .order_by(OWN_LIMIT.c.seq.desc())
    .limit(1),
)
_LATEST = query(
    OwnLimit,
    select(*_COLUMNS).where(OWN_LIMIT.c.person_id == bindparam("who")).order_by(OWN_LIMIT.c.seq.desc()).limit(1),
)
# Another checkout of the same buyer waits until this one is counted.
_HOLD = change(update(OWN_LIMIT).where(OWN_LIMIT.c.seq == bindparam("one")).values(set_at_ms=OWN_LIMIT.c.set_at_ms))
_SPENT = query(
    lambda minor: int(minor),
    select(func.coalesce(func.sum(PAYMENT.c.amount_minor), 0)).where(
        PAYMENT.c.buyer_id == bindparam("who"),
        PAYMENT.c.opened_at_ms > bindparam("since"),
        PAYMENT.c.currency == bindparam("money"),
        word_in(PAYMENT.c.state, "open", "paid"),
        or_(
            select(ORDER.c.id).where(ORDER.c.payment_id == PAYMENT.c.id).exists(),
            select(PREORDER.c.id).where(PREORDER.c.payment_id == PAYMENT.c.id).exists(),
        ),
    ),
)


def set_own_limit(tx: WriteTx, actor: Actor, *, daily_minor: int | None, think_minutes: int = 0) -> int:
    """Returns from when it holds, in ms. What is stricter in both holds at once. Invalid: out_of_range."""
    require(not actor.is_guest, "sign_in_first")
    require_valid(daily_minor is None or 0 < daily_minor <= DAILY_MINOR_MAX, "out_of_range", field="daily")
    require_valid(0 <= think_minutes <= THINK_MINUTES_MAX, "out_of_range", field="think_minutes")
    now = own_limit_of(tx, actor.id)
    is_stricter = _amount(daily_minor) <= _amount(now.daily_minor) and think_minutes >= now.think_minutes
    from_at_ms = tx.now_ms if is_stricter else tx.now_ms + DAY_MS
    tx.insert(
        OWN_LIMIT,
        person_id=actor.id,
        daily_minor=daily_minor,
        think_minutes=think_minutes,
        set_at_ms=tx.now_ms,
        from_at_ms=from_at_ms,
    )
    tx.announce(OwnLimitSet(person_id=actor.id, from_at_ms=from_at_ms))
    return from_at_ms


def own_limit_of(tx: ReadTx, person_id: str) -> OwnLimit:
    """The one in force; none is one without bounds."""
    return tx.one(_IN_FORCE, who=person_id, now=tx.now_ms) or OwnLimit(0, None, 0, 0)


def coming_limit_of(tx: ReadTx, person_id: str) -> OwnLimit | None:
    """A looser one that has been set and does not hold yet."""
    latest = tx.one(_LATEST, who=person_id)
    return latest if latest is not None and latest.from_at_ms > tx.now_ms else None


def spent_today(tx: ReadTx, person_id: str, currency: str) -> int:
    """For orders of the last 24 hours, paid or waiting for it."""
    return tx.value(_SPENT, who=person_id, since=tx.now_ms - DAY_MS, money=currency)


def require_within_own_limit(tx: WriteTx, actor: Actor, total_minor: int, currency: str) -> None:
    """Conflict over_own_limit, with the limit and what of it is left."""
    limit = own_limit_of(tx, actor.id)
    if limit.daily_minor is None:
        return
    tx.change(_HOLD, one=limit.seq)
    left_minor = limit.daily_minor - spent_today(tx, actor.id, currency)
    if total_minor > left_minor:
        raise Conflict("over_own_limit", limit_minor=limit.daily_minor, left_minor=max(0, left_minor))


def require_thought_over(tx: ReadTx, buyer_id: str, paid_at_ms: int | None) -> None:
    """Conflict thinking_it_over, with from when the order may be shipped."""
    ready_at_ms = (paid_at_ms or 0) + own_limit_of(tx, buyer_id).think_minutes * MINUTE_MS
    if tx.now_ms < ready_at_ms:
        raise Conflict("thinking_it_over", ready_at_ms=ready_at_ms, minutes=-(-(ready_at_ms - tx.now_ms) // MINUTE_MS))


def _amount(daily_minor: int | None) -> int:
    return DAILY_MINOR_MAX + 1 if daily_minor is None else daily_minor
