"""Coupons: issued by who pays for them, claimed by tap or by code, used for one order, given back with it.

Issue and personal limit are exact however many tap at once. A brand, a host or the house bears what a coupon takes off.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, case, func, or_, select, update

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
    word_in,
)
from livefair.people import clean_line
from livefair.people.queries import profile
from livefair.shop.coupon_standing import ANYWHERE, Standing, has_bought, require_standing
from livefair.shop.events import CouponClaimed, CouponGivenBack, CouponMade, CouponStopped, CouponUsed
from livefair.shop.models.coupons import COUPON, COUPON_GRANT, COUPON_SHARE
from livefair.shop.rules import coupons as rules
from livefair.shop.rules.quote import Offer, Payer


class Coupon(NamedTuple):
    """`brand_id` where a brand pays; `host_id` where the host does, or in whose rooms alone it can be claimed."""

    id: str
    payer: Payer
    brand_id: str | None
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
    for_first_order: int
    club_level: int
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
_of_payer = (
    COUPON.c.payer == bindparam("payer"),
    # Whoever pays is named by one of the two; what a brand or the house binds to a host is not the host's.
    case((COUPON.c.payer == "brand", COUPON.c.brand_id), (COUPON.c.payer == "host", COUPON.c.host_id), else_="")
    == bindparam("of"),
)
_OF_PAYER = query(Coupon, select(*_COLUMNS).where(*_of_payer).order_by(COUPON.c.id.desc()).limit(200))
_COUNT = query(int, select(func.count()).select_from(COUPON).where(*_of_payer, *_in_force))
_OFFERED = query(
    Coupon,
    select(*_COLUMNS)
    .where(
        or_(text_in(COUPON.c.brand_id, "brands"), word_in(COUPON.c.payer, "host", "house")),
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
        or_(text_in(COUPON.c.brand_id, "brands"), word_in(COUPON.c.payer, "host", "house")),
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
    """A brand issues coupons for its own goods, a host for what is bought through them, an operator for the house.

    Returns the id. Refusals: brands_only, hosts_only, operators_only, coupon_needs_value, out_of_range, bad_code,
    club_needs_host, first_order_once, too_many_coupons, code_taken.
    """
    of = _payer_id(actor, draft.payer)
    draft = draft._replace(code=rules.as_code(draft.code), host_id=of if draft.payer == "host" else draft.host_id)
    rules.check_draft(draft, now_ms=tx.now_ms)
    if draft.host_id is not None and draft.payer != "host":
        require_valid(bool(profile(tx, draft.host_id).is_host), "hosts_only", field="host_id")
    if tx.value(_COUNT, payer=draft.payer, of=of, now=tx.now_ms) >= rules.IN_FORCE_MAX:
        raise TooMany("too_many_coupons", limit=rules.IN_FORCE_MAX)
    coupon_id, brand_id = tx.new_id(), of if draft.payer == "brand" else None
    values = draft._asdict()
    is_new = tx.insert_new(
        COUPON,
        id=coupon_id,
        brand_id=brand_id,
        claimed=0,
        made_by=actor.id,
        made_at_ms=tx.now_ms,
        for_first_order=int(values.pop("is_for_first_order")),
        **{
            **values,
            "title": clean_line(draft.title, limit=rules.TITLE_CHARS_MAX, field="title"),
            "code": draft.code or None,
        },
    )
    if not is_new:
        raise Conflict("code_taken", field="code")
    tx.announce(CouponMade(coupon_id=coupon_id, brand_id=brand_id, quantity=draft.quantity, payer=draft.payer))
    return coupon_id


def _payer_id(actor: Actor, payer: Payer) -> str:
    """Who pays, as far as one is to be named. Whoever issues coupons pays for them."""
    if payer == "brand":
        require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
        return str(actor.organisation_id)
    if payer == "host":
        require(actor.has("host"), "hosts_only")
        return actor.id
    require(actor.has("operator"), "operators_only")
    return ""


def stop_coupon(tx: WriteTx, actor: Actor, coupon_id: str) -> None:
    """Nobody claims it any more; what was claimed stays good. Twice is once."""
    coupon = coupon_called(tx, coupon_id)
    if not _is_payer(actor, coupon):
        not_found("coupon")
    if tx.change(_STOP, coupon=coupon_id, now=tx.now_ms, who=actor.id):
        tx.announce(CouponStopped(coupon_id=coupon_id, brand_id=coupon.brand_id))


def _is_payer(actor: Actor, coupon: Coupon) -> bool:
    if coupon.payer == "brand":
        return actor.has("brand") and actor.organisation_id == coupon.brand_id
    return actor.id == coupon.host_id if coupon.payer == "host" else actor.has("operator")


def claim_coupon(tx: WriteTx, actor: Actor, coupon_id: str, where: Standing = ANYWHERE) -> str:
    """Take one by tap, in a room of a host if it is only for there. Returns the grant's id.

    Refusals: sign_in_first, not_found, coupon_elsewhere, coupon_for_club, coupon_for_first_order, coupon_over,
    coupon_gone, coupon_limit.
    """
    coupon = coupon_called(tx, coupon_id)
    if coupon.code is not None:  # known to who has the code
        not_found("coupon")
    if coupon.host_id is not None and coupon.host_id != where.host_id:
        raise Conflict("coupon_elsewhere")
    return _claim(tx, actor, coupon, where)


def claim_by_code(tx: WriteTx, actor: Actor, code: str) -> str:
    """The same by its code. Invalid unknown_code. What is for a club is claimed in its host's room alone."""
    coupon = tx.one(_BY_CODE, code=rules.as_code(code))
    require_valid(coupon is not None, "unknown_code", field="code")
    assert coupon is not None
    return _claim(tx, actor, coupon, ANYWHERE)


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
    """What this buyer could use for goods of these brands, what ends first before the others.

    Nothing more is asked for a buyer who has no coupon for a first order.
    """
    held = tx.all(_USABLE, who=person_id, brands=brand_ids, now=tx.now_ms) if brand_ids else []
    return [
        Offer(
            grant_id=each.grant_id,
            brand_id=each.coupon.brand_id,
            off_minor=each.coupon.off_minor,
            percent_bp=each.coupon.percent_bp,
            cap_minor=each.coupon.cap_minor,
            least_minor=each.coupon.least_minor,
            payer=each.coupon.payer,
            host_id=each.coupon.host_id,
        )
        for each in held
        if each.coupon.currency == currency
        and not (each.coupon.for_first_order and has_bought(tx, person_id, each.coupon))
    ]


