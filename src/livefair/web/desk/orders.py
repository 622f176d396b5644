"""Orders to ship and returns to decide."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.kernel import Actor, Money, ReadTx, Refusal
from livefair.people import person_cards
from livefair.shop import deny_refund, grant_refund, ship_order
from livefair.shop.queries import LAST, OrderCard, open_refunds_of_brand, order_card, orders_of_brand
from livefair.supply import shipment_of
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Line, chosen_id
from livefair.web.mall.checkout import in_one_line
from livefair.web.mall.orders import Tracking, state_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url
from livefair.web.words import sentence

TABS = ("paid", "shipped", "returns", "all")
PAGE = 50
Refund = tuple[str, str, str, str, int]
"""(refund id, order id, reason, note, asked at ms)"""


class Shipping(Form, frozen=True, kw_only=True):
    carrier: Line
    number: Line


class Refusing(Form, frozen=True, kw_only=True):
    answer: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


class LineView(NamedTuple):
    title: str
    sku_name: str
    quantity: int
    picture_url: str | None


class ReturnView(NamedTuple):
    """`line_id` names the refund: it may be about several lines."""

    line_id: str
    reason: str
    note: str


class OrderView(NamedTuple):
    id: str
    state: str
    paid_at_ms: int
    buyer: str
    address: str
    total: Money
    lines: list[LineView]
    tracking: Tracking | None
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
    shipment = shipment_of(tx, order.id)
    pictures = product_cards(tx, [line.product_id for line in card.lines])
    buyers = person_cards(tx, [order.buyer_id])
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
        tracking=Tracking(shipment.carrier, shipment.tracking) if shipment else None,
        return_asked=ReturnView(asked[0], asked[2], asked[3]) if asked else None,
    )


async def orders_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    tab = request.query_params.get("tab", "paid")
    tab = tab if tab in TABS else "paid"
    before = chosen_id(request.query_params.get("before", "")) or LAST
    orders = await request.read(brand_orders, request.actor, tab, before, request.locale)
    next_url = f"/desk/orders?tab={tab}&before={orders[-1].id}" if len(orders) == PAGE else None
    context = {"orders": orders, "tab": tab, "next_url": next_url}
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
        form = await request.form_as(Shipping)
        await request.write(ship_order, order_id, carrier=form.carrier, tracking=form.number)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await orders_page(request, refusal)
    return request.go("/desk/orders", toast="shipped")


@post("/orders/{order_id:str}/returns/{refund_id:str}/accept")
async def accept_return(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    """The goods are back and whole: the money goes back, the pieces can be sold again."""
    await request.write(grant_refund, refund_id, restock=True)
    return request.go("/desk/orders?tab=returns", toast="refunded")


@post("/orders/{order_id:str}/returns/{refund_id:str}/refuse")
async def refuse_return(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    form = await request.form_as(Refusing)
    answer = form.answer or sentence("return_refused", {}, request.locale)
    await request.write(deny_refund, refund_id, answer=answer)
    return request.go("/desk/orders?tab=returns", toast="saved")


router = Router("/", route_handlers=[show_orders, ship, accept_return, refuse_return])
