"""Samples of an arrow and a number of the three stages, opened."""

from types import SimpleNamespace as Ns
from typing import Any

from livefair.value.rules.association import Association
from livefair.web.console.stages import NumberView
from tests.web.samples import NOW_MS, Shown


def pages(end: Any) -> Shown:
    days = [(f"{day} Nov", f"{4 + day % 3}", f"¥{70 + day}") for day in range(1, 13)]
    arrow = {"ends": [end, end], "version": 7, "period": "7d"}
    rows = [Ns(at_ms=NOW_MS - at * 60_000, text=f"shop.OrderPaid order_id=o{at}", href=None) for at in range(3)]
    number = NumberView("成交额", "¥1,264,380", "期内付款之和", 3, 7, ["只数了前 500,000 条。"])
    return {
        "console/arrow.html": (
            "/console/arrows/PB/BA1",
            {**arrow, "found": Association(0.42, -0.1, 0.77, 12), "days": days},
        ),
        "console/number.html": (
            "/console/numbers/gross",
            {"number": number, "period": "7 天", "rows": rows, "next_url": "/console/numbers/gross?from=50"},
        ),
    }
