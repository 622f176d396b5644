"""What is on sale, page by page."""

from typing import Annotated

import msgspec
from litestar import Router, get
from litestar.params import QueryParameter

from livefair.catalog.queries import LAST, listed_products
from livefair.kernel import Money, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount
from livefair.web.goods import GoodView, goods_on
from livefair.web.paths import Cursor
from livefair.web.requests import AppRequest

Most = Annotated[int, QueryParameter(ge=1, le=100, description="How many at most")]


class ListedProduct(msgspec.Struct, kw_only=True):
    """`price` is that of the cheapest SKU; `was` the one before, if that was higher."""

    id: str
    title: str
    picture_url: str | None
    price: Amount
    was: Amount | None
    lowest_30d: Amount | None
    sold: int
    left: int


class Products(msgspec.Struct, kw_only=True):
    """`cursor` asks for the next page; null: that was all."""

    products: list[ListedProduct]
    cursor: str | None


def products(tx: ReadTx, cursor: str, most: int, locale: str) -> Products:
    cards = listed_products(tx, before=cursor or LAST, most=most)
    found = [listed(good) for good in goods_on(tx, cards, locale)]
    return Products(products=found, cursor=cards[-1].id if len(cards) == most else None)


def listed(good: GoodView) -> ListedProduct:
    return ListedProduct(
        id=good.id,
        title=good.title,
        picture_url=good.picture_url,
        price=_amount(good.price),
        was=_amount(good.was) if good.was else None,
        lowest_30d=_amount(good.lowest_30d) if good.lowest_30d else None,
        sold=good.sold,
        left=good.left,
    )


def _amount(money: Money) -> Amount:
    return Amount(minor=money.minor, currency=money.currency)


@get("/products", summary="What is on sale, newest first")
async def show_products(request: AppRequest, cursor: Cursor = "", most: Most = 24) -> Products:
    return await request.read(products, cursor, most, request.locale)


router = Router("/", route_handlers=[show_products], opt=needs(*SIGNED_IN), tags=["shopping"])
