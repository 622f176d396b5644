"""Orders to ship and returns to decide."""

from collections.abc import Callable
from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.kernel import Actor, Money, ReadTx, Refusal, WriteTx, require_valid, secret_token
from livefair.people import person_cards
from livefair.shop import deny_refund, grant_refund, ship_order
from livefair.shop.evidence import evidence_of
from livefair.shop.fulfilment import Order, Packed, pieces_to_pack
from livefair.shop.queries import LAST, OrderCard, open_refunds_of_brand, order_card, orders_of_brand
from livefair.shop.refunds import refund_called
from livefair.shop.returning import Way, agree_return, exchange
from livefair.supply.locations import locations_of
from livefair.supply.placing import pieces_of_all
from livefair.supply.returned import Shelf
from livefair.supply.rules.locations import CONDITIONS, Condition, best_place, wanted_pieces
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Line, OptionalId, chosen_id
from livefair.web.forms import Id as FormId
from livefair.web.mall.checkout import in_one_line
from livefair.web.mall.orders import state_of
from livefair.web.parcel_views import ParcelView, parcels_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.return_views import ReturnView, return_view
from livefair.web.urls import file_url
from livefair.web.words import sentence

TABS = ("paid", "shipped", "returns", "all")
PAGE = 50
RETURNS = "/desk/orders?tab=returns"
Refund = tuple[str, str, str, str, int]
"""(refund id, order id, reason, note, asked at ms)"""


class Shipping(Form, frozen=True, kw_only=True):
    carrier: Line
    number: Line


Pieces = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
LINES_MAX = 200


class Packing(Form, frozen=True, kw_only=True):
    """`lines` and `pieces` side by side: what goes into this parcel; nothing: all that is left. An empty `number`: the
    carrier gives its own."""

    carrier: Line
    number: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[^\x00]*$")] = ""
    location_id: OptionalId = ""
    lines: Annotated[list[FormId], msgspec.Meta(max_length=LINES_MAX)] = msgspec.field(default_factory=list)
    pieces: Annotated[list[Pieces], msgspec.Meta(max_length=LINES_MAX)] = msgspec.field(default_factory=list)
    key: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[A-Za-z0-9_-]*$")] = ""


class Accepting(Form, frozen=True, kw_only=True):
    location_id: OptionalId = ""
    condition: Condition = "as_new"


class Refusing(Form, frozen=True, kw_only=True):
    answer: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


class Exchanging(Shipping, frozen=True, kw_only=True):
    restock: Literal["yes", ""] = ""


class LineView(NamedTuple):
    title: str
    sku_name: str
    quantity: int
    picture_url: str | None


class LeftView(NamedTuple):
    """Pieces of a line that no parcel has taken yet."""

    line_id: str
    sku_id: str
    title: str
    sku_name: str
    pieces: int


class OrderView(NamedTuple):
    """`suggested_id`: the location that has most of what is left, "" where nobody has said where it lies."""

    id: str
    state: str
    paid_at_ms: int
    buyer: str
    address: str
    total: Money
    lines: list[LineView]
    parcels: list[ParcelView]
    left: list[LeftView]
    suggested_id: str
    key: str
    return_asked: ReturnView | None


def brand_orders(tx: ReadTx, actor: Actor, tab: str, before: str, locale: str) -> list[OrderView]:
    brand_id = brand_of(actor)
    asked = {refund[1]: refund for refund in open_refunds_of_brand(tx, brand_id)}
    if tab == "returns":
        cards = [card for order_id in asked if (card := order_card(tx, order_id)) is not None]
    elif tab == "all":
        found = [
            card
            for state in ("paid", "shipped", "delivered", "refunded")
            for card in orders_of_brand(tx, brand_id, state=state, before=before, most=PAGE)
        ]
        cards = sorted(found, key=lambda card: card.order.id, reverse=True)[:PAGE]
    else:
        cards = orders_of_brand(tx, brand_id, state=tab, before=before, most=PAGE)
    return [_view(tx, card, asked.get(card.order.id), locale) for card in cards]


def _view(tx: ReadTx, card: OrderCard, asked: Refund | None, locale: str) -> OrderView:
    order, place = card.order, card.place
    pictures = product_cards(tx, [line.product_id for line in card.lines])
    buyers = person_cards(tx, [order.buyer_id])
    left = _left(tx, card, locale)
    wanted = wanted_pieces([(one.sku_id, one.pieces) for one in left])
    return OrderView(
        id=order.id,
        state=state_of(order, tx.now_ms),
        paid_at_ms=order.paid_at_ms or order.placed_at_ms,
        buyer=buyers[order.buyer_id].name,
        address=f"{place.name} {place.phone} · {in_one_line(place)}",
        total=card.total,
        lines=[
            LineView(
                line.title(locale),
                line.sku_name(locale),
                line.quantity,
                file_url(pictures[line.product_id].picture_key),
            )
            for line in card.lines
        ],
        parcels=parcels_of(tx, card, locale),
        left=left,
        suggested_id=best_place(wanted, pieces_of_all(tx, sorted(wanted))) if wanted else "",
        key=secret_token()[:20],
        return_asked=_asked(tx, order, asked[0], locale) if asked else None,
    )


