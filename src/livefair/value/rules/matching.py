"""What a deal would be worth to a host and to a brand, and why: pure.

A host earns the commission of what the host is expected to sell; a brand keeps the margin after commission, as far as
the goods stay sold. The weight is the root of the product of both (Nash), so neither is served at the other's cost.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

KINDS = 13
FLOOR = 0.45
MARGIN = 0.5
MARGIN_LEAST = 0.02
START_MINOR = 20_000
"""What a host is expected to sell in a month of whom nothing is known yet."""


class HostFacts(NamedTuple):
    """The last 28 days; `sold_minor` by category of goods."""

    id: str
    followers: int
    sold_minor: Mapping[str, int]
    paid_minor: int
    returned_minor: int

    @property
    def returned(self) -> float:
        return self.returned_minor / self.paid_minor if self.paid_minor else 0.0


class OfferFacts(NamedTuple):
    id: str
    category: str
    commission_bp: int
    open_commission_bp: int


class Worth(NamedTuple):
    """`fit`: the part of the host's sales that is of this kind, 0 to 1. Amounts are minor units of a month."""

    fit: float
    sales_minor: int
    host_minor: int
    brand_minor: int

    @property
    def weight(self) -> float:
        return math.sqrt(self.host_minor * self.brand_minor)


def fit_of(host: HostFacts, category: str) -> float:
    """Smoothed by one start over all kinds, so that nobody is bound to what was sold first."""
    total = sum(host.sold_minor.values())
    return (host.sold_minor.get(category, 0) + START_MINOR / KINDS) / (total + START_MINOR)


def worth_of(host: HostFacts, offer: OfferFacts) -> Worth:
    fit = fit_of(host, offer.category)
    base = sum(host.sold_minor.values()) + START_MINOR + 10 * host.followers
    sales = base * (0.15 + 0.85 * fit)
    commission = offer.commission_bp / 10_000
    host_minor = sales * commission * (0.5 + 0.5 * fit)
    brand_minor = sales * max(MARGIN_LEAST, MARGIN - commission) * (1 - min(0.9, host.returned))
    return Worth(fit, int(sales), max(1, int(host_minor)), max(1, int(brand_minor)))


def reasons(host: HostFacts, offer: OfferFacts, worth: Worth) -> list[str]:
    """Codes, the strongest first: fits, earns, keeps, pays_more, new."""
    found = ["fits"] if offer.category in host.sold_minor and worth.fit >= 1 / KINDS else []
    found.append("earns")
    if host.paid_minor and host.returned <= 0.05:
        found.append("keeps")
    if offer.commission_bp > offer.open_commission_bp:
        found.append("pays_more")
    if not host.paid_minor:
        found.append("new")
    return found
