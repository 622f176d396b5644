import pytest

from livefair.governance import CaseDecided
from livefair.kernel import DAY_MS, SYSTEM
from livefair.value.indicators import by_day, read_all, read_one, registry, source_rows
from livefair.value.indicators.window import WEEK_MS
from tests.value.shopping import line, pay


def read(db, indicator_id, days=28):
    now = db.clock() + 1
    return db.read_now(read_one, indicator_id, now - days * DAY_MS, now)


def test_where_nothing_was_observed_everything_is_unknown_and_nothing_is_0(db):
    now = db.clock()
    readings = db.read_now(read_all, now - WEEK_MS, now)
    assert len(readings) == len(registry().indicators)
    for reading in readings:
        assert (reading.value, reading.low, reading.high, reading.share, reading.n) == (None, None, None, None, 0)


def test_a_reading_says_its_window_its_numerator_its_denominator_and_n(db):
    pay(db, line(6_000, video_id="v"), line(4_000, video_id=None))
    reading = read(db, "PB")
    assert (reading.value, reading.numerator, reading.denominator, reading.n) == (60.0, 6_000, 10_000, 2)
    assert reading.share == 0.6
    assert reading.to_ms - reading.from_ms == 28 * DAY_MS


def test_a_percentage_of_things_counted_has_wilson_s_interval(db):
    from_facts = [("a", "remove"), ("b", "keep"), ("c", "warn"), ("d", "keep"), ("e", "keep")]
    decide(db, from_facts)
    reading = read(db, "BC1")
    assert reading.value == 40.0
    assert (round(reading.low, 2), round(reading.high, 2)) == (11.76, 76.93)


def test_a_part_of_money_has_no_interval_of_that_kind(db):
    pay(db, line(video_id="v"))
    assert (read(db, "PB").low, read(db, "PB").high) == (None, None)


def test_source_rows_come_newest_first_in_pages_that_say_what_was_counted(db):
    decide(db, [(name, "remove" if name < "c" else "keep") for name in "abcde"])
    now = db.clock() + 1
    rows, offset = [], 0
    while offset is not None:
        page = db.read_now(lambda tx, o=offset: source_rows(tx, "BC1", now - WEEK_MS, now, offset=o, limit=2))
        assert page.total == 5
        rows += page.rows
        offset = page.next
    assert [row.values["case_id"] for row in rows] == list("edcba")
    assert [row.counted for row in rows] == [0, 0, 0, 1, 1]
    assert {row.kind for row in rows} == {"governance.CaseDecided"}


def test_days_are_read_one_by_one(db):
    decide(db, [("a", "keep")])
    db.clock.advance(3 * DAY_MS)
    decide(db, [("b", "remove"), ("c", "keep")])
    now = db.clock() + 1
    days = db.read_now(by_day, "BC1", now - WEEK_MS, now)
    assert [day.value for day in days] == [None, None, None, 0.0, None, None, 50.0]


@pytest.mark.parametrize("days", [1, 400])
def test_days_have_a_limit(db, days):
    now = db.clock()
    assert len(db.read_now(by_day, "BC1", now - days * DAY_MS, now)) == min(days, 92)


def decide(db, cases):
    from_cases = [decided(case_id, outcome) for case_id, outcome in cases]
    for fact in from_cases:
        db.write_now(lambda tx, actor, fact=fact: tx.announce(fact), SYSTEM)
        db.clock.advance(1000)


def decided(case_id, outcome):
    return CaseDecided(
        case_id=case_id,
        subject_kind="review",
        subject_id="s",
        author_id="a",
        outcome=outcome,
        rule_version=1,
        rule_code=None,
        decided_by="m",
        reports=1,
        wait_ms=1,
    )
