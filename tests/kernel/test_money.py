import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel.money import Money, split_minor

weights = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(lambda w: sum(w) > 0)


@given(st.integers(0, 10**12), weights)
def test_parts_add_up_to_the_whole(minor, weights):
    assert sum(split_minor(minor, weights)) == minor


@given(st.integers(0, 10**9), weights)
def test_no_part_is_a_unit_away_from_its_fair_share(minor, weights):
    for part, weight in zip(Money(minor).split(weights), weights, strict=True):
        assert abs(part.minor * sum(weights) - minor * weight) < sum(weights)


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="cannot mix"):
        Money(1, "CNY") + Money(1, "EUR")


@pytest.mark.parametrize("amount", [1.0, True, "1"])
def test_only_whole_numbers_are_money(amount):
    with pytest.raises(TypeError):
        Money(amount)
