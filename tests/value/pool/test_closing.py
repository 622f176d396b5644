import pytest

from livefair import ledger
from livefair.kernel import SYSTEM
from livefair.kernel.jobs import is_long, name_of_job
from livefair.value.pool.book import all_periods, last_period, parts_of_period
from livefair.value.pool.closing import close_period, close_pool_periods, keep_period, periods_due
from livefair.value.pool.gathering import Asked, evidence_of
from livefair.value.rules.share_plan import POOL
from tests.value.pool.parties import RULE, Town
from tests.value.shopping import buy_and_keep, house, line, owned, wait


@pytest.fixture
def town(db, join):
    return Town(db, join)


def got(db, period):
    return {part.party: part.planned_minor for part in db.read_now(parts_of_period, period.id)}


def test_a_kept_line_brings_its_part_of_the_platform_s_fee_into_the_pool(db, town):
    buy_and_keep(db, line(10_000))
    assert house(db)["platform:commission"] == 400
    assert db.read_now(ledger.balance, POOL) == 100
    assert owned(db, "brand", "host", "mcn", "reviewer") == {"brand": 7_740, "host": 1_200, "mcn": 300, "reviewer": 200}


def test_a_period_is_closed_a_day_after_its_end_and_paid_after_the_time_for_appeals(db, town):
    town.evening()
    carl, dora = town.ids["carl"], town.ids["dora"]
    assert db.read_now(periods_due) == []
    period = town.close()
    assert (period.own_minor, period.collected_minor, period.kept) == (1_200, 1_200, 12)
    parts = got(db, period)
    assert parts[carl] > parts.get(dora, 0)
    assert sum(parts.values()) + period.carried_minor == 1_200
    assert owned(db, carl) == {carl: 0}
    assert db.read_now(ledger.balance, period.account) == period.given_minor > 0
    town.pay(period)
    assert owned(db, *parts) == parts
    assert db.read_now(ledger.balance, period.account) == 0
    assert db.read_now(ledger.balance, POOL) == period.carried_minor


def test_nobody_gets_more_than_the_cap_and_the_rest_is_carried_on(db, town):
    town.evening()
    first = town.close()
    cap = first.collected_minor * RULE.cap_bp // 10_000
    assert max(got(db, first).values()) == cap
    assert first.carried_minor >= 1
    town.evening()
    second = town.close()
    assert second.collected_minor == second.own_minor + first.carried_minor


def test_closing_and_paying_twice_is_once(db, town):
    town.evening()
    period = town.close()
    evidence = db.read_now(evidence_of, Asked(*period.span, "CNY"))
    for _ in range(2):
        db.write_now(keep_period, SYSTEM, "CNY", period.number, evidence)
        db.write_now(close_pool_periods, SYSTEM)
    assert [one.id for one in db.read_now(all_periods)] == [period.id]
    town.pay(period)
    paid = owned(db, *town.ids.values())
    town.pay(period)
    assert owned(db, *town.ids.values()) == paid


def test_periods_that_were_missed_are_closed_in_their_order(db, town):
    town.evening()
    wait(db, 40 * 86_400_000)
    town.evening()
    first = town.close()
    second = town.close_due()
    assert second.number > first.number
    assert second.collected_minor == 1_200 + first.carried_minor
    assert db.read_now(periods_due) == []


def test_a_period_in_which_nothing_was_kept_has_no_row(db, town):
    town.close()
    assert db.read_now(last_period, "CNY") is None


def test_without_enough_buyers_all_of_it_waits_for_the_next_period(db, town):
    town.keeps("carl")
    wait(db)
    period = town.close()
    assert (period.carried_minor, got(db, period)) == (100, {})
    assert db.read_now(ledger.balance, POOL) == 100


def test_closing_is_a_job_that_runs_beside_the_writer():
    assert is_long(name_of_job(close_period))
