"""Price lists of a brand: to fill in, and filled in with every mistake named by its line."""

from typing import NamedTuple

from livefair.catalog.queries import products_of_brand, skus_of_all
from livefair.kernel import Actor, ReadTx, require
from livefair.supply.rules.deals import AgreedPrice
from livefair.supply.rules.price_lists import RowError, read_rows, write_rows


class PriceList(NamedTuple):
    """`product_ids` are those of the SKUs; empty where there are errors."""

    prices: tuple[AgreedPrice, ...]
    product_ids: tuple[str, ...]
    errors: list[RowError]


def read_price_list(tx: ReadTx, actor: Actor, text: str) -> PriceList:
    """What a file says about the brand's own goods; refused row by row: not_your_sku, price_above_list and what
    cannot be read."""
    own = _own_skus(tx, actor)
    rows, errors = read_rows(text)
    for row in rows:
        if row.sku_id not in own:
            errors.append(RowError(row.number, "not_your_sku"))
        elif row.price_minor > own[row.sku_id][1]:
            errors.append(RowError(row.number, "price_above_list"))
    if errors:
        return PriceList((), (), sorted(errors))
    prices = tuple(AgreedPrice(row.sku_id, row.price_minor) for row in rows)
    return PriceList(prices, tuple(dict.fromkeys(own[row.sku_id][0] for row in rows)), [])


def blank_price_list(tx: ReadTx, actor: Actor, locale: str) -> str:
    """CSV of all SKUs of the brand, with room for the agreed prices."""
    cards = products_of_brand(tx, _brand(actor))
    skus = skus_of_all(tx, [card.id for card in cards])
    lines = [
        (sku.id, card.title(locale), sku.name(locale), f"{sku.price_minor / 100:.2f}", "")
        for card in cards
        for sku in skus[card.id]
    ]
    return write_rows(lines)


def _own_skus(tx: ReadTx, actor: Actor) -> dict[str, tuple[str, int]]:
    """SKU → its product and listed price."""
    ids = [card.id for card in products_of_brand(tx, _brand(actor))]
    return {sku.id: (sku.product_id, sku.price_minor) for each in skus_of_all(tx, ids).values() for sku in each}


def _brand(actor: Actor) -> str:
    require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
    return str(actor.organisation_id)
