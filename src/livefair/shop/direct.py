"""Buying without a cart: one line at a price that its format of selling has found, through the same checkout."""

from typing import NamedTuple

from livefair.catalog import Product, Sku
from livefair.kernel import Actor, Invalid, ReadTx, require
from livefair.shop import rules
from livefair.shop.carts import CartLine
from livefair.shop.quoting import Ready
from livefair.shop.rules import Source
from livefair.shop.rules.quote import Priced
from livefair.supply import Sale, terms_of_sale


class Paying(NamedTuple):
    """What the buyer has agreed to: where it goes, how it is paid, what it costs as they saw it, once for each key."""

    address_id: str
    expected_minor: int
    provider: str
    key: str


def ready_line(
    tx: ReadTx, goods: tuple[Sku, Product], *, pieces: int, unit_minor: int, source: Source = rules.NOWHERE
) -> Ready:
    """`pieces` at `unit_minor`, with the commission in force with the host through whom they are bought."""
    sku, product = goods
    terms = terms_of_sale(tx, Sale(source.host_id, product.id, sku.id, unit_minor, pieces))
    return Ready(
        cart=CartLine("", sku.id, pieces, *source),
        sku=sku,
        product=product,
        priced=Priced("", product.brand_id, pieces, sku.price_minor, unit_minor),
        terms=terms._replace(unit_minor=unit_minor),
    )


def check_key(actor: Actor, key: str) -> None:
    """Refusals: sign_in_first, bad_key."""
    require(not actor.is_guest, "sign_in_first")
    if not 0 < len(key) <= rules.FIELD_CHARS_MAX:
        raise Invalid("bad_key", field="key")
