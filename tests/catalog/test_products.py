import pytest

from livefair.catalog import Words, add_sku, create_product, product_for, set_price, withdraw_product
from livefair.catalog.queries import price_truth, products_of_brand
from livefair.kernel import DAY_MS, Invalid, Money, NotAllowed, NotFound
from tests.stall import set_up


def test_only_a_brand_creates_products(db, join):
    with pytest.raises(NotAllowed, match="brands_only"):
        db.write_now(create_product, join("ana"), Words("杯子", "Mug"))


def test_a_brand_cannot_touch_another_brands_product(db, join):
    mine, theirs = set_up(db, join), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(set_price, mine.brand, theirs.sku_id, Money(1))
    with pytest.raises(NotFound):
        db.write_now(withdraw_product, mine.brand, theirs.product_id)


def test_a_withdrawn_product_is_seen_by_its_brand_alone(db, join):
    stall = set_up(db, join)
    db.write_now(withdraw_product, stall.brand, stall.product_id)
    assert db.read_now(product_for, stall.brand, stall.product_id)
    with pytest.raises(NotFound):
        db.read_now(product_for, join("ana"), stall.product_id)


@pytest.mark.parametrize("price", [Money(0), Money(-1), Money(10**13), Money(5, "XXX")])
def test_a_price_is_positive_bounded_and_in_a_known_currency(db, join, price):
    stall = set_up(db, join)
    with pytest.raises(Invalid):
        db.write_now(add_sku, stall.brand, stall.product_id, name_zh="x", name_en="x", price=price)


def test_every_price_is_remembered_and_the_lowest_of_30_days_is_computed(db, join, clock):
    stall = set_up(db, join, price_minor=100)
    clock.advance(10 * DAY_MS)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(70))
    clock.advance(10 * DAY_MS)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(90))
    truth = db.read_now(price_truth, stall.sku_id)
    assert [minor for _, minor in truth.points] == [100, 70, 90]
    assert truth.lowest_minor == 70
    clock.advance(31 * DAY_MS)
    assert db.read_now(price_truth, stall.sku_id).lowest_minor == 90


def test_a_card_shows_the_cheapest_sku_and_the_brands_name(db, join):
    stall = set_up(db, join, price_minor=100)
    db.write_now(add_sku, stall.brand, stall.product_id, name_zh="小", name_en="Small", price=Money(80))
    [card] = db.read_now(products_of_brand, stall.brand.organisation_id)
    assert (card.price, card.brand_name) == (Money(80), "House of brand")
