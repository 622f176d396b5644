import pytest

from livefair.catalog import Words, create_product, edit_product, set_price
from livefair.governance.price_claims import price_claims_in
from livefair.kernel import Invalid, Money
from tests.stall import set_up

DAY_MS = 24 * 3_600_000


def kinds(text: str) -> list[tuple[str, int]]:
    return [(claim.kind, claim.days) for claim in price_claims_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全网最低价！手慢无", [("anywhere", 0)]),
        ("行业底价", [("anywhere", 0)]),
        ("Lowest price anywhere", [("anywhere", 0)]),
        ("历史最低", [("ever", 0)]),
        ("LOWEST PRICE EVER", [("ever", 0)]),
        ("史低入手", [("ever", 0)]),
        ("近30天最低", [("days", 30)]),
        ("30-day low", [("days", 30)]),
        ("lowest in the last 90 days, all-time low", [("days", 90), ("ever", 0)]),
        ("最低 59 元起", []),
        ("低温慢煮的最佳温度", []),
        ("We ship at the lowest temperature", []),
        ("", []),
    ],
)
def test_words_that_call_a_price_the_lowest_are_found_and_others_are_not(text, found):
    assert kinds(text) == found


def reworded(db, stall, title: str) -> None:
    db.write_now(edit_product, stall.brand, stall.product_id, Words("杯子", title, category="kitchen"))


def test_a_new_product_has_no_price_that_could_be_the_lowest(db, join):
    stall = set_up(db, join)
    with pytest.raises(Invalid, match="price_claim_untrue") as refused:
        db.write_now(create_product, stall.brand, Words("历史最低的杯子", "Mug"))
    assert refused.value.params == {"field": "title_zh", "words": "历史最低"}


def test_lowest_ever_is_written_only_where_it_is_so_and_kept_so(db, join, clock):
    stall = set_up(db, join)
    with pytest.raises(Invalid, match="price_claim_untrue"):
        reworded(db, stall, "Mug, lowest price ever")
    clock.advance(DAY_MS)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(8_000))
    reworded(db, stall, "Mug, lowest price ever")
    clock.advance(DAY_MS)
    with pytest.raises(Invalid, match="price_claim_untrue"):
        db.write_now(set_price, stall.brand, stall.sku_id, Money(8_500))
    db.write_now(set_price, stall.brand, stall.sku_id, Money(7_500))
    reworded(db, stall, "Mug")
    db.write_now(set_price, stall.brand, stall.sku_id, Money(9_000))


def test_a_low_of_so_many_days_needs_so_many_days(db, join, clock):
    stall = set_up(db, join)
    clock.advance(29 * DAY_MS)
    with pytest.raises(Invalid, match="price_claim_untrue"):
        reworded(db, stall, "Mug, 30-day low")
    clock.advance(DAY_MS)
    reworded(db, stall, "Mug, 30-day low")
    with pytest.raises(Invalid, match="price_claim_untrue"):
        reworded(db, stall, "Mug, 31-day low")


def test_nobody_says_what_other_shops_ask(db, join, clock):
    stall = set_up(db, join)
    clock.advance(DAY_MS)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(10))
    with pytest.raises(Invalid, match="price_claim_untrue"):
        reworded(db, stall, "全网最低")
