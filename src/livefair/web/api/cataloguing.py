"""A brand's catalogue for programs: products with their options and variants, bundles."""

from typing import Annotated

import msgspec
from litestar import Router, post, put
from litestar.params import JSONBody

from livefair import catalog
from livefair.catalog.bundles import Called, make_bundle
from livefair.catalog.rules import CURRENCIES, PRICE_MINOR_MAX
from livefair.catalog.rules.variants import OPTIONS_MAX, PARTS_MAX, VALUES_MAX, Named, OptionDraft
from livefair.catalog.variants import lay_out
from livefair.kernel import Actor, Money, WriteTx, require_valid
from livefair.supply import receive
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Currency, Id, Key, Line, Made, Pieces, Text, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Price = Annotated[int, msgspec.Meta(ge=1, le=PRICE_MINOR_MAX)]


class Names(Body, kw_only=True):
    zh: Line
    en: Line


class NewProduct(Body, kw_only=True):
    title: Names
    summary_zh: Text = ""
    summary_en: Text = ""
    category: Word = "other"


class NewOption(Body, kw_only=True):
    name: Names
    values: Annotated[list[Names], msgspec.Meta(min_length=1, max_length=VALUES_MAX)]


class Options(Body, kw_only=True):
    """Every combination that is new is put on sale at the price."""

    options: Annotated[list[NewOption], msgspec.Meta(min_length=1, max_length=OPTIONS_MAX)]
    price_minor: Price
    currency: Currency = "CNY"


class NewSku(Body, kw_only=True):
    name: Names
    price_minor: Price
    currency: Currency = "CNY"


class Part(Body, kw_only=True):
    sku_id: Id
    pieces: Pieces


class NewBundle(Body, kw_only=True):
    name: Names
    price_minor: Price
    currency: Currency = "CNY"
    parts: Annotated[list[Part], msgspec.Meta(min_length=1, max_length=PARTS_MAX)]


class Received(Body, kw_only=True):
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    key: Key


class MadeSkus(msgspec.Struct, kw_only=True):
    sku_ids: list[str]


@post("/brand/products", summary="List a product; it is sold once it has a variant with stock")
async def list_product(request: AppRequest, data: JSONBody[NewProduct]) -> Made:
    words = catalog.Words(data.title.zh, data.title.en, data.summary_zh, data.summary_en, data.category)
    return Made(id=await request.write(catalog.create_product, words))


@put("/brand/products/{product_id:str}/options", summary="Lay out what buyers choose by; answers with the new variants")
async def lay_out_options(request: AppRequest, product_id: PathId, data: JSONBody[Options]) -> MadeSkus:
    drafts = [OptionDraft(_named(one.name), tuple(_named(value) for value in one.values)) for one in data.options]
    price = _price(data.price_minor, data.currency)
    return MadeSkus(sku_ids=await request.write(lay_out, product_id, drafts, price=price))


@post("/brand/products/{product_id:str}/skus", summary="Add one variant by its name")
async def add_sku(request: AppRequest, product_id: PathId, data: JSONBody[NewSku]) -> Made:
    price = _price(data.price_minor, data.currency)
    names = {"name_zh": data.name.zh, "name_en": data.name.en}
    return Made(id=await request.write(catalog.add_sku, product_id, price=price, **names))


@post("/brand/products/{product_id:str}/bundles", summary="Sell several variants as one")
async def add_bundle(request: AppRequest, product_id: PathId, data: JSONBody[NewBundle]) -> Made:
    return Made(id=await request.write(_bundle, product_id, data))


@post("/brand/skus/{sku_id:str}/stock", status_code=204, summary="Goods have come in")
async def receive_stock(request: AppRequest, sku_id: PathId, data: JSONBody[Received]) -> None:
    await request.write(receive, sku_id, quantity=data.quantity, key=data.key)


def _bundle(tx: WriteTx, actor: Actor, product_id: str, data: NewBundle) -> str:
    parts: dict[str, int] = {}
    for part in data.parts:
        parts[part.sku_id] = parts.get(part.sku_id, 0) + part.pieces
    price = _price(data.price_minor, data.currency)
    return make_bundle(tx, actor, product_id, Called(data.name.zh, data.name.en), price=price, parts=parts)


def _named(names: Names) -> Named:
    return Named(names.zh, names.en)


def _price(minor: int, currency: str) -> Money:
    require_valid(currency in CURRENCIES, "unknown_currency", field="currency")
    return Money(minor, currency)


router = Router(
    "/",
    route_handlers=[list_product, lay_out_options, add_sku, add_bundle, receive_stock],
    opt=needs("brand"),
    tags=["catalogue"],
)
