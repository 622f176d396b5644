import pytest

from livefair.catalog import Words, create_product
from livefair.kernel import Invalid
from livefair.live.showing import goods_now
from tests.stall import set_up


def test_a_product_is_shown_with_todays_price_and_what_is_left(db, join):
    stall = set_up(db, join, pieces=7, price_minor=4900)
    goods = db.read_now(goods_now, join("hana", "host"), stall.product_id)
    assert (goods.title_zh, goods.title_en, goods.price.minor, goods.left) == ("杯子", "Mug", 4900, 7)


def test_a_product_without_anything_to_sell_is_not_shown(db, join):
    stall = set_up(db, join)
    empty = db.write_now(create_product, stall.brand, Words("空", "Empty"))
    with pytest.raises(Invalid):
        db.read_now(goods_now, stall.brand, empty)
