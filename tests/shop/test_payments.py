import pytest

from livefair import ledger
from livefair.kernel import SYSTEM, NotFound, Refusal
from livefair.kernel.runner import run_due_now
from livefair.shop import Notification, cancel_payment, settle_notification
from livefair.shop.late_money import book_returned
from livefair.shop.payments import payment_for
from livefair.shop.queries import orders_of_buyer
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.supply import level
from tests.stall import check_out_cart, notify, put_in_cart, set_up


@pytest.fixture
def stall(db, join):
    return set_up(db, join)


@pytest.fixture
def ana(join):
    return join("ana")


def open_payment(stall, buyer):
    put_in_cart(stall, buyer)
    return check_out_cart(stall.db, buyer)


def state_of(db, buyer):
    [card] = db.read_now(orders_of_buyer, buyer.id)
    return card.order.state


def test_paid_money_stands_in_escrow_line_by_line(db, stall, ana):
    assert notify(db, open_payment(stall, ana)) == "paid"
    [card] = db.read_now(orders_of_buyer, ana.id)
    assert card.order.state == "paid"
    assert db.read_now(ledger.balance, f"escrow:{card.lines[0].id}") == 9900


def test_a_notification_told_often_counts_once(db, stall, ana):
    payment = open_payment(stall, ana)
    assert [notify(db, payment) for _ in range(3)] == ["paid"] * 3
    assert db.read_now(ledger.balance, "psp_clearing") == -9900


def test_a_declined_payment_gives_the_goods_back(db, stall, ana):
    assert notify(db, open_payment(stall, ana), "declined") == "declined"
    assert state_of(db, ana) == "cancelled"
    assert db.read_now(level, stall.sku_id).reserved == 0


def test_a_decline_told_after_success_changes_nothing(db, stall, ana):
    payment = open_payment(stall, ana)
    notify(db, payment)
    assert notify(db, payment, "declined") == "paid"
    assert state_of(db, ana) == "paid"


def test_an_unpaid_order_ends_when_its_time_is_over(db, stall, ana, clock):
    open_payment(stall, ana)
    clock.advance(PAY_WITHIN_MS - 1)
    run_due_now(db)
    assert state_of(db, ana) == "awaiting_payment"
    clock.advance(1)
    run_due_now(db)
    assert state_of(db, ana) == "cancelled"
    assert db.read_now(level, stall.sku_id).reserved == 0


def test_money_that_comes_too_late_is_held_and_goes_back_once(db, stall, ana, clock):
    payment = open_payment(stall, ana)
    clock.advance(PAY_WITHIN_MS)
    run_due_now(db)
    assert [notify(db, payment) for _ in range(2)] == ["expired"] * 2
    assert state_of(db, ana) == "cancelled"
    assert db.read_now(ledger.balance, "suspense") == 9900
    for _ in range(2):
        db.write_now(book_returned, SYSTEM, f"late:{payment}")
    assert db.read_now(ledger.balance, "suspense") == 0
    assert db.read_now(ledger.balance, "psp_clearing") == 0


def test_a_notification_over_another_amount_is_refused(db, stall, ana):
    payment = open_payment(stall, ana)
    for amount, currency in [(9899, "CNY"), (9900, "USD")]:
        with pytest.raises(Refusal, match="wrong_amount"):
            db.write_now(settle_notification, SYSTEM, Notification(payment, "succeeded", amount, currency))
    assert db.read_now(payment_for, payment).state == "open"


def test_a_notification_of_an_unknown_payment_is_refused(db):
    with pytest.raises(NotFound):
        db.write_now(settle_notification, SYSTEM, Notification("nothing", "succeeded", 1, "CNY"))


def test_a_buyer_may_give_up_before_paying_but_not_for_others(db, stall, ana, join):
    payment = open_payment(stall, ana)
    with pytest.raises(NotFound):
        db.write_now(cancel_payment, join("eve"), payment)
    db.write_now(cancel_payment, ana, payment)
    assert state_of(db, ana) == "cancelled"
