"""Buying in advance: the offer, its deposit, one's own pieces that are kept, the balance."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal, WriteTx
from livefair.kernel.ids import secret_token
from livefair.shop import addresses_of
from livefair.shop.direct import Paying
from livefair.shop.preorders import (
    my_preorder_for,
    pay_balance,
    pay_deposit,
    preorder_offer_called,
    preorders_of,
)
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Id, Key, Minor, OptionalId, chosen_id
from livefair.web.mall.checkout import AddressView, address_view
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.preorder_views import PreorderOfferView, PreorderView, preorder_offer_view, preorder_view
from livefair.web.requests import Answer, AppRequest


class Deposit(Form, frozen=True, kw_only=True):
    expected_minor: Minor
    room_id: OptionalId = ""
    key: Key


class Balance(Form, frozen=True, kw_only=True):
    expected_minor: Minor
    address_id: Id
    key: Key


class MyPreorder(NamedTuple):
    preorder: PreorderView
    address: AddressView | None


def offer_page(tx: ReadTx, offer_id: str, locale: str) -> PreorderOfferView:
    return preorder_offer_view(tx, preorder_offer_called(tx, offer_id), locale)


def keep_one(tx: WriteTx, actor: Actor, offer_id: str, form: Deposit, provider: str) -> str:
    source = source_of(tx, actor, Met(room_id=form.room_id), preorder_offer_called(tx, offer_id).product_id)
    return pay_deposit(tx, actor, offer_id, Paying("", form.expected_minor, provider, form.key), source=source)


def my_preorders(tx: ReadTx, actor: Actor, locale: str) -> list[PreorderView]:
    return [preorder_view(tx, each, locale) for each in preorders_of(tx, actor.id)]


def my_preorder(tx: ReadTx, actor: Actor, preorder_id: str, locale: str) -> MyPreorder:
    addresses = addresses_of(tx, actor)
    view = preorder_view(tx, my_preorder_for(tx, actor, preorder_id), locale)
    return MyPreorder(view, address_view(addresses[0]) if addresses else None)


@get("/preorders/{offer_id:str}")
async def show_offer(request: AppRequest, offer_id: PathId) -> Answer:
    return await _offer(request, offer_id)


@post("/preorders/{offer_id:str}", opt=needs(*SIGNED_IN))
async def deposit(request: AppRequest, offer_id: PathId) -> Answer:
    typed = await request.typed()
    try:
        form, provider = await request.form_as(Deposit), request.services.providers.default
        payment_id = await request.write(keep_one, offer_id, form, provider)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refusal.params.pop("field", None)
        return await _offer(request, offer_id, refusal, typed.first("key")[:80])
    return request.go(f"/pay/{payment_id}")


@get("/me/preorders", opt=needs(*SIGNED_IN))
async def show_mine(request: AppRequest) -> Answer:
    preorders = await request.read(my_preorders, request.actor, request.locale)
    return await request.page("mall/my_preorders.html", {"preorders": preorders})


@get("/me/preorders/{preorder_id:str}", opt=needs(*SIGNED_IN))
async def show_one(request: AppRequest, preorder_id: PathId) -> Answer:
    return await _mine(request, preorder_id)


@post("/me/preorders/{preorder_id:str}", opt=needs(*SIGNED_IN))
async def balance(request: AppRequest, preorder_id: PathId) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(Balance)
        paying = Paying(form.address_id, form.expected_minor, request.services.providers.default, form.key)
        payment_id = await request.write(pay_balance, preorder_id, paying)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refusal.params.pop("field", None)
        return await _mine(request, preorder_id, refusal, typed.first("key")[:80])
    return request.go(f"/pay/{payment_id}")


async def _offer(request: AppRequest, offer_id: str, refusal: Refusal | None = None, key: str = "") -> Answer:
    typed = (await request.typed()).first("room_id") if refusal else request.query_params.get("room", "")
    context = {
        "offer": await request.read(offer_page, offer_id, request.locale),
        "room_id": chosen_id(typed) or "",
        "key": key or secret_token(),
    }
    if refusal is not None:
        return await request.again("mall/preorder_offer.html", refusal, context)
    return await request.page("mall/preorder_offer.html", context)


async def _mine(request: AppRequest, preorder_id: str, refusal: Refusal | None = None, key: str = "") -> Answer:
    page = (await request.read(my_preorder, request.actor, preorder_id, request.locale))._asdict()
    context = {**page, "key": key or secret_token()}
    if refusal is not None:
        return await request.again("mall/my_preorder.html", refusal, context)
    return await request.page("mall/my_preorder.html", context)


router = Router("/", route_handlers=[show_offer, deposit, show_mine, show_one, balance])
