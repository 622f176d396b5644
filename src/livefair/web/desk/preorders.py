"""A brand's offers for a deposit."""

from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import DAY_MS, Actor, ReadTx, Refusal
from livefair.shop.preorders import end_preorder_offer, offer_in_advance, preorder_offers_of_brand
from livefair.shop.rules.preorders import Draft
from livefair.web.desk.groups import SkuChoice, sku_choices
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Id, Line, minor_of
from livefair.web.paths import Id as PathId
from livefair.web.preorder_views import PreorderOfferView, preorder_offer_view
from livefair.web.requests import Answer, AppRequest

Number = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class NewOffer(Form, frozen=True, kw_only=True):
    sku_id: Id
    price: Line
    deposit: Line
    days_ahead: Number = 7
    days_balance: Number = 3
    limit_per_buyer: Number = 1
    keeps: Literal["yes", ""] = ""

    def draft(self) -> Draft:
        return Draft(
            price_minor=minor_of(self.price, "price"),
            deposit_minor=minor_of(self.deposit, "deposit"),
            ahead_ms=self.days_ahead * DAY_MS,
            balance_ms=self.days_balance * DAY_MS,
            limit_per_buyer=self.limit_per_buyer,
            keeps_deposit=self.keeps == "yes",
        )


class PreordersPage(NamedTuple):
    offers: list[PreorderOfferView]
    skus: list[SkuChoice]


def preorders_page(tx: ReadTx, actor: Actor, locale: str) -> PreordersPage:
    offers = [preorder_offer_view(tx, each, locale) for each in preorder_offers_of_brand(tx, brand_of(actor))]
    return PreordersPage(offers, sku_choices(tx, actor, locale))


@get("/preorders")
async def show_preorders(request: AppRequest) -> Answer:
    return await _page(request)


@post("/preorders")
async def offer(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewOffer)
        await request.write(offer_in_advance, form.sku_id, form.draft())
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/desk/preorders", toast="saved")


@post("/preorders/{offer_id:str}/end")
async def end(request: AppRequest, offer_id: PathId) -> Answer:
    await request.write(end_preorder_offer, offer_id)
    return request.go("/desk/preorders", toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(preorders_page, request.actor, request.locale))._asdict()
    names = NewOffer.__struct_fields__
    if refusal is None:
        return await request.page("desk/preorders.html", {**page, "values": dict.fromkeys(names, "")})
    typed = await request.typed()
    field = str(refusal.params.get("field", "form"))
    refusal.params["field"] = {"ahead": "days_ahead", "balance": "days_balance"}.get(field, field)
    values = {name: typed.first(name)[:80] for name in names}
    return await request.again("desk/preorders.html", refusal, {**page, "values": values})


router = Router("/", route_handlers=[show_preorders, offer, end])
