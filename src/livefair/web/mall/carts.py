"""The cart: put in, change, take out."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post

from livefair.catalog import product_for, sku_for
from livefair.catalog.variants import sku_chosen
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, require_valid
from livefair.shop import add_to_cart, cart_count, set_quantity
from livefair.shop.flash_sales import require_still_flash
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Count, Form, OptionalId
from livefair.web.mall.cart_views import tidy_cart
from livefair.web.mall.checkout import checkout_page
from livefair.web.mall.products import product_sheet, said_of, sheet_context
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest


class Adding(Form, frozen=True, kw_only=True):
    """A SKU, or a product with what was chosen of each of its options.

    `sale_id`: the flash sale whose price the buyer has seen.
    """

    sku_id: OptionalId = ""
    product_id: OptionalId = ""
    choice_0: OptionalId = ""
    choice_1: OptionalId = ""
    choice_2: OptionalId = ""
    quantity: Count = 1
    room_id: OptionalId = ""
    video_id: OptionalId = ""
    review_id: OptionalId = ""
    sale_id: OptionalId = ""
    then: Literal["cart", "checkout"] = "cart"


class Quantity(Form, frozen=True, kw_only=True):
    quantity: Annotated[int, msgspec.Meta(ge=0, le=99)]


@get("/cart")
async def show_cart(request: AppRequest) -> Answer:
    cart = await tidy_cart(request)
    errors = {"form": request.say("gone_from_cart")} if cart.gone else {}
    return await request.page("mall/cart.html", {"cart": cart}, errors=errors)


@post("/cart/lines")
async def add_line(request: AppRequest) -> Answer:
    form = await request.form_as(Adding)
    try:
        title = await request.write(put_in, form, request.locale)
    except Refusal as refusal:
        return await _product_again(request, form, refusal)
    if form.then == "checkout":
        return await checkout_page(request) if request.is_fragment else request.go("/checkout")
    if not request.is_fragment:
        return request.go("/cart")
    count = await request.read(cart_count, request.actor)
    return await request.page("mall/_added.html", {"title": title, "quantity": form.quantity, "cart_count": count})


def put_in(tx: WriteTx, actor: Actor, form: Adding, locale: str) -> str:
    """Returns what was put in, in words."""
    sku = sku_for(tx, actor, sku_asked_for(tx, form))
    if form.sale_id:
        require_still_flash(tx, actor, sku.id, form.room_id, form.sale_id)
    source = source_of(tx, actor, Met(form.room_id, form.video_id, form.review_id), sku.product_id)
    add_to_cart(tx, actor, sku.id, quantity=form.quantity, source=source)
    product = product_for(tx, actor, sku.product_id)
    return f"{product.title(locale)} · {sku.name(locale)}"


def sku_asked_for(tx: ReadTx, form: Adding) -> str:
    if form.sku_id:
        return form.sku_id
    require_valid(bool(form.product_id and form.choice_0), "empty", field="sku_id")
    return sku_chosen(tx, form.product_id, [each for each in (form.choice_0, form.choice_1, form.choice_2) if each])


def product_asked_for(tx: ReadTx, actor: Actor, form: Adding) -> str:
    return form.product_id if not form.sku_id else sku_for(tx, actor, form.sku_id).product_id


async def _product_again(request: AppRequest, form: Adding, refusal: Refusal) -> Answer:
    """The sheet once more with the reason; on a page, the reason alone."""
    if not request.is_fragment or refusal.status == 404 or not (form.sku_id or form.product_id):
        raise refusal
    refusal.params.pop("field", None)
    product_id = await request.read(product_asked_for, request.actor, form)
    met = Met(form.room_id, form.video_id, form.review_id)
    product, told = await request.read(product_sheet, request.actor, product_id, met, request.locale)
    said = await request.read(said_of, request.actor, product_id)
    chosen = product._replace(chosen_id=form.sku_id or product.chosen_id)
    context = {"said": said, "explanations": told, **sheet_context(chosen, met)}
    return await request.again("mall/_product.html", refusal, context)


@post("/cart/lines/{line_id:str}")
async def change_line(request: AppRequest, line_id: PathId) -> Answer:
    form = await request.form_as(Quantity)
    await request.write(set_quantity, line_id, form.quantity)
    return await _cart_again(request)


@post("/cart/lines/{line_id:str}/remove")
async def remove_line(request: AppRequest, line_id: PathId) -> Answer:
    await request.write(set_quantity, line_id, 0)
    return await _cart_again(request)


async def _cart_again(request: AppRequest) -> Answer:
    if not request.is_fragment:
        return request.go("/cart")
    return await request.page("mall/_cart.html", {"cart": await tidy_cart(request)})


router = Router("/", route_handlers=[show_cart, add_line, change_line, remove_line], opt=needs(*SIGNED_IN))
