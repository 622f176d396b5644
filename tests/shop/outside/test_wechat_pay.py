"""Paying by WeChat Pay: a code to be scanned or its app, signed both ways, notices encrypted."""

from contextlib import aclosing

import pytest

from livefair import ledger
from livefair.kernel import Invalid, JobContext, NotAllowed
from livefair.shop.failed_refunds import failed_refunds
from livefair.shop.outside.line import ProviderRefused
from livefair.shop.outside.wechat_line import TOLERANCE_MS, WechatAccount, refund_name
from livefair.shop.outside.wechat_pay import WechatPay
from livefair.shop.payment_pages import pages_of
from livefair.shop.payments import payment_for
from livefair.shop.providers import Providers
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.web.provider_line import HttpLine
from tests.chinese_stand_ins import APP, MERCHANT, SECRET, SERIAL, THEIR_SERIAL, WechatStandIn, Word, keys
from tests.outside import ADDRESS, Counter
from tests.stall import check_out_cart, put_in_cart, set_up


@pytest.fixture
async def counter(db):
    async with WechatStandIn.running(lambda: db.clock()) as there, aclosing(HttpLine()) as line:
        account = WechatAccount(
            MERCHANT, APP, SERIAL, THEIR_SERIAL, keys("shop"), keys("wechat").public_key(), SECRET, there.url
        )
        provider = WechatPay(db, line, account, ADDRESS)
        context = JobContext(db, {Providers: Providers({"wechat": provider})})
        yield Counter(db, context, provider, there)


@pytest.fixture
async def payment(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    return ana, check_out_cart(db, ana)


@pytest.fixture
async def cashier(counter, payment):
    return await counter.page(*payment, way="code")


def state(db, page):
    return db.read_now(payment_for, page.payment_id).state


async def test_a_scanned_code_pays_and_its_word_is_heard_once(db, counter, cashier):
    assert cashier.url == "weixin://wxpay/bizpayurl?pr=abc"
    word = counter.there.pay(cashier.reference)
    for _ in range(3):
        counter.hear(word)
    assert state(db, cashier) == "paid"
    assert db.read_now(ledger.balance, "psp_clearing") == -9900


async def test_on_a_phone_the_app_is_opened_by_a_page(counter, payment):
    page = await counter.page(*payment, way="phone")
    assert page.url == f"{counter.there.url}/h5?prepay_id=1"


async def test_a_code_and_a_page_that_are_both_paid_pay_once_and_the_second_goes_back(db, counter, payment):
    code = await counter.page(*payment, way="code")
    phone = await counter.page(*payment, way="phone")
    for one in (phone, code):
        counter.hear(counter.there.pay(one.reference))
    await counter.work()
    assert db.read_now(payment_for, code.payment_id).page_id == phone.id
    assert [(one["trade"], one["minor"]) for one in counter.there.refunds.values()] == [(code.reference, 9900)]
    assert db.read_now(ledger.balance, "psp_clearing") == -9900


async def test_what_was_changed_is_old_or_sealed_by_another_is_refused(db, clock, counter, cashier):
    word = counter.there.pay(cashier.reference)
    about = counter.there.trades[cashier.reference]
    wrong_serial = {**word.headers, "wechatpay-serial": "PUB_KEY_ID_02"}
    for one in (Word(word.body + b" ", word.headers), Word(word.body, wrong_serial), Word(word.body, {})):
        with pytest.raises(NotAllowed, match="bad_signature"):
            counter.hear(one)
    with pytest.raises(Invalid, match="unreadable_notification"):
        counter.hear(counter.there.notice("TRANSACTION.SUCCESS", about, secret=b"f" * 32))
    clock.advance(TOLERANCE_MS + 1_000)
    with pytest.raises(NotAllowed, match="bad_signature"):
        counter.hear(word)
    assert state(db, cashier) == "open"


async def test_a_lost_word_is_asked_for_before_the_time_is_over(db, clock, counter, cashier):
    counter.there.pay(cashier.reference)
    clock.advance(PAY_WITHIN_MS - 30_000)
    await counter.work()
    assert state(db, cashier) == "paid"


async def test_after_the_time_nobody_can_pay_and_late_money_goes_back(db, clock, counter, cashier):
    word = counter.there.pay(cashier.reference)
    clock.advance(PAY_WITHIN_MS + 5 * 60_000)
    await counter.work()
    assert state(db, cashier) == "expired"
    assert [one["minor"] for one in counter.there.refunds.values()] == [9900]
    assert word.body


async def test_an_unpaid_order_is_closed_there(db, clock, counter, cashier):
    clock.advance(PAY_WITHIN_MS + 5 * 60_000)
    await counter.work()
    assert counter.there.trades[cashier.reference]["trade_state"] == "CLOSED"
    assert [one.state for one in db.read_now(pages_of, cashier.payment_id)] == ["closed"]


async def test_a_refund_is_one_however_often_it_is_asked_for_and_may_come_back(db, counter, cashier, join):
    counter.hear(counter.there.pay(cashier.reference))
    for key in ("one", "one", "late:x:y"):
        await counter.provider.refund(cashier.id, amount_minor=4000, currency="CNY", key=key)
    assert set(counter.there.refunds) == {"one", "late_x_y"}
    with pytest.raises(ProviderRefused, match="NOT_ENOUGH"):
        await counter.provider.refund(cashier.id, amount_minor=4000, currency="CNY", key="three")
    counter.hear(counter.there.fail_refund("one"))
    [failed] = db.read_now(failed_refunds, join("op", "operator"))
    assert (failed.key, failed.amount_minor) == ("one", 4000)


def test_names_of_refunds_fit_and_stay_the_same():
    long = "late:" + "0" * 36 + ":" + "1" * 36
    assert len(refund_name(long)) == 64
    assert refund_name(long) == refund_name(long) != refund_name(long + "2")
    assert refund_name("é") != refund_name("e")
