import pytest

from livefair.catalog import set_price, withdraw_product
from livefair.kernel import GUEST, Money, NotAllowed, NotFound, TooMany
from livefair.shop import wishes
from livefair.shop.wishes import is_wished, unwish, wish, wishes_of
from tests.stall import set_up


def test_a_wish_is_kept_once_with_the_price_of_its_day(db, join):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(wish, ana, stall.product_id)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(5_000))
    db.write_now(wish, ana, stall.product_id)
    [kept] = db.read_now(wishes_of, ana.id)
    assert (kept.product_id, kept.price_minor) == (stall.product_id, 9_900)
    db.write_now(unwish, ana, stall.product_id)
    assert not db.read_now(is_wished, ana.id, stall.product_id)


def test_nobody_wishes_unseen_unsold_or_without_end(db, join, monkeypatch):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(wish, GUEST, stall.product_id)
    db.write_now(withdraw_product, other.brand, other.product_id)
    with pytest.raises(NotFound):
        db.write_now(wish, ana, other.product_id)
    monkeypatch.setattr(wishes, "WISHES_MAX", 0)
    with pytest.raises(TooMany, match="too_many_wishes"):
        db.write_now(wish, ana, stall.product_id)
