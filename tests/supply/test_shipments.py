"""Orders that leave in several parcels, followed by their carrier."""

import asyncio

import pytest

from livefair.catalog import add_sku
from livefair.kernel import SYSTEM, Conflict, Invalid, Money, NotFound
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund, confirm_receipt, grant_refund, order_for, ship_order
from livefair.shop.carts import add_to_cart
from livefair.shop.fulfilment import Packed, pieces_to_pack
from livefair.shop.parcel_invariants import breaches
from livefair.shop.payments import orders_of_payment
from livefair.shop.queries import order_card
from livefair.shop.refunds import lines_left, lines_of_refund, refund_called
from livefair.supply import level, pieces_sent, receive, shipments_of
from livefair.supply.locations import Moving, move_pieces, open_location
from livefair.supply.placing import pieces_at
from livefair.supply.returned import Shelf, returned_of
from livefair.supply.tracking import CarrierWord, hear_carrier
from tests.stall import check_out_cart, notify, put_in_cart, set_up

BY = {"carrier": "SF", "tracking": "SF1"}


def two_lines(db, join):
    """A paid order of three mugs and one cup: (stall, buyer, order, mugs' line, cup's line)."""
    stall, ana = set_up(db, join), join("ana")
    cup = db.write_now(add_sku, stall.brand, stall.product_id, name_zh="红", name_en="Red", price=Money(4900))
    db.write_now(receive, stall.brand, cup, quantity=5, key="cups")
    put_in_cart(stall, ana, quantity=3)
    db.write_now(add_to_cart, ana, cup, quantity=1)
    payment = check_out_cart(db, ana)
    notify(db, payment)
    [order] = db.read_now(orders_of_payment, payment)
    lines = {line.sku_id: line.id for line in db.read_now(order_card, order).lines}
    return stall, ana, order, lines[stall.sku_id], lines[cup]


def send(db, stall, order, pieces=None, *, number="SF1", **packed):
    how = Packed(pieces or {}, **packed)
    db.write_now(ship_order, stall.brand, order, carrier="SF", tracking=number, packed=how)


def told(db, number, code="delivered", key="1"):
    word = CarrierWord(number, code, db.clock(), key, "Hangzhou")
    heard = db.write_now(hear_carrier, SYSTEM, "SF", word)
    run_due_now(db)
    return heard


def state(db, ana, order):
    return db.read_now(order_for, ana, order).state


def test_an_order_leaves_in_parcels_and_is_shipped_with_the_last(db, join):
    stall, ana, order, mugs, cup = two_lines(db, join)
    send(db, stall, order, {mugs: 2})
    assert (state(db, ana, order), db.read_now(pieces_to_pack, order)) == ("paid", {mugs: 1, cup: 1})
    assert db.read_now(level, stall.sku_id)[1:] == (8, 1)
    send(db, stall, order, {mugs: 1}, number="SF2")
    send(db, stall, order, number="SF3")
    assert state(db, ana, order) == "shipped"
    assert [(one.number, one.tracking) for one in db.read_now(shipments_of, order)] == [
        (1, "SF1"),
        (2, "SF2"),
        (3, "SF3"),
    ]
    assert db.read_now(pieces_sent, order) == {mugs: 3, cup: 1}
    assert db.read_now(breaches) == []


def test_no_parcel_holds_more_than_was_paid(db, join):
    stall, _ana, order, mugs, cup = two_lines(db, join)
    for wanted in ({mugs: 4}, {mugs: 0, cup: 0}, {order: 1}):
        with pytest.raises(Invalid, match="nothing_to_pack"):
            send(db, stall, order, wanted)
    send(db, stall, order, {mugs: 3})
    with pytest.raises(Invalid, match="nothing_to_pack"):
        send(db, stall, order, {mugs: 1}, number="SF2")


def test_the_same_click_twice_is_one_parcel(db, join):
    stall, _ana, order, mugs, _cup = two_lines(db, join)
    for _ in range(2):
        send(db, stall, order, {mugs: 1}, key="click")
    assert db.read_now(pieces_sent, order) == {mugs: 1}


async def test_many_who_pack_at_once_send_each_piece_once(db, join):
    stall, _ana, order, mugs, cup = two_lines(db, join)
    packing = [
        db.write(ship_order, stall.brand, order, carrier="SF", tracking=f"SF{n}", packed=Packed({mugs: 1}))
        for n in range(8)
    ]
    results = await asyncio.gather(*packing, return_exceptions=True)
    assert all(result is None or isinstance(result, Invalid | Conflict) for result in results)
    sent = sum(result is None for result in results)
    assert db.read_now(pieces_sent, order) == {mugs: sent}
    assert 1 <= sent <= 3
    assert db.read_now(pieces_to_pack, order).get(mugs, 0) == 3 - sent
    assert cup in db.read_now(pieces_to_pack, order)


