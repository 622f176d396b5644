import pytest

from livefair.catalog import add_sku
from livefair.kernel import DAY_MS, Conflict, Invalid, Money, NotFound
from livefair.supply import level
from livefair.supply.purchasing import (
    Arrival,
    add_supplier,
    cancel_purchase,
    close_purchase,
    draft_purchase,
    lines_of,
    on_order,
    purchase_for,
    purchases_of,
    receipts_of,
    send_purchase,
    take_in,
)
from livefair.supply.rules import purchasing as rules
from tests.stall import set_up


@pytest.fixture
def stall(db, join):
    return set_up(db, join, pieces=3)


def sent(db, stall, pieces=10):
    supplier = db.write_now(add_supplier, stall.brand, name="Mill", contact="", lead_days=5)
    purchase_id = db.write_now(draft_purchase, stall.brand, stall.sku_id, pieces=pieces, unit_minor=500)
    db.write_now(send_purchase, stall.brand, purchase_id, supplier)
    return purchase_id


def take(db, stall, purchase_id, good, damaged=0, key="one"):
    db.write_now(take_in, stall.brand, purchase_id, Arrival(stall.sku_id, good, damaged, key, "as found"))


def test_what_is_ordered_goes_on_one_draft_until_it_is_sent(db, stall):
    first = db.write_now(draft_purchase, stall.brand, stall.sku_id, pieces=10)
    assert db.write_now(draft_purchase, stall.brand, stall.sku_id, pieces=30) == first
    assert [line.ordered for line in db.read_now(lines_of, [first])[first]] == [30]
    db.write_now(cancel_purchase, stall.brand, first)
    assert db.write_now(draft_purchase, stall.brand, stall.sku_id, pieces=5) != first


def test_a_sent_order_is_expected_by_the_suppliers_days(db, stall):
    purchase_id = sent(db, stall)
    purchase = db.read_now(purchase_for, stall.brand, purchase_id)
    assert (purchase.state, purchase.due_at_ms) == ("sent", db.clock() + 5 * DAY_MS)
    assert db.read_now(on_order, [stall.sku_id]) == {stall.sku_id: 10}
    with pytest.raises(Conflict, match="purchase_over"):
        db.write_now(cancel_purchase, stall.brand, purchase_id)


def test_only_good_pieces_go_on_the_shelf_and_all_of_them_close_the_order(db, stall):
    purchase_id = sent(db, stall)
    take(db, stall, purchase_id, 6, 1)
    assert db.read_now(purchase_for, stall.brand, purchase_id).state == "part_received"
    assert db.read_now(level, stall.sku_id).on_hand == 9
    take(db, stall, purchase_id, 3, key="two")
    assert db.read_now(purchase_for, stall.brand, purchase_id).state == "closed"
    assert [(one.good, one.damaged, one.note) for one in db.read_now(receipts_of, purchase_id)] == [
        (6, 1, "as found"),
        (3, 0, "as found"),
    ]
    with pytest.raises(Conflict, match="purchase_over"):
        take(db, stall, purchase_id, 1, key="three")


def test_one_delivery_told_twice_is_one(db, stall):
    purchase_id = sent(db, stall)
    take(db, stall, purchase_id, 4)
    take(db, stall, purchase_id, 4)
    assert db.read_now(level, stall.sku_id).on_hand == 7


def test_only_what_is_on_the_order_comes_with_it(db, stall, join):
    purchase_id = sent(db, stall)
    other = set_up(db, join, name="other", pieces=3)
    for sku_id in (other.sku_id, "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            db.write_now(take_in, stall.brand, purchase_id, Arrival(sku_id, 1, 0, "one"))
    assert db.read_now(receipts_of, purchase_id) == []


def test_never_more_comes_than_was_ordered(db, stall):
    purchase_id = sent(db, stall)
    with pytest.raises(Conflict, match="more_than_ordered"):
        take(db, stall, purchase_id, 10, 1)
    assert db.read_now(level, stall.sku_id).on_hand == 3
    assert db.read_now(purchase_for, stall.brand, purchase_id).state == "sent"


def test_an_order_that_never_comes_whole_can_be_closed(db, stall):
    purchase_id = sent(db, stall)
    take(db, stall, purchase_id, 4)
    db.write_now(close_purchase, stall.brand, purchase_id)
    assert db.read_now(on_order, [stall.sku_id]) == {}


def test_a_brand_orders_only_its_own_goods_and_sees_only_its_own_orders(db, join, stall):
    other = set_up(db, join, name="other")
    purchase_id = sent(db, stall)
    with pytest.raises(NotFound):
        db.write_now(draft_purchase, other.brand, stall.sku_id, pieces=1)
    with pytest.raises(NotFound):
        db.read_now(purchase_for, other.brand, purchase_id)
    assert db.read_now(purchases_of, other.brand.organisation_id) == []


@pytest.mark.parametrize(("good", "damaged"), [(0, 0), (-1, 2), (2, -1)])
def test_a_delivery_is_of_some_pieces(db, stall, good, damaged):
    with pytest.raises(Invalid):
        take(db, stall, sent(db, stall), good, damaged)


def test_two_kinds_of_goods_in_one_delivery_both_go_on_the_shelf(db, stall):
    price = Money(5_000)
    other = db.write_now(add_sku, stall.brand, stall.product_id, name_zh="红", name_en="Red", price=price)
    supplier = db.write_now(add_supplier, stall.brand, name="Mill", contact="", lead_days=5)
    for sku_id in (stall.sku_id, other):
        purchase_id = db.write_now(draft_purchase, stall.brand, sku_id, pieces=4)
    db.write_now(send_purchase, stall.brand, purchase_id, supplier)
    for sku_id in (stall.sku_id, other):
        db.write_now(take_in, stall.brand, purchase_id, Arrival(sku_id, 4, 0, "one van"))
    assert [db.read_now(level, sku_id).on_hand for sku_id in (stall.sku_id, other)] == [3 + 4, 4]


def test_a_full_draft_still_lets_its_own_lines_be_changed(db, stall, monkeypatch):
    monkeypatch.setattr(rules, "LINES_MAX", 1)
    purchase_id = db.write_now(draft_purchase, stall.brand, stall.sku_id, pieces=4)
    db.write_now(draft_purchase, stall.brand, stall.sku_id, pieces=9)
    assert [line.ordered for line in db.read_now(lines_of, [purchase_id])[purchase_id]] == [9]
    other = db.write_now(add_sku, stall.brand, stall.product_id, name_zh="红", name_en="Red", price=Money(5_000))
    with pytest.raises(Conflict, match="too_many_lines"):
        db.write_now(draft_purchase, stall.brand, other, pieces=1)
