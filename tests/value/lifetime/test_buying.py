import csv
import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from livefair.value.lifetime import Customers, active_chance, expected_purchases, fit_buying, fit_spending
from livefair.value.lifetime.buying import Buying, log_likelihood
from tests.value.lifetime import buyers


def one(repeats, recency, age):
    return Customers(("x",), *(np.array([float(value)]) for value in (repeats, recency, age)), np.array([np.nan]))


TRUE = Buying(buyers.R, buyers.ALPHA, buyers.A, buyers.B, 0.0)


def test_the_likelihood_is_the_papers_by_hand():
    r, alpha, a, b = 0.8, 6.0, 0.9, 2.5
    gamma, beta = math.gamma, lambda p, q: math.gamma(p) * math.gamma(q) / math.gamma(p + q)
    x, recency, age = 3, 20.0, 30.0
    common = gamma(r + x) * alpha**r / gamma(r)
    active = beta(a, b + x) / beta(a, b) / (alpha + age) ** (r + x)
    stopped = beta(a + 1, b + x - 1) / beta(a, b) / (alpha + recency) ** (r + x)
    found = log_likelihood(np.array([r, alpha, a, b]), one(x, recency, age))
    assert found == pytest.approx(math.log(common * (active + stopped)), rel=1e-12)


def test_planted_parameters_are_found_again():
    found = fit_buying(buyers.customers(6_000))
    assert found.r == pytest.approx(buyers.R, rel=0.2)
    assert found.alpha == pytest.approx(buyers.ALPHA, rel=0.25)
    assert found.a / (found.a + found.b) == pytest.approx(buyers.A / (buyers.A + buyers.B), abs=0.05)


def test_what_is_expected_of_newcomers_is_what_they_do():
    purchases = buyers.purchase_times(60_000, 30.0, seed=5)
    assert expected_purchases(TRUE, one(0, 0, 0), 30.0)[0] == pytest.approx(
        np.mean([len(t) for t in purchases]), rel=0.03
    )


def test_what_is_expected_of_those_who_came_back_is_what_they_do():
    """Of many simulated customers, those with two repeats about week 10 of 20: their purchases in weeks 20 to 40."""
    later = []
    for times in buyers.purchase_times(150_000, 40.0, seed=6):
        before = [t for t in times if t <= 20]
        if len(before) == 2 and 9 < before[-1] < 11:
            later.append(len(times) - 2)
    still = expected_purchases(TRUE, one(2, 10, 20), 20.0)[0]
    assert len(later) > 300
    assert still == pytest.approx(np.mean(later), abs=4 * np.std(later) / math.sqrt(len(later)))


def test_long_silence_makes_a_customer_less_likely_to_be_one():
    assert active_chance(TRUE, one(5, 29, 30))[0] > 0.6
    assert active_chance(TRUE, one(5, 5, 30))[0] < 0.1
    assert active_chance(TRUE, one(0, 0, 30))[0] == 1.0


def test_the_equations_pole_is_none():
    beside = [expected_purchases(TRUE._replace(a=a), one(2, 10, 20), 20.0)[0] for a in (0.999, 1.0, 1.001)]
    assert beside[0] > beside[1] > beside[2]


CDNOW = "datasets/cdnow_customers_summary_with_transactions.csv"


@pytest.mark.skipif(
    importlib.util.find_spec("lifetimes") is None, reason="the CDNOW data come with: pip install lifetimes"
)
def test_the_published_likelihood_of_the_cdnow_customers_is_reached():
    folder = Path(importlib.util.find_spec("lifetimes").origin).parent
    with (folder / CDNOW).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    x, recency, age, value = (np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar"))
    people = Customers(tuple(row["ID"] for row in rows), x, recency, age, np.where(x > 0, value, np.nan))
    found = fit_buying(people)
    assert round(found.log_likelihood, 1) == -9582.4
    assert [found.r, found.alpha, found.a, found.b] == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=6e-4)
    assert expected_purchases(found, one(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=5e-4)
    spending = fit_spending(people)
    assert [spending.p, spending.q, spending.gamma] == pytest.approx([6.25, 3.74, 15.44], abs=0.01)
