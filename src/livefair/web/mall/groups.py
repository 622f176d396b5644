"""Buying together: the offer with the groups that are open, opening one, joining one."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, not_found
from livefair.kernel.ids import secret_token
from livefair.shop import Source, addresses_of
from livefair.shop.direct import Paying
from livefair.shop.group_seats import group_called
from livefair.shop.groups import group_for, group_offer_called, join_group, open_group
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Id, Key, Minor, OptionalId, chosen_id
from livefair.web.group_views import GroupOfferView, GroupView, group_offer_view, group_view
from livefair.web.mall.checkout import AddressView, address_view
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest


class Joining(Form, frozen=True, kw_only=True):
    """`group_id` "": a new one."""

    address_id: Id
    expected_minor: Minor
    group_id: OptionalId = ""
    room_id: OptionalId = ""
    key: Key


class GroupPage(NamedTuple):
    """`asked`: the group that the reader was invited to."""

    offer: GroupOfferView
    asked: GroupView | None
    address: AddressView | None


def group_page(tx: ReadTx, actor: Actor, offer_id: str, group_id: str, locale: str) -> GroupPage:
    offer = group_offer_view(tx, actor, offer_id, locale) or not_found("group_offer")
    addresses = [] if actor.is_guest else addresses_of(tx, actor)
    group = group_called(tx, group_id) if group_id else None
    asked = group_view(tx, actor, group) if group is not None and group.offer_id == offer_id else None
    return GroupPage(offer, asked, address_view(addresses[0]) if addresses else None)


def buy_together(tx: WriteTx, actor: Actor, offer_id: str, form: Joining, provider: str) -> str:
    offer = group_offer_called(tx, offer_id)
    source: Source = source_of(tx, actor, Met(room_id=form.room_id), offer.product_id)
    paying = Paying(form.address_id, form.expected_minor, provider, form.key)
    if not form.group_id:
        return open_group(tx, actor, offer_id, paying, source=source)
    if group_for(tx, form.group_id).offer_id != offer_id:
        not_found("buying_group")
    return join_group(tx, actor, form.group_id, paying, source=source)


@get("/groups/{offer_id:str}")
async def show_offer(request: AppRequest, offer_id: PathId) -> Answer:
    return await _offer(request, offer_id)


@post("/groups/{offer_id:str}", opt=needs(*SIGNED_IN))
async def buy(request: AppRequest, offer_id: PathId) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(Joining)
        payment_id = await request.write(buy_together, offer_id, form, request.services.providers.default)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refusal.params.pop("field", None)
        return await _offer(request, offer_id, refusal, typed.first("key")[:80])
    return request.go(f"/pay/{payment_id}")


async def _offer(request: AppRequest, offer_id: str, refusal: Refusal | None = None, key: str = "") -> Answer:
    group_id = chosen_id(request.query_params.get("group", "")) or ""
    page = (await request.read(group_page, request.actor, offer_id, group_id, request.locale))._asdict()
    typed = (await request.typed()).first("room_id") if refusal else request.query_params.get("room", "")
    context = {**page, "room_id": chosen_id(typed) or "", "key": key or secret_token()}
    if refusal is not None:
        return await request.again("mall/groups.html", refusal, context)
    return await request.page("mall/groups.html", context)


router = Router("/", route_handlers=[show_offer, buy])
