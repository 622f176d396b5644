"""Blind boxes for programs: a brand begins a series, anybody looks at it and its proof, buyers buy and open."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.shop.box_buying import Wanted, boxes_open_to, buy_boxes
from livefair.shop.box_opening import open_box
from livefair.shop.box_proof import BoxProof, ContentShown, box_proof
from livefair.shop.boxes import Box, begin_series, boxes_of_order, contents_of, end_series, series_called
from livefair.shop.direct import Paying
from livefair.shop.fulfilment import order_for
from livefair.shop.rules.boxes import Content, Draft
from livefair.supply import level
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Key, Made, Minor
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class NewContent(Body, kw_only=True):
    sku_id: Id
    pieces: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    is_rare: bool = False


class NewSeries(Body, kw_only=True):
    """`guarantee_after` n: the n-th box without the rare piece holds it; 0: no guarantee."""

    product_id: Id
    price_minor: Minor
    contents: Annotated[list[NewContent], msgspec.Meta(min_length=2, max_length=50)]
    guarantee_after: Annotated[int, msgspec.Meta(ge=0, le=200)] = 0
    per_day: Annotated[int, msgspec.Meta(ge=1, le=30)] = 5
    per_person: Annotated[int, msgspec.Meta(ge=1, le=200)] = 20
    lasts_ms: Annotated[int, msgspec.Meta(ge=3_600_000, le=92 * 86_400_000)] = 30 * 86_400_000


class Buying(Body, kw_only=True):
    """`knows` true: the buyer has said that an opened box comes back only for a fault."""

    boxes: Annotated[int, msgspec.Meta(ge=1, le=10)]
    address_id: Id
    expected_minor: Minor
    knows: bool
    room_id: Id | None = None
    key: Key


class Opening(Body, kw_only=True):
    """`word`: the buyer's own part in what decides; "": the program makes one."""

    word: Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[^\x00]*$")] = ""


class SeriesState(msgspec.Struct, kw_only=True):
    """`open_to_me`: so many this person may still buy now; contents with what is left of each."""

    id: str
    product_id: str
    price: Amount
    boxes: int
    left: int
    opened: int
    guarantee_after: int
    per_day: int
    per_person: int
    open_to_me: int
    is_sold: bool
    ends_at_ms: int
    commitment: str
    contents: list[ContentShown]


class BoxState(msgspec.Struct, kw_only=True):
    """`position` None: sealed. Its line in the order says what was in it."""

    line_id: str
    series_id: str
    position: int | None
    opened_at_ms: int | None


class OpenedBox(msgspec.Struct, kw_only=True):
    line_id: str
    position: int
    sku_id: str
    is_rare: bool
    by_guarantee: bool


def series_state(tx: ReadTx, actor: Actor, series_id: str) -> SeriesState:
    series = series_called(tx, series_id)
    return SeriesState(
        id=series.id,
        product_id=series.product_id,
        price=Amount(minor=series.price_minor, currency=series.currency),
        boxes=series.boxes,
        left=level(tx, series.sku_id).sellable if series.is_sold(tx.now_ms) else 0,
        opened=series.opened,
        guarantee_after=series.guarantee_after,
        per_day=series.per_day,
        per_person=series.per_person,
        open_to_me=boxes_open_to(tx, actor.id, series),
        is_sold=series.is_sold(tx.now_ms),
        ends_at_ms=series.ends_at_ms,
        commitment=series.commitment,
        contents=[
            ContentShown(sku_id=each.sku_id, pieces=each.pieces, remaining=each.remaining, is_rare=each.is_rare)
            for each in contents_of(tx, series_id)
        ],
    )


def boxes_in(tx: ReadTx, actor: Actor, order_id: str) -> list[BoxState]:
    return [_state(box) for box in boxes_of_order(tx, order_for(tx, actor, order_id).id)]


def _state(box: Box) -> BoxState:
    return BoxState(line_id=box.line_id, series_id=box.series_id, position=box.position, opened_at_ms=box.opened_at_ms)


@post("/box-series", opt=needs("brand"), summary="Put pieces into blind boxes and sell these")
async def begin(request: AppRequest, data: JSONBody[NewSeries]) -> Made:
    contents = tuple(Content(each.sku_id, each.pieces, each.is_rare) for each in data.contents)
    draft = Draft(data.price_minor, contents, data.guarantee_after, data.per_day, data.per_person, data.lasts_ms)
    return Made(id=await request.write(begin_series, data.product_id, draft))


@post("/box-series/{series_id:str}/end", opt=needs("brand"), status_code=204, summary="Sell no more of it")
async def end(request: AppRequest, series_id: PathId) -> None:
    await request.write(end_series, series_id)


@get("/box-series/{series_id:str}", summary="What is in the boxes and how much of it is left")
async def show(request: AppRequest, series_id: PathId) -> SeriesState:
    return await request.read(series_state, request.actor, series_id)


@get("/box-series/{series_id:str}/proof", summary="Everything that decided the opened boxes")
async def show_proof(request: AppRequest, series_id: PathId) -> BoxProof:
    return await request.read(box_proof, series_id)


@post("/box-series/{series_id:str}/orders", summary="Order sealed boxes; returns the payment")
async def buy(request: AppRequest, series_id: PathId, data: JSONBody[Buying]) -> Made:
    series = await request.read(series_called, series_id)
    source = await request.read(source_of, request.actor, Met(room_id=data.room_id or ""), series.product_id)
    paying = Paying(data.address_id, data.expected_minor, request.services.providers.default, data.key)
    wanted = Wanted(data.boxes, data.knows, source)
    return Made(id=await request.write(buy_boxes, series_id, wanted, paying))


@get("/orders/{order_id:str}/boxes", summary="The blind boxes of an order, sealed and opened")
async def show_boxes(request: AppRequest, order_id: PathId) -> list[BoxState]:
    return await request.read(boxes_in, request.actor, order_id)


@post("/boxes/{box_id:str}/open", summary="Open one's own box; again is the same box")
async def open_one(request: AppRequest, box_id: PathId, data: JSONBody[Opening]) -> OpenedBox:
    outcome = await request.write(open_box, box_id, word=data.word)
    return OpenedBox(
        line_id=outcome.line_id,
        position=outcome.position,
        sku_id=outcome.sku_id,
        is_rare=outcome.is_rare,
        by_guarantee=outcome.by_guarantee,
    )


router = Router(
    "/",
    route_handlers=[begin, end, show, show_proof, buy, show_boxes, open_one],
    opt=needs(*SIGNED_IN),
    tags=["promotions"],
)
