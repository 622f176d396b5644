import pytest

from livefair.kernel import GUEST, Actor
from livefair.people.consents import withdraw_consent
from livefair.people.sign_in import open_session
from livefair.value.payouts.accounts import set_account
from livefair.value.pool.gathering import Asked, evidence_of, one_by_device_or_account
from livefair.value.rules.pool import period_of, span_of_period
from livefair.value.share_rulebook import pool_since
from tests.value.pool.parties import Town
from tests.value.shopping import refund, wait


@pytest.fixture
def town(db, join):
    return Town(db, join)


def evidence(db):
    since_ms = db.read_now(pool_since)
    return db.read_now(evidence_of, Asked(*span_of_period(period_of(db.clock(), since_ms), since_ms), "CNY"))


def tallies(db):
    return {one.player.group: (one.kept, one.lost) for one in evidence(db).weighed}


def test_who_watched_and_kept_and_who_watched_and_did_not_are_both_evidence(db, town):
    town.evening()
    carl, dora = town.ids["carl"], town.ids["dora"]
    assert tallies(db) == {carl: (8, 2), dora: (4, 9)}
    assert (evidence(db).kept, evidence(db).lost) == (12, 11)


def test_a_line_that_was_wholly_refunded_is_lost_and_one_that_was_in_part_is_kept(db, town):
    orders = town.evening()
    for (order_id, line_id), minor in zip(orders, (10_000, 4_000), strict=False):
        refund(db, order_id, {line_id: minor}, refund_id=f"back{minor}", buyer_id=town.buyers[line_id])
    assert tallies(db)[town.ids["carl"]] == (7, 3)


def test_who_did_not_agree_to_be_studied_is_not_looked_at(db, town):
    person = town.watches("carl")
    town.evening()
    before = tallies(db)[town.ids["carl"]]
    db.write_now(withdraw_consent, Actor(person), "research")
    assert before == (8, 3)
    assert tallies(db)[town.ids["carl"]] == (8, 2)


def test_two_who_share_a_device_are_one(db, town):
    for person in town.ids.values():
        db.write_now(open_session, GUEST, person, agent="Phone", address="203.0.113.7")
    town.evening()
    assert list(tallies(db).values()) == [(12, 11)]


def test_two_who_are_paid_to_one_account_are_one(db, town):
    for person in town.ids.values():
        db.write_now(set_account, Actor(person), person, holder="One Hand", number="6222 0000 1111 2222")
    groups = db.read_now(one_by_device_or_account, 0)
    assert len({groups[person] for person in town.ids.values()}) == 1


def test_a_buyer_who_shares_a_device_with_a_creator_does_not_count_for_them(db, town):
    own = [town.watches("carl") for _ in range(3)]
    for person in [*own, town.ids["carl"]]:
        db.write_now(open_session, GUEST, person, agent="Phone", address="203.0.113.7")
    town.evening()
    assert tallies(db)[town.ids["carl"]] == (8, 2)


def test_what_is_kept_in_another_period_is_not_counted_in_this_one(db, town):
    town.evening()
    wait(db, 28 * 86_400_000)
    assert evidence(db).kept == 0
