import pytest

from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import DAY_MS, Invalid, Money, NotAllowed
from livefair.shop import Claim, ask_refund
from livefair.shop.queries import order_card
from livefair.shop.tax_export import tax_rows
from livefair.supply import receive
from tests.stall import buy, set_up


def rows(db, brand, since_ms, until_ms):
    found = db.read_now(tax_rows, brand, since_ms=since_ms, until_ms=until_ms)
    return [(row.kind, row.currency, row.line.rate_bp, row.line.gross_minor, row.line.tax_minor) for row in found]


def test_a_months_sales_and_refunds_stand_by_rate_and_currency(db, join, clock):
    stall, buyer, since_ms = set_up(db, join, price_minor=11_300), join("buyer"), clock()
    tea = db.write_now(create_product, stall.brand, Words("茶", "Tea", category="food"))
    leaf = db.write_now(add_sku, stall.brand, tea, name_zh="绿", name_en="Green", price=Money(10_900, "EUR"))
    db.write_now(receive, stall.brand, leaf, quantity=5, key="first")
    order_id = buy(stall, buyer, quantity=2)
    buy(stall._replace(sku_id=leaf), buyer, key="tea")
    clock.advance(DAY_MS)
    next_ms = clock()
    line_ids = [line.id for line in db.read_now(order_card, order_id).lines]
    db.write_now(ask_refund, buyer, order_id, Claim(line_ids, "changed_mind"), key="refund")
    sold = [("sold", "CNY", 1_300, 22_600, 2_600), ("sold", "EUR", 900, 10_900, 900)]
    assert rows(db, stall.brand, since_ms, next_ms) == sold
    assert rows(db, stall.brand, next_ms, next_ms + DAY_MS) == [("refunded", "CNY", 1_300, 22_600, 2_600)]
    assert rows(db, set_up(db, join, name="other").brand, since_ms, next_ms) == []


def test_only_brands_have_a_tax_file_and_for_a_year_at_most(db, join):
    stall = set_up(db, join)
    with pytest.raises(NotAllowed):
        rows(db, join("buyer"), 0, DAY_MS)
    for since_ms, until_ms in ((0, 0), (DAY_MS, 0), (0, 367 * DAY_MS)):
        with pytest.raises(Invalid):
            rows(db, stall.brand, since_ms, until_ms)
