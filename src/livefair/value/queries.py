"""What the pages of operators and researchers show: the three stages, the sums and the way from seen to kept."""

from typing import NamedTuple

from sqlalchemy import select

from livefair.kernel import DAY_MS, Actor, Invalid, ReadTx, query, require
from livefair.people.consents import who_consents
from livefair.shop.events import CartLineAdded, OrderDelivered, OrderPaid, OrderPlaced
from livefair.value.events import SharesReleased
from livefair.value.indicators import STAGES, Opened, Reading, registry
from livefair.value.indicators.money import sold_lines
from livefair.value.indicators.readings import open_window, read_window
from livefair.value.indicators.window import Window
from livefair.value.models import SHARE_RULES
from livefair.value.share_rulebook import ShareRules, parse

PERIODS = {"1d": DAY_MS, "7d": 7 * DAY_MS, "28d": 28 * DAY_MS, "90d": 90 * DAY_MS}
# Groups smaller than this are not shown to researchers.
GROUP_MIN = 20


class Span(NamedTuple):
    """From `from_ms` up to but without `to_ms`."""

    from_ms: int
    to_ms: int


class Sums(NamedTuple):
    """Money of the period in minor units. `gross` was paid, `net` is left of it after refunds, `settled` was released
    to all parties and `shared` of that to hosts, MCNs and reviewers."""

    currency: str
    gross_minor: int
    net_minor: int
    settled_minor: int
    shared_minor: int
    orders: int
    buyers: int


class Funnel(NamedTuple):
    """From seen to kept. `seen` are visits to videos and rooms in the period; what follows are orders or carts that may
    become one, and each step is a part of the one before: `paid` were paid in the period, `delivered` and `kept` are
    those of them that have come so far; `placed` adds those that were only placed in it, `in_cart` the people who put
    something in a cart and have ordered nothing.
    """

    seen: int
    in_cart: int
    placed: int
    paid: int
    delivered: int
    kept: int


class Stage(NamedTuple):
    code: str
    readings: list[Reading]


class Overview(NamedTuple):
    """`links` are pairs of indicator ids: what the model supposes to lead to what."""

    span: Span
    stages: list[Stage]
    links: list[tuple[str, str]]
    sums: Sums
    funnel: Funnel


class PublishedRules(NamedTuple):
    rules: ShareRules
    published_at_ms: int
    published_by: str
    is_in_force: int


class _Published(NamedTuple):
    version: int
    body: str
    effective_at_ms: int
    published_at_ms: int
    published_by: str


_RULES = query(
    _Published,
    select(*(SHARE_RULES.c[name] for name in _Published._fields)).order_by(SHARE_RULES.c.version.desc()).limit(100),
)


def span_of(tx: ReadTx, period: str) -> Span:
    """The span that ends now. Invalid `unknown_period` unless it is one of PERIODS."""
    if period not in PERIODS:
        raise Invalid("unknown_period", period=period[:20])
    return Span(tx.now_ms + 1 - PERIODS[period], tx.now_ms + 1)


def overview(tx: ReadTx, actor: Actor, span: Span, *, currency: str = "CNY") -> Overview:
    _require_operator(actor)
    window = Window(tx, *span, currency)
    readings = read_window(window)
    return Overview(
        span=span,
        stages=[Stage(code, [one for one in readings if one.indicator.stage == code]) for code in STAGES],
        links=[(link.source, link.target) for link in registry().links],
        sums=_sums(window),
        funnel=_funnel(window),
    )


def codebook(tx: ReadTx, actor: Actor, span: Span) -> list[Reading]:
    """Every indicator for research: of people who consented to it, unknown where fewer than 20 observations stand."""
    require(actor.has("researcher") or actor.has("operator"), "researchers_only")
    readings = read_window(Window(tx, *span, only=who_consents(tx, "research")))
    return [reading if reading.n >= GROUP_MIN else _unknown(reading) for reading in readings]


def open_indicator(
    tx: ReadTx, actor: Actor, indicator_id: str, span: Span, *, offset: int = 0, limit: int = 50
) -> Opened:
    _require_operator(actor)
    return open_window(indicator_id, Window(tx, *span), offset=offset, limit=limit)


def published_rules(tx: ReadTx, actor: Actor) -> list[PublishedRules]:
    """Every version of the share rules, newest first."""
    _require_operator(actor)
    rows = tx.all(_RULES)
    in_force = max(
        (row for row in rows if row.effective_at_ms <= tx.now_ms),
        key=lambda row: (row.effective_at_ms, row.version),
        default=None,
    )
    return [
        PublishedRules(parse(row.body), row.published_at_ms, row.published_by, int(row is in_force)) for row in rows
    ]


def _unknown(reading: Reading) -> Reading:
    return reading._replace(value=None, low=None, high=None, numerator=0, denominator=0, n=0)


def _sums(window: Window) -> Sums:
    lines = sold_lines(window)
    released = [
        share
        for seen in window.facts(SharesReleased)
        if seen.fact.currency == window.currency and seen.fact.line_kind != "gift"
        for share in seen.fact.shares
    ]
    return Sums(
        currency=window.currency,
        gross_minor=sum(sold.line.amount_minor for sold in lines),
        net_minor=sum(sold.net_minor for sold in lines),
        settled_minor=sum(share.minor for share in released),
        shared_minor=sum(share.minor for share in released if share.role in {"host", "mcn", "reviewer"}),
        orders=len({sold.order_id for sold in lines}),
        buyers=len({sold.buyer_id for sold in lines}),
    )


def _funnel(window: Window) -> Funnel:
    paid = {seen.fact.order_id for seen in window.facts(OrderPaid)}
    placed = {seen.fact.order_id: seen.fact.buyer_id for seen in window.facts(OrderPlaced)}
    ordering = {*placed.values(), *(seen.fact.buyer_id for seen in window.facts(OrderPaid))}
    waiting = {seen.fact.buyer_id for seen in window.facts(CartLineAdded)} - ordering
    delivered = paid & {seen.fact.order_id for seen in window.facts(OrderDelivered)}
    kept = delivered & {seen.fact.order_id for seen in window.facts(SharesReleased)}
    return Funnel(
        seen=sum(int(view.viewers) for view in window.views()) + len({stay.viewer for stay in window.stays()}),
        in_cart=len(paid | placed.keys()) + len(waiting),
        placed=len(paid | placed.keys()),
        paid=len(paid),
        delivered=len(delivered),
        kept=len(kept),
    )


def _require_operator(actor: Actor) -> None:
    require(actor.has("operator"), "operators_only")
