"""The sums and steps above and below the three stages, each opened to the rows that it was counted from."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, NamedTuple

from livefair.kernel import Actor, Fact, ReadTx, not_found
from livefair.shop.events import CartLineAdded, OrderDelivered, OrderPaid, OrderPlaced, OrderRefunded
from livefair.value.events import SharesReleased
from livefair.value.indicators.registry import registry
from livefair.value.indicators.window import Noted, Row, Window, row_of, row_of_stay
from livefair.value.queries import Span, overview

ROWS_PAGE = 50
SUMS = ("gross", "net", "settled", "shared")
STEPS = ("seen", "in_cart", "placed", "paid", "delivered", "kept")


class Number(NamedTuple):
    """`value`: minor units of `currency` for a sum, a count for a step. `rows` is a page, newest first, of `n`."""

    code: str
    value: int
    currency: str
    n: int
    rows: list[Row]
    next: int | None
    cut: tuple[str, ...]
    version: int


def open_number(tx: ReadTx, actor: Actor, code: str, span: Span, *, offset: int = 0) -> Number:
    """For operators. The value is the overview's own; the rows are all that it looks at."""
    found = overview(tx, actor, span)
    if code not in _ROWS:
        not_found("indicator")
    window = Window(tx, *span)
    rows = sorted(_ROWS[code](window), key=lambda row: (row.at_ms, row.id), reverse=True)
    value = getattr(found.sums, f"{code}_minor") if code in SUMS else getattr(found.funnel, code)
    end = offset + ROWS_PAGE
    return Number(
        code=code,
        value=value,
        currency=window.currency,
        n=len(rows),
        rows=rows[offset:end],
        next=end if end < len(rows) else None,
        cut=tuple(sorted(window.cut)),
        version=registry().version,
    )


def _rows(window: Window, *kinds: type[Fact]) -> Iterable[Row]:
    return chain.from_iterable((row_of(seen) for seen in window.facts(kind)) for kind in kinds)


def _paid(window: Window) -> list[Row]:
    return [row_of(seen) for seen in window.facts(OrderPaid) if seen.fact.currency == window.currency]


def _net(window: Window) -> list[Row]:
    paid = window.facts(OrderPaid)
    lines = {line.line_id for seen in paid if seen.fact.currency == window.currency for line in seen.fact.lines}
    back = [seen for seen in window.facts(OrderRefunded) if any(line.line_id in lines for line in seen.fact.lines)]
    return [*_paid(window), *(row_of(seen) for seen in back)]


def _released(window: Window) -> list[Row]:
    return [
        row_of(seen)
        for seen in window.facts(SharesReleased)
        if seen.fact.currency == window.currency and seen.fact.line_kind != "gift"
    ]


def _seen(window: Window) -> list[Row]:
    """Videos' visits are journalled by video, so their row stands at the window's end."""
    views = [
        Row(window.to_ms - 1, view.video_id, Noted("video_view", {"video_id": view.video_id, "viewers": view.viewers}))
        for view in window.views()
    ]
    return [*views, *(row_of_stay(stay) for stay in window.stays())]


def _of_paid(kind: type[Fact]) -> Callable[[Window], list[Row]]:
    def rows(window: Window) -> list[Row]:
        paid = {seen.fact.order_id for seen in window.facts(OrderPaid)}
        later: Iterable[Any] = window.facts(kind)
        return [row_of(seen) for seen in later if seen.fact.order_id in paid]

    return rows


_ROWS: dict[str, Callable[[Window], Iterable[Row]]] = {
    "gross": _paid,
    "net": _net,
    "settled": _released,
    "shared": _released,
    "seen": _seen,
    "in_cart": lambda window: _rows(window, CartLineAdded, OrderPlaced, OrderPaid),
    "placed": lambda window: _rows(window, OrderPlaced, OrderPaid),
    "paid": lambda window: _rows(window, OrderPaid),
    "delivered": _of_paid(OrderDelivered),
    "kept": _of_paid(SharesReleased),
}
