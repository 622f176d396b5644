"""A product: as a sheet over the video, or as a page with everything said about it."""

from dataclasses import dataclass
from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Actor, ReadTx
from livefair.web.goods import ProductView, product_view
from livefair.web.mall.sources import Met, met_in
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


@dataclass(frozen=True)
class Rating:
    """`spread` counts reviews from five stars down to one."""

    average: float | None
    count: int
    spread: list[int]


class RoomLink(NamedTuple):
    id: str
    title: str


class ProductPage(NamedTuple):
    product: ProductView
    reviews: list[object]
    rating: Rating
    questions: list[object]
    rooms: list[RoomLink]


def product_page(tx: ReadTx, actor: Actor, product_id: str, locale: str) -> ProductPage:
    product = product_view(tx, actor, product_id, locale)
    return ProductPage(product, [], Rating(None, 0, [0, 0, 0, 0, 0]), [], [])


@get("/p/{product_id:str}")
async def show_product(request: AppRequest, product_id: Id) -> Answer:
    met = met_in(dict(request.query_params.items()))
    if request.is_fragment:
        product = await request.read(product_view, request.actor, product_id, request.locale)
        return await request.page("mall/_product.html", sheet_context(product, met))
    page = await request.read(product_page, request.actor, product_id, request.locale)
    return await request.page("mall/product.html", {**page._asdict(), **sheet_context(page.product, met)})


def sheet_context(product: ProductView, met: Met) -> dict[str, object]:
    return {"product": product, "history": product.history, "source": met, "chosen_id": product.chosen_id}


router = Router("/", route_handlers=[show_product])
