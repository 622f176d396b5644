import pytest

from livefair import ledger
from livefair.catalog import retire_sku, set_price
from livefair.kernel import SYSTEM, Conflict, Money, NotFound
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund
from livefair.shop.fulfilment import line_ids_of, order_for
from livefair.shop.price_protection import cheaper_lines, claim_price_difference
from livefair.shop.refunds import refunds_of
from livefair.shop.rules import returns
from livefair.value import publish_shipped_share_rules
from tests.stall import buy, set_up


@pytest.fixture
def bought(db, join):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    stall, ana = set_up(db, join, price_minor=1_000), join("ana")
    order = buy(stall, ana, quantity=3)
    run_due_now(db)
    return stall, ana, order, db.read_now(line_ids_of, order)[0]


def cheaper(db, ana, order):
    return db.read_now(lambda tx: [found.difference_minor for found in cheaper_lines(tx, order_for(tx, ana, order))])


def test_what_is_cheaper_now_comes_back_once_and_exactly(db, bought):
    stall, ana, order, line = bought
    assert cheaper(db, ana, order) == []
    db.write_now(set_price, stall.brand, stall.sku_id, Money(870))
    assert cheaper(db, ana, order) == [390]
    db.write_now(claim_price_difference, ana, order, line)
    run_due_now(db)
    assert db.read_now(lambda tx: ledger.balance(tx, f"escrow:{line}", "CNY")) == 3_000 - 390
    db.write_now(set_price, stall.brand, stall.sku_id, Money(500))
    assert cheaper(db, ana, order) == []
    with pytest.raises(Conflict, match="price_claimed"):
        db.write_now(claim_price_difference, ana, order, line)
    assert [(found.reason, found.state) for found in db.read_now(refunds_of, order)] == [
        ("price_protection", "granted")
    ]


def test_after_it_a_return_gives_back_what_is_left_and_no_more(db, bought):
    stall, ana, order, line = bought
    db.write_now(set_price, stall.brand, stall.sku_id, Money(900))
    db.write_now(claim_price_difference, ana, order, line)
    db.write_now(ask_refund, ana, order, Claim([line], "changed_mind"), key="all")
    run_due_now(db)
    assert db.read_now(order_for, ana, order).state == "refunded"
    assert db.read_now(lambda tx: ledger.balance(tx, "psp_clearing", "CNY")) == 0


def test_a_higher_or_equal_price_or_none_any_more_gives_nothing(db, bought):
    stall, ana, order, line = bought
    with pytest.raises(Conflict, match="price_not_lower"):
        db.write_now(claim_price_difference, ana, order, line)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(1_200))
    with pytest.raises(Conflict, match="price_not_lower"):
        db.write_now(claim_price_difference, ana, order, line)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(500))
    db.write_now(retire_sku, stall.brand, stall.sku_id)
    with pytest.raises(Conflict, match="price_not_lower"):
        db.write_now(claim_price_difference, ana, order, line)


def test_it_ends_some_days_after_paying(db, bought, clock):
    stall, ana, order, line = bought
    db.write_now(set_price, stall.brand, stall.sku_id, Money(500))
    clock.advance(returns.PRICE_PROTECTION_MS)
    assert cheaper(db, ana, order) == []
    with pytest.raises(Conflict, match="price_protection_over"):
        db.write_now(claim_price_difference, ana, order, line)


def test_nobody_claims_for_others(db, bought, join):
    stall, _, order, line = bought
    db.write_now(set_price, stall.brand, stall.sku_id, Money(500))
    with pytest.raises(NotFound):
        db.write_now(claim_price_difference, join("eve"), order, line)
