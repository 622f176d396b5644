"""What the desk shows of a product's choice: its options, the pictures of their values, bundles and their parts."""

from typing import NamedTuple

from livefair.catalog.bundles import parts_of
from livefair.catalog.queries import products_of_brand, skus_named, skus_of_all
from livefair.catalog.variants import Option, options_of
from livefair.kernel import Actor, ReadTx
from livefair.web.desk.overview import brand_of

PARTS_OFFERED = 500
OPTIONS_SHOWN = 2


class PartChoice(NamedTuple):
    id: str
    title: str


class OptionRow(NamedTuple):
    """An option as its form shows it: all values in one row for each language."""

    name_zh: str = ""
    name_en: str = ""
    values_zh: str = ""
    values_en: str = ""


class ValueRow(NamedTuple):
    id: str
    name: str
    picture_key: str


class Variety(NamedTuple):
    """What the desk shows of a product's choice.

    `options` has OPTIONS_SHOWN rows, blank ones too; `parts`: bundle → what it consists of, in words.
    """

    options: list[OptionRow]
    values: list[ValueRow]
    choices: list[PartChoice]
    parts: dict[str, str]


def variety(tx: ReadTx, actor: Actor, product_id: str, locale: str) -> Variety:
    options = options_of(tx, product_id)
    choices = _part_choices(tx, actor, locale)
    rows = [_option_row(option) for option in options]
    return Variety(
        options=rows + [OptionRow()] * (OPTIONS_SHOWN - len(rows)),
        values=[
            ValueRow(value.id, value.name(locale), value.picture_key or "") for one in options for value in one.values
        ],
        choices=choices,
        parts=_parts_in_words(tx, product_id, locale),
    )


def _option_row(option: Option) -> OptionRow:
    in_zh, in_en = (", ".join(value.name(locale) for value in option.values) for locale in ("zh", "en"))
    return OptionRow(option.name_zh, option.name_en, in_zh, in_en)


def _part_choices(tx: ReadTx, actor: Actor, locale: str) -> list[PartChoice]:
    cards = {card.id: card for card in products_of_brand(tx, brand_of(actor)) if card.is_offered}
    skus = [sku for each in skus_of_all(tx, list(cards)).values() for sku in each][:PARTS_OFFERED]
    bundles = parts_of(tx, [sku.id for sku in skus])
    return [
        PartChoice(sku.id, f"{cards[sku.product_id].title(locale)} · {sku.name(locale)}")
        for sku in skus
        if sku.id not in bundles
    ]


def _parts_in_words(tx: ReadTx, product_id: str, locale: str) -> dict[str, str]:
    parts = parts_of(tx, [sku.id for sku in skus_of_all(tx, [product_id])[product_id]])
    named = skus_named(tx, sorted({part.sku_id for each in parts.values() for part in each}))
    return {
        bundle_id: " + ".join(f"{named[part.sku_id].name(locale)} × {part.pieces}" for part in each)
        for bundle_id, each in parts.items()
    }
