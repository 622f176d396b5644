import pytest

from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import Conflict, Invalid, Money, NotFound
from livefair.shop import add_to_cart
from livefair.shop.boxes import begin_series, contents_of, end_series, series_called
from livefair.shop.rules.boxes import Content, Draft
from livefair.supply import level, receive
from tests.shop.box_stall import set_up_boxes
from tests.stall import set_up


def test_what_is_boxed_cannot_be_sold_twice_and_a_sealed_box_lies_in_no_cart(db, join):
    stall = set_up_boxes(db, join, guarantee_after=5)
    assert [db.read_now(level, sku).sellable for sku in stall.skus] == [24, 27, 30 - 1 - 2]
    series = db.read_now(series_called, stall.series_id)
    assert (db.read_now(level, series.sku_id).sellable, series.kept) == (10, 2)
    assert [each.remaining for each in db.read_now(contents_of, stall.series_id)] == [6, 3, 1]
    with pytest.raises(NotFound):
        db.write_now(add_to_cart, join("ana"), series.sku_id)


def test_a_series_of_what_is_not_there_not_ones_own_or_never_sold_unseen_is_refused(db, join):
    stall, other = set_up_boxes(db, join), set_up(db, join, name="other")
    brand, face = stall.stall.brand, stall.stall.product_id

    def begin(*contents):
        return db.write_now(begin_series, brand, face, Draft(5_900, contents))

    with pytest.raises(Conflict, match="sold_out"):
        begin(Content(stall.skus[0], 25), Content(stall.skus[1], 1))
    with pytest.raises(Exception, match="not_your_product"):
        begin(Content(stall.skus[0], 1), Content(other.sku_id, 1))
    cream = db.write_now(create_product, brand, Words("面霜", "Cream", category="beauty"))
    sku = db.write_now(add_sku, brand, cream, name_zh="一", name_en="One", price=Money(9_900))
    db.write_now(receive, brand, sku, quantity=5, key="cream")
    with pytest.raises(Invalid, match="never_unseen"):
        begin(Content(stall.skus[0], 1), Content(sku, 1))
    with pytest.raises(NotFound):
        db.write_now(begin_series, other.brand, face, Draft(5_900, (Content(other.sku_id, 1), Content(sku, 1))))
    assert [db.read_now(level, sku).sellable for sku in stall.skus] == [24, 27, 29], "a refused series takes nothing"


def test_only_its_brand_ends_a_series_and_twice_is_once(db, join):
    stall, other = set_up_boxes(db, join), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(end_series, other.brand, stall.series_id)
    db.write_now(end_series, stall.stall.brand, stall.series_id)
    first = db.read_now(series_called, stall.series_id)
    db.write_now(end_series, stall.stall.brand, stall.series_id)
    assert db.read_now(series_called, stall.series_id) == first
