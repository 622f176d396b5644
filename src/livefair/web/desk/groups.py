"""A brand's offers to groups."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.queries import products_of_brand, skus_of_all
from livefair.kernel import DAY_MS, Actor, Money, ReadTx, Refusal
from livefair.shop.groups import end_group_offer, group_offers_of_brand, offer_to_groups
from livefair.shop.rules.groups import Draft
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Id, Line, minor_of
from livefair.web.group_views import GroupOfferView, view_of_offer
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest

HOUR_MS = 3_600_000
Number = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class NewOffer(Form, frozen=True, kw_only=True):
    sku_id: Id
    price: Line
    size: Number
    hours: Number = 24
    days: Number = 14

    def draft(self) -> Draft:
        return Draft(minor_of(self.price, "price"), self.size, self.hours * HOUR_MS, self.days * DAY_MS)


class SkuChoice(NamedTuple):
    id: str
    name: str
    price: Money


class GroupsPage(NamedTuple):
    offers: list[GroupOfferView]
    skus: list[SkuChoice]


def groups_page(tx: ReadTx, actor: Actor, locale: str) -> GroupsPage:
    offers = [view_of_offer(tx, actor, each, locale) for each in group_offers_of_brand(tx, brand_of(actor))]
    return GroupsPage([offer for offer in offers if offer is not None], sku_choices(tx, actor, locale))


def sku_choices(tx: ReadTx, actor: Actor, locale: str) -> list[SkuChoice]:
    cards = {card.id: card for card in products_of_brand(tx, brand_of(actor)) if card.is_offered}
    return [
        SkuChoice(sku.id, f"{cards[sku.product_id].title(locale)} · {sku.name(locale)}", sku.price)
        for each in skus_of_all(tx, list(cards)).values()
        for sku in each
    ]


@get("/groups")
async def show_groups(request: AppRequest) -> Answer:
    return await _page(request)


@post("/groups")
async def offer(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewOffer)
        await request.write(offer_to_groups, form.sku_id, form.draft())
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/desk/groups", toast="saved")


@post("/groups/{offer_id:str}/end")
async def end(request: AppRequest, offer_id: PathId) -> Answer:
    await request.write(end_group_offer, offer_id)
    return request.go("/desk/groups", toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(groups_page, request.actor, request.locale))._asdict()
    names = NewOffer.__struct_fields__
    if refusal is None:
        return await request.page("desk/groups.html", {**page, "values": dict.fromkeys(names, "")})
    typed = await request.typed()
    field = str(refusal.params.get("field", "form"))
    refusal.params["field"] = {"lasts": "hours", "ends_after": "days"}.get(field, field)
    return await request.again("desk/groups.html", refusal, {**page, "values": {n: typed.first(n)[:80] for n in names}})


router = Router("/", route_handlers=[show_groups, offer, end])
