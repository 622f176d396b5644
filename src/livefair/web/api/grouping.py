"""Buying together for programs: a brand offers, buyers open groups and join them."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import ReadTx
from livefair.shop.direct import Paying
from livefair.shop.group_seats import Group
from livefair.shop.groups import (
    end_group_offer,
    group_for,
    group_offer_called,
    join_group,
    offer_to_groups,
    open_group,
    open_groups,
)
from livefair.shop.rules.groups import Draft, state_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Key, Made, Minor
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class NewGroupOffer(Body, kw_only=True):
    sku_id: Id
    price_minor: Minor
    size: Annotated[int, msgspec.Meta(ge=2, le=100)]
    lasts_ms: Annotated[int, msgspec.Meta(ge=1_800_000, le=3 * 86_400_000)] = 86_400_000
    ends_after_ms: Annotated[int, msgspec.Meta(ge=1_800_000, le=92 * 86_400_000)] = 14 * 86_400_000


class BuyingTogether(Body, kw_only=True):
    address_id: Id
    expected_minor: Minor
    room_id: Id | None = None
    key: Key


class GroupState(msgspec.Struct, kw_only=True):
    """`state` is open, full or failed; `taken` seats are ordered, `paid` of them paid."""

    id: str
    offer_id: str
    state: str
    size: int
    taken: int
    paid: int
    closes_at_ms: int


class GroupOfferState(msgspec.Struct, kw_only=True):
    id: str
    product_id: str
    sku_id: str
    price: Amount
    size: int
    is_open: bool
    ends_at_ms: int
    groups: list[GroupState]


def group_state(tx: ReadTx, group: Group) -> GroupState:
    return GroupState(
        id=group.id,
        offer_id=group.offer_id,
        state=state_of(
            full_at_ms=group.full_at_ms,
            failed_at_ms=group.failed_at_ms,
            closes_at_ms=group.closes_at_ms,
            now_ms=tx.now_ms,
        ),
        size=group.size,
        taken=group.taken,
        paid=group.paid,
        closes_at_ms=group.closes_at_ms,
    )


def offer_state(tx: ReadTx, offer_id: str) -> GroupOfferState:
    offer = group_offer_called(tx, offer_id)
    return GroupOfferState(
        id=offer.id,
        product_id=offer.product_id,
        sku_id=offer.sku_id,
        price=Amount(minor=offer.price_minor, currency=offer.currency),
        size=offer.size,
        is_open=offer.is_open(tx.now_ms),
        ends_at_ms=offer.ends_at_ms,
        groups=[group_state(tx, group) for group in open_groups(tx, offer_id)],
    )


def group_shown(tx: ReadTx, group_id: str) -> GroupState:
    return group_state(tx, group_for(tx, group_id))


@post("/group-offers", opt=needs("brand"), summary="Sell a variant for less to groups")
async def offer(request: AppRequest, data: JSONBody[NewGroupOffer]) -> Made:
    draft = Draft(data.price_minor, data.size, data.lasts_ms, data.ends_after_ms)
    return Made(id=await request.write(offer_to_groups, data.sku_id, draft))


@post("/group-offers/{offer_id:str}/end", opt=needs("brand"), status_code=204, summary="No new groups")
async def end(request: AppRequest, offer_id: PathId) -> None:
    await request.write(end_group_offer, offer_id)


@get("/group-offers/{offer_id:str}", summary="An offer with the groups that are open")
async def show_offer(request: AppRequest, offer_id: PathId) -> GroupOfferState:
    return await request.read(offer_state, offer_id)


@post("/group-offers/{offer_id:str}/groups", summary="Open a group; returns the payment")
async def open_one(request: AppRequest, offer_id: PathId, data: JSONBody[BuyingTogether]) -> Made:
    offer = await request.read(group_offer_called, offer_id)
    source = await request.read(source_of, request.actor, Met(room_id=data.room_id or ""), offer.product_id)
    return Made(id=await request.write(open_group, offer_id, paying_of(request, data), source=source))


@get("/groups/{group_id:str}", summary="How far a group is")
async def show_group(request: AppRequest, group_id: PathId) -> GroupState:
    return await request.read(group_shown, group_id)


@post("/groups/{group_id:str}/seats", summary="Join a group; returns the payment")
async def join(request: AppRequest, group_id: PathId, data: JSONBody[BuyingTogether]) -> Made:
    offer_id = (await request.read(group_for, group_id)).offer_id
    offer = await request.read(group_offer_called, offer_id)
    source = await request.read(source_of, request.actor, Met(room_id=data.room_id or ""), offer.product_id)
    return Made(id=await request.write(join_group, group_id, paying_of(request, data), source=source))


def paying_of(request: AppRequest, data: BuyingTogether) -> Paying:
    return Paying(data.address_id, data.expected_minor, request.services.providers.default, data.key)


router = Router(
    "/",
    route_handlers=[offer, end, show_offer, open_one, show_group, join],
    opt=needs(*SIGNED_IN),
    tags=["promotions"],
)
