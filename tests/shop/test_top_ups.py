from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair import ledger
from livefair.governance.gift_policy import GiftKnobs, set_gift_policy
from livefair.kernel import Conflict, Invalid, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.people.ages import confirm_age
from livefair.shop import cancel_payment
from livefair.shop.local_provider import charge, charge_of
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.shop.top_ups import top_up, top_ups_of
from livefair.shop.wallets import receipts_of, wallet_of
from tests.purse import GROWN_UP, fill, tell


@pytest.fixture
def zoe(db, join):
    found = join("zoe")
    db.write_now(confirm_age, found, GROWN_UP)
    return found


def begin(db, actor, minor=5_000, key="one-click"):
    return db.write_now(top_up, actor, amount_minor=minor, provider="local", key=key)


def free(db, actor):
    return db.read_now(wallet_of, actor.id).free.minor


def test_a_paid_top_up_stands_in_the_wallet_with_a_receipt(db, zoe):
    payment_id = fill(db, zoe, 5_000)
    assert free(db, zoe) == 5_000
    assert db.read_now(ledger.balance, "psp_clearing") == -5_000
    [receipt] = db.read_now(receipts_of, zoe)
    assert (receipt.amount.minor, receipt.reason, receipt.why) == (5_000, "top_up", {"payment_id": payment_id})
    assert [found.state for found in db.read_now(top_ups_of, zoe)] == ["paid"]


def test_one_click_is_one_top_up_and_one_word_twice_fills_once(db, zoe):
    payment_id = begin(db, zoe)
    assert begin(db, zoe) == payment_id
    assert [tell(db, payment_id, 5_000) for _ in range(3)] == ["paid"] * 3
    assert free(db, zoe) == 5_000


def test_the_same_click_at_the_same_moment_is_one_top_up(db, zoe):
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: begin(db, zoe), range(8)))) == 1


def test_a_declined_or_cancelled_top_up_fills_nothing(db, zoe):
    payment_id = begin(db, zoe)
    assert tell(db, payment_id, 5_000, "declined") == "declined"
    db.write_now(cancel_payment, zoe, begin(db, zoe, key="another"))
    assert free(db, zoe) == 0
    assert {found.state for found in db.read_now(top_ups_of, zoe)} == {"expired", "declined"}


def test_money_that_comes_too_late_goes_back_and_not_into_the_wallet(db, clock, zoe):
    payment_id = begin(db, zoe)
    db.write_now(charge, zoe, payment_id, behaviour="say_nothing")
    clock.advance(PAY_WITHIN_MS)
    run_due_now(db)
    assert tell(db, payment_id, 5_000) == "expired"
    assert free(db, zoe) == 0
    assert db.read_now(ledger.balance, "suspense") == 5_000
    assert db.read_now(charge_of, payment_id) is None


def test_children_and_those_who_have_not_said_their_age_cannot_fill_one(db, join):
    child = join("yan")
    with pytest.raises(NotAllowed, match="age_first"):
        begin(db, child)
    db.write_now(confirm_age, child, "2015-01-01")
    with pytest.raises(NotAllowed, match="adults_only"):
        begin(db, child)


def test_the_operators_limits_hold(db, join, zoe):
    db.write_now(set_gift_policy, join("olga", "operator"), GiftKnobs(wallet_max_minor=8_000, top_up_max_minor=5_000))
    for minor, code in ((99, "too_small"), (5_001, "too_large")):
        with pytest.raises(Invalid, match=code):
            begin(db, zoe, minor)
    begin(db, zoe, 5_000)
    with pytest.raises(Conflict, match="wallet_full"):
        begin(db, zoe, 3_001, key="another")
    begin(db, zoe, 3_000, key="another")


def test_only_a_few_may_wait(db, zoe):
    for number in range(5):
        begin(db, zoe, 100, key=f"click{number}")
    with pytest.raises(Conflict, match="top_up_open"):
        begin(db, zoe, 100, key="click5")