def coupon_called(tx: ReadTx, coupon_id: str) -> Coupon:
    return tx.one(_ONE, coupon=coupon_id) or not_found("coupon")


def coupons_of_brand(tx: ReadTx, brand_id: str) -> list[Coupon]:
    """Newest first."""
    return tx.all(_OF_PAYER, payer="brand", of=brand_id)


def coupons_of_payer(tx: ReadTx, actor: Actor, payer: Payer) -> list[Coupon]:
    """The actor's own, as a brand, a host or for the house; newest first."""
    return tx.all(_OF_PAYER, payer=payer, of=_payer_id(actor, payer))


def coupons_offered(tx: ReadTx, brand_ids: list[str], *, host_id: str | None = None) -> list[Coupon]:
    """What can be claimed by tap now, in a room of that host or anywhere; what ends first before the others."""
    return tx.all(_OFFERED, brands=sorted(set(brand_ids)), now=tx.now_ms, host=host_id or "")


def coupons_held(tx: ReadTx, person_id: str) -> list[Held]:
    """Newest first."""
    return tx.all(_HELD, who=person_id)


def _claim(tx: WriteTx, actor: Actor, coupon: Coupon, where: Standing) -> str:
    require(not actor.is_guest, "sign_in_first")
    if not coupon.is_in_force(tx.now_ms):
        raise Conflict("coupon_over")
    require_standing(tx, actor.id, coupon, where)
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
        room_id=where.room_id,
        claimed_at_ms=tx.now_ms,
    )
    tx.announce(CouponClaimed(grant_id=grant_id, coupon_id=coupon.id, person_id=actor.id, room_id=where.room_id))
    return grant_id
