"""Returns by programs: proof, the way back, what the brand decides, and what became cheaper."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.catalog.returns import set_return_class
from livefair.kernel import Actor, ReadTx
from livefair.shop import Claim, ask_refund, deny_refund, grant_refund
from livefair.shop.evidence import keep_evidence
from livefair.shop.price_protection import claim_price_difference
from livefair.shop.returning import Way, agree_return, exchange, send_back
from livefair.shop.rules.returns import PHOTOS_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Key, Line, Made, Pieces, Text, Word
from livefair.web.paths import Id as PathId
from livefair.web.processing import PICTURE_BYTES_MAX, keep_picture
from livefair.web.raw_bodies import TakesBytes, received
from livefair.web.requests import AppRequest
from livefair.web.return_views import ReturnView, returns_of


class Return(msgspec.Struct, kw_only=True):
    """`state`: requested, agreed (to be sent back), sent, granted, denied, exchanged. `turn`: buyer, brand or "".
    `due_at_ms`: until when; a brand's silence is a yes. `ended_by`: silence, not_sent, rule or ""."""

    id: str
    reason: str
    wants: str
    state: str
    amount: Amount
    pieces: int
    freight_by: str
    asked_at_ms: int
    due_at_ms: int | None
    turn: str
    ended_by: str
    answer: str
    tracking: str
    exchange_tracking: str
    photo_urls: list[str]


class Refunding(Body, kw_only=True):
    """`pieces` by line, where not all of them; `photo_ids` from /api/evidence, needed for quality and wrong_item."""

    line_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=50)]
    reason: Word
    note: Text = ""
    pieces: Annotated[dict[Id, Pieces], msgspec.Meta(max_length=50)] = msgspec.field(default_factory=dict)
    wants: Literal["refund", "exchange"] = "refund"
    photo_ids: Annotated[list[Id], msgspec.Meta(max_length=PHOTOS_MAX)] = msgspec.field(default_factory=list)
    is_unopened: bool = False
    key: Key


class Sent(Body, kw_only=True):
    carrier: Line
    tracking: Line


class Exchanged(Sent, kw_only=True):
    """`goods_are_back`: what came back can be sold again."""

    goods_are_back: bool = False


class Granted(Body, kw_only=True):
    restock: bool = False


class Denied(Body, kw_only=True):
    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class State(msgspec.Struct, kw_only=True):
    state: str


class ReturnClass(Body, kw_only=True):
    """standard, opened (unopened goods only), made_to_order, fresh or digital."""

    return_class: Word


def shape_of(one: ReturnView) -> Return:
    names = set(Return.__struct_fields__) - {"amount"}
    amount = Amount(minor=one.amount.minor, currency=one.amount.currency)
    return Return(amount=amount, **{name: value for name, value in one._asdict().items() if name in names})


def returns_for(tx: ReadTx, actor: Actor, order_id: str, locale: str) -> list[Return]:
    return [shape_of(one) for one in returns_of(tx, actor, order_id, locale)]


@get("/orders/{order_id:str}/refunds", summary="Claims on an order of mine or of my brand, newest first")
async def list_returns(request: AppRequest, order_id: PathId) -> list[Return]:
    return await request.read(returns_for, request.actor, order_id, request.locale)


@post("/orders/{order_id:str}/refunds", summary="Ask for money back")
async def refund(request: AppRequest, order_id: PathId, data: JSONBody[Refunding]) -> Made:
    photos = tuple(data.photo_ids)
    claim = Claim(data.line_ids, data.reason, data.note, data.pieces, data.wants, photos, data.is_unopened)
    return Made(id=await request.write(ask_refund, order_id, claim, key=data.key))


@post(
    "/evidence",
    summary="Send a photo that shows a fault, for a claim to come",
    request_max_body_size=PICTURE_BYTES_MAX,
    operation_class=TakesBytes,
)
async def add_evidence(request: AppRequest) -> Made:
    async with received(request) as body:
        key = await keep_picture(request.services.files, body, field="file")
    return Made(id=await request.write(keep_evidence, file_key=key))


@post("/refunds/{refund_id:str}/sent", summary="The goods are on their way back")
async def sent(request: AppRequest, refund_id: PathId, data: JSONBody[Sent]) -> State:
    return State(state=await request.write(send_back, refund_id, Way(data.carrier, data.tracking)))


@post("/refunds/{refund_id:str}/agree", status_code=204, opt=needs("brand"), summary="Have the goods sent back")
async def agree(request: AppRequest, refund_id: PathId) -> None:
    await request.write(agree_return, refund_id)


@post("/refunds/{refund_id:str}/grant", status_code=204, opt=needs("brand"), summary="Give the money back")
async def give_back(request: AppRequest, refund_id: PathId, data: JSONBody[Granted]) -> None:
    await request.write(grant_refund, refund_id, restock=data.restock)


@post("/refunds/{refund_id:str}/deny", status_code=204, opt=needs("brand"), summary="Refuse, and say why")
async def refuse(request: AppRequest, refund_id: PathId, data: JSONBody[Denied]) -> None:
    await request.write(deny_refund, refund_id, answer=data.answer)


@post("/refunds/{refund_id:str}/exchange", status_code=204, opt=needs("brand"), summary="Send another piece instead")
async def send_another(request: AppRequest, refund_id: PathId, data: JSONBody[Exchanged]) -> None:
    await request.write(exchange, refund_id, Way(data.carrier, data.tracking), goods_are_back=data.goods_are_back)


@post("/orders/{order_id:str}/lines/{line_id:str}/price", summary="Have what became cheaper given back")
async def claim_difference(request: AppRequest, order_id: PathId, line_id: PathId) -> Made:
    return Made(id=await request.write(claim_price_difference, order_id, line_id))


@post("/products/{product_id:str}/return-class", status_code=204, opt=needs("brand"), summary="How it may come back")
async def classify(request: AppRequest, product_id: PathId, data: JSONBody[ReturnClass]) -> None:
    await request.write(set_return_class, product_id, data.return_class)


router = Router(
    "/",
    route_handlers=[
        list_returns,
        refund,
        add_evidence,
        sent,
        agree,
        give_back,
        refuse,
        send_another,
        claim_difference,
        classify,
    ],
    opt=needs(*SIGNED_IN),
    tags=["shopping"],
)
