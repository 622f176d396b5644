from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.rules.association import DAYS_MIN, association, ranks, spearman

# The worked example of the encyclopaedia: an intelligence quotient and hours of television, rho = -29/165.
QUOTIENT_AND_HOURS = [
    (86, 2), (97, 20), (99, 28), (100, 27), (101, 50), (103, 29), (106, 7), (110, 17), (112, 6), (113, 12),
]  # fmt: skip

some_pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=DAYS_MIN, max_size=40)


def test_a_published_example_comes_out():
    assert isclose(spearman(QUOTIENT_AND_HOURS), -29 / 165)


def test_equal_values_share_the_mean_of_their_places():
    assert ranks([3, 1, 3, 7]) == [2.5, 1, 2.5, 4]


@pytest.mark.parametrize("pairs", [[], [(1, 1)], [(1, 1)] * 20, [(1, day) for day in range(20)]])
def test_where_nothing_changes_nothing_is_said(pairs):
    assert association(pairs) == (None, None, None, len(pairs))


def test_few_days_say_nothing():
    assert association([(day, day) for day in range(DAYS_MIN - 1)]).rho is None
    assert association([(day, day) for day in range(DAYS_MIN)]).rho == 1


def test_the_interval_is_that_of_bonett_and_wright():
    """By hand: atanh(-29/165) = -.177602, se = sqrt((1 + .030891/2)/7) = .380872."""
    found = association(QUOTIENT_AND_HOURS)
    assert found.low == pytest.approx(-0.72783, abs=1e-5)
    assert found.high == pytest.approx(0.51455, abs=1e-5)


@given(some_pairs)
def test_it_is_symmetric_turns_with_the_sign_and_lies_in_its_interval(pairs):
    found, other = association(pairs), association([(b, a) for a, b in pairs])
    turned = association([(a, -b) for a, b in pairs])
    if found.rho is None:
        assert other.rho is turned.rho is None
        return
    assert isclose(found.rho, other.rho, abs_tol=1e-12)
    assert isclose(found.rho, -turned.rho, abs_tol=1e-12)
    assert -1 <= found.low <= found.rho <= found.high <= 1
