import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.faults import Fault
from livefair.value.lifetime.special import hypergeometric, log_gamma, minimum


@given(x=st.floats(1e-6, 1e6))
def test_log_gamma_is_the_standard_librarys(x):
    assert log_gamma(np.array(x)) == pytest.approx(math.lgamma(x), rel=1e-12, abs=1e-11)


@pytest.mark.parametrize("z", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_the_series_agrees_with_its_closed_forms(z):
    one, two = np.array(1.0), np.array(2.0)
    logarithm = -math.log(1 - z) / z if z else 1.0
    assert hypergeometric(one, one, two, np.array(z)) == pytest.approx(logarithm, rel=1e-12)
    assert hypergeometric(two, np.array(3.0), np.array(3.0), np.array(z)) == pytest.approx((1 - z) ** -2, rel=1e-10)


def test_a_series_without_end_is_refused():
    with pytest.raises(Fault, match="not settled"):
        hypergeometric(np.array(2.0), np.array(2.0), np.array(1.0), np.array(1.0))


def test_the_least_point_of_a_bent_valley_is_found():
    def valley(at):
        return float((1 - at[0]) ** 2 + 100 * (at[1] - at[0] ** 2) ** 2)

    found, value = minimum(valley, np.array([-1.2, 1.0]))
    assert found == pytest.approx([1.0, 1.0], abs=1e-4)
    assert value < 1e-8
