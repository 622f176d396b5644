"""Kept orders of consenting people, for cohorts and lifetimes: customer, when, how much."""

from typing import NamedTuple

from livefair.kernel import ReadTx
from livefair.shop.events import OrderPaid, OrderRefunded
from livefair.value.datafile import Table
from livefair.value.studies.consented import Consented, Pseudonyms

COLUMNS = ("customer", "at", "value")


class Purchases(NamedTuple):
    table: Table
    people: int


def purchases_of(tx: ReadTx, people: frozenset[str], to_ms: int, names: Pseudonyms, *, currency: str) -> Purchases:
    """All orders up to `to_ms` of which something was not refunded by then."""
    span = Consented(tx, 0, to_ms, people)
    refunded: dict[str, int] = {}
    for seen in span.mine.facts(OrderRefunded):
        for line in seen.fact.lines:
            refunded[seen.fact.order_id] = refunded.get(seen.fact.order_id, 0) + line.amount_minor
    rows = []
    buyers = set()
    for paid in span.mine.facts(OrderPaid):
        left = sum(line.amount_minor for line in paid.fact.lines) - refunded.get(paid.fact.order_id, 0)
        if paid.fact.currency == currency and left > 0:
            buyers.add(paid.fact.buyer_id)
            rows.append([names.of(paid.fact.buyer_id), str(paid.at_ms), str(left)])
    return Purchases(Table(COLUMNS, sorted(rows)), len(buyers))
