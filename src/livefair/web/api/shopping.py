"""Products, cart, checkout, payments, orders, reports, statements."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair import value
from livefair.catalog import sku_for
from livefair.kernel import Actor, ReadTx, not_found
from livefair.people.guests import guest_called
from livefair.shop import (
    Place,
    add_address,
    add_to_cart,
    addresses_of,
    check_out,
    confirm_receipt,
    ready_cart,
    set_quantity,
)
from livefair.shop.queries import LAST, OrderCard, order_card, orders_of_buyer
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Key, Line, Made, Minor, Pieces, Word
from livefair.web.api.till import Payment, payment
from livefair.web.mall.cart_views import taxes_of
from livefair.web.mall.reporting import Reporting, report_shown
from livefair.web.mall.sources import Met, source_of
from livefair.web.order_links import order_link
from livefair.web.paths import Before
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Behaviour = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,20}$")]


class Reduction(msgspec.Struct, kw_only=True):
    """Why a line costs less than the catalogue says: `kind` is flash_sale or coupon."""

    kind: str
    minor: int


class CartLine(msgspec.Struct, kw_only=True):
    """What a flash sale has no pieces for comes as a second part of the same line, at the usual price."""

    id: str
    sku_id: str
    product_id: str
    quantity: int
    list_minor: int
    unit_minor: int
    amount: Amount
    reductions: list[Reduction]


class Tax(msgspec.Struct, kw_only=True):
    """What of the prices is tax, by rate in basis points."""

    rate_bp: int
    gross_minor: int
    tax_minor: int


class Cart(msgspec.Struct, kw_only=True):
    """Prices include the tax."""

    lines: list[CartLine]
    total_minor: int
    taxes: list[Tax]


class Adding(Body, kw_only=True):
    """`room_id`, `video_id`, `review_id`: where the buyer met the product."""

    sku_id: Id
    quantity: Pieces = 1
    room_id: Id | None = None
    video_id: Id | None = None
    review_id: Id | None = None


class Quantity(Body, kw_only=True):
    """0 takes the line out."""

    quantity: Annotated[int, msgspec.Meta(ge=0, le=99)]


class Address(Body, kw_only=True):
    name: Line
    phone: Line
    region: Line
    city: Line
    street: Line
    postcode: Annotated[str, msgspec.Meta(max_length=20)] = ""


class KnownAddress(msgspec.Struct, kw_only=True):
    id: str
    name: str
    phone: str
    region: str
    city: str
    street: str
    postcode: str


class CheckOut(Body, kw_only=True):
    """`expected_minor` is the total that the buyer has seen. The same `key` twice is the same order."""

    address_id: Id
    expected_minor: Minor
    key: Key


class OrderLine(msgspec.Struct, kw_only=True):
    id: str
    sku_id: str
    product_id: str
    quantity: int
    amount: Amount
    refunded_minor: int
    room_id: str | None
    video_id: str | None
    review_id: str | None


class Order(msgspec.Struct, kw_only=True):
    """`link`: the signed address of its page, which opens without signing in; asked for one order of a guest."""

    id: str
    state: str
    brand_id: str
    total: Amount
    placed_at_ms: int
    paid_at_ms: int | None
    shipped_at_ms: int | None
    delivered_at_ms: int | None
    returnable_until_ms: int | None
    lines: list[OrderLine]
    link: str | None = None


class Report(Body, kw_only=True):
    kind: Word
    subject_id: Id
    reason: Word
    note: Annotated[str, msgspec.Meta(max_length=1_000, pattern=r"^[^\x00]*$")] = ""


class Posting(msgspec.Struct, kw_only=True):
    seq: int
    at_ms: int
    account: str
    amount: Amount
    reason: str
    why: dict[str, str | int | None]


def amount_of(minor: int, currency: str) -> Amount:
    return Amount(minor=minor, currency=currency)


def cart(tx: ReadTx, actor: Actor) -> Cart:
    ready = ready_cart(tx, actor)
    lines = [
        CartLine(
            id=line.cart.id,
            sku_id=line.sku.id,
            product_id=line.product.id,
            quantity=line.quantity,
            list_minor=line.priced.list_minor,
            unit_minor=line.priced.unit_minor,
            amount=amount_of(line.amount_minor, line.sku.currency),
            reductions=[Reduction(kind=each.kind, minor=each.minor) for each in line.priced.reductions],
        )
        for line in ready
    ]
    taxes = [Tax(**line._asdict()) for line in taxes_of(ready)]
    return Cart(lines=lines, total_minor=sum(line.amount.minor for line in lines), taxes=taxes)


def order_of(card: OrderCard) -> Order:
    order = card.order
    return Order(
        id=order.id,
        state=order.state,
        brand_id=order.brand_id,
        total=amount_of(order.total_minor, order.currency),
        placed_at_ms=order.placed_at_ms,
        paid_at_ms=order.paid_at_ms,
        shipped_at_ms=order.shipped_at_ms,
        delivered_at_ms=order.delivered_at_ms,
        returnable_until_ms=order.returnable_until_ms,
        lines=[
            OrderLine(
                id=line.id,
                sku_id=line.sku_id,
                product_id=line.product_id,
                quantity=line.quantity,
                amount=amount_of(line.amount_minor, order.currency),
                refunded_minor=line.refunded_minor,
                room_id=line.room_id,
                video_id=line.video_id,
                review_id=line.review_id,
            )
            for line in card.lines
        ],
    )


def my_order(tx: ReadTx, actor: Actor, order_id: str) -> Order:
    card = order_card(tx, order_id)
    if card is None or card.order.buyer_id != actor.id:
        not_found("order")
    return order_of(card)


@get("/cart", summary="My cart at today's prices")
async def show_cart(request: AppRequest) -> Cart:
    return await request.read(cart, request.actor)


@post("/cart/lines", status_code=204, summary="Put pieces into the cart")
async def add_line(request: AppRequest, data: JSONBody[Adding]) -> None:
    product_id = (await request.read(sku_for, request.actor, data.sku_id)).product_id
    met = Met(data.room_id or "", data.video_id or "", data.review_id or "")
    source = await request.read(source_of, request.actor, met, product_id)
    await request.write(add_to_cart, data.sku_id, quantity=data.quantity, source=source)


@post("/cart/lines/{line_id:str}", status_code=204, summary="Change how many")
async def change_line(request: AppRequest, line_id: PathId, data: JSONBody[Quantity]) -> None:
    await request.write(set_quantity, line_id, data.quantity)


@get("/addresses", summary="Where my parcels go")
async def show_addresses(request: AppRequest) -> list[KnownAddress]:
    found = await request.read(addresses_of, request.actor)
    return [KnownAddress(**address._asdict()) for address in found]


@post("/addresses", summary="Add a delivery address")
async def save_address(request: AppRequest, data: JSONBody[Address]) -> Made:
    return Made(id=await request.write(add_address, Place(**msgspec.structs.asdict(data))))


@post("/checkout", summary="Order all that is in the cart; answers with the payment")
async def order_cart(request: AppRequest, data: JSONBody[CheckOut]) -> Payment:
    payment_id = await request.write(
        check_out,
        address_id=data.address_id,
        expected_minor=data.expected_minor,
        provider=request.services.providers.default,
        key=data.key,
    )
    return await request.read(payment, request.actor, payment_id, request.services.providers)


@get("/orders", summary="My newest orders")
async def show_orders(request: AppRequest) -> list[Order]:
    return [order_of(card) for card in await request.read(orders_of_buyer, request.actor.id, before=LAST, most=50)]


@get("/orders/{order_id:str}", summary="One of my orders")
async def show_order(request: AppRequest, order_id: PathId) -> Order:
    found = await request.read(my_order, request.actor, order_id)
    if await request.read(guest_called, request.actor.id) is not None:
        settings = request.services.settings
        found.link = settings.address + order_link(settings.secret, order_id)
    return found


@post("/orders/{order_id:str}/receipt", status_code=204, summary="Say that the parcel has arrived")
async def confirm(request: AppRequest, order_id: PathId) -> None:
    await request.write(confirm_receipt, order_id)


@post("/reports", summary="Report anything that is shown; answers with the case")
async def report(request: AppRequest, data: JSONBody[Report]) -> Made:
    form = Reporting(reason=data.reason, note=data.note)
    return Made(id=await request.write(report_shown, data.kind, data.subject_id, form))


@get("/statement", summary="Postings on my accounts, newest first, each with its why")
async def show_statement(request: AppRequest, before: Before = None) -> list[Posting]:
    found = await request.read(value.postings_of, request.actor, request.actor.id, before_seq=before)
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


router = Router(
    "/",
    route_handlers=[
        show_cart,
        add_line,
        change_line,
        show_addresses,
        save_address,
        order_cart,
        show_orders,
        show_order,
        confirm,
        report,
        show_statement,
    ],
    opt=needs(*SIGNED_IN),
    tags=["shopping"],
)
