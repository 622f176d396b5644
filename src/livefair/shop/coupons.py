"""Coupons: issued by a brand, claimed by tap or by code, used for one order, given back when that comes to nothing.

Issue and personal limit are exact however many tap at once. The brand bears what a coupon takes off.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update

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
from livefair.people import clean_line
from livefair.people.queries import profile
from livefair.shop.events import CouponClaimed, CouponGivenBack, CouponMade, CouponStopped, CouponUsed
from livefair.shop.models.coupons import COUPON, COUPON_GRANT, COUPON_SHARE
from livefair.shop.rules import coupons as rules
from livefair.shop.rules.quote import Offer


class Coupon(NamedTuple):
    id: str
    brand_id: str
    title: str
    code: str | None
    off_minor: int
    percent_bp: int
    cap_minor: int | None
    least_minor: int
    currency: str
    quantity: int
    claimed: int
    limit_per_person: int
    host_id: str | None
    made_at_ms: int
    until_ms: int
    stopped_at_ms: int | None

    def is_in_force(self, now_ms: int) -> bool:
        return self.stopped_at_ms is None and now_ms < self.until_ms

    @property
    def left(self) -> int:
        return self.quantity - self.claimed

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)


class Held(NamedTuple):
    """A coupon in somebody's hands."""

    grant_id: str
    claimed_at_ms: int
    order_id: str | None
    coupon: Coupon


_COLUMNS = [COUPON.c[name] for name in Coupon._fields]
_this = COUPON.c.id == bindparam("coupon")
_in_force = (COUPON.c.stopped_at_ms.is_(None), COUPON.c.until_ms > bindparam("now"))
_ONE = query(Coupon, select(*_COLUMNS).where(_this))
_BY_CODE = query(Coupon, select(*_COLUMNS).where(COUPON.c.code == bindparam("code")))
_OF_BRAND = query(
    Coupon, select(*_COLUMNS).where(COUPON.c.brand_id == bindparam("brand")).order_by(COUPON.c.id.desc()).limit(200)
)
_COUNT = query(int, select(func.count()).select_from(COUPON).where(COUPON.c.brand_id == bindparam("brand"), *_in_force))
_OFFERED = query(
    Coupon,
    select(*_COLUMNS)
    .where(
        text_in(COUPON.c.brand_id, "brands"),
        *_in_force,
        COUPON.c.code.is_(None),
        COUPON.c.claimed < COUPON.c.quantity,
        or_(COUPON.c.host_id.is_(None), COUPON.c.host_id == bindparam("host")),
    )
    .order_by(COUPON.c.until_ms, COUPON.c.id)
    .limit(20),
)
_held = select(COUPON_GRANT.c.id, COUPON_GRANT.c.claimed_at_ms, COUPON_GRANT.c.order_id, *_COLUMNS).join_from(
    COUPON_GRANT, COUPON, COUPON.c.id == COUPON_GRANT.c.coupon_id
)
_HELD = query(
    lambda grant_id, at_ms, order_id, *coupon: Held(grant_id, at_ms, order_id, Coupon(*coupon)),
    _held.where(COUPON_GRANT.c.person_id == bindparam("who")).order_by(COUPON_GRANT.c.id.desc()).limit(rules.HELD_MAX),
)
_USABLE = query(
    lambda grant_id, at_ms, order_id, *coupon: Held(grant_id, at_ms, order_id, Coupon(*coupon)),
    _held.where(
        COUPON_GRANT.c.person_id == bindparam("who"),
        COUPON_GRANT.c.order_id.is_(None),
        text_in(COUPON.c.brand_id, "brands"),
        COUPON.c.until_ms > bindparam("now"),
    )
    .order_by(COUPON.c.until_ms, COUPON_GRANT.c.id)
    .limit(rules.HELD_MAX),
)
# One statement decides: a thousand taps at once never claim one more than there is.
_TAKE = change(
    update(COUPON).where(_this, *_in_force, COUPON.c.claimed < COUPON.c.quantity).values(claimed=COUPON.c.claimed + 1)
)
_TAKE_SHARE = change(
    update(COUPON_SHARE)
    .where(
        COUPON_SHARE.c.coupon_id == bindparam("coupon"),
        COUPON_SHARE.c.person_id == bindparam("who"),
        COUPON_SHARE.c.claimed < bindparam("most"),
    )
    .values(claimed=COUPON_SHARE.c.claimed + 1)
)
_USE = change(
    update(COUPON_GRANT)
    .where(
        COUPON_GRANT.c.id == bindparam("held"),
        COUPON_GRANT.c.person_id == bindparam("who"),
        COUPON_GRANT.c.order_id.is_(None),
    )
    .values(order_id=bindparam("used_for"), used_at_ms=bindparam("now"))
)
_GIVE_BACK = query(
    lambda grant_id, coupon_id, person_id: (grant_id, coupon_id, person_id),
    update(COUPON_GRANT)
    .where(COUPON_GRANT.c.order_id == bindparam("used_for"))
    .values(order_id=None, used_at_ms=None)
    .returning(COUPON_GRANT.c.id, COUPON_GRANT.c.coupon_id, COUPON_GRANT.c.person_id),
)
_STOP = change(
    update(COUPON)
    .where(_this, COUPON.c.stopped_at_ms.is_(None))
    .values(stopped_at_ms=bindparam("now"), stopped_by=bindparam("who"))
)


