import pytest

from livefair.kernel import Conflict, Invalid, NotAllowed, NotFound
from livefair.shop import Claim, ask_refund, confirm_receipt, deny_refund, grant_refund, ship_order
from livefair.shop.fulfilment import line_ids_of, order_for
from livefair.shop.queries import open_refunds_of_brand
from livefair.shop.refunds import refunds_of
from livefair.shop.rules import RETURNABLE_MS
from livefair.supply import level
from tests.stall import buy, set_up

BY = {"carrier": "local", "tracking": "LF1"}


@pytest.fixture
def stall(db, join):
    return set_up(db, join, pieces=3)


@pytest.fixture
def ana(join):
    return join("ana")


def claim(db, order, reason="changed_mind"):
    return Claim(db.read_now(line_ids_of, order), reason)


def delivered(db, stall, buyer):
    order = buy(stall, buyer)
    db.write_now(ship_order, stall.brand, order, **BY)
    db.write_now(confirm_receipt, buyer, order)
    return order


def test_before_shipment_a_refund_is_granted_at_once_and_the_goods_are_free(db, stall, ana):
    order = buy(stall, ana)
    db.write_now(ask_refund, ana, order, claim(db, order), key="k")
    assert db.read_now(order_for, ana, order).state == "refunded"
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 3, 0)


def test_asking_twice_with_one_key_is_asking_once(db, stall, ana):
    order = delivered(db, stall, ana)
    asked = [db.write_now(ask_refund, ana, order, claim(db, order), key="k") for _ in range(2)]
    assert asked[0] == asked[1]
    with pytest.raises(Conflict, match="refund_already_asked"):
        db.write_now(ask_refund, ana, order, claim(db, order), key="another")


def test_after_delivery_the_brand_decides_once_and_may_take_the_goods_back(db, stall, ana):
    order = delivered(db, stall, ana)
    refund = db.write_now(ask_refund, ana, order, claim(db, order), key="k")
    assert [row[0] for row in db.read_now(open_refunds_of_brand, stall.brand.organisation_id)] == [refund]
    with pytest.raises(NotAllowed):
        db.write_now(grant_refund, ana, refund)
    db.write_now(grant_refund, stall.brand, refund, restock=True)
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 3, 0)
    with pytest.raises(Conflict, match="already_decided"):
        db.write_now(grant_refund, stall.brand, refund, restock=True)


def test_a_denial_says_why(db, stall, ana):
    order = delivered(db, stall, ana)
    refund = db.write_now(ask_refund, ana, order, claim(db, order), key="k")
    with pytest.raises(Invalid):
        db.write_now(deny_refund, stall.brand, refund, answer=" ")
    db.write_now(deny_refund, stall.brand, refund, answer="worn")
    assert db.read_now(refunds_of, order)[0].answer == "worn"
    assert db.read_now(order_for, ana, order).state == "delivered"


def test_after_the_return_window_nothing_can_be_asked(db, stall, ana, clock):
    order = delivered(db, stall, ana)
    clock.advance(RETURNABLE_MS)
    with pytest.raises(Conflict, match="not_refundable_now"):
        db.write_now(ask_refund, ana, order, claim(db, order), key="k")


@pytest.mark.parametrize("lines", [[], ["nothing"]])
def test_a_claim_names_lines_of_its_order(db, stall, ana, lines):
    order = buy(stall, ana)
    with pytest.raises(Invalid, match="choose_lines"):
        db.write_now(ask_refund, ana, order, Claim(lines, "quality"), key="k")


def test_strangers_cannot_ask(db, stall, ana, join):
    order = buy(stall, ana)
    with pytest.raises(NotFound):
        db.write_now(ask_refund, join("eve"), order, claim(db, order), key="k")
