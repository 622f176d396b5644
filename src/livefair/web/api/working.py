"""For hosts, brands and researchers: rooms and stream tickets, pins, answers, products, indicators."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody, QueryParameter

from livefair import catalog, supply, value
from livefair.kernel import Money, Unavailable
from livefair.live import answer, show_on_air, unpin
from livefair.supply.stock import sell_outside
from livefair.value.queries import overview, span_of
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Currency, Id, Key, Line, Made, Minor, Text, Word
from livefair.web.api.shopping import Posting, amount_of
from livefair.web.desk.overview import brand_of
from livefair.web.paths import Before
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest
from livefair.web.studio.conducting import pin_product
from livefair.web.studio.rooms import NewRoom, end_in, open_with_show, room_of_mine, start_in

Period = Annotated[str, QueryParameter(pattern=r"^(1d|7d|28d|90d)$", description="1d, 7d, 28d or 90d")]


class Opening(Body, kw_only=True):
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
    about: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""
    scene: Word = "studio"
    product_ids: Annotated[list[Id], msgspec.Meta(max_length=100)] = msgspec.field(default_factory=list)


class Ticket(msgspec.Struct, kw_only=True):
    """Publish to `path` with `token` as Bearer; OBS takes `stream_key` on the RTMP `port`."""

    kind: str
    path: str
    token: str
    expires_at_ms: int
    port: int | None
    stream_key: str | None


class Pinning(Body, kw_only=True):
    product_id: Id


class Answering(Body, kw_only=True):
    text: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


class NewProduct(Body, kw_only=True):
    title_zh: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    title_en: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    about_zh: Text = ""
    about_en: Text = ""
    category: Word = "other"


class NewSku(Body, kw_only=True):
    name_zh: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    name_en: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    price_minor: Minor
    currency: Currency = "CNY"


class Delivery(Body, kw_only=True):
    """The same `key` twice is one delivery."""

    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    key: Key


class SoldOutside(Body, kw_only=True):
    """Pieces that another `channel` has sold; the same `key` twice is one sale."""

    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    key: Key
    channel: Line


class Reading(msgspec.Struct, kw_only=True):
    """`value` is null where nothing was observed; `low` and `high` bound a percentage with 95 % confidence.

    `cut` names kinds of facts of which there were too many in the period to read them all.
    """

    id: str
    stage: str
    name: str
    formula: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    cut: list[str]


@post("/rooms", opt=needs("host"), summary="Open a room with one show ready to start")
async def open_room(request: AppRequest, data: JSONBody[Opening]) -> Made:
    form = NewRoom(title=data.title, intro=data.about, scene=data.scene, product_ids=data.product_ids)
    return Made(id=await request.write(open_with_show, form))


@post("/rooms/{room_id:str}/start", opt=needs("host"), summary="Go on air; answers with the show")
async def start(request: AppRequest, room_id: PathId) -> Made:
    return Made(id=await request.write(start_in, room_id))


@post("/rooms/{room_id:str}/end", status_code=204, opt=needs("host"), summary="End the show and close the room")
async def end(request: AppRequest, room_id: PathId) -> None:
    await request.write(end_in, room_id)


@post("/rooms/{room_id:str}/tickets", opt=needs("host"), summary="Tickets to publish the show on air with")
async def tickets(request: AppRequest, room_id: PathId) -> list[Ticket]:
    await request.read(room_of_mine, request.actor, room_id)
    show = await request.read(show_on_air, room_id)
    show_id = show.id if show else await request.write(start_in, room_id)
    if request.services.stages is None:
        raise Unavailable("media_away")
    return [
        Ticket(
            kind=ticket.kind,
            path=ticket.path,
            token=ticket.token,
            expires_at_ms=ticket.expires_at_ms,
            port=ticket.port,
            stream_key=ticket.stream_key,
        )
        for ticket in await request.services.stages.tickets(request.actor, room_id, show_id)
    ]


@post("/rooms/{room_id:str}/pin", status_code=204, opt=needs("host"), summary="Show a product to the room")
async def pin(request: AppRequest, room_id: PathId, data: JSONBody[Pinning]) -> None:
    await request.write(pin_product, room_id, data.product_id)


@post("/rooms/{room_id:str}/unpin", status_code=204, opt=needs("host"), summary="Take the pinned product away")
async def take_down(request: AppRequest, room_id: PathId) -> None:
    await request.write(unpin, room_id)


@post("/questions/{question_id:str}/answer", status_code=204, opt=needs("host"), summary="Answer a question")
async def give_answer(request: AppRequest, question_id: PathId, data: JSONBody[Answering]) -> None:
    await request.write(answer, question_id, text=data.text)


@post("/products", opt=needs("brand"), summary="Make a product")
async def make_product(request: AppRequest, data: JSONBody[NewProduct]) -> Made:
    return Made(id=await request.write(catalog.create_product, catalog.Words(**msgspec.structs.asdict(data))))


@post("/products/{product_id:str}/skus", opt=needs("brand"), summary="Add a SKU with its price")
async def make_sku(request: AppRequest, product_id: PathId, data: JSONBody[NewSku]) -> Made:
    price = Money(data.price_minor, data.currency)
    made = await request.write(catalog.add_sku, product_id, name_zh=data.name_zh, name_en=data.name_en, price=price)
    return Made(id=made)


@post(
    "/skus/{sku_id:str}/outside-sales",
    status_code=204,
    opt=needs("brand"),
    summary="Pieces were sold in another channel",
)
async def sold_outside(request: AppRequest, sku_id: PathId, data: JSONBody[SoldOutside]) -> None:
    await request.write(sell_outside, sku_id, quantity=data.quantity, key=data.key, channel=data.channel)


@post("/skus/{sku_id:str}/stock", status_code=204, opt=needs("brand"), summary="Goods have come in")
async def receive(request: AppRequest, sku_id: PathId, data: JSONBody[Delivery]) -> None:
    await request.write(supply.receive, sku_id, quantity=data.quantity, key=data.key)


@get("/brand/statement", opt=needs("brand"), summary="Postings on my brand's accounts")
async def brand_statement(request: AppRequest, before: Before = None) -> list[Posting]:
    found = await request.read(value.postings_of, request.actor, brand_of(request.actor), before_seq=before)
    return [
        Posting(
            seq=one.seq,
            at_ms=one.at_ms,
            account=one.account,
            amount=amount_of(one.minor, one.currency),
            reason=one.reason,
            why=one.why,
        )
        for one in found
    ]


@get("/indicators", opt=needs("operator", "researcher"), summary="Drivers, behaviours and results of a period")
async def indicators(request: AppRequest, period: Period = "7d") -> list[Reading]:
    span = await request.read(span_of, period)
    found = await request.services.db.analyse(overview, request.actor, span)
    is_zh = request.locale == "zh"
    return [
        Reading(
            id=one.indicator.id,
            stage=one.indicator.stage,
            name=one.indicator.name.zh if is_zh else one.indicator.name.en,
            formula=one.indicator.formula.zh if is_zh else one.indicator.formula.en,
            unit=one.indicator.unit.zh if is_zh else one.indicator.unit.en,
            value=one.value,
            low=one.low,
            high=one.high,
            n=one.n,
            cut=list(one.cut),
        )
        for stage in found.stages
        for one in stage.readings
    ]


router = Router(
    "/",
    route_handlers=[
        open_room,
        start,
        end,
        tickets,
        pin,
        take_down,
        give_answer,
        make_product,
        make_sku,
        sold_outside,
        receive,
        brand_statement,
        indicators,
    ],
    tags=["working"],
)
