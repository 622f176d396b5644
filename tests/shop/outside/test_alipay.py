"""Paying by Alipay: a signed address, signed notices and answers, refunds that are one however often asked."""

from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair import ledger
from livefair.kernel import Invalid, JobContext, NotAllowed, Unavailable
from livefair.shop.outside.alipay import Alipay, AlipayAccount, minor_of_yuan, yuan
from livefair.shop.outside.line import ProviderRefused
from livefair.shop.payment_pages import pages_of
from livefair.shop.payments import payment_for
from livefair.shop.providers import Opening, Providers
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.web.provider_line import HttpLine
from tests.chinese_stand_ins import ALIPAY_APP, AlipayStandIn, Word, keys
from tests.outside import ADDRESS, Counter
from tests.stall import check_out_cart, put_in_cart, set_up


@pytest.fixture
async def counter(db):
    async with AlipayStandIn.running(lambda: db.clock()) as there, aclosing(HttpLine()) as line:
        account = AlipayAccount(ALIPAY_APP, keys("shop"), keys("alipay").public_key(), f"{there.url}/gateway.do")
        provider = Alipay(db, line, account, ADDRESS)
        context = JobContext(db, {Providers: Providers({"alipay": provider})})
        yield Counter(db, context, provider, there)


@pytest.fixture
async def cashier(db, counter, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    return await counter.page(ana, check_out_cart(db, ana))


def state(db, page):
    return db.read_now(payment_for, page.payment_id).state


async def test_a_payer_pays_at_the_cashier_and_its_word_is_heard_once(db, counter, cashier):
    word = counter.there.pay(cashier.url)
    for _ in range(3):
        counter.hear(word)
    assert state(db, cashier) == "paid"
    assert db.read_now(ledger.balance, "psp_clearing") == -9900
    assert counter.provider.thanks() == (200, b"success", "text/plain")


async def test_what_was_changed_or_signed_by_another_or_is_of_another_shop_is_refused(db, counter, cashier):
    word = counter.there.pay(cashier.url)
    trade = next(iter(counter.there.trades))
    forged = [
        Word(word.body.replace(b"total_amount=99.00", b"total_amount=98.00")),
        Word(word.body + b"&extra=1"),
        Word(b"a=1"),
        Word(b"\xff\xfe"),
        counter.there.notice(trade, app_id="2021000000000002"),
    ]
    for one in forged:
        with pytest.raises((NotAllowed, Invalid)):
            counter.hear(one)
    assert state(db, cashier) == "open"


async def test_a_lost_word_is_asked_for_and_an_unopened_page_is_closed(db, clock, counter, cashier, join):
    counter.there.pay(cashier.url)
    clock.advance(PAY_WITHIN_MS - 30_000)
    await counter.work()
    assert state(db, cashier) == "paid"


async def test_a_page_that_nobody_opened_ends_with_its_time(db, clock, counter, cashier):
    clock.advance(PAY_WITHIN_MS + 5 * 60_000)
    assert await counter.work() == []
    assert [one.state for one in db.read_now(pages_of, cashier.payment_id)] == ["closed"]


async def test_another_amount_pays_nothing(db, counter, cashier):
    counter.hear(counter.there.pay(cashier.url, amount="0.01"))
    assert state(db, cashier) == "open"
    assert [one.state for one in db.read_now(pages_of, cashier.payment_id)] == ["odd"]


async def test_a_refund_is_one_however_often_it_is_asked_for(db, counter, cashier):
    counter.hear(counter.there.pay(cashier.url))
    for key in ("one", "one", "two"):
        await counter.provider.refund(cashier.id, amount_minor=4000, currency="CNY", key=key)
    assert [one["minor"] for one in counter.there.refunds.values()] == [4000, 4000]
    with pytest.raises(ProviderRefused, match="REFUND_AMT"):
        await counter.provider.refund(cashier.id, amount_minor=4000, currency="CNY", key="three")
    counter.there.is_down = True
    with pytest.raises(Unavailable, match="provider_busy"):
        await counter.provider.refund(cashier.id, amount_minor=1, currency="CNY", key="four")


async def test_an_answer_that_alipay_did_not_sign_is_not_believed(db, counter, cashier):
    counter.there.pay(cashier.url)
    name = "alipay_trade_query_response"
    body = b'{"%s":{"code":"10000","trade_status":"TRADE_SUCCESS"},"sign":"AAAA"}' % name.encode()
    with pytest.raises(Unavailable, match="provider_unreadable"):
        counter.provider._read(body, name)


async def test_other_currencies_are_not_offered_there(counter):
    wanted = Opening("0" * 8 + "-0000-7000-8000-" + "0" * 12, "p", "page", 100, "USD", 0, 0)
    with pytest.raises(ProviderRefused, match="currency"):
        await counter.provider.open(wanted)


@given(st.integers(0, 10**12))
def test_yuan_and_minor_units_are_the_same_amount(minor):
    assert minor_of_yuan(yuan(minor)) == minor


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1e3", "１", "0x10", " 1", "1.", "nan"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Invalid):
        minor_of_yuan(text)
