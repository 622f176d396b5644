import pytest

from livefair.kernel import Conflict, Invalid
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund, ready_cart
from livefair.shop.coupon_standing import Standing, has_bought
from livefair.shop.coupons import claim_by_code, claim_coupon, coupon_called, make_coupon
from livefair.shop.queries import orders_of_buyer
from livefair.shop.rules.coupons import Draft
from tests.stall import buy, check_out_cart, notify, put_in_cart, set_up

DAY_MS = 24 * 3_600_000


@pytest.fixture
def issue(db, clock):
    def make(actor, **more):
        draft = Draft(**{"title": "首单", "off_minor": 1_000, "until_ms": clock() + DAY_MS, **more})
        return db.write_now(make_coupon, actor, draft)

    return make


def test_a_first_order_of_a_brand_is_one_of_that_brand_and_of_the_house_is_the_very_first(db, join, issue):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    operator = join("operator", "operator")
    of_brand = issue(stall.brand, is_for_first_order=True)
    of_house = issue(operator, is_for_first_order=True, payer="house")
    buy(other, ana, key="before")
    db.write_now(claim_coupon, ana, of_brand)
    with pytest.raises(Conflict, match="coupon_for_first_order"):
        db.write_now(claim_coupon, ana, of_house)


def test_what_was_claimed_for_a_first_order_is_of_no_use_after_another(db, join, issue):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(claim_coupon, ana, issue(stall.brand, is_for_first_order=True))
    put_in_cart(stall, ana)
    payment = check_out_cart(db, ana)
    put_in_cart(stall, ana)
    assert [line.amount_minor for line in db.read_now(ready_cart, ana)] == [9_900]
    notify(db, payment, "declined")
    assert [line.amount_minor for line in db.read_now(ready_cart, ana)] == [8_900], (
        "it came to nothing: still the first"
    )


def test_a_first_order_that_is_called_off_before_it_is_sent_was_none(db, join, issue):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(claim_coupon, ana, issue(stall.brand, is_for_first_order=True))
    order_id = buy(stall, ana)
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    db.write_now(ask_refund, ana, order_id, Claim([card.lines[0].id], "changed_mind"), key="r")
    run_due_now(db)
    put_in_cart(stall, ana)
    assert [line.amount_minor for line in db.read_now(ready_cart, ana)] == [8_900], "given back, and good again"


def test_a_first_order_with_a_host_is_one_through_that_host(db, join, issue):
    stall, host, ana = set_up(db, join), join("host", "host"), join("ana")
    coupon = db.read_now(coupon_called, issue(host, is_for_first_order=True, payer="host"))
    buy(stall, ana)
    assert db.read_now(has_bought, ana.id, coupon) is False
    assert db.read_now(has_bought, ana.id, coupon._replace(payer="house")) is True


@pytest.mark.parametrize(("level", "may"), [(0, False), (2, False), (3, True), (9, True)])
def test_a_club_s_coupon_is_for_members_from_its_level_on(db, join, issue, level, may):
    host, ana = join("host", "host"), join("ana")
    coupon = issue(host, payer="host", club_level=3)
    there = Standing(host.id, "room", level)
    if may:
        db.write_now(claim_coupon, ana, coupon, there)
    else:
        with pytest.raises(Conflict, match="coupon_for_club"):
            db.write_now(claim_coupon, ana, coupon, there)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"club_level": 1}, "club_needs_host"),
        ({"club_level": 1, "code": "CLUB1"}, "club_needs_host"),
        ({"club_level": 21}, "out_of_range"),
        ({"is_for_first_order": True, "limit_per_person": 2}, "first_order_once"),
    ],
)
def test_what_could_never_be_told_is_not_issued(db, join, issue, wrong, code):
    with pytest.raises(Invalid, match=code):
        issue(set_up(db, join).brand, **wrong)


def test_a_code_for_a_first_order_is_refused_to_who_has_ordered(db, join, issue):
    stall, ana = set_up(db, join), join("ana")
    issue(stall.brand, code="FIRST1", is_for_first_order=True)
    buy(stall, ana)
    with pytest.raises(Conflict, match="coupon_for_first_order"):
        db.write_now(claim_by_code, ana, "first1")
