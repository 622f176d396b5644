"""Buying in advance for programs: a brand offers, buyers pay deposit and balance."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.shop.direct import Paying
from livefair.shop.preorders import (
    end_preorder_offer,
    my_preorder_for,
    offer_in_advance,
    pay_balance,
    pay_deposit,
    preorder_offer_called,
    preorders_of,
)
from livefair.shop.rules.preorders import Draft
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Key, Made, Minor
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.preorder_views import preorder_view
from livefair.web.requests import AppRequest

DAY = 86_400_000


class NewPreorderOffer(Body, kw_only=True):
    """Deposits until `ahead_ms` from now, then the balance within `balance_ms`."""

    sku_id: Id
    price_minor: Minor
    deposit_minor: Minor
    ahead_ms: Annotated[int, msgspec.Meta(ge=3_600_000, le=180 * DAY)] = 7 * DAY
    balance_ms: Annotated[int, msgspec.Meta(ge=3_600_000, le=30 * DAY)] = 3 * DAY
    limit_per_buyer: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1
    keeps_deposit: bool = False


class PayingDeposit(Body, kw_only=True):
    expected_minor: Minor
    room_id: Id | None = None
    key: Key


class PayingBalance(Body, kw_only=True):
    expected_minor: Minor
    address_id: Id
    key: Key


class PreorderOfferState(msgspec.Struct, kw_only=True):
    id: str
    product_id: str
    sku_id: str
    price: Amount
    deposit: Amount
    keeps_deposit: bool
    takes_deposits: bool
    balance_from_ms: int
    balance_until_ms: int


class PreorderState(msgspec.Struct, kw_only=True):
    """`state` is unpaid, waiting, due, paying, done, late, returning, returned or kept."""

    id: str
    offer_id: str
    state: str
    order_id: str | None


def offer_state(tx: ReadTx, offer_id: str) -> PreorderOfferState:
    offer = preorder_offer_called(tx, offer_id)
    return PreorderOfferState(
        id=offer.id,
        product_id=offer.product_id,
        sku_id=offer.sku_id,
        price=Amount(minor=offer.price_minor, currency=offer.currency),
        deposit=Amount(minor=offer.deposit_minor, currency=offer.currency),
        keeps_deposit=bool(offer.keeps_deposit),
        takes_deposits=offer.takes_deposits(tx.now_ms),
        balance_from_ms=offer.balance_from_ms,
        balance_until_ms=offer.balance_until_ms,
    )


def state_of(tx: ReadTx, actor: Actor, preorder_id: str) -> PreorderState:
    view = preorder_view(tx, my_preorder_for(tx, actor, preorder_id), "en")
    return PreorderState(id=view.id, offer_id=view.offer.id, state=view.state, order_id=view.order_id)


def mine(tx: ReadTx, actor: Actor) -> list[PreorderState]:
    return [state_of(tx, actor, each.id) for each in preorders_of(tx, actor.id)]


@post("/preorder-offers", opt=needs("brand"), summary="Sell a variant for a deposit and a balance")
async def offer(request: AppRequest, data: JSONBody[NewPreorderOffer]) -> Made:
    draft = Draft(**{name: getattr(data, name) for name in Draft._fields})
    return Made(id=await request.write(offer_in_advance, data.sku_id, draft))


@post("/preorder-offers/{offer_id:str}/end", opt=needs("brand"), status_code=204, summary="No new deposits")
async def end(request: AppRequest, offer_id: PathId) -> None:
    await request.write(end_preorder_offer, offer_id)


@get("/preorder-offers/{offer_id:str}", summary="What it costs and when the balance is due")
async def show_offer(request: AppRequest, offer_id: PathId) -> PreorderOfferState:
    return await request.read(offer_state, offer_id)


@post("/preorder-offers/{offer_id:str}/deposits", summary="Have a piece kept; returns the payment")
async def deposit(request: AppRequest, offer_id: PathId, data: JSONBody[PayingDeposit]) -> Made:
    offer = await request.read(preorder_offer_called, offer_id)
    source = await request.read(source_of, request.actor, Met(room_id=data.room_id or ""), offer.product_id)
    paying = Paying("", data.expected_minor, request.services.providers.default, data.key)
    return Made(id=await request.write(pay_deposit, offer_id, paying, source=source))


@get("/preorders", summary="The pieces that are kept for me")
async def show_mine(request: AppRequest) -> list[PreorderState]:
    return await request.read(mine, request.actor)


@get("/preorders/{preorder_id:str}", summary="How far it is")
async def show_one(request: AppRequest, preorder_id: PathId) -> PreorderState:
    return await request.read(state_of, request.actor, preorder_id)


@post("/preorders/{preorder_id:str}/balance", summary="Order what is kept; returns the payment")
async def balance(request: AppRequest, preorder_id: PathId, data: JSONBody[PayingBalance]) -> Made:
    paying = Paying(data.address_id, data.expected_minor, request.services.providers.default, data.key)
    return Made(id=await request.write(pay_balance, preorder_id, paying))


router = Router(
    "/",
    route_handlers=[offer, end, show_offer, deposit, show_mine, show_one, balance],
    opt=needs(*SIGNED_IN),
    tags=["promotions"],
)
