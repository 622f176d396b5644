"""Paying by Stripe: its page, its word however often and late, and money that goes back."""

import pytest

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.shop import ask_refund
from livefair.shop.hearing import hear
from livefair.shop.late_money import returned_of
from livefair.shop.payment_pages import choose_provider, pages_of, waiting_page
from livefair.shop.payments import orders_of_payment, payment_for
from livefair.shop.provider_words import PageWord
from livefair.shop.queries import order_card
from livefair.shop.refunds import Claim, refunds_of
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.supply import level
from tests.outside import stripe_counter
from tests.stall import check_out_cart, put_in_cart, set_up
from tests.stripe_stand_in import SECRET


@pytest.fixture
async def counter(db):
    async with stripe_counter(db) as made:
        yield made


@pytest.fixture
def stall(db, join):
    return set_up(db, join)


def state(db, payment_id):
    return db.read_now(payment_for, payment_id).state


def order_of(db, payment_id):
    return db.read_now(order_card, db.read_now(orders_of_payment, payment_id)[0])


async def test_a_card_pays_on_stripes_page_and_the_money_stands_in_escrow(db, counter, stall, join):
    page = await counter.buy(stall, join("ana"), quantity=2)
    assert (page.state, page.url.startswith(counter.there.url)) == ("paid", True)
    assert state(db, page.payment_id) == "paid"
    [line] = order_of(db, page.payment_id).lines
    assert db.read_now(ledger.balance, f"escrow:{line.id}") == 19800
    assert db.read_now(ledger.balance, "psp_clearing") == -19800