def test_a_parcel_is_packed_from_where_the_brand_says(db, join):
    stall, _ana, order, mugs, cup = two_lines(db, join)
    north = db.write_now(open_location, stall.brand, kind="warehouse", name="North")
    db.write_now(move_pieces, stall.brand, stall.sku_id, Moving(None, north, 2, "up"))
    with pytest.raises(Conflict, match="not_at_location"):
        send(db, stall, order, {mugs: 3}, location_id=north)
    send(db, stall, order, {mugs: 2}, location_id=north)
    assert db.read_now(pieces_at, north, stall.sku_id) == 0
    other = set_up(db, join, name="other")
    theirs = db.write_now(open_location, other.brand, kind="shop", name="Theirs")
    with pytest.raises(NotFound):
        send(db, stall, order, {cup: 1}, number="SF2", location_id=theirs)


def test_the_carrier_delivers_each_parcel_and_with_the_last_the_order(db, join):
    stall, ana, order, mugs, _cup = two_lines(db, join)
    send(db, stall, order, {mugs: 3})
    assert told(db, "SF1")
    assert state(db, ana, order) == "paid"
    send(db, stall, order, number="SF2")
    assert told(db, "SF2", "collected")
    assert state(db, ana, order) == "shipped"
    assert told(db, "SF2", key="2")
    assert not told(db, "SF2", key="2")
    assert state(db, ana, order) == "delivered"


def test_a_word_of_an_unknown_parcel_or_from_tomorrow_is_refused(db, join):
    stall, _ana, order, _mugs, _cup = two_lines(db, join)
    send(db, stall, order)
    with pytest.raises(NotFound):
        told(db, "SF9")
    word = CarrierWord("SF1", "collected", db.clock() + 10**9, "1")
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(hear_carrier, SYSTEM, "SF", word)


def test_the_buyer_who_has_it_all_confirms_all_parcels(db, join):
    stall, ana, order, mugs, _cup = two_lines(db, join)
    send(db, stall, order, {mugs: 1})
    with pytest.raises(Conflict, match="not_on_its_way"):
        db.write_now(confirm_receipt, ana, order)
    send(db, stall, order, number="SF2")
    db.write_now(confirm_receipt, ana, order)
    assert all(one.delivered_at_ms for one in db.read_now(shipments_of, order))


def test_what_has_left_is_not_cancelled_and_the_rest_makes_the_order_shipped(db, join):
    stall, ana, order, mugs, cup = two_lines(db, join)
    send(db, stall, order, {mugs: 3})
    with pytest.raises(Conflict, match="partly_on_its_way"):
        db.write_now(ask_refund, ana, order, Claim([mugs], "changed_mind"), key="a")
    db.write_now(ask_refund, ana, order, Claim([cup], "changed_mind"), key="b")
    assert state(db, ana, order) == "shipped"
    assert db.read_now(level, stall.sku_id).on_hand == 7


def test_of_a_line_that_has_begun_to_leave_the_rest_is_cancelled_and_the_sent_piece_returned(db, join):
    stall, ana, order, mugs, cup = two_lines(db, join)
    send(db, stall, order, {mugs: 1, cup: 1})
    rest = db.write_now(ask_refund, ana, order, Claim([mugs], "changed_mind"), key="a")
    [asked] = db.read_now(lines_of_refund, rest)
    assert (asked.quantity, db.read_now(refund_called, rest).state) == (2, "granted")
    assert state(db, ana, order) == "shipped", "nothing of it is waiting any more"
    assert db.read_now(level, stall.sku_id)[1:] == (9, 0), "two pieces can be sold again"
    db.write_now(confirm_receipt, ana, order)
    back = db.write_now(ask_refund, ana, order, Claim([mugs], "changed_mind"), key="b")
    db.write_now(grant_refund, stall.brand, back, restock=True)
    [left, _] = sorted(db.read_now(lines_left, order), key=lambda each: each.id != mugs)
    assert (left.pieces_left, left.left_minor) == (0, 0)
    assert db.read_now(level, stall.sku_id).on_hand == 10


def test_when_the_rest_is_cancelled_after_the_parcel_came_the_order_is_delivered(db, join):
    stall, ana, order, mugs, cup = two_lines(db, join)
    send(db, stall, order, {mugs: 3})
    told(db, "SF1")
    db.write_now(ask_refund, ana, order, Claim([cup], "changed_mind"), key="b")
    assert state(db, ana, order) == "delivered"


@pytest.mark.parametrize(("condition", "on_hand", "there"), [("as_new", 8, 1), ("opened", 8, 1), ("damaged", 7, 0)])
def test_what_comes_back_lies_where_it_was_put_unless_it_is_damaged(db, join, condition, on_hand, there):
    stall, ana, order, mugs, _cup = two_lines(db, join)
    north = db.write_now(open_location, stall.brand, kind="warehouse", name="North")
    send(db, stall, order)
    db.write_now(confirm_receipt, ana, order)
    refund = db.write_now(ask_refund, ana, order, Claim([mugs], "changed_mind", pieces={mugs: 1}), key="back")
    db.write_now(grant_refund, stall.brand, refund, restock=True, shelf=Shelf(north, condition))
    assert db.read_now(level, stall.sku_id).on_hand == on_hand
    assert db.read_now(pieces_at, north, stall.sku_id) == there
    [back] = db.read_now(returned_of, stall.sku_id)
    assert (back.condition, back.pieces, back.location_id) == (condition, 1, north)
