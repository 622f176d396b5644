import pytest
from sqlalchemy import bindparam, func, select

from livefair import ledger
from livefair.kernel import Actor, query
from livefair.kernel.facts import FACT_LOG
from livefair.kernel.runner import dead_letters
from livefair.ledger import Leg
from livefair.shop.events import OrderDelivered
from livefair.value import publish_share_rules, shared_line, shares_of
from livefair.value.share_rulebook import SHIPPED
from tests.value.shopping import EVERYBODY, WHO, WINDOW_MS, buy_and_keep, deliver, house, line, owned, pay, say, wait

_SAID = query(int, select(func.count()).select_from(FACT_LOG).where(FACT_LOG.c.kind == bindparam("kind")))


def test_a_line_that_is_kept_pays_everybody_to_the_cent(db):
    buy_and_keep(db, line(10_000))
    assert owned(db, *EVERYBODY) == {"brand": 7_740, "host": 1_200, "mcn": 300, "reviewer": 200}
    assert house(db) == {"platform:fees": 60, "platform:commission": 500, "psp_clearing": -10_000}


def test_nothing_is_paid_before_the_return_window_ends(db):
    bought = line()
    order_id = pay(db, bought)
    deliver(db, order_id, bought)
    wait(db, WINDOW_MS - 1)
    assert owned(db, *EVERYBODY) == dict.fromkeys(EVERYBODY, 0)
    wait(db, 1)
    assert owned(db, "host") == {"host": 1_200}


def test_goods_that_never_arrived_pay_nobody(db):
    pay(db, line())
    wait(db, 100 * WINDOW_MS)
    assert owned(db, *EVERYBODY) == dict.fromkeys(EVERYBODY, 0)


def test_each_line_of_an_order_is_shared_by_its_own_terms(db):
    buy_and_keep(db, line(10_000), line(5_000, host_id=None, mcn_id=None, reviewer_id=None, commission_bp=0))
    assert owned(db, *EVERYBODY) == {"brand": 7_740 + 4_720, "host": 1_200, "mcn": 300, "reviewer": 200}


def test_hearing_of_a_payment_or_a_delivery_twice_is_hearing_of_it_once(db):
    bought = line()
    order_id = buy_and_keep(db, bought)
    deliver(db, order_id, bought)
    wait(db)
    assert owned(db, *EVERYBODY) == {"brand": 7_740, "host": 1_200, "mcn": 300, "reviewer": 200}
    assert db.read_now(lambda tx: tx.value(_SAID, kind="value.SharesReleased")) == 1


def test_news_of_a_delivery_that_overtakes_the_payment_s_waits_for_it(db, clock):
    bought = line(line_id="early")
    arrived = OrderDelivered(
        order_id="o", line_ids=["early"], by="clock", returnable_until_ms=clock() + WINDOW_MS, **WHO
    )
    say(db, arrived)
    assert db.read_now(shared_line, "early") is None
    pay(db, bought)
    wait(db, 60_000)
    wait(db)
    assert owned(db, "host") == {"host": 1_200}
    assert db.read_now(dead_letters) == []


def test_new_rules_never_alter_an_earlier_plan(db):
    old = line()
    order_id = pay(db, old)
    before = db.read_now(shares_of, old.line_id)
    second = (SHIPPED / "1.toml").read_text("utf-8").replace("version = 1", "version = 2").replace("= 500", "= 400")
    db.write_now(publish_share_rules, Actor("op", frozenset({"operator"})), second)
    assert db.read_now(shares_of, old.line_id) == before
    deliver(db, order_id, old)
    wait(db)
    assert house(db)["platform:commission"] == 500
    new = line()
    buy_and_keep(db, new)
    assert house(db)["platform:commission"] == 500 + 400
    assert [db.read_now(shared_line, bought.line_id).rule_version for bought in (old, new)] == [1, 2]


def test_who_owes_the_house_pays_that_off_first(db):
    debt = [Leg("receivable:host", -1_000), Leg("goodwill", 1_000)]
    db.write_now(lambda tx: ledger.post(tx, key="debt", reason="debt", legs=debt))
    buy_and_keep(db, line())
    assert db.read_now(ledger.balance, "receivable:host") == 0
    assert db.read_now(ledger.balance, "payable:host") == 200


def test_one_person_may_be_host_and_reviewer(db):
    buy_and_keep(db, line(reviewer_id="host"))
    assert owned(db, "host") == {"host": 1_400}


@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_shares_are_paid_in_the_buyer_s_currency(db, currency):
    buy_and_keep(db, line(), currency=currency)
    assert owned(db, "host", currency=currency) == {"host": 1_200}
    assert owned(db, "host") == {"host": 0}


def test_the_smallest_amount_goes_to_whom_most_of_it_belongs(db):
    buy_and_keep(db, line(1))
    assert owned(db, *EVERYBODY) == {"brand": 1, "host": 0, "mcn": 0, "reviewer": 0}
