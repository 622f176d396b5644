"""What the customers of today will still buy, and what that is worth."""

import msgspec
import numpy as np

from livefair.value.faults import Fault
from livefair.value.lifetime.buying import active_chance, expected_purchases, fit_buying
from livefair.value.lifetime.customers import Customers
from livefair.value.lifetime.spending import Spending, expected_value, fit_spending

WEEKS_A_YEAR = 365.25 / 7
STEP_WEEKS = 4.0
WEEKS_MAX = 520.0


class CustomerRow(msgspec.Struct, frozen=True):
    """`purchases` and discounted `value_minor` that are expected; value is null without a spending model."""

    customer: str
    repeats: int
    active: float
    purchases: float
    purchase_minor: float | None
    value_minor: float | None


class Lifetimes(msgspec.Struct, frozen=True):
    """Parameters and log-likelihoods of both models, and what they expect of the next `weeks`."""

    customers: int
    came_back: int
    weeks: float
    discount: float
    buying: dict[str, float]
    spending: dict[str, float] | None
    no_spending: str | None
    purchases: float
    value_minor: float | None
    rows: list[CustomerRow]
    version: int = 1


def lifetimes(customers: Customers, *, weeks: float = WEEKS_A_YEAR, discount: float = 0.1) -> Lifetimes:
    """Expectations for the next `weeks`; money later on is worth less by `discount` a year. Raises Fault."""
    if not 0 < weeks <= WEEKS_MAX or not 0 <= discount < 1:
        raise Fault("horizon_range", most=int(WEEKS_MAX))
    buying = fit_buying(customers)
    spending, missing = _spending(customers)
    ends = np.append(np.arange(STEP_WEEKS, weeks, STEP_WEEKS), weeks)
    expected = np.stack([expected_purchases(buying, customers, float(end)) for end in ends])
    middle = (np.append(0.0, ends[:-1]) + ends) / 2
    worth = (np.diff(expected, axis=0, prepend=0.0) * (1 + discount) ** (-middle / WEEKS_A_YEAR)[:, None]).sum(axis=0)
    each = expected_value(spending, customers) if spending else None
    active = active_chance(buying, customers)
    rows = [
        CustomerRow(
            name,
            int(customers.repeats[at]),
            float(active[at]),
            float(expected[-1, at]),
            None if each is None else float(each[at]),
            None if each is None else float(each[at] * worth[at]),
        )
        for at, name in enumerate(customers.ids)
    ]
    return Lifetimes(
        customers=len(customers.ids),
        came_back=int((customers.repeats > 0).sum()),
        weeks=weeks,
        discount=discount,
        buying=buying._asdict(),
        spending=None if spending is None else {name: float(one) for name, one in spending._asdict().items()},
        no_spending=missing,
        purchases=float(expected[-1].sum()),
        value_minor=None if each is None else float((each * worth).sum()),
        rows=rows,
    )


def _spending(customers: Customers) -> tuple[Spending | None, str | None]:
    """The spending model, or the code of why there is none: purchases can be foretold all the same."""
    try:
        found = fit_spending(customers)
        expected_value(found, customers)
    except Fault as fault:
        return None, fault.code
    return found, None
