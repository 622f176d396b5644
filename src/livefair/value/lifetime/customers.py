"""Purchases as the models of lifetime see them, and cohorts of customers by when they first bought."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from livefair.value.datafile import Table
from livefair.value.faults import Fault
from livefair.value.lifetime.special import Floats

DAY_MS = 86_400_000
WEEK_DAYS, MONTH_DAYS = 7, 28
CUSTOMERS_MIN = 30
PERIODS_MAX = 60
Period = Literal["week", "month"]


class Purchase(NamedTuple):
    """A kept order. Several of a customer on one day (UTC) are one purchase."""

    customer: str
    at_ms: int
    value_minor: int


class Customers(NamedTuple):
    """One row each: `repeats` after the first purchase, `recency` (from the first to the last) and `age` (to the end
    of the observation) in weeks, and the mean value of the repeats in minor units, not-a-number without any.
    """

    ids: tuple[str, ...]
    repeats: Floats
    recency: Floats
    age: Floats
    value: Floats


class Cohort(msgspec.Struct, frozen=True):
    """`kept[n]` is the share who bought again in the n-th period after their first purchase; null where that period
    is not over for all of them.
    """

    first_period: int
    customers: int
    kept: list[float | None]


class Retention(msgspec.Struct, frozen=True):
    """Cohorts by period, and the share with a second purchase within 90 days among those observed so long."""

    period_days: int
    cohorts: list[Cohort]
    again_within_90_days: float | None
    observed_90_days: int


def purchases_of(table: Table) -> list[Purchase]:
    """From a table of `customer, at, value`. Raises Fault with the row."""
    columns = (table.texts("customer"), table.times_ms("at"), table.whole("value"))
    return [Purchase(*row) for row in zip(*columns, strict=True)]


def customers_from(table: Table) -> Customers:
    """From a table that is summed already: `repeats, recency, age` in weeks, maybe `value` and `customer`."""
    repeats, recency, age = (table.numbers(name) for name in ("repeats", "recency", "age"))
    value = table.numbers("value") if table.has("value") else np.full(len(repeats), np.nan)
    names = table.texts("customer") if table.has("customer") else [str(row) for row in range(1, len(repeats) + 1)]
    for name, column in (("repeats", repeats), ("recency", recency), ("age", age)):
        if np.isnan(column).any():
            raise Fault("cell_empty", row=int(np.argmax(np.isnan(column))) + 1, column=name)
    return sound(Customers(tuple(names), repeats, recency, age, np.where(repeats > 0, value, np.nan)))


def customers_of(purchases: Sequence[Purchase], until_ms: int | None = None) -> Customers:
    """Sums of each customer's purchases up to `until_ms`, by default the last of them."""
    end = _end(purchases, until_ms) // DAY_MS
    names, repeats, recency, age, value = [], [], [], [], []
    for customer, days in _by_day(purchases).items():
        dates = sorted(day for day in days if day <= end)
        if dates:
            names.append(customer)
            repeats.append(len(dates) - 1)
            recency.append((dates[-1] - dates[0]) / WEEK_DAYS)
            age.append((end - dates[0]) / WEEK_DAYS)
            value.append(sum(days[day] for day in dates[1:]) / (len(dates) - 1) if len(dates) > 1 else np.nan)
    columns = (np.array(column, dtype=np.float64) for column in (repeats, recency, age, value))
    return sound(Customers(tuple(names), *columns))


def sound(customers: Customers) -> Customers:
    """Raises Fault for too few customers, nobody who came back, or times that cannot be."""
    if len(customers.ids) < CUSTOMERS_MIN:
        raise Fault("customers_few", n=len(customers.ids), needed=CUSTOMERS_MIN)
    impossible = (customers.repeats < 0) | (customers.recency < 0) | (customers.recency > customers.age)
    impossible |= (customers.repeats > 0) & (customers.recency <= 0)
    impossible |= (customers.repeats == 0) & (customers.recency > 0)
    if impossible.any():
        raise Fault("customer_times", row=int(np.argmax(impossible)) + 1)
    if not customers.repeats.any():
        raise Fault("nobody_came_back")
    return customers


def retention(purchases: Sequence[Purchase], period: Period = "month", until_ms: int | None = None) -> Retention:
    """Who bought again and when, by cohorts. A month is 28 days."""
    length = WEEK_DAYS if period == "week" else MONTH_DAYS
    end = _end(purchases, until_ms) // DAY_MS
    people = [sorted(day for day in days if day <= end) for days in _by_day(purchases).values()]
    people = [days for days in people if days]
    start = min((days[0] for days in people), default=end)
    cohorts: dict[int, list[list[int]]] = {}
    for days in people:
        cohorts.setdefault((days[0] - start) // length, []).append(days)
    long_enough = [days for days in people if days[0] + 90 <= end]
    again = [len(days) > 1 and days[1] - days[0] <= 90 for days in long_enough]
    return Retention(
        period_days=length,
        cohorts=[_cohort(number, members, length, start, end) for number, members in sorted(cohorts.items())],
        again_within_90_days=sum(again) / len(again) if again else None,
        observed_90_days=len(again),
    )


def _cohort(number: int, members: list[list[int]], length: int, start: int, end: int) -> Cohort:
    """The cohort's youngest member bought on its last day; a period counts when that member has lived through it."""
    youngest = start + (number + 1) * length - 1
    kept: list[float | None] = []
    for n in range(1, min(PERIODS_MAX, (end - (start + number * length)) // length + 1)):
        over = youngest + (n + 1) * length - 1 <= end
        bought = sum(any((day - days[0]) // length == n for day in days[1:]) for days in members)
        kept.append(bought / len(members) if over else None)
    return Cohort(number, len(members), kept)


def _by_day(purchases: Sequence[Purchase]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for one in purchases:
        days = found.setdefault(one.customer, {})
        day = one.at_ms // DAY_MS
        days[day] = days.get(day, 0) + one.value_minor
    return found


def _end(purchases: Sequence[Purchase], until_ms: int | None) -> int:
    return max(one.at_ms for one in purchases) if until_ms is None else until_ms
