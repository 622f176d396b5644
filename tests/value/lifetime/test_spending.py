import math

import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.lifetime import expected_value, fit_spending
from livefair.value.lifetime.spending import Spending, log_likelihood
from tests.value.lifetime import buyers

TRUE = Spending(buyers.P, buyers.Q, buyers.GAMMA, 0.0, 0.0, 0)


def test_the_likelihood_is_the_notes_by_hand():
    p, q, gamma, x, m = 6.0, 4.0, 15.0, 3, 30.0
    by_hand = math.gamma(p * x + q) / math.gamma(p * x) / math.gamma(q) * gamma**q
    by_hand *= m ** (p * x - 1) * x ** (p * x) / (gamma + m * x) ** (p * x + q)
    found = log_likelihood(np.array([p, q, gamma]), np.array([3.0]), np.array([30.0]))
    assert found == pytest.approx(math.log(by_hand), rel=1e-12)


def test_planted_parameters_are_found_again():
    found = fit_spending(buyers.customers(8_000))
    assert found.p * found.gamma / (found.q - 1) == pytest.approx(buyers.P * buyers.GAMMA / (buyers.Q - 1), rel=0.05)
    assert found.q == pytest.approx(buyers.Q, rel=0.25)
    assert abs(found.correlation) < 0.1


def test_few_purchases_are_drawn_towards_everybodys_mean():
    people = buyers.customers(100)
    repeats = np.array([0.0, 1.0, 50.0])
    some = people._replace(ids=("a", "b", "c"), repeats=repeats, value=np.array([np.nan, 9_000.0, 9_000.0]))
    mean = buyers.P * buyers.GAMMA / (buyers.Q - 1)
    found = expected_value(TRUE, some)
    assert found[0] == pytest.approx(mean)
    assert mean < found[1] < found[2] < 9_000


def test_too_few_payers_and_equal_values_are_refused():
    people = buyers.customers(100)
    with pytest.raises(Fault, match="customers paid again"):
        fit_spending(people._replace(value=np.full(100, np.nan)))
    with pytest.raises(Fault, match="never varies"):
        fit_spending(people._replace(repeats=np.ones(100), value=np.full(100, 5.0)))


def test_spending_without_a_mean_is_said():
    with pytest.raises(Fault, match="has no mean"):
        expected_value(TRUE._replace(q=0.8), buyers.customers(100))
