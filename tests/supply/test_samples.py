import pytest

from livefair.kernel import DAY_MS, Conflict, NotAllowed
from livefair.supply import level
from livefair.supply.samples import (
    ask_for_sample,
    confirm_return,
    decline_sample,
    sampled,
    samples_of,
    send_sample,
    settle_sample,
)
from livefair.supply.signing import end_deal
from tests.supply.agreeing import fair, signed, terms


@pytest.fixture
def town(db, join):
    return fair(db, join)


def asked(db, town, duty="review"):
    deal_id = signed(town, terms(town, sample=duty, sample_days=10))
    return deal_id, db.write_now(ask_for_sample, town.host, deal_id, town.stall.sku_id)


def state(db, deal_id):
    [sample] = db.read_now(samples_of, deal_id)
    return sample.state


def test_a_sample_leaves_the_stock_and_viewers_are_told(db, town):
    _, sample_id = asked(db, town)
    products = [town.stall.product_id]
    assert db.read_now(sampled, town.host.id, products) == frozenset()
    before = db.read_now(level, town.stall.sku_id).on_hand
    db.write_now(send_sample, town.brand, sample_id, tracking="SF 1")
    assert db.read_now(level, town.stall.sku_id).on_hand == before - 1
    assert db.read_now(sampled, town.host.id, products) == frozenset(products)
    assert db.read_now(sampled, town.other.id, products) == frozenset()
    with pytest.raises(Conflict, match="settled_already"):
        db.write_now(send_sample, town.brand, sample_id, tracking="SF 2")


def test_a_review_settles_it_and_what_goes_back_is_settled_by_the_brand(db, town):
    deal_id, sample_id = asked(db, town, "return")
    db.write_now(send_sample, town.brand, sample_id, tracking="SF 1")
    db.write_now(settle_sample, town.host, sample_id, proof="SF 2")
    assert state(db, deal_id) == "claimed"
    db.write_now(confirm_return, town.brand, sample_id)
    assert state(db, deal_id) == "settled"


def test_a_review_settles_it_at_once(db, town):
    deal_id, sample_id = asked(db, town)
    db.write_now(send_sample, town.brand, sample_id, tracking="SF 1")
    db.write_now(settle_sample, town.host, sample_id, proof="/v/1")
    assert state(db, deal_id) == "settled"


def test_who_owes_a_sample_gets_no_other(db, town, clock):
    deal_id, sample_id = asked(db, town)
    db.write_now(send_sample, town.brand, sample_id, tracking="SF 1")
    with pytest.raises(Conflict, match="asked_already"):
        db.write_now(ask_for_sample, town.host, deal_id, town.stall.sku_id)
    clock.advance(10 * DAY_MS)
    [sample] = db.read_now(samples_of, deal_id)
    assert sample.is_overdue(db.clock())
    with pytest.raises(Conflict, match="sample_overdue"):
        db.write_now(ask_for_sample, town.host, deal_id, town.stall.sku_id)


def test_without_a_signed_word_on_it_there_is_no_sample(db, town):
    deal_id = signed(town, terms(town))
    with pytest.raises(Conflict, match="no_sample_agreed"):
        db.write_now(ask_for_sample, town.host, deal_id, town.stall.sku_id)


def test_what_is_promised_to_buyers_is_no_sample(db, join):
    town = fair(db, join, pieces=0)
    _, sample_id = asked(db, town)
    with pytest.raises(Conflict, match="sold_out"):
        db.write_now(send_sample, town.brand, sample_id, tracking="SF 1")


def test_each_side_says_only_its_own(db, town):
    deal_id, sample_id = asked(db, town)
    with pytest.raises(NotAllowed):
        db.write_now(ask_for_sample, town.brand, deal_id, town.stall.sku_id)
    with pytest.raises(NotAllowed):
        db.write_now(send_sample, town.host, sample_id, tracking="x")
    db.write_now(decline_sample, town.brand, sample_id)
    assert state(db, deal_id) == "declined"


def test_after_the_deal_is_over_no_sample_is_sent(db, town):
    deal_id, sample_id = asked(db, town)
    db.write_now(end_deal, town.brand, deal_id)
    with pytest.raises(Conflict, match="no_sample_agreed"):
        db.write_now(send_sample, town.brand, sample_id, tracking="SF 1")
    assert state(db, deal_id) == "asked"
