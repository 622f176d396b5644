"""Everything that must always hold, across all packages: run by `livefair check` and after each test that writes."""

from collections.abc import Callable

from livefair import ledger, live, value
from livefair.catalog import invariants as catalog_invariants
from livefair.community import invariants as community_invariants
from livefair.content import invariants as content_invariants
from livefair.kernel import ReadTx
from livefair.shop import (
    auction_invariants,
    box_invariants,
    group_invariants,
    parcel_invariants,
    paying_invariants,
    return_invariants,
)
from livefair.shop import invariants as shop_invariants
from livefair.supply import invariants as supply_invariants
from livefair.value.payouts import invariants as payout_invariants
from livefair.value.pool import invariants as pool_invariants
from livefair.value.surveys import invariants as survey_invariants
from livefair.webhooks import invariants as webhook_invariants

# Each returns its breaches in words, none when all is well. A package that keeps an invariant adds its check here.
CHECKS: list[Callable[[ReadTx], list[str]]] = [
    ledger.check,
    catalog_invariants.breaches,
    supply_invariants.breaches,
    shop_invariants.breaches,
    parcel_invariants.breaches,
    return_invariants.breaches,
    box_invariants.breaches,
    group_invariants.breaches,
    auction_invariants.breaches,
    paying_invariants.breaches,
    live.check,
    content_invariants.breaches,
    community_invariants.breaches,
    value.check,
    payout_invariants.check,
    pool_invariants.check,
    survey_invariants.check,
    webhook_invariants.check,
]


def breaches(tx: ReadTx) -> list[str]:
    return [breach for check in CHECKS for breach in check(tx)]