def make_coupon(tx: WriteTx, actor: Actor, draft: rules.Draft) -> str:
    """A brand issues coupons for its own goods. Returns the id.

    Refusals: brands_only, coupon_needs_value, out_of_range, bad_code, hosts_only, too_many_coupons, code_taken.
    """
    brand_id = actor.organisation_id
    require(actor.has("brand") and brand_id is not None, "brands_only")
    draft = draft._replace(code=rules.as_code(draft.code))
    rules.check_draft(draft, now_ms=tx.now_ms)
    if draft.host_id is not None:
        require_valid(bool(profile(tx, draft.host_id).is_host), "hosts_only", field="host_id")
    if tx.value(_COUNT, brand=brand_id, now=tx.now_ms) >= rules.IN_FORCE_MAX:
        raise TooMany("too_many_coupons", limit=rules.IN_FORCE_MAX)
    coupon_id = tx.new_id()
    is_new = tx.insert_new(
        COUPON,
        id=coupon_id,
        brand_id=brand_id,
        claimed=0,
        made_by=actor.id,
        made_at_ms=tx.now_ms,
        **{
            **draft._asdict(),
            "title": clean_line(draft.title, limit=rules.TITLE_CHARS_MAX, field="title"),
            "code": draft.code or None,
        },
    )
    if not is_new:
        raise Conflict("code_taken", field="code")
    tx.announce(CouponMade(coupon_id=coupon_id, brand_id=str(brand_id), quantity=draft.quantity))
    return coupon_id


def stop_coupon(tx: WriteTx, actor: Actor, coupon_id: str) -> None:
    """Nobody claims it any more; what was claimed stays good. Twice is once."""
    coupon = coupon_called(tx, coupon_id)
    if not actor.has("brand") or actor.organisation_id != coupon.brand_id:
        not_found("coupon")
    if tx.change(_STOP, coupon=coupon_id, now=tx.now_ms, who=actor.id):
        tx.announce(CouponStopped(coupon_id=coupon_id, brand_id=coupon.brand_id))


def claim_coupon(
    tx: WriteTx, actor: Actor, coupon_id: str, *, host_id: str | None = None, room_id: str | None = None
) -> str:
    """Take one by tap, in a room of `host_id` if it is only for there. Returns the grant's id.

    Refusals: sign_in_first, not_found, coupon_elsewhere, coupon_over, coupon_gone, coupon_limit.
    """
    coupon = coupon_called(tx, coupon_id)
    if coupon.code is not None:  # known to who has the code
        not_found("coupon")
    if coupon.host_id is not None and coupon.host_id != host_id:
        raise Conflict("coupon_elsewhere")
    return _claim(tx, actor, coupon, room_id)


