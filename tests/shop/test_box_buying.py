import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.kernel import DAY_MS, SYSTEM, Conflict, Invalid, NotAllowed, Refusal
from livefair.people import give_role
from livefair.people.accounts import actor_of
from livefair.people.ages import confirm_age
from livefair.shop import Source, add_address
from livefair.shop.box_buying import Wanted, boxes_open_to, buy_boxes, share_of
from livefair.shop.boxes import series_called, series_of_brand, series_on_sale
from livefair.shop.direct import Paying
from livefair.shop.own_limits import set_own_limit
from livefair.shop.payments import cancel_payment, orders_of_payment
from livefair.shop.queries import order_card
from livefair.supply import level, set_commission
from tests.shop.box_stall import grown_up, order_boxes, set_up_boxes
from tests.stall import PLACE, notify


def test_boxes_are_lines_of_one_order_at_the_price_of_the_series_with_the_hosts_commission(db, join):
    stall, ana, host = set_up_boxes(db, join), grown_up(db, join, "ana"), join("host", "host")
    db.write_now(set_commission, stall.stall.brand, stall.stall.product_id, 1_000)
    paying = Paying(db.write_now(add_address, ana, PLACE), 11_800, "local", "k")
    source = Source(room_id="room", host_id=host.id)
    payment = db.write_now(buy_boxes, ana, stall.series_id, Wanted(2, True, source), paying)
    assert db.write_now(buy_boxes, ana, stall.series_id, Wanted(2, True), paying) == payment, "the same key"
    notify(db, payment)
    [order_id] = db.read_now(orders_of_payment, payment)
    card = db.read_now(order_card, order_id)
    assert [(line.quantity, line.amount_minor, line.host_id) for line in card.lines] == [(1, 5_900, host.id)] * 2
    assert (card.order.sold_as, card.order.total_minor) == ("box", 11_800)
    assert db.read_now(series_on_sale, stall.stall.product_id).id == stall.series_id
    assert [each.id for each in db.read_now(series_of_brand, stall.stall.brand.organisation_id)] == [stall.series_id]


def test_nobody_buys_more_than_a_day_and_a_person_may_and_what_is_not_paid_does_not_count(db, join, clock):
    stall, ana = set_up_boxes(db, join, pieces=(20, 9, 1), per_day=3, per_person=5), grown_up(db, join, "ana")
    series = db.read_now(series_called, stall.series_id)
    unpaid = order_boxes(db, ana, stall.series_id, 2, "1")
    with pytest.raises(Conflict, match="boxes_per_day"):
        order_boxes(db, ana, stall.series_id, 2, "2")
    db.write_now(cancel_payment, ana, unpaid)
    assert db.read_now(share_of, ana.id, stall.series_id) == (0, 0)
    order_boxes(db, ana, stall.series_id, 3, "3")
    assert db.read_now(boxes_open_to, ana.id, series) == 0
    clock.advance(DAY_MS)
    assert db.read_now(boxes_open_to, ana.id, series) == 2
    with pytest.raises(Conflict, match="boxes_per_person"):
        order_boxes(db, ana, stall.series_id, 3, "4")
    order_boxes(db, ana, stall.series_id, 2, "5")


def test_only_grown_ups_who_say_that_they_know_buy_and_nobody_who_could_know_the_secrets(db, join):
    stall, ana = set_up_boxes(db, join), join("ana")
    db.write_now(add_address, ana, PLACE)
    with pytest.raises(NotAllowed, match="age_first"):
        order_boxes(db, ana, stall.series_id)
    db.write_now(confirm_age, ana, "2015-05-31")
    with pytest.raises(NotAllowed, match="adults_only"):
        order_boxes(db, ana, stall.series_id)
    eve = grown_up(db, join, "eve")
    paying = Paying(db.write_now(add_address, eve, PLACE), 5_900, "local", "k")
    with pytest.raises(Invalid, match="say_you_know"):
        db.write_now(buy_boxes, eve, stall.series_id, Wanted(1, False), paying)
    with pytest.raises(Conflict, match="price_changed"):
        db.write_now(buy_boxes, eve, stall.series_id, Wanted(1, True), paying._replace(expected_minor=5_800))
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(buy_boxes, eve, stall.series_id, Wanted(0, True), paying)
    db.write_now(give_role, SYSTEM, eve.id, "operator")
    for insider in (db.read_now(actor_of, eve.id), stall.stall.brand):
        with pytest.raises(NotAllowed, match="not_your_own_boxes"):
            db.write_now(buy_boxes, insider, stall.series_id, Wanted(1, True), paying)


def test_ones_own_limit_holds_for_boxes_too(db, join):
    stall, ana = set_up_boxes(db, join), grown_up(db, join, "ana")
    db.write_now(set_own_limit, ana, daily_minor=5_000)
    with pytest.raises(Conflict, match="over_own_limit"):
        order_boxes(db, ana, stall.series_id)


def test_forty_buyers_at_once_get_exactly_the_ten_boxes_that_there_are(db, join):
    stall = set_up_boxes(db, join)
    buyers = [grown_up(db, join, f"buyer{number}") for number in range(20)]
    ready = threading.Barrier(20)

    def rush(buyer):
        ready.wait()
        return [outcome_of(buyer, f"k{number}") for number in range(2)]

    def outcome_of(buyer, key):
        try:
            order_boxes(db, buyer, stall.series_id, 1, key)
        except Refusal as refusal:
            return refusal.code
        return "bought"

    with ThreadPoolExecutor(20) as pool:
        outcomes = Counter(outcome for outcomes in pool.map(rush, buyers) for outcome in outcomes)
    assert outcomes == {"bought": 10, "sold_out": 30}
    assert db.read_now(level, db.read_now(series_called, stall.series_id).sku_id).sellable == 0


def test_two_tabs_of_one_buyer_are_counted_together(db, join):
    stall, ana = set_up_boxes(db, join, per_day=3, per_person=3), grown_up(db, join, "ana")
    ready = threading.Barrier(6)

    def tab(number):
        ready.wait()
        try:
            order_boxes(db, ana, stall.series_id, 1, f"tab{number}")
        except Conflict as refusal:
            return refusal.code
        return "bought"

    with ThreadPoolExecutor(6) as pool:
        assert Counter(pool.map(tab, range(6))) == {"bought": 3, "boxes_per_person": 3}