async def test_the_same_word_again_and_again_is_once(db, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    event = counter.there.pay(page.reference)
    for _ in range(3):
        counter.hear(event)
    await counter.work()
    assert db.read_now(ledger.balance, "psp_clearing") == -9900
    assert counter.there.refunds == {}


async def test_a_stumbling_provider_makes_one_page_however_often_it_is_asked(db, clock, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    payment_id = check_out_cart(db, ana)
    counter.there.stumbles = 2
    page = await counter.page(ana, payment_id)
    assert page.state == "asked"
    for _ in range(3):
        clock.advance(60_000)
        await counter.work()
    [page] = db.read_now(pages_of, payment_id)
    assert page.state == "open"
    assert len(counter.there.sessions) == 1


async def test_a_provider_that_is_down_is_asked_again_until_it_answers_and_the_buyer_sees_it(
    db, clock, counter, stall, join
):
    ana = join("ana")
    put_in_cart(stall, ana)
    payment_id = check_out_cart(db, ana)
    counter.there.is_down = True
    await counter.page(ana, payment_id)
    waiting = db.read_now(lambda tx: waiting_page(tx, payment_for(tx, payment_id)))
    assert (waiting.page.state, waiting.attempts, waiting.is_given_up) == ("asked", 1, False)
    counter.there.is_down = False
    clock.advance(10_000)
    await counter.work()
    waiting = db.read_now(lambda tx: waiting_page(tx, payment_for(tx, payment_id)))
    assert (waiting.page.state, waiting.attempts) == ("open", 0)


async def test_an_hour_without_the_provider_loses_no_refund(db, clock, counter, stall, join):
    ana = join("ana")
    page = await counter.buy(stall, ana)
    order = order_of(db, page.payment_id)
    counter.there.is_down = True
    db.write_now(ask_refund, ana, order.order.id, Claim([order.lines[0].id], "changed_mind"), key="r")
    failed = []
    for _ in range(12):
        failed += await counter.work()
        clock.advance(5 * 60_000)
    assert set(failed) == {"provider_busy"}
    counter.there.is_down = False
    clock.advance(60 * 60_000)
    await counter.work()
    [refund] = db.read_now(refunds_of, order.order.id)
    assert refund.sent_at_ms is not None
    assert [one["amount"] for one in counter.there.refunds.values()] == [9900]


async def test_a_word_that_was_lost_is_asked_for_before_the_time_is_over(db, clock, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    counter.there.pay(page.reference)  # the event never arrives
    clock.advance(PAY_WITHIN_MS - 30_000)
    await counter.work()
    assert state(db, page.payment_id) == "paid"


async def test_money_after_the_time_is_over_goes_back_and_nothing_is_oversold(db, clock, counter, join):
    stall, ana, bo = set_up(db, join, pieces=1), join("ana"), join("bo")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    clock.advance(PAY_WITHIN_MS + 1)
    await counter.work()
    assert state(db, page.payment_id) == "expired"
    await counter.buy(stall, bo)  # the piece is sold again
    counter.hear(counter.there.pay(page.reference))
    await counter.work()
    assert state(db, page.payment_id) == "expired"
    assert [one["amount"] for one in counter.there.refunds.values()] == [9900]
    [back] = db.read_now(returned_of, page.payment_id)
    assert (back.why, back.sent_at_ms) == ("late", clock())
    assert db.read_now(ledger.balance, "suspense") == 0
    assert db.read_now(level, stall.sku_id).sellable == 0


async def test_a_late_payment_whose_word_was_lost_is_found_when_the_page_is_closed(db, clock, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    clock.advance(PAY_WITHIN_MS + 1)
    await counter.work()
    counter.there.pay(page.reference)  # nobody tells us
    clock.advance(10 * 60_000)
    await counter.work()
    assert [one["amount"] for one in counter.there.refunds.values()] == [9900]


async def test_after_the_time_nobody_can_pay_on_the_page(db, clock, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    clock.advance(PAY_WITHIN_MS + 10 * 60_000)
    await counter.work()
    assert counter.there.sessions[page.reference]["status"] == "expired"
    assert [one.state for one in db.read_now(pages_of, page.payment_id)] == ["closed"]


@pytest.mark.parametrize(("amount", "currency"), [(9899, None), (None, "usd")])
async def test_another_amount_or_currency_pays_nothing_and_is_kept_for_an_operator(
    db, counter, stall, join, amount, currency
):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    event = counter.there.pay(page.reference, amount=amount, currency=currency)
    counter.hear(event)
    counter.hear(event)
    assert state(db, page.payment_id) == "open"
    [page] = db.read_now(pages_of, page.payment_id)
    assert (page.state, page.odd_minor, page.odd_currency) == ("odd", amount or 9900, (currency or "cny").upper())
    assert db.read_now(ledger.balance, "psp_clearing") == 0


async def test_two_tabs_and_a_double_click_are_one_page(db, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    payment_id = check_out_cart(db, ana)
    clicks = [db.write_now(choose_provider, ana, payment_id, provider="stripe", way="page") for _ in range(3)]
    await counter.work()
    assert len(set(clicks)) == len(counter.there.sessions) == 1


async def test_nobody_chooses_for_others_nor_after_the_end(db, clock, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    payment_id = check_out_cart(db, ana)
    with pytest.raises(NotFound):
        db.write_now(choose_provider, join("eve"), payment_id, provider="stripe", way="page")
    with pytest.raises(Invalid, match="unknown_way"):
        db.write_now(choose_provider, ana, payment_id, provider="stripe", way="by_pigeon")
    clock.advance(PAY_WITHIN_MS + 1)
    await counter.work()
    with pytest.raises(Conflict, match="payment_over"):
        db.write_now(choose_provider, ana, payment_id, provider="stripe", way="page")


async def test_a_refund_in_parts_returns_each_part_once_and_never_more(db, clock, counter, stall, join):
    ana = join("ana")
    page = await counter.buy(stall, ana, quantity=2)
    name, api = page.id, counter.provider
    for key in ("one", "one", "two"):
        await api.refund(name, amount_minor=9900, currency="CNY", key=key)
    with pytest.raises(Exception, match="charge_already_refunded"):
        await api.refund(name, amount_minor=1, currency="CNY", key="three")
    assert sum(one["amount"] for one in counter.there.refunds.values()) == 19800


async def test_a_refund_is_known_again_after_the_provider_has_forgotten_its_key(db, counter, stall, join):
    page = await counter.buy(stall, join("ana"))
    await counter.provider.refund(page.id, amount_minor=5000, currency="CNY", key="one")
    counter.there._kept.clear()
    await counter.provider.refund(page.id, amount_minor=5000, currency="CNY", key="one")
    assert len(counter.there.refunds) == 1


async def test_events_of_others_in_the_same_account_say_nothing(db, counter):
    for kind, about in [
        ("checkout.session.completed", {"id": "cs_1", "payment_status": "paid", "metadata": {}}),
        ("refund.failed", {"id": "re_1", "status": "failed", "metadata": {}}),
        ("customer.created", {"id": "cus_1"}),
        ("charge.dispute.created", {"id": "dp_1", "payment_intent": None}),
    ]:
        event = counter.there.event(kind, about)
        assert counter.provider.hear(event.headers, event.body, now_ms=db.clock()) is None


async def test_a_secret_is_changed_without_missing_a_word(db):
    async with stripe_counter(db, secrets=("whsec_new", SECRET)) as counter:
        event = counter.there.event("customer.created", {"id": "cus_1"})
        new = counter.there.event("customer.created", {"id": "cus_1"}, secret="whsec_new")
        for one in (event, new):
            counter.provider.hear(one.headers, one.body, now_ms=db.clock())
        wrong = counter.there.event("customer.created", {"id": "cus_1"}, secret="whsec_of_eve")
        with pytest.raises(NotAllowed, match="bad_signature"):
            counter.provider.hear(wrong.headers, wrong.body, now_ms=db.clock())


async def test_a_word_of_one_provider_says_nothing_of_a_page_of_another(db, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    word = PageWord(page_id=page.id, outcome="paid", amount_minor=9900, currency="CNY", charge="x")
    with pytest.raises(NotFound):
        db.write_now(hear, SYSTEM, "alipay", word)
