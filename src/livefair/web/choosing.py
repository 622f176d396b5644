"""How a variant is chosen: by size and colour where a product has them, each a button that says when it is gone."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from livefair.catalog.variants import Option, options_on_sale
from livefair.kernel import ReadTx
from livefair.web.urls import file_url


class Choosable(Protocol):
    @property
    def choice(self) -> tuple[str, ...]: ...

    @property
    def left(self) -> int: ...


class ValueView(NamedTuple):
    """`left`: pieces of all variants with this value together."""

    id: str
    name: str
    picture_url: str | None
    left: int


class OptionView(NamedTuple):
    name: str
    values: list[ValueView]


def option_views(tx: ReadTx, product_id: str, skus: Sequence[Choosable], locale: str) -> list[OptionView]:
    """None where the variants are no combinations: then each is a button of its own."""
    return [_view(option, skus, locale) for option in options_on_sale(tx, product_id, [sku.choice for sku in skus])]


def _view(option: Option, skus: Sequence[Choosable], locale: str) -> OptionView:
    return OptionView(
        option.name(locale),
        [
            ValueView(
                value.id,
                value.name(locale),
                file_url(value.picture_key),
                sum(sku.left for sku in skus if value.id in sku.choice),
            )
            for value in option.values
        ],
    )
