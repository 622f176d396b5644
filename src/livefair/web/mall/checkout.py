"""From the cart to a payment: delivery address, one look at everything, one click."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.kernel.ids import secret_token
from livefair.shop import Address, Place, add_address, addresses_of, check_out
from livefair.shop.rules import RETURNABLE_MS
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Id, Key, Line, Minor
from livefair.web.goods import DAYS_MS
from livefair.web.mall.cart_views import tidy_cart
from livefair.web.mall.paying import pay_page
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import next_url

NEXT = Annotated[str, msgspec.Meta(max_length=2_000)]


class CheckOut(Form, frozen=True, kw_only=True):
    address_id: Id
    expected_minor: Minor
    key: Key


class NewAddress(Form, frozen=True, kw_only=True):
    name: Line
    phone: Line
    region: Line
    city: Line
    street: Line
    postcode: Annotated[str, msgspec.Meta(max_length=20)] = ""
    next: NEXT = "/me"


class AddressView(NamedTuple):
    id: str
    name: str
    phone: str
    lines: str


def address_view(address: Address) -> AddressView:
    return AddressView(address.id, address.name, address.phone, in_one_line(address.place))


def in_one_line(place: Place) -> str:
    return " ".join(part for part in (place.region, place.city, place.street, place.postcode) if part)


@get("/checkout")
async def show_checkout(request: AppRequest) -> Answer:
    return await checkout_page(request)


async def checkout_page(request: AppRequest, refusal: Refusal | None = None, key: str = "") -> Answer:
    """A new key for each order that is looked at; the same while one order is tried again."""
    cart = await tidy_cart(request)
    if not cart.lines:
        return request.go("/cart")
    addresses = await request.read(addresses_of, request.actor)
    context = {
        "cart": cart,
        "address": address_view(addresses[0]) if addresses else None,
        "key": key or secret_token(),
        "return_days": RETURNABLE_MS // DAYS_MS,
    }
    template = "mall/_checkout.html" if request.is_fragment else "mall/checkout.html"
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


@post("/checkout")
async def order(request: AppRequest) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(CheckOut)
        payment_id = await request.write(
            check_out,
            address_id=form.address_id,
            expected_minor=form.expected_minor,
            provider=request.services.providers.default,
            key=form.key,
        )
    except Refusal as refusal:
        refusal.params.pop("field", None)
        return await checkout_page(request, refusal, typed.first("key")[:80])
    return await pay_page(request, payment_id) if request.is_fragment else request.go(f"/pay/{payment_id}")


@get("/me/address")
async def show_address(request: AppRequest) -> Answer:
    addresses = await request.read(addresses_of, request.actor)
    place = addresses[0].place if addresses else Place("", "", "", "", "", "")
    there = next_url(request.query_params.get("next") or "/me")
    return await request.page(_address_template(request), {"values": place, "next": there})


@post("/me/address")
async def save_address(request: AppRequest) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(NewAddress)
        place = Place(form.name, form.phone, form.region, form.city, form.street, form.postcode)
        await request.write(add_address, place)
    except Refusal as refusal:
        values = Place(*(typed.first(field)[:200] for field in Place._fields))
        context = {"values": values, "next": next_url(typed.first("next"))}
        return await request.again(_address_template(request), refusal, context)
    if request.is_fragment and next_url(form.next) == "/checkout":
        return await checkout_page(request)
    return request.go(next_url(form.next), toast="saved")


def _address_template(request: AppRequest) -> str:
    return "mall/_address.html" if request.is_fragment else "mall/address.html"


router = Router("/", route_handlers=[show_checkout, order, show_address, save_address], opt=needs(*SIGNED_IN))
