"""The host's big screen: what a show has brought until now, its goods, its minutes, and how it stands to the past."""

from typing import NamedTuple

from sqlalchemy import bindparam, case, distinct, func, or_, select

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import MINUTE_MS, Actor, Money, ReadTx, query, require
from livefair.live import rules
from livefair.live.metrics import Sums, measure, metrics
from livefair.live.models import PIN, STAY
from livefair.live.models.measuring import CLICK
from livefair.live.on_air import Show, show_for
from livefair.live.rules.history import Past, Worst, past_of, worst_of
from livefair.live.sales import SoldSku, sold_by_sku
from livefair.live.tallies import Earlier, minute_of, minutes_of, past_shows_of, sums_of, sums_until
from livefair.supply import levels

SERIES = ["here", "paid_minor", "orders", "likes", "lines", "clicks", "entries"]
MINUTES_SHOWN = 60
SKUS_SHOWN = 40


class SkuNow(NamedTuple):
    """`through` is the share of what was there that is sold: sold ÷ (sold + left)."""

    product_id: str
    sku_id: str
    title_zh: str
    title_en: str
    sku_zh: str
    sku_en: str
    sold: int
    left: int
    amount: Money
    is_pinned: bool

    @property
    def through(self) -> float:
        return self.sold / (self.sold + self.left) if self.sold + self.left else 0.0


class ProductCounts(NamedTuple):
    """`shown` are viewers who were there while it was pinned; `clicks` counts openings, `clickers` people."""

    product_id: str
    shown: int
    clicks: int
    clickers: int
    orders: int
    quantity: int
    amount_minor: int
    refunded_minor: int


class Screen(NamedTuple):
    """`values` by metric; `minutes` by name, a number for each of the last MINUTES_SHOWN from `from_minute`."""

    show: Show
    at_ms: int
    sums: dict[str, int]
    values: dict[str, float | None]
    from_minute: int
    minutes: dict[str, list[int]]
    sources: dict[str, int]
    relations: dict[str, int]
    currency: str


class History(NamedTuple):
    """The same minute of the host's earlier shows. `n` is how many there are."""

    n: int
    past: dict[str, Past | None]


class _Shown(NamedTuple):
    product_id: str
    viewers: int


class _Clicked(NamedTuple):
    product_id: str
    clicks: int
    clickers: int


_SHOWN = query(
    _Shown,
    select(PIN.c.product_id, func.count(distinct(STAY.c.viewer)))
    .join_from(PIN, STAY, STAY.c.show_id == PIN.c.show_id)
    .where(
        PIN.c.show_id == bindparam("show"),
        STAY.c.joined_at_ms <= func.coalesce(PIN.c.unpinned_at_ms, bindparam("now")),
        or_(STAY.c.left_at_ms.is_(None), STAY.c.left_at_ms >= PIN.c.pinned_at_ms),
    )
    .group_by(PIN.c.product_id),
)
_CLICKED = query(
    _Clicked,
    select(CLICK.c.product_id, func.count(), func.count(distinct(CLICK.c.viewer)))
    .where(CLICK.c.show_id == bindparam("show"))
    .group_by(CLICK.c.product_id),
)
_PINNED = query(
    lambda product_id, is_now: (product_id, int(is_now)),
    select(PIN.c.product_id, func.max(case((PIN.c.unpinned_at_ms.is_(None), 1), else_=0)))
    .where(PIN.c.show_id == bindparam("show"))
    .group_by(PIN.c.product_id)
    .order_by(func.min(PIN.c.pinned_at_ms))
    .limit(200),
)


def screen_of(tx: ReadTx, show: Show) -> Screen:
    """For callers who have checked who may see it."""
    at_ms = show.ended_at_ms or tx.now_ms
    sums = all_sums(tx, show)
    now = minute_of(at_ms, show.started_at_ms or at_ms)
    first = max(0, now - MINUTES_SHOWN + 1)
    return Screen(
        show=show,
        at_ms=at_ms,
        sums=sums,
        values=measure(sums),
        from_minute=first,
        minutes=_series(tx, show.id, first, now),
        sources=_named(sums, "entries:"),
        relations=_named(sums, "visitors:"),
        currency="CNY",
    )


def screen_for(tx: ReadTx, actor: Actor, show_id: str) -> Screen:
    """The screen for those who run the room, during a show and after it."""
    show, _ = show_for_host(tx, actor, show_id)
    return screen_of(tx, show)


def show_for_host(tx: ReadTx, actor: Actor, show_id: str) -> tuple[Show, str]:
    """The show and its host's id for those who run the room; a closed room's shows too."""
    show, room = show_for(tx, actor, show_id)
    require(rules.may_run(actor, room), "not_your_room")
    return show, room.host_id


def all_sums(tx: ReadTx, show: Show) -> dict[str, int]:
    """What was tallied, with what only the present moment tells."""
    sums = sums_of(tx, show.id)
    return {**sums, **_of_now(sums, show, show.ended_at_ms or tx.now_ms), **_of_money(sold_by_sku(tx, show.id))}