def _left(tx: ReadTx, card: OrderCard, locale: str) -> list[LeftView]:
    left = pieces_to_pack(tx, card.order.id) if card.order.state == "paid" else {}
    return [
        LeftView(line.id, line.sku_id, line.title(locale), line.sku_name(locale), left[line.id])
        for line in card.lines
        if line.id in left
    ]


def _asked(tx: ReadTx, order: Order, refund_id: str, locale: str) -> ReturnView:
    refund = refund_called(tx, refund_id)
    return return_view(tx, order, refund, evidence_of(tx, [refund_id])[refund_id], locale)


async def orders_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    tab = request.query_params.get("tab", "paid")
    tab = tab if tab in TABS else "paid"
    before = chosen_id(request.query_params.get("before", "")) or LAST
    orders = await request.read(brand_orders, request.actor, tab, before, request.locale)
    next_url = f"/desk/orders?tab={tab}&before={orders[-1].id}" if len(orders) == PAGE else None
    context = {
        "orders": orders,
        "tab": tab,
        "next_url": next_url,
        "locations": await request.read(locations_of, brand_of(request.actor)),
        "carriers": list(request.services.carriers.offered),
        "conditions": CONDITIONS,
    }
    if refusal is not None:
        refusal.params.pop("field", None)
        return await request.again("desk/orders.html", refusal, context)
    return await request.page("desk/orders.html", context)


@get("/orders")
async def show_orders(request: AppRequest) -> Answer:
    return await orders_page(request)


@post("/orders/{order_id:str}/ship")
async def ship(request: AppRequest, order_id: Id) -> Answer:
    try:
        form = await request.form_as(Packing)
        require_valid(len(form.lines) == len(form.pieces), "lines_and_pieces", field="pieces")
        packed = Packed(
            pieces=dict(zip(form.lines, form.pieces, strict=False)),
            location_id=form.location_id or None,
            key=form.key or None,
            is_followed=request.services.carriers.follows(form.carrier),
        )
        await request.write(ship_order, order_id, carrier=form.carrier, tracking=form.number, packed=packed)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await orders_page(request, refusal)
    return request.go("/desk/orders", toast="shipped")


@post("/orders/{order_id:str}/returns/{refund_id:str}/accept")
async def accept_return(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    """The goods are back: the money goes back, and what is not damaged can be sold again."""
    try:
        form = await request.form_as(Accepting)
        shelf = Shelf(form.location_id or None, form.condition)
        await request.write(grant_refund, refund_id, restock=True, shelf=shelf)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await orders_page(request, refusal)
    return request.go(RETURNS, toast="refunded")


@post("/orders/{order_id:str}/returns/{refund_id:str}/agree")
async def agree(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    """The buyer is to send it back first."""
    return await _decided(request, agree_return, refund_id, toast="return_agreed")


@post("/orders/{order_id:str}/returns/{refund_id:str}/refund")
async def refund_without(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    """The money goes back, the goods stay with the buyer or cannot be sold again."""
    return await _decided(request, grant_refund, refund_id, toast="refunded")


@post("/orders/{order_id:str}/returns/{refund_id:str}/exchange")
async def send_another(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    try:
        form = await request.form_as(Exchanging)
        way = Way(form.carrier, form.number)
        await request.write(exchange, refund_id, way, goods_are_back=form.restock == "yes")
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await orders_page(request, refusal)
    return request.go(RETURNS, toast="exchanged")


async def _decided(
    request: AppRequest, use_case: Callable[[WriteTx, Actor, str], None], refund_id: str, *, toast: str
) -> Answer:
    try:
        await request.write(use_case, refund_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await orders_page(request, refusal)
    return request.go(RETURNS, toast=toast)


@post("/orders/{order_id:str}/returns/{refund_id:str}/refuse")
async def refuse_return(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    form = await request.form_as(Refusing)
    answer = form.answer or sentence("return_refused", {}, request.locale)
    await request.write(deny_refund, refund_id, answer=answer)
    return request.go("/desk/orders?tab=returns", toast="saved")


router = Router(
    "/",
    route_handlers=[show_orders, ship, accept_return, agree, refund_without, send_another, refuse_return],
)
