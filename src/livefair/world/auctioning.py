"""Auctions of the demo world: one runs by the clock and has bidders, one waits for the host to open it on air."""

import contextlib

from livefair.catalog.queries import skus_of
from livefair.kernel import DAY_MS, MINUTE_MS, Refusal
from livefair.people.ages import confirm_age
from livefair.shop.auctions import put_up
from livefair.shop.bidding import place_bid
from livefair.shop.rules.auctions import Draft
from livefair.supply import level
from livefair.world.fair import Fair, Goods

BIDDERS = 5
GROWN_UP = "1990-05-05"


def hold_auctions(fair: Fair) -> None:
    dearest = sorted(fair.goods.values(), key=lambda goods: -_price_of(fair, goods))
    on_shelf = [goods for goods in dearest if fair.db.read_now(level, goods.sku_ids[0]).sellable > 1]
    if len(on_shelf) > 1:
        _run_by_the_clock(fair, on_shelf[0])
        _wait_for_host(fair, on_shelf[1])


def _run_by_the_clock(fair: Fair, goods: Goods) -> None:
    """Customers who are grown up and have bought here bid against each other."""
    price_minor, rng = _price_of(fair, goods), fair.rng("auction")
    start, reserve = _part(price_minor, 50), _part(price_minor, 70)
    draft = Draft(start, _part(price_minor, 2), reserve, lasts_ms=2 * DAY_MS, soft_ms=MINUTE_MS)
    auction_id = fair.db.write_now(put_up, goods.brand, goods.sku_ids[0], draft)
    fair.work()
    placed = 0
    for customer in rng.sample(fair.customers, len(fair.customers)):
        if placed == BIDDERS:
            return
        with contextlib.suppress(Refusal):  # said already
            fair.db.write_now(confirm_age, customer.actor, GROWN_UP)
        with contextlib.suppress(Refusal):  # who has never paid here, or is too late with too little
            most = _part(price_minor, rng.randint(52, 94))
            fair.db.write_now(place_bid, customer.actor, auction_id, max_minor=most, key=f"auction:{placed}")
            placed += 1


def _wait_for_host(fair: Fair, goods: Goods) -> None:
    price_minor = _price_of(fair, goods)
    draft = Draft(_part(price_minor, 33), _part(price_minor, 2), lasts_ms=5 * MINUTE_MS, host_id=fair.hosts[0].actor.id)
    fair.db.write_now(put_up, goods.brand, goods.sku_ids[0], draft)


def _price_of(fair: Fair, goods: Goods) -> int:
    return fair.db.read_now(skus_of, goods.product_id)[0].price_minor


def _part(price_minor: int, percent: int) -> int:
    """In whole yuan, one at least."""
    return max(1, price_minor * percent // 10_000) * 100
