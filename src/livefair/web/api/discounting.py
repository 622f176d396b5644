"""The truth about prices and flash sales for programs: a brand plans, a host starts, anybody signed in looks."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.flash_selling import end_sale, lower_sale, start_sale
from livefair.shop.flash_sales import (
    FlashSale,
    flash_sale_called,
    flash_sales_for_host,
    plan_flash_sale,
    withdraw_flash_sale,
)
from livefair.shop.price_proof import PriceProof, price_proof
from livefair.shop.rules.flash_sales import Plan
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Made, Minor
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

PiecesOfSale = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class NewFlashSale(Body, kw_only=True):
    """The price must be below all of the last 14 days; the host can lower the pieces, and raise nothing."""

    sku_id: Id
    host_id: Id
    price_minor: Minor
    pieces: PiecesOfSale
    limit_per_buyer: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    countdown_ms: Annotated[int, msgspec.Meta(ge=10_000, le=300_000)] = 30_000
    lasts_ms: Annotated[int, msgspec.Meta(ge=60_000, le=1_200_000)] = 300_000


class Fewer(Body, kw_only=True):
    pieces: PiecesOfSale


class FlashSaleState(msgspec.Struct, kw_only=True):
    """`state` is planned, announced (the countdown runs), open or over; `lowest_minor` that of the 14 days before."""

    id: str
    state: str
    brand_id: str
    host_id: str
    product_id: str
    sku_id: str
    price: Amount
    lowest_minor: int
    pieces: int
    taken: int
    limit_per_buyer: int
    room_id: str | None
    opens_at_ms: int | None
    closes_at_ms: int | None
    ended_at_ms: int | None


def state_of(sale: FlashSale, now_ms: int) -> FlashSaleState:
    return FlashSaleState(
        id=sale.id,
        state=sale.state(now_ms),
        brand_id=sale.brand_id,
        host_id=sale.host_id,
        product_id=sale.product_id,
        sku_id=sale.sku_id,
        price=Amount(minor=sale.price_minor, currency=sale.currency),
        lowest_minor=sale.lowest_minor,
        pieces=sale.pieces,
        taken=sale.taken,
        limit_per_buyer=sale.limit_per_buyer,
        room_id=sale.room_id,
        opens_at_ms=sale.opens_at_ms,
        closes_at_ms=sale.closes_at_ms,
        ended_at_ms=sale.ended_at_ms,
    )


def sale_shown(tx: ReadTx, sale_id: str) -> FlashSaleState:
    return state_of(flash_sale_called(tx, sale_id), tx.now_ms)


def sales_waiting(tx: ReadTx, actor: Actor) -> list[FlashSaleState]:
    return [state_of(sale, tx.now_ms) for sale in flash_sales_for_host(tx, actor.id)]


@post("/flash-sales", opt=needs("brand"), summary="Plan a flash sale for a host")
async def plan(request: AppRequest, data: JSONBody[NewFlashSale]) -> Made:
    wanted = Plan(data.price_minor, data.pieces, data.limit_per_buyer, data.countdown_ms, data.lasts_ms)
    return Made(id=await request.write(plan_flash_sale, data.sku_id, wanted, host_id=data.host_id))


@get("/flash-sales", opt=needs("host"), summary="What brands have planned for me to start")
async def waiting(request: AppRequest) -> list[FlashSaleState]:
    return await request.read(sales_waiting, request.actor)


@get("/flash-sales/{sale_id:str}", summary="A flash sale as it stands")
async def show(request: AppRequest, sale_id: PathId) -> FlashSaleState:
    return await request.read(sale_shown, sale_id)


@post("/flash-sales/{sale_id:str}/withdraw", opt=needs("brand"), status_code=204, summary="Take back a planned one")
async def withdraw(request: AppRequest, sale_id: PathId) -> None:
    await request.write(withdraw_flash_sale, sale_id)


@post("/rooms/{room_id:str}/flash-sales/{sale_id:str}/start", opt=needs("host"), summary="Begin its countdown on air")
async def start(request: AppRequest, room_id: PathId, sale_id: PathId) -> FlashSaleState:
    await request.write(start_sale, room_id, sale_id)
    return await request.read(sale_shown, sale_id)


@post("/flash-sales/{sale_id:str}/lower", opt=needs("host"), status_code=204, summary="Fewer pieces, never more")
async def lower(request: AppRequest, sale_id: PathId, data: JSONBody[Fewer]) -> None:
    await request.write(lower_sale, sale_id, pieces=data.pieces)


@post("/flash-sales/{sale_id:str}/end", opt=needs("host"), status_code=204, summary="End it now")
async def end(request: AppRequest, sale_id: PathId) -> None:
    await request.write(end_sale, sale_id)


@get("/products/{product_id:str}/prices", summary="Every price that was asked, and its flash sales")
async def show_prices(request: AppRequest, product_id: PathId) -> PriceProof:
    return await request.read(price_proof, request.actor, product_id)


router = Router(
    "/",
    route_handlers=[show_prices, plan, waiting, show, withdraw, start, lower, end],
    opt=needs(*SIGNED_IN),
    tags=["promotions"],
)
