import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.catalog import set_price
from livefair.kernel import SYSTEM, Conflict, Invalid, JobContext, Money, NotAllowed, NotFound, Refusal
from livefair.kernel.runner import Runner
from livefair.shop import Claim, add_address, ask_refund, order_for, ship_order
from livefair.shop.direct import Paying
from livefair.shop.group_seats import seat_of_order, seats_of
from livefair.shop.groups import (
    close_group,
    end_group_offer,
    group_for,
    group_offer_called,
    group_offer_of,
    group_offers_of_brand,
    join_group,
    offer_to_groups,
    open_group,
    open_groups,
)
from livefair.shop.own_limits import set_own_limit
from livefair.shop.payments import orders_of_payment
from livefair.shop.queries import order_card
from livefair.shop.rules.groups import Draft
from livefair.supply import level
from tests.stall import PLACE, notify, set_up

DRAFT = Draft(7_900, 3)


@pytest.fixture
def stall(db, join):
    return set_up(db, join)


@pytest.fixture
def offer_id(db, stall):
    return db.write_now(offer_to_groups, stall.brand, stall.sku_id, DRAFT)


def paying(db, buyer, key="k"):
    return Paying(db.write_now(add_address, buyer, PLACE), 7_900, "local", key)


def opened(db, buyer, offer_id, *, pay=True, key="k"):
    """(order, group)"""
    payment_id = db.write_now(open_group, buyer, offer_id, paying(db, buyer, key))
    return _seated(db, payment_id, pay=pay)


def joined(db, buyer, group_id, *, pay=True, key="k"):
    return _seated(db, db.write_now(join_group, buyer, group_id, paying(db, buyer, key)), pay=pay)


def _seated(db, payment_id, *, pay):
    if pay:
        notify(db, payment_id)
    [order_id] = db.read_now(orders_of_payment, payment_id)
    return order_id, db.read_now(seat_of_order, order_id).group_id


def test_a_group_has_the_price_when_all_its_seats_are_paid_and_nothing_is_sent_before(db, join, stall, offer_id):
    ana, eve, zoe = join("ana"), join("eve"), join("zoe")
    first, group_id = opened(db, ana, offer_id)
    assert [each.id for each in db.read_now(open_groups, offer_id)] == [group_id]
    joined(db, eve, group_id)
    with pytest.raises(Conflict, match="group_not_full"):
        db.write_now(ship_order, stall.brand, first, carrier="SF", tracking="1")
    joined(db, zoe, group_id)
    assert db.read_now(group_for, group_id).full_at_ms is not None
    card = db.read_now(order_card, first)
    assert (card.order.sold_as, card.order.total_minor, card.lines[0].unit_minor) == ("group", 7_900, 7_900)
    db.write_now(ship_order, stall.brand, first, carrier="SF", tracking="1")
    assert db.read_now(open_groups, offer_id) == []


async def test_too_few_in_time_and_everybody_gets_everything_back(db, join, clock, stall, offer_id):
    ana, eve, zoe = join("ana"), join("eve"), join("zoe")
    first, group_id = opened(db, ana, offer_id)
    clock.advance(DRAFT.lasts_ms - 60_000)
    second, _ = joined(db, eve, group_id)
    unpaid, _ = joined(db, zoe, group_id, pay=False)
    clock.advance(60_000)
    db.write_now(close_group, SYSTEM, group_id=group_id)
    orders = ((ana, first), (eve, second), (zoe, unpaid))
    states = [db.read_now(order_for, who, order).state for who, order in orders]
    assert states == ["refunded", "refunded", "cancelled"]
    assert db.read_now(level, stall.sku_id).sellable == 10
    with pytest.raises(Conflict, match="group_full"):
        joined(db, join("late"), group_id)


def test_a_group_is_not_closed_before_its_time_and_not_when_it_is_full(db, join, clock, offer_id):
    _, group_id = opened(db, join("ana"), offer_id)
    db.write_now(close_group, SYSTEM, group_id=group_id)
    assert db.read_now(group_for, group_id).failed_at_ms is None
    for name in ("eve", "zoe"):
        joined(db, join(name), group_id)
    clock.advance(DRAFT.lasts_ms)
    db.write_now(close_group, SYSTEM, group_id=group_id)
    assert db.read_now(group_for, group_id).failed_at_ms is None