def history_of(tx: ReadTx, show: Show, host_id: str) -> History:
    """Every flagged metric of the host's past shows, as it was at this minute of theirs."""
    started_at_ms = show.started_at_ms or tx.now_ms
    # The last minute that is complete: half a minute now must not be measured by whole ones.
    minute = minute_of(show.ended_at_ms or tx.now_ms, started_at_ms) - 1
    shows = past_shows_of(tx, host_id, before_ms=started_at_ms) if minute >= 0 else []
    sums = sums_until(tx, [each.id for each in shows], minute=minute)
    measured = [measure(_at_minute(sums[each.id], each, minute)) for each in shows if sums[each.id]]
    past = {
        metric.id: past_of([value for each in measured if (value := each[metric.id]) is not None])
        for metric in metrics()
        if metric.flag
    }
    return History(len(measured), past)


def worst_now(screen: Screen, history: History) -> Worst | None:
    is_up = {metric.id: metric.direction == "up" for metric in metrics()}
    return worst_of(screen.values, history.past, is_up)


def products_now(tx: ReadTx, show: Show) -> list[ProductCounts]:
    """What was pinned, opened or sold, most money first."""
    shown = {
        row.product_id: int(row.viewers) for row in tx.all(_SHOWN, show=show.id, now=show.ended_at_ms or tx.now_ms)
    }
    clicked = {row.product_id: row for row in tx.all(_CLICKED, show=show.id)}
    sold: dict[str, list[SoldSku]] = {}
    for row in sold_by_sku(tx, show.id):
        sold.setdefault(row.product_id, []).append(row)
    pinned = [product_id for product_id, _ in tx.all(_PINNED, show=show.id)]
    ids = dict.fromkeys([*pinned, *clicked, *sold])
    counts = [
        ProductCounts(
            product_id=product_id,
            shown=shown.get(product_id, 0),
            clicks=int(clicked[product_id].clicks) if product_id in clicked else 0,
            clickers=int(clicked[product_id].clickers) if product_id in clicked else 0,
            orders=sum(row.orders for row in sold.get(product_id, [])),
            quantity=sum(row.quantity for row in sold.get(product_id, [])),
            amount_minor=sum(row.amount_minor for row in sold.get(product_id, [])),
            refunded_minor=sum(row.refunded_minor for row in sold.get(product_id, [])),
        )
        for product_id in ids
    ]
    return sorted(counts, key=lambda each: (-each.amount_minor, -each.clicks))


def skus_now(tx: ReadTx, show: Show, product_ids: list[str]) -> list[SkuNow]:
    """Sell-through of every SKU of these products, in their order."""
    cards = product_cards(tx, product_ids)
    sold = {row.sku_id: row for row in sold_by_sku(tx, show.id)}
    pinned = {product_id for product_id, is_now in tx.all(_PINNED, show=show.id) if is_now}
    skus = [sku for product_id in product_ids if product_id in cards for sku in skus_of(tx, product_id)][:SKUS_SHOWN]
    stock = levels(tx, [sku.id for sku in skus])
    return [
        SkuNow(
            product_id=sku.product_id,
            sku_id=sku.id,
            title_zh=cards[sku.product_id].title("zh"),
            title_en=cards[sku.product_id].title("en"),
            sku_zh=sku.name("zh"),
            sku_en=sku.name("en"),
            sold=sold[sku.id].quantity if sku.id in sold else 0,
            left=stock[sku.id].sellable,
            amount=Money(sold[sku.id].amount_minor if sku.id in sold else 0, sku.currency),
            is_pinned=sku.product_id in pinned,
        )
        for sku in skus
    ]


def _of_now(sums: Sums, show: Show, at_ms: int) -> dict[str, int]:
    return {"stayed_ms": _stayed_ms(sums, at_ms), "peak": show.viewers_max}


def _stayed_ms(sums: Sums, at_ms: int) -> int:
    """Stays that are over, and those that go on until then."""
    going_on_ms = sums.get("here", 0) * at_ms - sums.get("here_since_ms", 0)
    return sums.get("watched_ms", 0) + max(0, going_on_ms)


def _at_minute(sums: Sums, show: Earlier, minute: int) -> dict[str, int]:
    """A past show as it stood at the end of that minute."""
    return {**sums, "stayed_ms": _stayed_ms(sums, show.started_at_ms + (minute + 1) * MINUTE_MS)}


def _of_money(sold: list[SoldSku]) -> dict[str, int]:
    return {
        "refunded_minor": sum(row.refunded_minor for row in sold),
        "settled_minor": sum(row.settled_minor for row in sold),
    }


def _series(tx: ReadTx, show_id: str, first: int, last: int) -> dict[str, list[int]]:
    """One number a minute; `here` adds up, so what came before the first minute counts too."""
    series = {name: [0] * (last - first + 1) for name in SERIES}
    before = 0
    for row in minutes_of(tx, show_id, SERIES):
        if row.minute < first:
            before += row.amount if row.metric == "here" else 0
        elif row.minute <= last:
            series[row.metric][row.minute - first] += row.amount
    here = before
    for place, change in enumerate(series["here"]):
        here += change
        series["here"][place] = here
    return series


def _named(sums: Sums, prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): amount for name, amount in sums.items() if name.startswith(prefix)}
