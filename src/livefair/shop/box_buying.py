"""Buying blind boxes: so many a day and in all, by grown-ups who have said that an opened box stays theirs."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, select, update

from livefair.catalog import offered_product_for
from livefair.catalog.products import sku_called
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    query,
    require,
    require_valid,
    secret_token,
)
from livefair.people.ages import require_adult
from livefair.shop.addresses import address_for
from livefair.shop.box_opening import open_later
from livefair.shop.boxes import Series, series_called
from livefair.shop.checkout import Placing, payment_by_key, place
from livefair.shop.direct import Paying, check_key, ready_line
from livefair.shop.events_of_boxes import BoxesBought
from livefair.shop.fulfilment import line_ids_of
from livefair.shop.models.boxes import BOX, BOX_SHARE
from livefair.shop.own_limits import require_within_own_limit
from livefair.shop.payments import orders_of_payment
from livefair.shop.rules import NOWHERE, PAY_WITHIN_MS, Source
from livefair.shop.rules import boxes as rules
from livefair.supply import level

_share = (BOX_SHARE.c.series_id == bindparam("series"), BOX_SHARE.c.buyer_id == bindparam("buyer"))
_n = bindparam("n", type_=Integer)
# Another checkout of the same buyer waits here until this one is counted.
_TAKE_SHARE = change(
    update(BOX_SHARE)
    .where(*_share, BOX_SHARE.c.boxes + _n <= bindparam("most", type_=Integer))
    .values(boxes=BOX_SHARE.c.boxes + _n)
)
_SHARE = query(lambda boxes, misses: (boxes, misses), select(BOX_SHARE.c.boxes, BOX_SHARE.c.misses).where(*_share))
_SINCE = query(
    int,
    select(func.count())
    .select_from(BOX)
    .where(
        BOX.c.buyer_id == bindparam("buyer"),
        BOX.c.series_id == bindparam("series"),
        BOX.c.bought_at_ms > bindparam("since"),
        BOX.c.given_back_at_ms.is_(None),
    ),
)


class Wanted(NamedTuple):
    """`knows`: the buyer has said, apart from everything else, that an opened box comes back for a fault alone."""

    boxes: int
    knows: bool
    source: Source = NOWHERE


def buy_boxes(tx: WriteTx, actor: Actor, series_id: str, wanted: Wanted, paying: Paying) -> str:
    """Order sealed boxes, to be paid like any order. Returns the payment's id; the same key twice is the same payment.

    Refusals: sign_in_first, not_your_own_boxes, age_first, adults_only, say_you_know, boxes_over, out_of_range,
    boxes_per_person, boxes_per_day, price_changed, sold_out, over_own_limit.
    """
    check_key(actor, paying.key)
    key = f"box:{paying.key}"
    if (earlier := payment_by_key(tx, actor.id, key)) is not None:
        return earlier
    series, boxes = series_called(tx, series_id), wanted.boxes
    _require_may_buy(tx, actor, series, wanted)
    if series.price_minor * boxes != paying.expected_minor:
        raise Conflict("price_changed", total_minor=series.price_minor * boxes, currency=series.currency)
    _take_share(tx, actor, series, boxes)
    require_within_own_limit(tx, actor, paying.expected_minor, series.currency)
    # One line for each box: each is opened, and given back, by itself.
    goods = sku_called(tx, series.sku_id), offered_product_for(tx, actor, series.product_id)
    found = wanted.source.credited_to(actor.id)
    line = ready_line(tx, goods, pieces=1, unit_minor=series.price_minor, source=found)
    address = address_for(tx, actor, paying.address_id)
    payment_id = place(tx, actor, [line] * boxes, Placing(address, paying.provider, key, sold_as="box"))
    [order_id] = orders_of_payment(tx, payment_id)
    for line_id in line_ids_of(tx, order_id):
        tx.insert(
            BOX,
            line_id=line_id,
            series_id=series_id,
            order_id=order_id,
            buyer_id=actor.id,
            bought_at_ms=tx.now_ms,
        )
    after_ms = PAY_WITHIN_MS + rules.OPEN_WITHIN_MS
    tx.later(open_later, after_ms=after_ms, key=f"box_open:{order_id}", order_id=order_id)
    tx.announce(BoxesBought(series_id=series_id, order_id=order_id, buyer_id=actor.id, boxes=boxes))
    return payment_id


def boxes_open_to(tx: ReadTx, person_id: str, series: Series) -> int:
    """How many this person may still buy now; 0 when the series is over."""
    if not series.is_sold(tx.now_ms):
        return 0
    has, _ = share_of(tx, person_id, series.id)
    today = series.per_day - _bought_today(tx, person_id, series.id)
    return max(0, min(rules.AT_ONCE_MAX, today, series.per_person - has, level(tx, series.sku_id).sellable))


def share_of(tx: ReadTx, person_id: str, series_id: str) -> tuple[int, int]:
    """(boxes that they have of it, opened ones since their last rare piece)"""
    return tx.one(_SHARE, series=series_id, buyer=person_id) or (0, 0)


def _require_may_buy(tx: ReadTx, actor: Actor, series: Series, wanted: Wanted) -> None:
    # Who may read the secrets, or has packed the boxes, takes no part.
    require(not actor.has("operator") and actor.organisation_id != series.brand_id, "not_your_own_boxes")
    require_adult(tx, actor.id)
    require_valid(wanted.knows, "say_you_know", field="knows")
    require_valid(0 < wanted.boxes <= rules.AT_ONCE_MAX, "out_of_range", field="boxes")
    if not series.is_sold(tx.now_ms):
        raise Conflict("boxes_over")


def _take_share(tx: WriteTx, actor: Actor, series: Series, boxes: int) -> None:
    mark = secret_token()[:16]
    tx.insert_new(BOX_SHARE, series_id=series.id, buyer_id=actor.id, boxes=0, misses=0, mark=mark)
    if not tx.change(_TAKE_SHARE, series=series.id, buyer=actor.id, n=boxes, most=series.per_person):
        raise Conflict("boxes_per_person", limit=series.per_person)
    if _bought_today(tx, actor.id, series.id) + boxes > series.per_day:
        raise Conflict("boxes_per_day", limit=series.per_day)


def _bought_today(tx: ReadTx, person_id: str, series_id: str) -> int:
    return tx.value(_SINCE, buyer=person_id, series=series_id, since=tx.now_ms - DAY_MS)
