import pytest

from livefair.kernel import DAY_MS, Conflict, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.shop import Source, confirm_receipt, ship_order
from livefair.shop.fulfilment import order_for
from livefair.shop.queries import line_for_review, order_card, orders_of_brand, sold_by_day
from livefair.shop.rules import ARRIVES_WITHIN_MS, RETURNABLE_MS
from livefair.supply import level, shipments_of
from tests.stall import buy, check_out_cart, put_in_cart, set_up

BY = {"carrier": "local", "tracking": "LF1"}


def test_a_shipped_order_takes_its_pieces_out_of_stock(db, join):
    stall, ana = set_up(db, join, pieces=3), join("ana")
    order = buy(stall, ana)
    db.write_now(ship_order, stall.brand, order, **BY)
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 2, 0)
    assert [parcel.tracking for parcel in db.read_now(shipments_of, order)] == ["LF1"]
    with pytest.raises(Conflict, match="not_to_be_shipped"):
        db.write_now(ship_order, stall.brand, order, **BY)


def test_what_is_not_paid_is_not_shipped(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    check_out_cart(db, ana)
    [card] = db.read_now(orders_of_brand, stall.brand.organisation_id, state="awaiting_payment")
    with pytest.raises(Conflict):
        db.write_now(ship_order, stall.brand, card.order.id, **BY)


def test_the_buyer_confirms_once_and_the_return_window_runs(db, join, clock):
    stall, ana = set_up(db, join), join("ana")
    order = buy(stall, ana)
    with pytest.raises(Conflict, match="not_on_its_way"):
        db.write_now(confirm_receipt, ana, order)
    db.write_now(ship_order, stall.brand, order, **BY)
    for _ in range(2):
        db.write_now(confirm_receipt, ana, order)
    found = db.read_now(order_for, ana, order)
    assert (found.state, found.returnable_until_ms) == ("delivered", clock() + RETURNABLE_MS)


def test_without_a_word_the_clock_confirms(db, join, clock):
    stall, ana = set_up(db, join), join("ana")
    order = buy(stall, ana)
    db.write_now(ship_order, stall.brand, order, **BY)
    clock.advance(ARRIVES_WITHIN_MS)
    run_due_now(db)
    assert db.read_now(order_for, ana, order).state == "delivered"


def test_only_buyer_brand_and_operator_see_an_order_and_each_does_their_part(db, join):
    stall, ana, eve, boss = set_up(db, join), join("ana"), join("eve"), join("boss", "operator")
    other = set_up(db, join, name="other")
    order = buy(stall, ana)
    for stranger in (eve, other.brand):
        with pytest.raises(NotFound):
            db.read_now(order_for, stranger, order)
    assert db.read_now(order_for, boss, order)
    with pytest.raises(NotFound):
        db.write_now(ship_order, ana, order, **BY)
    with pytest.raises(NotAllowed):
        db.write_now(confirm_receipt, stall.brand, order)


def test_only_a_delivered_line_of_ones_own_can_be_reviewed(db, join):
    stall, ana = set_up(db, join), join("ana")
    order = buy(stall, ana)
    line = db.read_now(order_card, order).lines[0].id
    assert db.read_now(line_for_review, ana.id, line) is None
    db.write_now(ship_order, stall.brand, order, **BY)
    db.write_now(confirm_receipt, ana, order)
    assert db.read_now(line_for_review, ana.id, line).product_id == stall.product_id
    assert db.read_now(line_for_review, join("eve").id, line) is None


def test_what_a_host_sold_is_told_day_by_day_without_gaps(db, join, clock):
    stall, ana, host = set_up(db, join), join("ana"), join("host", "host")
    buy(stall, ana, quantity=2, source=Source(room_id="r", host_id=host.id))
    clock.advance(2 * DAY_MS)
    buy(stall, ana, source=Source(video_id="v", host_id=host.id), key="later")
    buy(stall, ana, key="by nobody")
    days = db.read_now(sold_by_day, host.id, days=4)
    assert [minor for _, minor in days] == [0, 19800, 0, 9900]
    assert days[-1][0] <= clock() < days[-1][0] + DAY_MS
