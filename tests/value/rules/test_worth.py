from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.rules.worth import (
    WEEKS_A_YEAR,
    Cell,
    Terms,
    case_of,
    cases,
    economic_profit,
    forecast,
    present_value,
    rate_of,
    robust_z,
    role_of_brand,
    strength,
)

PLAIN = Terms(opex=0, capital=0, tax=0, wacc=0.1, growth=0.02)


@pytest.mark.parametrize(("profit", "role", "rate", "growth"), [(100.0, 1.0, 0.1, 0.0), (250.0, 0.4, 0.08, 0.0)])
def test_an_equal_profit_for_ever_is_worth_profit_over_rate(profit, role, rate, growth):
    """The closed form of a perpetuity."""
    assert isclose(present_value([profit] * 5, role, rate, growth), profit * role / rate)


def test_a_profit_that_grows_for_ever_is_worth_what_gordon_s_formula_says():
    rate, growth = 0.11, 0.03
    profits = [100 * (1 + growth) ** year for year in range(5)]
    assert isclose(present_value(profits, 1, rate, growth), 100 / (rate - growth))


def test_equal_weeks_are_foreseen_to_go_on_as_they_are():
    assert all(isclose(year, 70 * WEEKS_A_YEAR) for year in forecast([70.0] * 12))


def test_the_forecast_is_that_of_holt_with_a_damped_trend():
    """Level and trend after three weeks by hand: 10, 14, 18."""
    level = 0.3 * 14 + 0.7 * 10
    trend = 0.1 * (level - 10)
    after = 0.3 * 18 + 0.7 * (level + 0.9 * trend)
    trend = 0.1 * (after - level) + 0.9 * 0.9 * trend
    weeks = [after + trend * sum(0.9**k for k in range(1, step + 1)) for step in range(1, 53)]
    assert isclose(forecast([10.0, 14.0, 18.0])[0], sum(weeks) * WEEKS_A_YEAR / 52)


def test_profit_is_what_is_left_after_costs_tax_and_the_cost_of_capital():
    assert economic_profit(1_000, Terms(opex=400, capital=1_000, tax=0.25, wacc=0.1, growth=0)) == 350
    assert economic_profit(300, Terms(opex=400, capital=0, tax=0.25, wacc=0.1, growth=0)) == -100


def test_the_role_of_the_brand_is_how_much_more_often_they_buy_who_come_by_its_name():
    assert isclose(role_of_brand([Cell(100, 10, 200, 10)]), 0.5)
    assert role_of_brand([Cell(100, 5, 100, 9)]) == 0
    assert role_of_brand([Cell(100, 0, 100, 9)]) is None
    assert role_of_brand([Cell(100, 9, 0, 0)]) is None


def test_places_are_compared_with_themselves():
    """In each of two places the name makes no difference; only that most who come by it go where more is bought."""
    assert role_of_brand([Cell(900, 90, 100, 10), Cell(100, 1, 900, 9)]) == pytest.approx(0)


def test_strength_is_50_when_everything_is_as_usual_and_rises_with_each_part():
    assert strength([0.0, 0.0, 0.0]) == 50
    assert isclose(strength([1.0, 1.0, 1.0]), 84.134474606854, rel_tol=1e-9)
    assert strength([0.5, None, None]) > 50
    assert strength([None, None, None]) is None


def test_a_week_is_measured_against_the_ones_before_it():
    assert robust_z([1.0, 2.0, 3.0, 4.0, 5.0, 3.0], up=True) == 0
    assert isclose(robust_z([1.0, 2.0, 3.0, 4.0, 5.0, 4.0], up=True), 1 / 1.4826)
    assert isclose(robust_z([1.0, 2.0, 3.0, 4.0, 5.0, 4.0], up=False), -1 / 1.4826)
    assert robust_z([1.0, 2.0, 3.0, 4.0, 5.0, 99.0], up=True) == 3
    assert robust_z([1.0, None, None, 4.0, None, 99.0], up=True) is None
    assert robust_z([2.0, 2.0, 2.0, 2.0, 2.0], up=True) == 0
    assert robust_z([2.0, 2.0, 2.0, 2.0, 3.0], up=True) is None
    assert isclose(robust_z([2.0, 2.0, 2.0, 6.0, 4.0], up=True), 2 / 3**0.5)
    assert robust_z([], up=True) is None


def test_the_rate_falls_as_strength_rises_between_its_bounds():
    rates = [rate_of(points, 0.1) for points in (0, 25, 50, 75, 100)]
    assert rates == sorted(rates, reverse=True)
    assert isclose(rates[2], 0.13)
    assert 0.08 < rates[4] < rates[0] < 0.18


def test_there_is_no_value_where_a_year_has_no_profit_or_the_name_plays_no_role():
    assert case_of([100, 100, -1, 100, 100], 0.5, 0.1, 0).value is None
    assert case_of([100] * 5, 0.0, 0.1, 0).value is None


@given(
    st.floats(1, 1e12),
    st.tuples(*[st.floats(0.01, 1)] * 3).map(sorted),
    st.floats(0.03, 0.3),
    st.floats(-0.05, 0.5),
)
def test_low_middle_and_high_stand_in_that_order_and_are_bounded(profit, roles, rate, growth):
    low, middle, high = (case.value for case in cases([profit] * 5, tuple(roles), rate, growth))
    assert 0 < low <= middle <= high < profit * 100


@given(st.floats(0, 100), st.floats(0, 100), st.floats(1, 1e9))
def test_a_stronger_brand_with_the_same_profit_is_never_worth_less(one, other, profit):
    weak, strong = sorted((one, other))
    values = [case_of([profit] * 5, 0.5, rate_of(points, 0.1), 0.01).value for points in (weak, strong)]
    assert values[0] <= values[1] * (1 + 1e-12)
