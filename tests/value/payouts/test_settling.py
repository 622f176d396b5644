import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import SYSTEM, Invalid, NotFound
from livefair.value import totals_of
from livefair.value.payouts import PayoutWord, settle_payout
from livefair.value.payouts.notices import my_payout_notices, read_payout_notices, unread_payout_notices
from livefair.value.payouts.settling import WrongPayout, read_word
from tests.value.payouts.paying import HOST, READY, account, ask, earn, newest, say, stands
from tests.value.shopping import refund


@pytest.fixture
def payout(db):
    earn(db)
    account(db)
    return ask(db)


def test_paid_money_is_in_the_bank_once_however_often_it_is_said(db, payout):
    assert [say(db, payout, "paid") for _ in range(3)] == ["paid"] * 3
    assert stands(db) == (0, 0, 0, 0, READY)
    assert db.read_now(totals_of, HOST, "host")[0].paid_out_minor == READY


def test_what_failed_stands_ready_again_and_is_said_why(db, payout):
    assert [say(db, payout, "failed", "account_closed") for _ in range(2)] == ["failed"] * 2
    assert stands(db) == (READY, 0, 0, 0, 0)
    assert newest(db).failure == "account_closed"


def test_what_the_bank_sends_back_stands_ready_again_whatever_is_said_after_it(db, payout):
    words = ["paid", "returned", "paid", "failed", "returned"]
    assert [say(db, payout, word) for word in words] == ["paid", *["returned"] * 4]
    assert stands(db) == (READY, 0, 0, 0, 0)
    second = ask(db, "two")
    assert second.amount_minor == READY
    say(db, second, "paid")
    assert stands(db) == (0, 0, 0, 0, READY)


def test_the_news_of_a_return_may_come_before_the_news_of_the_payment(db, payout):
    assert [say(db, payout, word) for word in ("returned", "paid")] == ["returned"] * 2
    assert stands(db) == (READY, 0, 0, 0, 0)


def test_a_payout_that_arrives_after_it_failed_is_taken_off_what_stands_ready_and_the_rest_is_owed(db, payout):
    say(db, payout, "failed")
    assert say(db, payout, "paid") == "paid_late"
    assert stands(db) == (0, 0, 0, 0, READY)
    assert db.read_now(totals_of, HOST, "host")[0].paid_out_minor == READY


def test_money_that_was_paid_twice_by_the_provider_is_a_debt_in_sight(db, payout):
    say(db, payout, "failed")
    second = ask(db, "two")
    say(db, second, "paid")
    say(db, payout, "paid")
    assert stands(db) == (0, 0, 0, -READY, 2 * READY)
    earn(db)
    assert stands(db) == (0, 0, 0, 0, 2 * READY)


def test_a_refund_while_the_payout_is_on_its_way_is_owed_and_taken_from_the_next_release(db):
    bought, order = earn(db)
    account(db)
    payout = ask(db)
    refund(db, order, {bought.line_id: 10_000})
    assert stands(db) == (0, READY, 0, -READY, 0)
    say(db, payout, "paid")
    assert stands(db) == (0, 0, 0, -READY, READY)
    earn(db, amount_minor=20_000)
    assert stands(db) == (READY, 0, 0, 0, READY)


def test_a_word_on_another_amount_changes_nothing(db, payout):
    with pytest.raises(WrongPayout):
        db.write_now(settle_payout, SYSTEM, PayoutWord(payout.id, "paid", READY + 1, "CNY"))
    with pytest.raises(WrongPayout):
        db.write_now(settle_payout, SYSTEM, PayoutWord(payout.id, "paid", READY, "USD"))
    with pytest.raises(NotFound):
        db.write_now(settle_payout, SYSTEM, PayoutWord("nobody", "paid", READY, "CNY"))
    assert stands(db) == (0, READY, 0, 0, 0)


def test_the_payee_is_told_of_each_step_once(db, payout):
    assert db.read_now(unread_payout_notices, HOST) == 1
    say(db, payout, "paid")
    say(db, payout, "paid")
    say(db, payout, "returned", "account_closed")
    notices = db.read_now(my_payout_notices, HOST)
    assert sorted(notice.kind for notice in notices) == ["paid", "returned", "sending"]
    assert {(notice.amount_minor, notice.last4) for notice in notices} == {(READY, "3000")}
    assert db.write_now(read_payout_notices, HOST) == 3
    assert db.read_now(unread_payout_notices, HOST) == 0


@given(st.binary(max_size=200))
def test_nonsense_is_refused_as_nonsense(body):
    with pytest.raises(Invalid):
        read_word(body)
