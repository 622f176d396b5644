"""A buyer's goods at what they cost now: the one way to a price, for the cart, the checkout and the order alike."""

from collections.abc import Sequence
from typing import NamedTuple

from livefair.catalog import Product, Sku
from livefair.kernel import Money, ReadTx
from livefair.shop.carts import CartLine
from livefair.shop.coupons import offers_of
from livefair.shop.flash_sales import flash_for
from livefair.shop.host_coupons import with_hosts
from livefair.shop.rules.quote import Flash, Item, Priced, quote
from livefair.supply import Sale, SaleTerms, terms_of_sale


class Ready(NamedTuple):
    """A cart line, or the part of it that has one price, with what it costs now and why.

    `terms` are those in force with the host through whom it is bought.
    """

    cart: CartLine
    sku: Sku
    product: Product
    priced: Priced
    terms: SaleTerms
    flash: Flash | None = None

    @property
    def quantity(self) -> int:
        return self.priced.quantity

    @property
    def unit(self) -> Money:
        return Money(self.priced.unit_minor, self.sku.currency)

    @property
    def amount_minor(self) -> int:
        return self.priced.amount_minor


def quoted(tx: ReadTx, buyer_id: str, found: Sequence[tuple[CartLine, Sku, Product]]) -> list[Ready]:
    """In the order of `found`."""
    sales = flash_for(tx, buyer_id, [(cart.sku_id, cart.room_id) for cart, _, _ in found])
    terms = {cart.id: _terms(tx, cart, sku, product) for cart, sku, product in found}
    items = [_item(*each, sales, terms[each[0].id].unit_minor) for each in found]
    currencies = {sku.currency for _, sku, _ in found}
    brand_ids = sorted({item.brand_id for item in items})
    offers = offers_of(tx, buyer_id, brand_ids, currencies.pop()) if len(currencies) == 1 else []
    items = with_hosts(
        tx, items, {cart.id: (cart.host_id, terms[cart.id].commission_bp) for cart, _, _ in found}, offers
    )
    by_key = {cart.id: (cart, sku, product) for cart, sku, product in found}
    flashes = {item.key: item.flash for item in items}
    return [
        Ready(
            *by_key[line.key],
            line,
            terms[line.key]._replace(unit_minor=line.unit_minor),
            flashes[line.key] if _has_flash(line) else None,
        )
        for line in quote(items, offers)
    ]


def _terms(tx: ReadTx, cart: CartLine, sku: Sku, product: Product) -> SaleTerms:
    return terms_of_sale(tx, Sale(cart.host_id, product.id, sku.id, sku.price_minor, cart.quantity))


def _item(cart: CartLine, sku: Sku, product: Product, sales: dict[tuple[str, str], Flash], unit_minor: int) -> Item:
    flash = sales.get((sku.id, cart.room_id or ""))
    return Item(cart.id, product.brand_id, cart.quantity, unit_minor, flash)


def _has_flash(line: Priced) -> bool:
    return any(each.kind == "flash_sale" for each in line.reductions)
