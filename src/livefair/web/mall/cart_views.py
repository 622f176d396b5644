"""The cart as it is shown, with today's prices and what is left."""

from typing import NamedTuple

from livefair import supply
from livefair.catalog import offered_product_for, product_cards, sku_for
from livefair.kernel import Actor, Money, NotFound, ReadTx, WriteTx
from livefair.shop import cart_of, set_quantity
from livefair.shop.carts import CartLine
from livefair.web.requests import AppRequest
from livefair.web.urls import file_url
from livefair.web.words import sentence


class LineView(NamedTuple):
    id: str
    product_id: str
    title: str
    sku_name: str
    picture_url: str | None
    price: Money
    quantity: int
    left: int
    total: Money
    problem: str | None


class CartView(NamedTuple):
    """`gone` are lines of what is not sold any more."""

    lines: list[LineView]
    total: Money | None
    seller_count: int
    gone: list[str]


def cart_view(tx: ReadTx, actor: Actor, locale: str) -> CartView:
    lines, brands, gone = [], set(), []
    for line in cart_of(tx, actor):
        try:
            view, brand_id = _line(tx, actor, line, locale)
        except NotFound:
            gone.append(line.id)
        else:
            lines.append(view)
            brands.add(brand_id)
    total = Money(sum(line.total.minor for line in lines), lines[0].total.currency) if lines else None
    return CartView(lines, total, len(brands), gone)


def _line(tx: ReadTx, actor: Actor, line: CartLine, locale: str) -> tuple[LineView, str]:
    sku = sku_for(tx, actor, line.sku_id)
    product = offered_product_for(tx, actor, sku.product_id)
    left = supply.level(tx, sku.id).sellable
    picture = product_cards(tx, [product.id])[product.id].picture_key
    view = LineView(
        id=line.id,
        product_id=product.id,
        title=product.title(locale),
        sku_name=sku.name(locale),
        picture_url=file_url(picture),
        price=sku.price,
        quantity=line.quantity,
        left=left,
        total=sku.price * line.quantity,
        problem=None if left >= line.quantity else sentence("sold_out", {"left": left}, locale),
    )
    return view, product.brand_id


def take_out_gone(tx: WriteTx, actor: Actor, line_ids: list[str]) -> None:
    for line_id in line_ids:
        set_quantity(tx, actor, line_id, 0)


async def tidy_cart(request: AppRequest) -> CartView:
    """The cart without what is not sold any more."""
    cart = await request.read(cart_view, request.actor, request.locale)
    if cart.gone:
        await request.write(take_out_gone, cart.gone)
    return cart
