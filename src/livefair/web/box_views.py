"""Series of blind boxes as buyers and brands see them: what is inside, how likely it is, and what is one's own."""

from typing import NamedTuple

from livefair.catalog import product_cards
from livefair.catalog.products import goods_called
from livefair.kernel import Actor, Money, ReadTx, not_found
from livefair.shop.box_buying import boxes_open_to, share_of
from livefair.shop.box_opening import outcome_of
from livefair.shop.boxes import Box, Held, Series, boxes_of_order, contents_of, series_called
from livefair.shop.fulfilment import Order
from livefair.shop.rules.boxes import chance_bp
from livefair.supply import level
from livefair.web.urls import file_url

WHOLE_BP = 10_000


class ContentView(NamedTuple):
    """`chance` is a share of 1, rounded down."""

    product_id: str
    title: str
    sku_name: str
    picture_url: str | None
    price: Money
    pieces: int
    remaining: int
    chance: float
    is_rare: bool


class SeriesView(NamedTuple):
    """`worth`: what is in a box on average; `to_guarantee`: with so many more boxes the reader has a rare one."""

    id: str
    title: str
    picture_url: str | None
    price: Money
    worth: Money
    boxes: int
    left: int
    opened: int
    guarantee_after: int
    to_guarantee: int
    per_day: int
    per_person: int
    open_to_me: int
    state: str
    ends_at_ms: int
    commitment: str
    contents: list[ContentView]


class BoxView(NamedTuple):
    """`content` is None while it is sealed."""

    line_id: str
    order_id: str
    series_id: str
    content: ContentView | None
    position: int = 0
    by_guarantee: bool = False
    ticket: str = ""
    running_hash: str = ""


def series_view(tx: ReadTx, actor: Actor, series_id: str, locale: str) -> SeriesView:
    return view_of(tx, actor, series_called(tx, series_id), locale)


def view_of(tx: ReadTx, actor: Actor, series: Series, locale: str) -> SeriesView:
    card = product_cards(tx, [series.product_id]).get(series.product_id) or not_found("product")
    left = level(tx, series.sku_id).sellable if series.is_sold(tx.now_ms) else 0
    held_of = contents_of(tx, series.id)
    in_pool = sum(held.remaining for held in held_of)
    shown = [
        _content(tx, held, series, locale)._replace(chance=chance_bp(held.remaining, in_pool) / WHOLE_BP)
        for held in held_of
    ]
    worth = sum(content.price.minor * content.remaining for content in shown) // max(1, in_pool)
    _, misses = share_of(tx, actor.id, series.id)
    return SeriesView(
        id=series.id,
        title=card.title(locale),
        picture_url=file_url(card.picture_key),
        price=series.price,
        worth=Money(worth, series.currency),
        boxes=series.boxes,
        left=left,
        opened=series.opened,
        guarantee_after=series.guarantee_after,
        to_guarantee=max(1, series.guarantee_after - misses) if series.guarantee_after else 0,
        per_day=series.per_day,
        per_person=series.per_person,
        open_to_me=boxes_open_to(tx, actor.id, series),
        state=_state(series, left, tx.now_ms),
        ends_at_ms=series.ends_at_ms,
        commitment=series.commitment,
        contents=shown,
    )


def box_view(tx: ReadTx, box: Box, locale: str) -> BoxView:
    if box.position is None:
        return BoxView(box.line_id, box.order_id, box.series_id, None)
    outcome = outcome_of(tx, box.line_id)
    series = series_called(tx, box.series_id)
    held = next(each for each in contents_of(tx, series.id) if each.position == box.content)
    return BoxView(
        line_id=box.line_id,
        order_id=box.order_id,
        series_id=box.series_id,
        content=_content(tx, held, series, locale),
        position=outcome.position,
        by_guarantee=outcome.by_guarantee,
        ticket=box.ticket or "",
        running_hash=box.running_hash or "",
    )


def box_states(tx: ReadTx, order: Order) -> dict[str, str]:
    """By line of an order of blind boxes: sealed (it can be opened now) or opened. Other orders are asked nothing."""
    if order.sold_as != "box":
        return {}
    boxes = [box for box in boxes_of_order(tx, order.id) if box.position is not None or order.state == "paid"]
    return {
        box.line_id: "sealed" if box.position is None else "opened" for box in boxes if box.given_back_at_ms is None
    }


def _content(tx: ReadTx, held: Held, series: Series, locale: str) -> ContentView:
    sku, product = goods_called(tx, held.sku_id)
    picture = product_cards(tx, [product.id])[product.id].picture_key
    return ContentView(
        product_id=product.id,
        title=product.title(locale),
        sku_name=sku.name(locale),
        picture_url=file_url(picture),
        price=Money(sku.price_minor, series.currency),
        pieces=held.pieces,
        remaining=held.remaining,
        chance=0.0,
        is_rare=held.is_rare,
    )


def _state(series: Series, left: int, now_ms: int) -> str:
    if series.settled_at_ms is not None:
        return "settled"
    if not series.is_sold(now_ms):
        return "over"
    return "open" if left else "gone"
