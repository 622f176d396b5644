"""Lifetime: who comes back, who is still a customer, and what the customers of today are worth.

Pure functions over arrays, without database or clock; docs/measures/retention.en.md explains every number.
"""

from livefair.value.lifetime.buying import Buying, active_chance, expected_purchases, fit_buying
from livefair.value.lifetime.customers import (
    Customers,
    Purchase,
    Retention,
    customers_from,
    customers_of,
    purchases_of,
    retention,
)
from livefair.value.lifetime.lifetimes import Lifetimes, lifetimes
from livefair.value.lifetime.spending import Spending, expected_value, fit_spending

__all__ = [
    "Buying",
    "Customers",
    "Lifetimes",
    "Purchase",
    "Retention",
    "Spending",
    "active_chance",
    "customers_from",
    "customers_of",
    "expected_purchases",
    "expected_value",
    "fit_buying",
    "fit_spending",
    "lifetimes",
    "purchases_of",
    "retention",
]
