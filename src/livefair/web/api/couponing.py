"""Coupons for programs: brands, hosts and the house issue, buyers claim and see what they have."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.shop.coupons import Coupon, claim_by_code, claim_coupon, coupons_held, make_coupon, stop_coupon
from livefair.shop.rules.coupons import CLUB_LEVEL_MAX, Draft
from livefair.shop.rules.quote import Payer
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Currency, Id, Line, Made, Minor
from livefair.web.mall.coupons import claim_in_room, room_coupons
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class NewCoupon(Body, kw_only=True):
    """`off_minor`, or `percent_bp` (basis points) with `cap_minor` as the most; with a `code` it is claimed by that.

    `payer`: brand for brands, host for hosts, house for operators.
    """

    title: Line
    off_minor: Minor = 0
    percent_bp: Annotated[int, msgspec.Meta(ge=0, le=9_000)] = 0
    cap_minor: Annotated[int, msgspec.Meta(ge=1, le=10**9)] | None = None
    least_minor: Minor = 0
    currency: Currency = "CNY"
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 100
    limit_per_person: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1
    until_ms: Annotated[int, msgspec.Meta(ge=0, le=2**52)]
    code: Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")] = ""
    host_id: Id | None = None
    payer: Payer = "brand"
    is_for_first_order: bool = False
    club_level: Annotated[int, msgspec.Meta(ge=0, le=CLUB_LEVEL_MAX)] = 0


class Code(Body, kw_only=True):
    code: Line


class CouponState(msgspec.Struct, kw_only=True):
    """`payer` is brand, host or house; `brand_id` where a brand pays."""

    id: str
    payer: str
    brand_id: str | None
    host_id: str | None
    is_for_first_order: bool
    club_level: int
    title: str
    off_minor: int
    percent_bp: int
    cap_minor: int | None
    least_minor: int
    currency: str
    left: int
    until_ms: int


class HeldCoupon(msgspec.Struct, kw_only=True):
    """`order_id` while it is used for an order."""

    id: str
    claimed_at_ms: int
    order_id: str | None
    coupon: CouponState


def coupon_state(coupon: Coupon) -> CouponState:
    return CouponState(
        id=coupon.id,
        payer=coupon.payer,
        brand_id=coupon.brand_id,
        host_id=coupon.host_id,
        is_for_first_order=bool(coupon.for_first_order),
        club_level=coupon.club_level,
        title=coupon.title,
        off_minor=coupon.off_minor,
        percent_bp=coupon.percent_bp,
        cap_minor=coupon.cap_minor,
        least_minor=coupon.least_minor,
        currency=coupon.currency,
        left=coupon.left,
        until_ms=coupon.until_ms,
    )


def mine(tx: ReadTx, actor: Actor) -> list[HeldCoupon]:
    return [
        HeldCoupon(
            id=each.grant_id,
            claimed_at_ms=each.claimed_at_ms,
            order_id=each.order_id,
            coupon=coupon_state(each.coupon),
        )
        for each in coupons_held(tx, actor.id)
    ]


def offered_in(tx: ReadTx, actor: Actor, room_id: str) -> list[str]:
    return [coupon.id for coupon in room_coupons(tx, actor, room_id).coupons]


@post("/coupons", opt=needs("brand", "host", "operator"), summary="Issue coupons that one pays for")
async def issue(request: AppRequest, data: JSONBody[NewCoupon]) -> Made:
    return Made(id=await request.write(make_coupon, Draft(**msgspec.structs.asdict(data))))


@post(
    "/coupons/{coupon_id:str}/stop",
    opt=needs("brand", "host", "operator"),
    status_code=204,
    summary="Nobody claims it any more",
)
async def stop(request: AppRequest, coupon_id: PathId) -> None:
    await request.write(stop_coupon, coupon_id)


@get("/coupons", summary="The coupons that I have")
async def show_mine(request: AppRequest) -> list[HeldCoupon]:
    return await request.read(mine, request.actor)


@get("/rooms/{room_id:str}/coupons", summary="Ids of what can be claimed in a room now")
async def show_offered(request: AppRequest, room_id: PathId) -> list[str]:
    return await request.read(offered_in, request.actor, room_id)


@post("/rooms/{room_id:str}/coupons/{coupon_id:str}", summary="Claim one in a room")
async def claim_there(request: AppRequest, room_id: PathId, coupon_id: PathId) -> Made:
    return Made(id=await request.write(claim_in_room, room_id, coupon_id))


@post("/coupons/{coupon_id:str}/claims", summary="Claim one outside a room")
async def claim(request: AppRequest, coupon_id: PathId) -> Made:
    return Made(id=await request.write(claim_coupon, coupon_id))


@post("/coupon-codes", summary="Claim one by its code")
async def claim_code(request: AppRequest, data: JSONBody[Code]) -> Made:
    return Made(id=await request.write(claim_by_code, data.code))


router = Router(
    "/",
    route_handlers=[issue, stop, show_mine, show_offered, claim_there, claim, claim_code],
    opt=needs(*SIGNED_IN),
    tags=["promotions"],
)
