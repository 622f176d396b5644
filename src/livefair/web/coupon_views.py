"""Coupons as they are shown: to their brand, to whoever may claim one, to whoever has one."""

from typing import NamedTuple

from livefair.kernel import Money, ReadTx
from livefair.people import organisation_names, person_cards
from livefair.shop.coupons import Coupon, Held


class CouponView(NamedTuple):
    """`off` or `percent` (in hundredths: 12.5); `state` is open, gone (all are claimed), stopped or over.

    `brand` is the name of who pays: of the brand or the host, empty for the house.
    """

    id: str
    title: str
    brand: str
    off: Money | None
    percent: float
    cap: Money | None
    least: Money | None
    until_ms: int
    left: int
    quantity: int
    limit: int
    code: str
    state: str
    payer: str = "brand"
    is_first: bool = False
    club_level: int = 0


class HeldView(NamedTuple):
    """`state` is ready, used or over."""

    coupon: CouponView
    state: str
    order_id: str | None


def coupon_views(tx: ReadTx, coupons: list[Coupon]) -> list[CouponView]:
    names = organisation_names(tx, sorted({coupon.brand_id for coupon in coupons if coupon.brand_id}))
    hosts = person_cards(
        tx, sorted({coupon.host_id for coupon in coupons if coupon.payer == "host" and coupon.host_id})
    )
    names |= {host_id: host.name for host_id, host in hosts.items()}
    payers = [coupon.brand_id or (coupon.host_id if coupon.payer == "host" else None) or "" for coupon in coupons]
    return [_view(coupon, names.get(payer, ""), tx.now_ms) for coupon, payer in zip(coupons, payers, strict=True)]


def held_views(tx: ReadTx, held: list[Held]) -> list[HeldView]:
    views = coupon_views(tx, [each.coupon for each in held])
    return [HeldView(view, _held_state(each, tx.now_ms), each.order_id) for each, view in zip(held, views, strict=True)]


def _held_state(held: Held, now_ms: int) -> str:
    if held.order_id is not None:
        return "used"
    return "ready" if now_ms < held.coupon.until_ms else "over"


def _view(coupon: Coupon, brand: str, now_ms: int) -> CouponView:
    return CouponView(
        id=coupon.id,
        title=coupon.title,
        brand=brand,
        off=coupon.money(coupon.off_minor) if coupon.off_minor else None,
        percent=coupon.percent_bp / 100,
        cap=coupon.money(coupon.cap_minor) if coupon.cap_minor else None,
        least=coupon.money(coupon.least_minor) if coupon.least_minor else None,
        until_ms=coupon.until_ms,
        left=coupon.left,
        quantity=coupon.quantity,
        limit=coupon.limit_per_person,
        code=coupon.code or "",
        state=_state(coupon, now_ms),
        payer=coupon.payer,
        is_first=bool(coupon.for_first_order),
        club_level=coupon.club_level,
    )


def _state(coupon: Coupon, now_ms: int) -> str:
    if coupon.stopped_at_ms is not None:
        return "stopped"
    if now_ms >= coupon.until_ms:
        return "over"
    return "open" if coupon.left else "gone"
