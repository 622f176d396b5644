import asyncio

import pytest

from livefair.catalog import Words, add_sku, create_product
from livefair.catalog.bundles import Called, make_bundle, parts_of
from livefair.catalog.products import sku_for
from livefair.catalog.removals import shown_product
from livefair.governance import decide, publish_shipped_rules, report
from livefair.kernel import SYSTEM, Conflict, Invalid, Money, NotFound
from livefair.kernel.runner import run_due_now
from livefair.supply import level, levels, receive, release, reserve
from livefair.supply.invariants import breaches
from livefair.supply.stock import take_back, take_out
from tests.stall import buy, put_in_cart, set_up

SET = Called("套装", "Set")


def with_bundle(db, join, *, cups=10, saucers=5, pieces=(2, 1)):
    """A bundle of two cups and a saucer. Returns the stall, the saucer's SKU and the bundle's."""
    stall = set_up(db, join, pieces=cups)
    product_id = db.write_now(create_product, stall.brand, Words("碟", "Saucer"))
    saucer = db.write_now(add_sku, stall.brand, product_id, name_zh="白", name_en="White", price=Money(3000))
    if saucers:
        db.write_now(receive, stall.brand, saucer, quantity=saucers, key="first")
    parts = {stall.sku_id: pieces[0], saucer: pieces[1]}
    bundle = db.write_now(make_bundle, stall.brand, stall.product_id, SET, price=Money(20_000), parts=parts)
    return stall, saucer, bundle


def test_a_bundles_stock_is_what_its_parts_allow(db, join):
    stall, saucer, bundle = with_bundle(db, join, cups=9, saucers=5)
    assert db.read_now(level, bundle).sellable == 4
    found = db.read_now(levels, [bundle, stall.sku_id, saucer])
    assert [found[one].sellable for one in (bundle, stall.sku_id, saucer)] == [4, 9, 5]


def test_selling_a_bundle_takes_its_parts_and_giving_it_up_returns_them(db, join):
    stall, saucer, bundle = with_bundle(db, join)
    db.write_now(reserve, SYSTEM, bundle, quantity=3, reference="line")
    assert (db.read_now(level, stall.sku_id), db.read_now(level, saucer)) == ((stall.sku_id, 10, 6), (saucer, 5, 3))
    assert db.write_now(release, SYSTEM, "line")
    assert not db.write_now(release, SYSTEM, "line")
    assert (db.read_now(level, stall.sku_id).reserved, db.read_now(level, saucer).reserved) == (0, 0)
    assert db.read_now(breaches) == []


def test_a_bundle_leaves_the_house_and_comes_back_in_parts(db, join):
    stall, saucer, bundle = with_bundle(db, join)
    db.write_now(reserve, SYSTEM, bundle, quantity=2, reference="line")
    assert db.write_now(take_out, SYSTEM, "line")
    assert (db.read_now(level, stall.sku_id).on_hand, db.read_now(level, saucer).on_hand) == (6, 3)
    for _ in range(2):
        db.write_now(take_back, SYSTEM, bundle, quantity=1, reference="return")
    assert (db.read_now(level, stall.sku_id).on_hand, db.read_now(level, saucer).on_hand) == (8, 4)
    assert db.read_now(breaches) == []


def test_a_bundle_with_one_part_gone_is_sold_out_and_takes_nothing(db, join):
    stall, saucer, bundle = with_bundle(db, join, saucers=1)
    with pytest.raises(Conflict, match="sold_out") as refused:
        db.write_now(reserve, SYSTEM, bundle, quantity=2, reference="line")
    assert refused.value.params["left"] == 1
    assert (db.read_now(level, stall.sku_id).reserved, db.read_now(level, saucer).reserved) == (0, 0)


def test_a_bundle_is_not_sold_with_a_part_that_moderators_have_taken_away(db, join):
    stall, saucer, bundle = with_bundle(db, join)
    db.write_now(publish_shipped_rules, SYSTEM)
    product_id = db.read_now(sku_for, stall.brand, saucer).product_id
    receipt = db.write_now(
        report, join("carl"), db.read_now(shown_product, stall.brand, product_id), reason="danger", note="", key="k"
    )
    mo = join("mo", "moderator")
    db.write_now(decide, mo, receipt.case_id, outcome="remove", rule_code="spam", reason="It burns.")
    run_due_now(db)
    assert db.read_now(level, bundle).sellable == 0
    with pytest.raises(Conflict, match="sold_out"):
        db.write_now(reserve, SYSTEM, bundle, quantity=1, reference="line")
    assert db.read_now(level, stall.sku_id).reserved == 0


async def test_bundles_and_single_parts_bought_at_once_never_sell_more_than_there_is(db, join):
    stall, saucer, bundle = with_bundle(db, join, cups=20, saucers=30)
    wanted = [bundle, stall.sku_id] * 20
    results = await asyncio.gather(
        *(db.write(reserve, SYSTEM, sku, quantity=1, reference=f"line {n}") for n, sku in enumerate(wanted)),
        return_exceptions=True,
    )
    sold = [sku for sku, result in zip(wanted, results, strict=True) if result is None]
    cups = sold.count(bundle) * 2 + sold.count(stall.sku_id)
    assert {type(result) for result in results} <= {type(None), Conflict}
    assert (cups, db.read_now(level, stall.sku_id).sellable) == (20, 0), "nothing is left while somebody was refused"
    assert db.read_now(level, saucer).reserved == sold.count(bundle)
    assert db.read_now(breaches) == []


def test_a_buyer_buys_a_bundle_like_anything_else(db, join):
    stall, saucer, bundle = with_bundle(db, join)
    buyer = join("buyer")
    put_in_cart(stall._replace(sku_id=bundle), buyer, quantity=2)
    buy(stall, buyer)
    assert (db.read_now(level, stall.sku_id).reserved, db.read_now(level, saucer).reserved) == (5, 2)


@pytest.mark.parametrize("pieces", [None, 1, 0, -1, 100])
def test_a_bundle_is_at_least_two_pieces_and_bounded(db, join, pieces):
    stall = set_up(db, join)
    named = {} if pieces is None else {stall.sku_id: pieces}
    with pytest.raises(Invalid):
        db.write_now(make_bundle, stall.brand, stall.product_id, SET, price=Money(100), parts=named)


def test_a_bundle_holds_no_bundle_no_stock_and_no_other_brands_goods(db, join):
    stall, _, bundle = with_bundle(db, join)
    other = set_up(db, join, name="other")
    with pytest.raises(Conflict, match="bundle_in_bundle"):
        db.write_now(make_bundle, stall.brand, stall.product_id, SET, price=Money(100), parts={bundle: 2})
    with pytest.raises(Conflict, match="bundle_has_no_stock"):
        db.write_now(receive, stall.brand, bundle, quantity=1, key="x")
    with pytest.raises(NotFound):
        db.write_now(make_bundle, stall.brand, stall.product_id, SET, price=Money(100), parts={other.sku_id: 2})
    assert db.read_now(parts_of, [stall.sku_id]) == {}
