import threading

import pytest

from livefair.kernel import Actor, Conflict, NotAllowed, NotFound
from livefair.kernel.runner import due_talking_jobs
from livefair.people import found_organisation
from livefair.people.organisations import add_member
from livefair.value.payouts import Ask, request_payout, retry_payout, stop_payouts
from tests.value.payouts.paying import HOST, OPERATOR, READY, account, ask, earn, say, stands
from tests.value.shopping import refund


def test_all_that_stands_ready_is_set_aside_and_a_job_will_send_it(db):
    earn(db)
    account(db)
    payout = ask(db)
    assert (payout.amount_minor, payout.state, payout.last4) == (READY, "sending", "3000")
    assert stands(db) == (0, READY, 0, 0, 0)
    assert "value.send_payout" in [due.kind for due in db.read_now(due_talking_jobs, most=9)]


def test_the_same_key_is_the_same_payout_also_when_it_is_over(db):
    earn(db)
    account(db)
    first = ask(db)
    assert ask(db) == first
    say(db, first, "paid")
    earn(db)
    assert ask(db).id == first.id
    assert stands(db) == (READY, 0, 0, 0, READY)


def test_one_payout_is_under_way_at_a_time(db):
    earn(db)
    account(db)
    ask(db)
    earn(db)
    with pytest.raises(Conflict, match="payout_under_way"):
        ask(db, "two")


@pytest.mark.parametrize(("minimum", "code"), [(READY + 1, "payout_too_small"), (READY, None)])
def test_less_than_the_minimum_is_not_paid_out(db, minimum, code):
    earn(db)
    account(db)
    if code is None:
        assert ask(db, minimum=minimum).amount_minor == READY
        return
    with pytest.raises(Conflict, match=code):
        ask(db, minimum=minimum)


def test_without_an_account_or_while_stopped_nothing_is_set_aside(db):
    earn(db)
    with pytest.raises(Conflict, match="payout_account_needed"):
        ask(db)
    account(db)
    db.write_now(stop_payouts, OPERATOR, "host", reason="Identity is being checked")
    with pytest.raises(Conflict, match="payouts_stopped"):
        ask(db)
    assert stands(db) == (READY, 0, 0, 0, 0)


def test_an_organisation_is_paid_through_its_owner_alone(db, join):
    owner, member = join("olga"), join("max")
    brand = db.write_now(found_organisation, owner, kind="brand", name="Brand of Olga")
    owner = Actor(owner.id, frozenset({"brand"}), brand)
    db.write_now(add_member, owner, brand, member.id)
    member = Actor(member.id, frozenset({"brand"}), brand)
    with pytest.raises(NotAllowed, match="owners_only"):
        db.write_now(request_payout, member, Ask(brand, "CNY", "one", 0))
    with pytest.raises(NotFound):
        db.write_now(request_payout, join("eve"), Ask(brand, "CNY", "one", 0))
    with pytest.raises(Conflict, match="payout_account_needed"):
        db.write_now(request_payout, owner, Ask(brand, "CNY", "one", 0))


def test_many_who_ask_at_once_get_one_payout(db):
    earn(db)
    account(db)
    got, gate = [], threading.Barrier(8)

    def one(number):
        gate.wait()
        try:
            got.append(ask(db, f"click-{number}").amount_minor)
        except Conflict as conflict:
            got.append(conflict.code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == sorted([str(READY), *["payout_under_way"] * 7])
    assert stands(db) == (0, READY, 0, 0, 0)


def test_a_debt_is_paid_off_before_anything_is_paid_out(db):
    bought, order = earn(db)
    account(db)
    payout = ask(db)
    refund(db, order, {bought.line_id: 5_000})
    assert stands(db) == (0, READY, 0, -READY // 2, 0)
    say(db, payout, "failed", "account_closed")
    assert stands(db) == (READY // 2, 0, 0, 0, 0)
    assert ask(db, "two").amount_minor == READY // 2


def test_an_operator_tries_a_failed_payout_again(db):
    earn(db)
    account(db)
    payout = ask(db)
    with pytest.raises(Conflict, match="payout_not_failed"):
        db.write_now(retry_payout, OPERATOR, payout.id, minimum_minor=0)
    say(db, payout, "failed", "account_closed")
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(retry_payout, HOST, payout.id, minimum_minor=0)
    again = db.write_now(retry_payout, OPERATOR, payout.id, minimum_minor=0)
    assert db.write_now(retry_payout, OPERATOR, payout.id, minimum_minor=0) == again
    assert say(db, again, "paid") == "paid"
    assert stands(db) == (0, 0, 0, 0, READY)
