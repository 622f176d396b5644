from livefair.kernel import DAY_MS, SYSTEM
from livefair.value.payouts import PayoutTerms, payouts_of, stop_payouts
from livefair.value.payouts.calendar import look_at_the_calendar
from livefair.value.rules.payouts import pay_day_before
from tests.value.payouts.paying import HOST, OPERATOR, READY, account, ask, earn, newest, stands, work

DAILY = PayoutTerms(minimum_minor=READY, day="daily")


def tick(db, terms=DAILY):
    db.write_now(look_at_the_calendar, SYSTEM)
    work(db, terms)


def test_on_its_day_the_calendar_pays_whoever_can_be_paid_once(db, clock):
    earn(db)
    account(db)
    for _ in range(3):
        tick(db)
    [payout] = db.read_now(payouts_of, HOST, "host")
    assert (payout.state, payout.batch, payout.asked_by) == ("paid", pay_day_before(clock(), "daily"), "system")
    clock.advance(DAY_MS)
    earn(db)
    tick(db)
    assert stands(db) == (0, 0, 0, 0, 2 * READY)


def test_what_is_too_little_or_stopped_or_under_way_waits_and_harms_no_other(db, clock):
    earn(db)
    account(db)
    db.write_now(stop_payouts, OPERATOR, "host", reason="Check")
    tick(db)
    assert stands(db) == (READY, 0, 0, 0, 0)


def test_a_calendar_that_never_pays_leaves_it_to_the_payees(db):
    earn(db)
    account(db)
    tick(db, PayoutTerms(day="never"))
    assert stands(db) == (READY, 0, 0, 0, 0)
    ask(db)
    assert newest(db).batch is None
