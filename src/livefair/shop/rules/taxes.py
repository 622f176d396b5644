"""The tax that is part of a price, pure. Prices include it; the figures are data: taxes.toml."""

import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Final, NamedTuple

WHOLE_BP = 10_000
_DATA: Final = tomllib.loads(resources.files("livefair.shop.rules").joinpath("taxes.toml").read_text("utf-8"))
VERSION: Final[int] = _DATA["version"]
STANDARD_BP: Final[int] = _DATA["standard"]
_BY_CATEGORY: Final[dict[str, int]] = _DATA["categories"]


class TaxLine(NamedTuple):
    """All that was sold at one rate: `gross_minor` was paid, of which `tax_minor` is tax."""

    rate_bp: int
    gross_minor: int
    tax_minor: int

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.tax_minor


def rate_bp(category: str) -> int:
    return _BY_CATEGORY.get(category, STANDARD_BP)


def included_minor(gross_minor: int, rate: int) -> int:
    """What of a price is tax, to the nearest minor unit, a half upwards; the same for what goes back."""
    whole = WHOLE_BP + rate
    return (2 * gross_minor * rate + whole) // (2 * whole)


def tax_lines(sold: Iterable[tuple[str, int]]) -> list[TaxLine]:
    """(category, amount) → one line for each rate, the highest first, the tax of each counted once on its sum."""
    gross: dict[int, int] = {}
    for category, minor in sold:
        rate = rate_bp(category)
        gross[rate] = gross.get(rate, 0) + minor
    return [TaxLine(rate, minor, included_minor(minor, rate)) for rate, minor in sorted(gross.items(), reverse=True)]
