import pytest

from livefair.value.pool.simulating import simulate
from livefair.value.rules.pool import PoolRule
from livefair.value.share_rulebook import share_rules_at, with_kappa
from livefair.world.invariants import breaches
from tests.value.pool.parties import RULE, Town
from tests.value.shopping import buy_and_keep, line, pay, refund


@pytest.fixture
def town(db, join):
    return Town(db, join)


def simulated(db, kappa_bp=None, rule=RULE):
    rules = db.read_now(share_rules_at, db.clock())
    changed = rules if kappa_bp is None else with_kappa(rules, kappa_bp, rule)
    return db.read_now(simulate, changed, db.clock() + 1)


def sums(found):
    return {one.role: (one.was_minor, one.would_minor) for one in found.roles}


def test_under_the_rules_in_force_everybody_has_what_they_have_to_the_cent(db, town):
    order_id = buy_and_keep(db, line(9_999, line_id="odd"))
    refund(db, order_id, {"odd": 3_333})
    pay(db, line(7_777, host_id=None, mcn_id=None, commission_bp=0))
    found = simulated(db)
    assert found.lines == 2
    assert all(was == would for was, would in sums(found).values())
    assert sum(was for was, _ in sums(found).values()) == 9_999 - 3_333 + 7_777


def test_another_kappa_moves_money_between_platform_and_pool_alone(db, town):
    buy_and_keep(db, line(10_000))
    found = sums(simulated(db, 5_000))
    assert (found["platform"], found["pool"]) == ((400, 250), (100, 250))
    assert all(was == would for role, (was, would) in found.items() if role not in {"platform", "pool"})


def test_it_says_what_the_pool_would_have_given_to_which_role(db, town):
    town.evening()
    found = simulated(db, 5_000)
    assert found.collected_minor == 12 * 250
    assert {(one.role, one.parties) for one in found.pool} <= {("creator", 1), ("creator", 2)}
    assert sum(one.minor for one in found.pool) + found.carried_minor == found.collected_minor
    assert found.pool
    assert 0 < found.largest_bp <= RULE.cap_bp


def test_without_a_pool_nothing_is_collected(db, town):
    town.evening()
    found = simulated(db, 0)
    assert (found.pool, found.collected_minor, found.largest_bp) == ([], 0, 0)
    assert sums(found)["platform"] == (12 * 400, 12 * 500)


def test_too_few_buyers_leave_all_of_it_for_later(db, town):
    town.evening()
    found = simulated(db, 5_000, PoolRule(buyers_min=100))
    assert (found.pool, found.carried_minor) == ([], found.collected_minor)


def test_simulating_changes_nothing(db, town):
    town.evening()
    before = simulated(db)
    assert simulated(db) == before
    assert db.read_now(breaches) == []


def test_on_an_empty_platform_there_is_nothing_to_compare(db, town):
    found = simulated(db)
    assert (found.lines, found.roles) == (0, [])
