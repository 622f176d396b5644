"""What is on the shelf, and what comes in."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair import supply
from livefair.catalog.queries import products_of_brand, skus_of
from livefair.kernel import DAY_MS, Actor, ReadTx
from livefair.kernel.ids import secret_token
from livefair.shop.queries import sold_since
from livefair.supply.promises import Expected, arrive, awaited
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

WEEK_MS = 7 * DAY_MS


class Restock(Form, frozen=True, kw_only=True):
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class StockRow(NamedTuple):
    sku_id: str
    title: str
    sku_name: str
    picture_url: str | None
    on_hand: int
    reserved: int
    sold_7d: int
    awaited: Expected | None = None


def stock_rows(tx: ReadTx, actor: Actor, locale: str) -> list[StockRow]:
    sold = sold_since(tx, brand_of(actor), tx.now_ms - WEEK_MS)
    rows = []
    for card in products_of_brand(tx, brand_of(actor)):
        skus = skus_of(tx, card.id)
        levels, expected = supply.levels(tx, [sku.id for sku in skus]), awaited(tx, [sku.id for sku in skus])
        rows += [
            StockRow(
                sku_id=sku.id,
                title=card.title(locale),
                sku_name=sku.name(locale),
                picture_url=file_url(card.picture_key),
                on_hand=levels[sku.id].on_hand,
                reserved=levels[sku.id].reserved,
                sold_7d=sold.get(sku.id, 0),
                awaited=expected.get(sku.id),
            )
            for sku in skus
        ]
    return rows


@get("/stock")
async def show_stock(request: AppRequest) -> Answer:
    rows = await request.read(stock_rows, request.actor, request.locale)
    return await request.page("desk/stock.html", {"rows": rows})


@post("/stock/{sku_id:str}")
async def restock(request: AppRequest, sku_id: Id) -> Answer:
    form = await request.form_as(Restock)
    await request.write(supply.receive, sku_id, quantity=form.quantity, key=secret_token())
    return request.go("/desk/stock", toast="saved")


@post("/stock/{sku_id:str}/arrived")
async def note_arrival(request: AppRequest, sku_id: Id) -> Answer:
    await request.write(arrive, sku_id)
    return request.go("/desk/stock", toast="saved")


router = Router("/", route_handlers=[show_stock, restock, note_arrival])
