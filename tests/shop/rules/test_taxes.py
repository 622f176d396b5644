import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.catalog.rules import CATEGORIES
from livefair.shop.rules.taxes import STANDARD_BP, included_minor, rate_bp, tax_lines


@pytest.mark.parametrize(
    ("gross", "rate", "tax"), [(11_300, 1_300, 1_300), (10_900, 900, 900), (1, 1_300, 0), (5, 1_300, 1), (0, 1_300, 0)]
)
def test_what_of_a_price_is_tax(gross, rate, tax):
    assert included_minor(gross, rate) == tax


@given(gross=st.integers(0, 10**12), rate=st.integers(0, 3_000))
def test_the_tax_of_the_rest_gives_the_price_again(gross, rate):
    tax = included_minor(gross, rate)
    exact = gross * rate / (10_000 + rate)
    assert 0 <= tax <= gross
    assert abs(tax - exact) <= 0.5 + exact * 1e-12


@given(st.lists(st.tuples(st.sampled_from(CATEGORIES), st.integers(1, 10**9)), max_size=20))
def test_each_rate_is_counted_once_and_nothing_is_lost(sold):
    lines = tax_lines(sold)
    assert sum(line.gross_minor for line in lines) == sum(minor for _, minor in sold)
    assert len({line.rate_bp for line in lines}) == len(lines)
    assert all(line.net_minor + line.tax_minor == line.gross_minor for line in lines)


def test_food_has_its_own_rate():
    assert (rate_bp("food"), rate_bp("shoes")) == (900, STANDARD_BP)
