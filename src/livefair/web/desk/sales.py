"""A brand's flash sales: planned here for a host, started by the host on air."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.queries import price_truths, products_of_brand, skus_of_all
from livefair.kernel import SECOND_MS, Actor, Money, ReadTx, Refusal
from livefair.people.queries import people_with_role
from livefair.shop.flash_sales import flash_sales_of_brand, plan_flash_sale, withdraw_flash_sale
from livefair.shop.rules import flash_sales as rules
from livefair.web.desk.overview import brand_of
from livefair.web.flash_views import SaleRow, sale_rows
from livefair.web.forms import Form, Id, Line, minor_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest

HOSTS_SHOWN = 200


class NewSale(Form, frozen=True, kw_only=True):
    sku_id: Id
    host_id: Id
    price: Line
    pieces: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    limit_per_buyer: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 1
    countdown_s: Annotated[int, msgspec.Meta(ge=0, le=3_600)] = 30
    lasts_min: Annotated[int, msgspec.Meta(ge=0, le=600)] = 5

    def plan(self) -> rules.Plan:
        return rules.Plan(
            price_minor=minor_of(self.price, "price"),
            pieces=self.pieces,
            limit_per_buyer=self.limit_per_buyer,
            countdown_ms=self.countdown_s * SECOND_MS,
            lasts_ms=self.lasts_min * 60 * SECOND_MS,
        )


class SkuChoice(NamedTuple):
    """`lowest`: what a flash price has to be below."""

    id: str
    name: str
    price: Money
    lowest: Money


class SalesPage(NamedTuple):
    sales: list[SaleRow]
    skus: list[SkuChoice]
    hosts: list[tuple[str, str]]


def sales_page(tx: ReadTx, actor: Actor, locale: str) -> SalesPage:
    cards = products_of_brand(tx, brand_of(actor))
    titles = {card.id: card.title(locale) for card in cards if card.is_offered}
    skus = [sku for each in skus_of_all(tx, list(titles)).values() for sku in each]
    truths = price_truths(tx, [sku.id for sku in skus], window_ms=rules.LOW_WINDOW_MS)
    hosts = people_with_role(tx, "host")[:HOSTS_SHOWN]
    return SalesPage(
        sales=sale_rows(tx, flash_sales_of_brand(tx, brand_of(actor)), locale),
        skus=[
            SkuChoice(
                id=sku.id,
                name=f"{titles[sku.product_id]} · {sku.name(locale)}",
                price=sku.price,
                lowest=Money(truths[sku.id].lowest_minor, sku.currency),
            )
            for sku in skus
        ],
        hosts=[(host.id, host.name) for host in hosts],
    )


@get("/sales")
async def show_sales(request: AppRequest) -> Answer:
    return await _page(request)


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(sales_page, request.actor, request.locale))._asdict()
    if refusal is None:
        return await request.page("desk/sales.html", {**page, "values": dict.fromkeys(NewSale.__struct_fields__, "")})
    typed = await request.typed()
    values = {name: typed.first(name)[:80] for name in NewSale.__struct_fields__}
    refusal.params["field"] = {"countdown": "countdown_s", "lasts": "lasts_min"}.get(
        field := str(refusal.params.get("field", "form")), field
    )
    return await request.again("desk/sales.html", refusal, {**page, "values": values})


@post("/sales")
async def plan(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewSale)
        await request.write(plan_flash_sale, form.sku_id, form.plan(), host_id=form.host_id)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go("/desk/sales", toast="saved")


@post("/sales/{sale_id:str}/withdraw")
async def withdraw(request: AppRequest, sale_id: PathId) -> Answer:
    try:
        await request.write(withdraw_flash_sale, sale_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/desk/sales", toast="saved")


router = Router("/", route_handlers=[show_sales, plan, withdraw])