async def test_a_seat_that_is_not_paid_or_is_given_up_is_free_again(db, join, clock, offer_id):
    ana, eve, zoe = join("ana"), join("eve"), join("zoe")
    first, group_id = opened(db, ana, offer_id)
    joined(db, eve, group_id, pay=False)
    joined(db, zoe, group_id, pay=False)
    with pytest.raises(Conflict, match="group_full"):
        joined(db, join("kim"), group_id)
    clock.advance(16 * 60_000)
    await Runner(JobContext(db, {})).until_nothing_is_due()
    assert [seat.buyer_id for seat in db.read_now(seats_of, group_id)] == [ana.id]
    [line] = db.read_now(order_card, first).lines
    db.write_now(ask_refund, ana, first, Claim([line.id], "changed_mind"), key="r")
    assert (group := db.read_now(group_for, group_id)).taken == group.paid == 0
    joined(db, ana, group_id, key="again")


def test_the_last_seat_has_one_buyer_however_many_come_at_once(db, join, offer_id):
    _, group_id = opened(db, join("ana"), offer_id)
    buyers = [(each := join(f"buyer{number}"), paying(db, each)) for number in range(8)]
    ready = threading.Barrier(8)

    def rush(found):
        ready.wait()
        try:
            db.write_now(join_group, found[0], group_id, found[1])
        except Refusal as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(rush, buyers)) == {"in": 2, "group_full": 6}


def test_one_seat_for_each_buyer_once_for_each_key_and_none_for_the_brand(db, join, stall, offer_id):
    ana = join("ana")
    once = paying(db, ana)
    payment = db.write_now(open_group, ana, offer_id, once)
    assert db.write_now(open_group, ana, offer_id, once) == payment
    [order_id] = db.read_now(orders_of_payment, payment)
    group_id = db.read_now(seat_of_order, order_id).group_id
    with pytest.raises(Conflict, match="in_group_already"):
        db.write_now(join_group, ana, group_id, once._replace(key="other"))
    with pytest.raises(NotAllowed, match="not_your_own_group"):
        opened(db, stall.brand, offer_id)
    with pytest.raises(Conflict, match="price_changed"):
        db.write_now(open_group, join("eve"), offer_id, once._replace(expected_minor=1))
    kim = join("kim")
    db.write_now(set_own_limit, kim, daily_minor=5_000)
    with pytest.raises(Conflict, match="over_own_limit"):
        opened(db, kim, offer_id)


def test_an_offer_is_cheaper_than_usual_and_only_its_brand_makes_and_ends_it(db, join, stall, offer_id):
    other = set_up(db, join, name="other")
    for wrong, code in ((DRAFT._replace(price_minor=9_900), "group_price_not_low"), (DRAFT._replace(size=1), "range")):
        with pytest.raises(Invalid, match=code):
            db.write_now(offer_to_groups, stall.brand, stall.sku_id, wrong)
    with pytest.raises(NotFound):
        db.write_now(offer_to_groups, other.brand, stall.sku_id, DRAFT)
    assert db.read_now(group_offer_of, stall.product_id).id == offer_id
    db.write_now(set_price, stall.brand, stall.sku_id, Money(8_900))
    assert db.read_now(group_offer_called, offer_id).price_minor == 7_900
    with pytest.raises(NotFound):
        db.write_now(end_group_offer, other.brand, offer_id)
    _, group_id = opened(db, join("ana"), offer_id)
    db.write_now(end_group_offer, stall.brand, offer_id)
    assert db.read_now(group_offer_of, stall.product_id) is None
    assert len(db.read_now(group_offers_of_brand, stall.brand.organisation_id)) == 1
    with pytest.raises(Conflict, match="group_over"):
        opened(db, join("eve"), offer_id)
    joined(db, join("zoe"), group_id)
