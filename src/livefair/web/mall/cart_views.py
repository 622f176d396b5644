"""The cart as it is shown: today's prices line by line, each with its reason, and what is left."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from livefair import supply
from livefair.catalog import Product, Sku, offered_product_for, product_cards, sku_for
from livefair.kernel import Actor, Money, NotFound, ReadTx, WriteTx
from livefair.shop import cart_of, set_quantity
from livefair.shop.carts import CartLine
from livefair.shop.quoting import Ready, quoted
from livefair.shop.rules.taxes import TaxLine, tax_lines
from livefair.web.requests import AppRequest
from livefair.web.urls import file_url
from livefair.web.words import sentence


class ReasonView(NamedTuple):
    """Why something costs less: `kind` in the words of label("reduction")."""

    kind: str
    off: Money


class PartView(NamedTuple):
    """Pieces of a line that cost the same; `usual` is the catalogue's price, if that is another."""

    quantity: int
    price: Money
    usual: Money | None
    total: Money
    reasons: list[ReasonView]


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
    parts: list[PartView]

    @property
    def is_explained(self) -> bool:
        return len(self.parts) > 1 or any(part.reasons for part in self.parts)


class CartView(NamedTuple):
    """`goods` is what it would cost by the catalogue, `reasons` what comes off; `gone` is not sold any more."""

    lines: list[LineView]
    total: Money | None
    seller_count: int
    gone: list[str]
    goods: Money | None = None
    reasons: tuple[ReasonView, ...] = ()
    tax: Money | None = None


def cart_view(tx: ReadTx, actor: Actor, locale: str) -> CartView:
    found, gone = [], []
    for cart in cart_of(tx, actor):
        try:
            found.append(_still_sold(tx, actor, cart))
        except NotFound:
            gone.append(cart.id)
    ready = quoted(tx, actor.id, found)
    lines = [_line(tx, list(parts), locale) for _, parts in groupby(ready, key=lambda part: part.cart.id)]
    if not lines:
        return CartView([], None, 0, gone)
    currency = ready[0].sku.currency
    return CartView(
        lines=lines,
        total=Money(sum(part.amount_minor for part in ready), currency),
        seller_count=len({part.product.brand_id for part in ready}),
        gone=gone,
        goods=Money(sum(part.priced.list_minor * part.quantity for part in ready), currency),
        reasons=_summed([reason for line in lines for part in line.parts for reason in part.reasons]),
        tax=Money(sum(line.tax_minor for line in taxes_of(ready)), currency),
    )


def taxes_of(ready: Sequence[Ready]) -> list[TaxLine]:
    """What of the prices is tax, by rate."""
    return tax_lines((line.product.category, line.amount_minor) for line in ready)


def _still_sold(tx: ReadTx, actor: Actor, cart: CartLine) -> tuple[CartLine, Sku, Product]:
    sku = sku_for(tx, actor, cart.sku_id)
    return cart, sku, offered_product_for(tx, actor, sku.product_id)


def _line(tx: ReadTx, ready: list[Ready], locale: str) -> LineView:
    cart, sku, product, *_ = ready[0]
    left = supply.level(tx, sku.id).sellable
    picture = product_cards(tx, [product.id])[product.id].picture_key
    parts = [_part(part) for part in ready]
    return LineView(
        id=cart.id,
        product_id=product.id,
        title=product.title(locale),
        sku_name=sku.name(locale),
        picture_url=file_url(picture),
        price=parts[0].price,
        quantity=cart.quantity,
        left=left,
        total=Money(sum(part.total.minor for part in parts), sku.currency),
        problem=None if left >= cart.quantity else sentence("sold_out", {"left": left}, locale),
        parts=parts,
    )


def _part(ready: Ready) -> PartView:
    priced, currency = ready.priced, ready.sku.currency
    return PartView(
        quantity=priced.quantity,
        price=ready.unit,
        usual=Money(priced.list_minor, currency) if priced.list_minor != priced.unit_minor else None,
        total=Money(priced.amount_minor, currency),
        reasons=[ReasonView(each.kind, Money(each.minor, currency)) for each in priced.reductions],
    )


def _summed(reasons: list[ReasonView]) -> tuple[ReasonView, ...]:
    """One for each kind, in the order of their coming."""
    kinds = dict.fromkeys(reason.kind for reason in reasons)
    return tuple(
        ReasonView(kind, Money(sum(each.off.minor for each in of_kind), of_kind[0].off.currency))
        for kind in kinds
        if (of_kind := [each for each in reasons if each.kind == kind])
    )


def take_out_gone(tx: WriteTx, actor: Actor, line_ids: list[str]) -> None:
    for line_id in line_ids:
        set_quantity(tx, actor, line_id, 0)


async def tidy_cart(request: AppRequest) -> CartView:
    """The cart without what is not sold any more."""
    cart = await request.read(cart_view, request.actor, request.locale)
    if cart.gone:
        await request.write(take_out_gone, cart.gone)
    return cart
