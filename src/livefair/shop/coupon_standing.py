"""Whom a coupon is for: those in a host's room, members of the host's club, those who have never bought before."""

from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, func, or_, select

from livefair.kernel import Conflict, ReadTx, query
from livefair.shop.models import ORDER, ORDER_LINE


class Standing(NamedTuple):
    """Where somebody claims, and their level in the club of that room's host: 0 is no member. A room knows both."""

    host_id: str | None = None
    room_id: str | None = None
    club_level: int = 0


ANYWHERE = Standing()


class _Coupon(Protocol):
    @property
    def brand_id(self) -> str | None: ...
    @property
    def host_id(self) -> str | None: ...
    @property
    def payer(self) -> str: ...
    @property
    def for_first_order(self) -> int: ...
    @property
    def club_level(self) -> int: ...


# Whatever was ordered counts, unless it was never paid, or called off before it was sent.
# An empty brand or host is every one.
_BOUGHT = query(
    int,
    select(func.count())
    .select_from(ORDER)
    .where(
        ORDER.c.buyer_id == bindparam("who"),
        ORDER.c.state != "cancelled",
        or_(ORDER.c.state != "refunded", ORDER.c.shipped_at_ms.is_not(None)),
        or_(bindparam("brand") == "", ORDER.c.brand_id == bindparam("brand")),
        or_(
            bindparam("host") == "",
            select(ORDER_LINE.c.id)
            .where(ORDER_LINE.c.order_id == ORDER.c.id, ORDER_LINE.c.host_id == bindparam("host"))
            .exists(),
        ),
    ),
)


def has_bought(tx: ReadTx, person_id: str, coupon: _Coupon) -> bool:
    """Of the brand that pays for the coupon, through the host who does, or anything at all where the house pays."""
    host = coupon.host_id if coupon.payer == "host" else None
    return tx.value(_BOUGHT, who=person_id, brand=coupon.brand_id or "", host=host or "") > 0


def require_standing(tx: ReadTx, person_id: str, coupon: _Coupon, where: Standing) -> None:
    """Conflict: coupon_for_club, coupon_for_first_order."""
    if coupon.club_level > (where.club_level if where.host_id == coupon.host_id else 0):
        raise Conflict("coupon_for_club", level=coupon.club_level)
    if coupon.for_first_order and has_bought(tx, person_id, coupon):
        raise Conflict("coupon_for_first_order")