def claim_by_code(tx: WriteTx, actor: Actor, code: str) -> str:
    """The same by its code. Invalid unknown_code."""
    coupon = tx.one(_BY_CODE, code=rules.as_code(code))
    require_valid(coupon is not None, "unknown_code", field="code")
    assert coupon is not None
    return _claim(tx, actor, coupon, None)


def use_coupon(tx: WriteTx, buyer_id: str, grant_id: str, order_id: str) -> None:
    """Conflict coupon_used: it has gone into another order meanwhile."""
    if not tx.change(_USE, held=grant_id, who=buyer_id, used_for=order_id, now=tx.now_ms):
        raise Conflict("coupon_used")
    tx.announce(CouponUsed(grant_id=grant_id, person_id=buyer_id, order_id=order_id))


def give_coupons_back(tx: WriteTx, order_id: str) -> None:
    """Nothing came of the order: its coupon can be used again, as long as it is good."""
    for grant_id, coupon_id, person_id in tx.all(_GIVE_BACK, used_for=order_id):
        tx.announce(CouponGivenBack(grant_id=grant_id, coupon_id=coupon_id, person_id=person_id, order_id=order_id))


def offers_of(tx: ReadTx, person_id: str, brand_ids: list[str], currency: str) -> list[Offer]:
    """What this buyer could use for goods of these brands, what ends first before the others."""
    held = tx.all(_USABLE, who=person_id, brands=brand_ids, now=tx.now_ms) if brand_ids else []
    return [
        Offer(
            grant_id=each.grant_id,
            brand_id=each.coupon.brand_id,
            off_minor=each.coupon.off_minor,
            percent_bp=each.coupon.percent_bp,
            cap_minor=each.coupon.cap_minor,
            least_minor=each.coupon.least_minor,
        )
        for each in held
        if each.coupon.currency == currency
    ]


def coupon_called(tx: ReadTx, coupon_id: str) -> Coupon:
    return tx.one(_ONE, coupon=coupon_id) or not_found("coupon")


def coupons_of_brand(tx: ReadTx, brand_id: str) -> list[Coupon]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def coupons_offered(tx: ReadTx, brand_ids: list[str], *, host_id: str | None = None) -> list[Coupon]:
    """What can be claimed by tap now, in a room of that host or anywhere; what ends first before the others."""
    if not brand_ids:
        return []
    return tx.all(_OFFERED, brands=sorted(set(brand_ids)), now=tx.now_ms, host=host_id or "")


def coupons_held(tx: ReadTx, person_id: str) -> list[Held]:
    """Newest first."""
    return tx.all(_HELD, who=person_id)


def _claim(tx: WriteTx, actor: Actor, coupon: Coupon, room_id: str | None) -> str:
    require(not actor.is_guest, "sign_in_first")
    if not coupon.is_in_force(tx.now_ms):
        raise Conflict("coupon_over")
    tx.insert_new(COUPON_SHARE, coupon_id=coupon.id, person_id=actor.id, claimed=0)
    if not tx.change(_TAKE_SHARE, coupon=coupon.id, who=actor.id, most=coupon.limit_per_person):
        raise Conflict("coupon_limit", limit=coupon.limit_per_person)
    if not tx.change(_TAKE, coupon=coupon.id, now=tx.now_ms):
        raise Conflict("coupon_gone")
    grant_id = tx.new_id()
    tx.insert(
        COUPON_GRANT,
        id=grant_id,
        coupon_id=coupon.id,
        person_id=actor.id,
        room_id=room_id,
        claimed_at_ms=tx.now_ms,
    )
    tx.announce(CouponClaimed(grant_id=grant_id, coupon_id=coupon.id, person_id=actor.id, room_id=room_id))
    return grant_id
