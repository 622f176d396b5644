"""How much customers spend per purchase: the Gamma-Gamma model (Fader & Hardie 2013).

A customer's purchases vary about a mean of its own; the means vary over customers. It takes for granted that how much
and how often are unrelated: `correlation` says how far that holds.
"""

from typing import NamedTuple

import numpy as np

from livefair.value.faults import Fault
from livefair.value.lifetime.customers import CUSTOMERS_MIN, Customers
from livefair.value.lifetime.special import Floats, log_gamma, minimum


class Spending(NamedTuple):
    """`gamma` is in minor units. `correlation` is between repeats and their mean value."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    correlation: float
    customers: int


def log_likelihood(parameters: Floats, repeats: Floats, value: Floats) -> float:
    """Equation 1a of the note, for customers with `repeats` ≥ 1 of mean `value` > 0; `parameters` are p, q, γ."""
    p, q, gamma = parameters
    px = p * repeats
    terms = (
        log_gamma(px + q)
        - log_gamma(px)
        - log_gamma(np.array(q))
        + q * np.log(gamma)
        + (px - 1) * np.log(value)
        + px * np.log(repeats)
        - (px + q) * np.log(gamma + value * repeats)
    )
    return float(terms.sum())


def fit_spending(customers: Customers) -> Spending:
    """The most likely parameters from those who came back and paid. Raises Fault when there are too few."""
    with np.errstate(invalid="ignore"):
        paying = (customers.repeats > 0) & (customers.value > 0)
    if paying.sum() < CUSTOMERS_MIN:
        raise Fault("payers_few", n=int(paying.sum()), needed=CUSTOMERS_MIN)
    repeats, value = customers.repeats[paying], customers.value[paying]
    if np.ptp(value) == 0:
        raise Fault("item_constant", item="value", value=float(value[0]))
    unit = float(np.median(value))

    def cost(logs: Floats) -> float:
        if np.abs(logs).max() > 12:
            return np.inf
        return -log_likelihood(np.exp(logs), repeats, value / unit)

    found, _ = minimum(cost, np.log(np.array([2.0, 3.0, 1.0])))
    p, q, gamma = np.exp(found)
    # In the data's own unit: the density is per minor unit.
    reached = log_likelihood(np.array([p, q, gamma * unit]), repeats, value)
    correlation = float(np.corrcoef(repeats, value)[0, 1]) if np.ptp(repeats) else 0.0
    return Spending(float(p), float(q), float(gamma * unit), reached, correlation, int(paying.sum()))


def expected_value(model: Spending, customers: Customers) -> Floats:
    """Each customer's mean value of a purchase, drawn towards everybody's the less it has bought."""
    value = np.where(np.isnan(customers.value), 0.0, customers.value)
    repeats = np.where(np.isnan(customers.value), 0.0, customers.repeats)
    denominator = model.p * repeats + model.q - 1
    if (denominator <= 0).any():
        raise Fault("spending_no_mean", q=round(model.q, 4))
    mean: Floats = model.p * (model.gamma + value * repeats) / denominator
    return mean
