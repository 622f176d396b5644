"""Sales as they stand in the facts: what was paid and what of it went back, line by line."""

from typing import NamedTuple

from livefair.shop.events import OrderPaid, OrderRefunded, PaidLine
from livefair.value.indicators.window import Window


class SoldLine(NamedTuple):
    """One paid order line in the window's currency, and what has been refunded of it by the window's end."""

    order_id: str
    buyer_id: str
    brand_id: str
    line: PaidLine
    refunded_minor: int

    @property
    def net_minor(self) -> int:
        return self.line.amount_minor - self.refunded_minor


def sold_lines(window: Window) -> list[SoldLine]:
    """Lines paid in the window. A refund counts against the window in which its line was paid."""
    refunded: dict[str, int] = {}
    for seen in window.facts(OrderRefunded):
        for line in seen.fact.lines:
            refunded[line.line_id] = refunded.get(line.line_id, 0) + line.amount_minor
    return [
        SoldLine(seen.fact.order_id, seen.fact.buyer_id, seen.fact.brand_id, line, refunded.get(line.line_id, 0))
        for seen in window.facts(OrderPaid)
        if seen.fact.currency == window.currency
        for line in seen.fact.lines
    ]
