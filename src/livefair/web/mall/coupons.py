"""Coupons for buyers: claimed in a room or by code, and those one has."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx
from livefair.live import assortment_of, room_for, show_on_air
from livefair.people.badges import level_with
from livefair.shop.coupon_standing import Standing
from livefair.shop.coupons import claim_by_code, claim_coupon, coupons_held, coupons_offered
from livefair.web.access import SIGNED_IN, needs
from livefair.web.coupon_views import CouponView, HeldView, coupon_views, held_views
from livefair.web.forms import Form, Line
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


class Code(Form, frozen=True, kw_only=True):
    code: Line


class RoomCoupons(NamedTuple):
    """`mine`: how many of each this reader has."""

    coupons: list[CouponView]
    mine: dict[str, int]


def room_coupons(tx: ReadTx, actor: Actor, room_id: str) -> RoomCoupons:
    """Of the brands whose goods are in the show on air, of its host and of the house."""
    room, show = room_for(tx, actor, room_id), show_on_air(tx, room_id)
    cards = product_cards(tx, [each.product_id for each in assortment_of(tx, show.id)]) if show else {}
    brands = [card.brand_id for card in cards.values() if card.is_offered]
    mine: dict[str, int] = {}
    for each in coupons_held(tx, actor.id):
        mine[each.coupon.id] = mine.get(each.coupon.id, 0) + 1
    offered = coupons_offered(tx, brands, host_id=room.host_id) if show else []
    return RoomCoupons(coupon_views(tx, offered), mine)


def claim_in_room(tx: WriteTx, actor: Actor, room_id: str, coupon_id: str) -> str:
    host_id = room_for(tx, actor, room_id).host_id
    return claim_coupon(tx, actor, coupon_id, Standing(host_id, room_id, level_with(tx, actor.id, host_id)))


def my_coupons(tx: ReadTx, actor: Actor) -> list[HeldView]:
    return held_views(tx, coupons_held(tx, actor.id))


@get("/live/{room_id:str}/coupons")
async def show_room_coupons(request: AppRequest, room_id: Id) -> Answer:
    return await _room_coupons(request, room_id)


@post("/live/{room_id:str}/coupons/{coupon_id:str}", opt=needs(*SIGNED_IN))
async def claim(request: AppRequest, room_id: Id, coupon_id: Id) -> Answer:
    try:
        await request.write(claim_in_room, room_id, coupon_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _room_coupons(request, room_id, refusal)
    return await _room_coupons(request, room_id)


async def _room_coupons(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    page = await request.read(room_coupons, request.actor, room_id)
    template = "mall/_coupons.html" if request.is_fragment else "mall/coupons.html"
    context = {**page._asdict(), "room_id": room_id}
    if refusal is not None:
        refusal.params.pop("field", None)
        return await request.again(template, refusal, context)
    return await request.page(template, context)


@get("/me/coupons", opt=needs(*SIGNED_IN))
async def show_mine(request: AppRequest) -> Answer:
    held = await request.read(my_coupons, request.actor)
    return await request.page("mall/my_coupons.html", {"held": held, "code": ""})


@post("/me/coupons", opt=needs(*SIGNED_IN))
async def enter_code(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Code)
        await request.write(claim_by_code, form.code)
    except Refusal as refusal:
        typed = (await request.typed()).first("code")[:40]
        refusal.params["field"] = "code"
        held = await request.read(my_coupons, request.actor)
        return await request.again("mall/my_coupons.html", refusal, {"held": held, "code": typed})
    return request.go("/me/coupons", toast="saved")


router = Router("/", route_handlers=[show_room_coupons, claim, show_mine, enter_code])
