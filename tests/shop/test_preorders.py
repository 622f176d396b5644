import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair import ledger
from livefair.kernel import DAY_MS, SYSTEM, Conflict, Invalid, JobContext, NotFound, Refusal
from livefair.kernel.runner import Runner
from livefair.shop import Claim, Source, add_address, ask_refund, order_for
from livefair.shop.deposits import deposit_of_order
from livefair.shop.direct import Paying
from livefair.shop.payments import cancel_payment, orders_of_payment, payment_for
from livefair.shop.preorders import (
    book_deposit_back,
    end_preorder_offer,
    lapse_preorder,
    my_preorder_for,
    offer_in_advance,
    pay_balance,
    pay_deposit,
    pieces_kept,
    preorder_offer_called,
    preorder_offer_of,
    preorder_offers_of_brand,
    preorders_of,
)
from livefair.shop.providers import Providers
from livefair.shop.queries import order_card
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.shop.rules.preorders import Draft
from livefair.supply import level
from tests.stall import PLACE, notify, set_up

DRAFT = Draft(9_000, 1_500, ahead_ms=7 * DAY_MS, balance_ms=2 * DAY_MS)


class Returned:
    """What the provider was asked to return, by key."""

    def __init__(self):
        self.parts = {}

    def called(self, name):
        return self

    async def refund(self, paid_by, *, amount_minor, currency, key):
        self.parts[key] = (paid_by, amount_minor)


@pytest.fixture
def stall(db, join):
    return set_up(db, join)


@pytest.fixture
def offer_id(db, stall):
    return db.write_now(offer_in_advance, stall.brand, stall.sku_id, DRAFT)


def paying(db, buyer, minor, key="k"):
    return Paying(db.write_now(add_address, buyer, PLACE), minor, "local", key)


def kept(db, buyer, offer_id, *, key="k"):
    """The id of a preorder whose deposit is paid."""
    payment_id = db.write_now(pay_deposit, buyer, offer_id, paying(db, buyer, 1_500, key))
    notify(db, payment_id)
    return next(each.id for each in db.read_now(preorders_of, buyer.id) if each.payment_id == payment_id)


def ordered(db, buyer, preorder_id, *, pay=True, key="k"):
    payment_id = db.write_now(pay_balance, buyer, preorder_id, paying(db, buyer, 7_500, key))
    if pay:
        notify(db, payment_id)
    return db.read_now(orders_of_payment, payment_id)[0], payment_id


def inside(db, account):
    found = db.read_now(ledger.kept_balances, [account], "CNY").get(account)
    return found.balance_minor if found else 0


def test_a_deposit_keeps_a_piece_and_goes_into_the_order_with_the_balance(db, join, clock, stall, offer_id):
    ana, host = join("ana"), join("host", "host")
    met = Source(room_id="room", host_id=host.id)
    once = paying(db, ana, 1_500)
    payment = db.write_now(pay_deposit, ana, offer_id, once, source=met)
    assert db.write_now(pay_deposit, ana, offer_id, once) == payment
    notify(db, payment)
    [preorder] = db.read_now(preorders_of, ana.id)
    assert (inside(db, f"deposit:{preorder.id}"), db.read_now(level, stall.sku_id).sellable) == (1_500, 9)
    assert db.read_now(pieces_kept, offer_id) == 1
    with pytest.raises(Conflict, match="balance_not_yet"):
        ordered(db, ana, preorder.id)
    clock.advance(DRAFT.ahead_ms)
    order_id, balance = ordered(db, ana, preorder.id)
    card = db.read_now(order_card, order_id)
    assert (card.order.sold_as, card.order.total_minor, card.lines[0].host_id) == ("preorder", 9_000, host.id)
    assert db.read_now(payment_for, balance).amount_minor == 7_500
    assert (inside(db, f"deposit:{preorder.id}"), inside(db, f"escrow:{card.lines[0].id}")) == (0, 9_000)
    assert db.read_now(level, stall.sku_id).reserved == 1
    with pytest.raises(Conflict, match="balance_open"):
        ordered(db, ana, preorder.id, key="again")


async def test_money_back_goes_first_by_the_balance_and_then_by_the_deposit(db, join, clock, offer_id):
    ana, provider = join("ana"), Returned()
    preorder_id = kept(db, ana, offer_id)
    clock.advance(DRAFT.ahead_ms)
    order_id, balance = ordered(db, ana, preorder_id)
    [line] = db.read_now(order_card, order_id).lines
    refund = db.write_now(ask_refund, ana, order_id, Claim([line.id], "changed_mind"), key="r")
    runner = Runner(JobContext(db, {Providers: provider}))
    await runner.until_nothing_is_due()
    deposit = db.read_now(deposit_of_order, order_id)
    assert provider.parts == {refund: (balance, 7_500), f"{refund}:deposit": (deposit.payment_id, 1_500)}
    assert deposit.returned_minor == 1_500
    assert db.read_now(order_for, ana, order_id).state == "refunded"


@pytest.mark.parametrize("way", ["declined", "given_up", "expired"])
async def test_a_balance_that_is_not_paid_can_be_tried_again_until_the_date(db, join, clock, stall, offer_id, way):
    ana = join("ana")
    preorder_id = kept(db, ana, offer_id)
    clock.advance(DRAFT.ahead_ms)
    _, payment = ordered(db, ana, preorder_id, pay=False)
    if way == "declined":
        notify(db, payment, "declined")
    elif way == "given_up":
        db.write_now(cancel_payment, ana, payment)
    else:
        clock.advance(PAY_WITHIN_MS)
        await Runner(JobContext(db, {})).until_nothing_is_due()
    assert db.read_now(level, stall.sku_id).reserved == 1
    order_id, _ = ordered(db, ana, preorder_id, key="again")
    assert db.read_now(order_for, ana, order_id).state == "paid"


