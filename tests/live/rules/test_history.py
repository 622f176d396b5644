from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules.history import Past, past_of, worst_of


def test_five_shows_are_not_enough_to_compare_with():
    assert past_of([1, 2, 3, 4, 5]) is None
    assert past_of([6, 1, 5, 2, 4, 3]) == Past(6, 3.5, 1, 6)


@pytest.mark.parametrize(("n", "k"), [(6, 1), (8, 1), (9, 2), (12, 3), (20, 6), (30, 10)])
def test_the_interval_runs_between_the_order_statistics_of_the_tables(n, k):
    past = past_of(list(range(1, n + 1)))
    assert (past.low, past.high) == (k, n + 1 - k)


@given(st.integers(6, 30))
def test_the_interval_covers_the_median_with_95_percent_and_no_narrower_one_does(n):
    past = past_of(list(range(1, n + 1)))
    k = int(past.low)
    missed = 2 * sum(comb(n, i) for i in range(k)) / 2**n
    narrower = 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n
    assert missed <= 0.05 < narrower


def test_the_worst_metric_is_the_one_furthest_outside_on_its_bad_side():
    past = {"paid": Past(8, 100, 80, 120), "talk": Past(8, 10, 8, 12), "reports": Past(8, 2, 1, 3), "new": None}
    is_up = {"paid": True, "talk": True, "reports": False, "new": True}
    now = {"paid": 60.0, "talk": 2.0, "reports": 0.0, "new": 0.0}
    worst = worst_of(now, past, is_up)
    assert (worst.metric, worst.short) == ("talk", pytest.approx(0.6))
    assert worst_of({**now, "reports": 9.0}, past, is_up).metric == "reports"
    assert worst_of({"paid": 200.0, "talk": None, "reports": 2.0}, past, is_up) is None
