"""A product with what it can be chosen by, for programs."""

import msgspec
from litestar import Router, get

from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount
from livefair.web.goods import ProductView, product_view
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class Sku(msgspec.Struct, kw_only=True):
    """`choice`: the ids of its values, one of each option in their order; empty where there are no options."""

    id: str
    name: str
    price: Amount
    left: int
    choice: list[str]


class OptionValue(msgspec.Struct, kw_only=True):
    id: str
    name: str
    picture: str | None


class Option(msgspec.Struct, kw_only=True):
    name: str
    values: list[OptionValue]


class Product(msgspec.Struct, kw_only=True):
    id: str
    title: str
    summary: str
    brand_id: str
    pictures: list[str]
    model_url: str | None
    skus: list[Sku]
    options: list[Option]
    lowest_30d: Amount | None
    sold: int


def _amount(minor: int, currency: str) -> Amount:
    return Amount(minor=minor, currency=currency)


def product_of(view: ProductView) -> Product:
    lowest = view.lowest_30d
    return Product(
        id=view.id,
        title=view.title,
        summary=view.summary,
        brand_id=view.brand.id,
        pictures=view.pictures,
        model_url=view.model_url,
        skus=[
            Sku(
                id=sku.id,
                name=sku.name,
                price=_amount(sku.price.minor, sku.price.currency),
                left=sku.left,
                choice=list(sku.choice),
            )
            for sku in view.skus
        ],
        options=[
            Option(
                name=one.name,
                values=[OptionValue(id=each.id, name=each.name, picture=each.picture_url) for each in one.values],
            )
            for one in view.options
        ],
        lowest_30d=_amount(lowest.minor, lowest.currency) if lowest else None,
        sold=view.sold,
    )


@get("/products/{product_id:str}", summary="A product with its SKUs")
async def show_product(request: AppRequest, product_id: PathId) -> Product:
    return product_of(await request.read(product_view, request.actor, product_id, request.locale))


router = Router("/", route_handlers=[show_product], opt=needs(*SIGNED_IN), tags=["shopping"])
