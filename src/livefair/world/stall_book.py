"""Which of the catalogue's products are those of the demo world, found by their titles."""

from typing import NamedTuple

from livefair.catalog.queries import listed_products, skus_of
from livefair.kernel import ReadTx
from livefair.world.artwork import product_of
from livefair.world.show import Good


class Offered(NamedTuple):
    product_id: str
    sku_ids: tuple[str, ...]
    label: Good


def offered_by(tx: ReadTx, keys: tuple[str, ...]) -> list[Offered]:
    """The products called by these keys of the artwork, in their order; what is no longer listed is left out."""
    by_title = {card.title_zh: card for card in listed_products(tx, most=200)}
    found = []
    for key in keys:
        made = product_of(key)
        card = by_title.get(made.zh)
        if card is not None and card.price is not None:
            skus = tuple(sku.id for sku in skus_of(tx, card.id))
            found.append(Offered(card.id, skus, Good(key, made.zh, f"¥{card.price.minor // 100}")))
    return found