@pytest.mark.parametrize("way", ["declined", "given_up"])
def test_a_deposit_that_nobody_pays_keeps_nothing(db, join, stall, offer_id, way):
    ana = join("ana")
    payment = db.write_now(pay_deposit, ana, offer_id, paying(db, ana, 1_500))
    if way == "declined":
        notify(db, payment, "declined")
    else:
        db.write_now(cancel_payment, ana, payment)
    assert (db.read_now(level, stall.sku_id).sellable, db.read_now(preorders_of, ana.id)) == (10, [])
    assert kept(db, ana, offer_id, key="again")


def test_who_does_not_pay_the_balance_gets_the_deposit_back_once(db, join, clock, stall, offer_id):
    ana = join("ana")
    preorder_id = kept(db, ana, offer_id)
    clock.advance(DRAFT.ahead_ms + DRAFT.balance_ms)
    with pytest.raises(Conflict, match="balance_too_late"):
        ordered(db, ana, preorder_id)
    for _ in range(2):
        db.write_now(lapse_preorder, SYSTEM, preorder_id=preorder_id)
    assert db.read_now(level, stall.sku_id).sellable == 10
    for _ in range(2):
        db.write_now(book_deposit_back, SYSTEM, preorder_id)
    assert inside(db, f"deposit:{preorder_id}") == 0
    assert db.read_now(my_preorder_for, ana, preorder_id).returned_at_ms is not None


def test_a_deposit_that_may_be_kept_goes_to_the_brand_and_is_a_fifth_at_most(db, join, clock, stall):
    with pytest.raises(Invalid, match="deposit_too_high"):
        db.write_now(
            offer_in_advance, stall.brand, stall.sku_id, DRAFT._replace(keeps_deposit=True, deposit_minor=1_801)
        )
    offer_id = db.write_now(offer_in_advance, stall.brand, stall.sku_id, DRAFT._replace(keeps_deposit=True))
    preorder_id = kept(db, join("ana"), offer_id)
    clock.advance(DRAFT.ahead_ms + DRAFT.balance_ms)
    db.write_now(lapse_preorder, SYSTEM, preorder_id=preorder_id)
    assert inside(db, f"payable:{stall.brand.organisation_id}") == 1_500
    assert inside(db, f"deposit:{preorder_id}") == 0


def test_a_piece_whose_balance_is_being_paid_does_not_lapse_under_the_buyers_hands(db, join, clock, offer_id):
    ana = join("ana")
    preorder_id = kept(db, ana, offer_id)
    clock.advance(DRAFT.ahead_ms + DRAFT.balance_ms - 60_000)
    _, payment = ordered(db, ana, preorder_id, pay=False)
    clock.advance(60_000)
    db.write_now(lapse_preorder, SYSTEM, preorder_id=preorder_id)
    notify(db, payment)
    assert db.read_now(my_preorder_for, ana, preorder_id).done_at_ms is not None


def test_no_more_pieces_are_kept_than_there_are_nor_than_one_buyer_may_have(db, join):
    stall = set_up(db, join, pieces=3)
    offer_id = db.write_now(offer_in_advance, stall.brand, stall.sku_id, DRAFT)
    buyers = [(each := join(f"buyer{number}"), paying(db, each, 1_500)) for number in range(8)]
    ready = threading.Barrier(8)

    def rush(found):
        ready.wait()
        try:
            db.write_now(pay_deposit, found[0], offer_id, found[1])
        except Refusal as refusal:
            return refusal.code
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(rush, buyers)) == {"kept": 3, "sold_out": 5}
    first = next(buyer for buyer, _ in buyers if db.read_now(preorders_of, buyer.id))
    with pytest.raises(Conflict, match="preorder_limit"):
        db.write_now(pay_deposit, first, offer_id, paying(db, first, 1_500, "second"))


def test_only_its_brand_offers_and_ends_and_whoever_has_paid_keeps_the_price(db, join, clock, stall, offer_id):
    ana, other = join("ana"), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(offer_in_advance, other.brand, stall.sku_id, DRAFT)
    preorder_id = kept(db, ana, offer_id)
    assert db.read_now(preorder_offer_of, stall.product_id).id == offer_id
    with pytest.raises(NotFound):
        db.write_now(end_preorder_offer, other.brand, offer_id)
    db.write_now(end_preorder_offer, stall.brand, offer_id)
    assert db.read_now(preorder_offer_of, stall.product_id) is None
    assert len(db.read_now(preorder_offers_of_brand, stall.brand.organisation_id)) == 1
    with pytest.raises(Conflict, match="preorder_over"):
        kept(db, join("eve"), offer_id)
    clock.advance(DRAFT.ahead_ms)
    with pytest.raises(NotFound):
        ordered(db, join("zoe"), preorder_id)
    with pytest.raises(Conflict, match="price_changed"):
        db.write_now(pay_balance, ana, preorder_id, paying(db, ana, 1))
    ordered(db, ana, preorder_id)
    assert db.read_now(preorder_offer_called, offer_id).balance_minor == 7_500
