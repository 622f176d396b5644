import pytest

from livefair.kernel import Actor, NotFound
from livefair.value.rules.worth import Cell, present_value, rate_of
from livefair.value.worth import HOUSE, worth_of
from livefair.value.worth.reading import interval_of_role
from tests.value.shopping import buy_and_keep, line, pay
from tests.value.worth.market import BRAND, OPERATOR, PLAN, comes, evening, say, weeks


def worth(db, owner=HOUSE, actor=OPERATOR):
    return db.read_now(worth_of, actor, owner)


def test_an_empty_house_has_no_worth_and_says_why(db):
    found = worth(db)
    assert (found.why, found.weeks, found.cases, found.role, found.strength) == ("no_sales", [], [], None, None)


def test_a_young_house_is_told_to_wait(db):
    weeks(db, 2)
    assert worth(db).why == "too_young"


def test_the_role_of_the_name_is_the_planted_one(db, join):
    """Half of those who came by the name buy, a quarter of the others; who was sent by a friend is neither."""
    evening(db, join, PLAN)
    found = worth(db)
    assert found.cells == [Cell(12, 6, 12, 3)]
    low, middle, high = found.role
    assert middle == 0.5
    assert 0 <= low < middle < high <= 1


def test_only_the_first_coming_of_people_with_an_account_counts(db, join):
    room_id = evening(db, join, PLAN)
    comes(db, room_id, "v1", "feed")
    comes(db, room_id, "guest:abc", "direct")
    assert worth(db).cells == [Cell(12, 6, 12, 3)]


def test_steady_weeks_are_worth_what_the_closed_form_says(db, join):
    say(db, opex_minor=10_000)
    weeks(db, 7)
    evening(db, join, PLAN)
    found = worth(db)
    assert found.why is None
    middle = found.cases[1]
    assert middle.rate == rate_of(found.strength, 0.1)
    assert middle.value == present_value(middle.profits, 0.5, middle.rate, middle.growth)
    low, _, high = found.cases
    assert (low.role, low.value) == (0.0, None)  # so few people: the name may play no role at all
    assert high.value > middle.value > 0


def test_revenue_is_what_was_handed_over_less_what_was_taken_back(db):
    weeks(db, 5)
    revenues = [week.revenue_minor for week in worth(db).weeks]
    assert sum(revenues) == 5 * 2 * 500
    assert worth(db, "brand").weeks[-1].revenue_minor == 2 * 9_440


def test_where_costs_eat_the_profit_there_is_no_positive_value(db, join):
    say(db, opex_minor=10**10)
    weeks(db, 7)
    evening(db, join, PLAN)
    assert [case.value for case in worth(db).cases] == [None, None, None]


def test_a_brand_is_compared_by_who_had_bought_of_it_before(db, join):
    buy_and_keep(db, line(room_id=None), buyer_id="old")
    room_id = evening(db, join, [("feed", 4, 1)])
    comes(db, room_id, "old", "feed")
    pay(db, line(room_id=room_id), buyer_id="old")
    assert worth(db, "brand", BRAND).cells == [Cell(1, 1, 4, 1)]


def test_a_brand_reads_its_own_and_nobody_else_s(db):
    assert worth(db, "brand", BRAND).owner == "brand"
    for actor, owner in ((BRAND, HOUSE), (BRAND, "other"), (Actor("ann"), "brand")):
        with pytest.raises(NotFound):
            worth(db, owner, actor)


def test_the_interval_of_the_role_is_the_same_each_time_and_narrower_with_more_people():
    few, many = interval_of_role([Cell(20, 10, 20, 5)]), interval_of_role([Cell(2_000, 1_000, 2_000, 500)])
    assert few == interval_of_role([Cell(20, 10, 20, 5)])
    assert many[2] - many[0] < (few[2] - few[0]) / 5
