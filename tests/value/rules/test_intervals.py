import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.rules.intervals import Z95, wilson


def test_the_bounds_are_those_of_a_published_table():
    """Newcombe (1998), Statistics in Medicine 17: 857-872, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for cases, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        assert wilson(cases / n, n, Z95) == pytest.approx((low, high), abs=5e-5)
    assert wilson(1 / 29, 29, Z95) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(n=st.integers(1, 10**6), part=st.floats(0, 1), z=st.floats(0.1, 4))
def test_the_share_lies_between_its_bounds(n, part, z):
    cases = round(part * n)
    low, high = wilson(cases / n, n, z)
    assert 0 <= low <= cases / n + 1e-12
    assert cases / n - 1e-12 <= high <= 1
