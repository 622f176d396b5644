import pytest

from livefair.catalog import offered_product_for, product_cards, product_for
from livefair.catalog.queries import listed_products, products_of_brand
from livefair.catalog.removals import shown_product
from livefair.governance import appeal, decide, decide_appeal, publish_shipped_rules, report
from livefair.governance.queries import my_notices
from livefair.kernel import SYSTEM, NotFound
from livefair.kernel.runner import run_due_now
from livefair.shop import add_to_cart, cart_count
from tests.stall import check_out_cart, put_in_cart, set_up


@pytest.fixture
def crowd(db, join):
    db.write_now(publish_shipped_rules, SYSTEM)
    return join("carl"), join("mo", "moderator"), join("mei", "moderator")


def removed(db, stall, reporter, moderator):
    shown = db.read_now(shown_product, reporter, stall.product_id)
    receipt = db.write_now(report, reporter, shown, reason="danger", note="", key="k")
    db.write_now(decide, moderator, receipt.case_id, outcome="remove", rule_code="spam", reason="It burns.")
    run_due_now(db)
    return receipt.case_id


def test_the_owner_of_the_brand_answers_for_a_product(db, join, crowd):
    stall = set_up(db, join)
    carl, mo, _ = crowd
    case_id = removed(db, stall, carl, mo)
    [notice] = db.read_now(my_notices, stall.brand)
    assert notice.kind == "case_decided"
    assert db.write_now(appeal, stall.brand, case_id, text="It does not.").case_id == case_id


def test_a_removed_product_is_seen_by_its_brand_and_by_moderators_and_bought_by_nobody(db, join, crowd):
    stall = set_up(db, join)
    carl, mo, mei = crowd
    put_in_cart(stall, carl)
    case_id = removed(db, stall, carl, mo)
    for who in (stall.brand, mei):
        assert db.read_now(product_for, who, stall.product_id).hidden_case_id == case_id
    with pytest.raises(NotFound):
        db.read_now(product_for, carl, stall.product_id)
    for who in (carl, stall.brand, mei):
        with pytest.raises(NotFound):
            db.read_now(offered_product_for, who, stall.product_id)
        with pytest.raises(NotFound):
            db.write_now(add_to_cart, who, stall.sku_id)
    with pytest.raises(NotFound):
        check_out_cart(db, carl, expected_minor=9900)
    assert db.read_now(cart_count, carl) == 1
    assert db.read_now(listed_products) == []
    [card] = db.read_now(products_of_brand, stall.brand.organisation_id)
    assert (card.hidden_case_id, card.is_offered) == (case_id, False)


def test_an_overturned_product_is_offered_again(db, join, crowd):
    stall = set_up(db, join)
    carl, mo, mei = crowd
    case_id = removed(db, stall, carl, mo)
    asked = db.write_now(appeal, stall.brand, case_id, text="It does not.")
    db.write_now(decide_appeal, mei, asked.id, outcome="overturned", reason="It does not.")
    run_due_now(db)
    assert db.read_now(offered_product_for, carl, stall.product_id)
    assert db.read_now(product_cards, [stall.product_id])[stall.product_id].is_offered
