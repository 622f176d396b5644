"""How often customers buy, and whether they still do: the BG/NBD model (Fader, Hardie & Lee 2005).

While active, a customer buys at random with a rate of its own (gamma with r and α over customers) and after each
purchase stops for good with a chance of its own (beta with a and b).
"""

from typing import NamedTuple

import numpy as np

from livefair.value.lifetime.customers import Customers
from livefair.value.lifetime.special import Floats, hypergeometric, log_gamma, minimum


class Buying(NamedTuple):
    """The four parameters (α in weeks) and the log-likelihood they reach."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


def log_likelihood(parameters: Floats, customers: Customers) -> float:
    """Equation 6 of the paper, summed over customers; `parameters` are r, α, a, b."""
    r, alpha, a, b = parameters
    x, recency, age = customers.repeats, customers.recency, customers.age
    gamma = log_gamma
    frequency = gamma(r + x) - gamma(np.array(r)) + r * np.log(alpha)
    lasting = gamma(np.array(a + b)) + gamma(b + x) - gamma(np.array(b)) - gamma(a + b + x)
    active = -(r + x) * np.log(alpha + age)
    came_back = x > 0
    with np.errstate(divide="ignore"):
        stopped = np.where(
            came_back, np.log(a) - np.log(np.maximum(b + x - 1, 1e-300)) - (r + x) * np.log(alpha + recency), -np.inf
        )
    return float((frequency + lasting + np.logaddexp(active, stopped)).sum())


def fit_buying(customers: Customers) -> Buying:
    """The most likely parameters."""

    def cost(logs: Floats) -> float:
        if np.abs(logs).max() > 12:
            return np.inf
        return -log_likelihood(np.exp(logs), customers)

    scale = max(float(customers.age.mean()), 1e-3) / 8
    found, value = minimum(cost, np.log(np.array([0.5, scale, 1.0, 2.0])))
    r, alpha, a, b = np.exp(found)
    return Buying(float(r), float(alpha), float(a), float(b), -value)


def active_chance(model: Buying, customers: Customers) -> Floats:
    """The chance that each customer has not stopped; 1 for those who never came back, as the model has it."""
    ratio = np.exp((model.r + customers.repeats) * np.log(_aged(model, customers)))
    denominator = np.maximum(model.b + customers.repeats - 1, 1e-12)
    stopped = np.where(customers.repeats > 0, model.a / denominator * ratio, 0.0)
    chance: Floats = 1 / (1 + stopped)
    return chance


def _aged(model: Buying, customers: Customers) -> Floats:
    aged: Floats = (model.alpha + customers.age) / (model.alpha + customers.recency)
    return aged


def expected_purchases(model: Buying, customers: Customers, weeks: float) -> Floats:
    """How many purchases each customer will make in the next `weeks`: equation 10 of the paper."""
    x, age = customers.repeats, customers.age
    # The equation has a pole at a = 1, which is none: its limit is taken from beside it.
    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6
    r, b, whole = model.r + x, model.b + x, a + model.b + x - 1
    share = weeks / (model.alpha + age + weeks)
    series = hypergeometric(r, b, whole, share)
    kept = 1 - np.exp(r * np.log((model.alpha + age) / (model.alpha + age + weeks))) * series
    expected: Floats = whole / (a - 1) * kept * active_chance(model, customers)
    return expected
