import pytest

from livefair import ledger
from livefair.kernel import Actor, NotFound
from livefair.ledger import Reservation
from livefair.value import Totals, expected_by, postings_of, totals_of
from tests.value.shopping import buy_and_keep, deliver, line, pay, refund, wait

HOST = Actor("host", frozenset({"host"}))


def totals(db, actor=HOST, party="host"):
    [found] = db.read_now(totals_of, actor, party)
    return found


def test_what_waits_in_escrow_is_expected(db):
    bought = line()
    pay(db, bought)
    [share] = db.read_now(expected_by, HOST, "host")
    assert (share.line_id, share.role, share.planned_minor, share.rule_version) == (bought.line_id, "host", 1_200, 1)
    assert (share.why, share.basis_points, share.base_minor) == ("host_of_price", 1_500, 10_000)
    assert share.due_at_ms is None
    assert totals(db) == Totals("CNY", 1_200, 0, 0, 0, 0, 0, 0, 1)


def test_a_delivered_line_says_when_its_share_is_due(db, clock):
    bought = line()
    deliver(db, pay(db, bought), bought)
    [share] = db.read_now(expected_by, HOST, "host")
    assert share.due_at_ms > clock()


def test_each_posting_says_why_and_names_line_order_and_rule_version(db):
    bought = line()
    order_id = buy_and_keep(db, bought)
    [posting] = db.read_now(postings_of, HOST, "host")
    assert (posting.account, posting.minor, posting.reason) == ("payable", 1_200, "release")
    assert posting.why == {
        "line_id": bought.line_id,
        "order_id": order_id,
        "rule_version": 1,
        "code": "host_of_price",
        "basis_points": 1_500,
        "base_minor": 10_000,
    }


def test_the_totals_by_state_agree_with_what_stands_on_the_accounts(db):
    one, two, three = line(), line(), line()
    kept = buy_and_keep(db, one)
    payout = db.write_now(
        lambda tx: ledger.hold(tx, key="p", reason="payout", of=Reservation("payable:host", "bank", 1_000))
    )
    db.write_now(lambda tx: ledger.settle(tx, payout.id))
    refund(db, kept, {one.line_id: 5_000}, "r1")
    pay(db, two)
    waiting = pay(db, three)
    refund(db, waiting, {three.line_id: 10_000}, "r2")
    found = totals(db)
    assert found == Totals(
        currency="CNY",
        expected_minor=1_200,
        released_minor=1_200,
        returned_minor=600,
        refunded_minor=600 + 1_200,
        paid_out_minor=1_000,
        payable_minor=0,
        owed_minor=400,
        orders=3,
    )
    assert found.released_minor - found.returned_minor - found.paid_out_minor == found.payable_minor - found.owed_minor


def test_postings_and_expected_shares_come_in_pages(db):
    for _ in range(5):
        buy_and_keep(db, line())
        pay(db, line())
    pages, before = [], None
    while page := db.read_now(lambda tx, b=before: postings_of(tx, HOST, "host", before_seq=b, limit=2)):
        pages.append(len(page))
        before = page[-1].seq
    assert pages == [2, 2, 1]
    seen, cursor = [], "~"
    while shares := db.read_now(lambda tx, b=cursor: expected_by(tx, HOST, "host", before=b, limit=2)):
        seen += [share.line_id for share in shares]
        cursor = shares[-1].cursor
    assert len(seen) == len(set(seen)) == 5


def test_a_member_sees_the_statement_of_the_organisation_acted_for(db):
    buy_and_keep(db, line())
    member = Actor("bob", frozenset({"brand"}), organisation_id="brand")
    assert totals(db, member, "brand").released_minor == 7_740


def test_an_operator_sees_every_statement(db):
    buy_and_keep(db, line())
    assert totals(db, Actor("op", frozenset({"operator"})), "mcn").released_minor == 300


@pytest.mark.parametrize("read", [totals_of, postings_of, expected_by])
def test_nobody_else_sees_it(db, read):
    buy_and_keep(db, line())
    with pytest.raises(NotFound):
        db.read_now(read, Actor("eve", frozenset({"host"}), organisation_id="other"), "host")


def test_a_stranger_s_own_statement_is_empty(db):
    assert db.read_now(totals_of, Actor("new"), "new") == []
    wait(db)
