"""One study from its files alone, as `livefair lab` would make it elsewhere: the same data, the same numbers.

Estimating may take all of a core for a minute, so it has a process of its own (`python -m livefair.value.studies`).
"""

from itertools import combinations
from typing import Literal

import msgspec
import numpy as np

from livefair.value import paths
from livefair.value.attribution import attribute, journeys_of
from livefair.value.datafile import Table, read_csv
from livefair.value.faults import Fault
from livefair.value.lifetime import Lifetimes, Retention, customers_of, lifetimes, purchases_of, retention
from livefair.value.paths.honesty import needed_rows

Kind = Literal["paths", "perceptions", "attribution", "retention"]
KINDS: tuple[Kind, ...] = ("paths", "perceptions", "attribution", "retention")
# Fewer rows that have both of two items, and no path is shown (docs/measures/platform.en.md).
PAIR_ROWS_SHOWN = 230
# Shorter than this, and a year ahead is a guess.
WEEKS_OBSERVED_MIN = 12
PEOPLE_MIN = 20
CLUSTER = "customer"


class Request(msgspec.Struct, frozen=True):
    """`data` is CSV, `model` TOML (for paths and perceptions), `before` an earlier Result of the same model in JSON."""

    kind: Kind
    data: str
    seed: int
    draws: int
    model: str = ""
    before: str | None = None


class Kept(msgspec.Struct, frozen=True):
    """Cohorts of at least 20 customers; how many are smaller and not shown. `lifetimes` is without its rows;
    `no_lifetimes` says why there are none."""

    retention: Retention
    small_cohorts: int
    lifetimes: Lifetimes | None
    no_lifetimes: "Why | None"


class Why(msgspec.Struct, frozen=True):
    """A Fault in data."""

    code: str
    params: dict[str, str | int | float]

    def fault(self) -> Fault:
        return Fault(self.code, **self.params)


class Answer(msgspec.Struct, frozen=True):
    """Either a `result` (JSON) or why there is none."""

    result: str | None
    why: Why | None


def estimate(request: Request) -> Answer:
    try:
        result = _ESTIMATES[request.kind](request)
    except Fault as fault:
        return Answer(None, Why(fault.code, fault.params))
    return Answer(msgspec.json.encode(result).decode(), None)


def _paths(request: Request) -> msgspec.Struct:
    model = paths.load_model(request.model)
    table = read_csv(request.data.encode())
    require_pairs(model, table)
    data = paths.Data(tuple(model.columns()), table.matrix(model.columns()), tuple(table.texts(CLUSTER)))
    options = paths.Options(draws=request.draws, seed=request.seed, missing="pairwise")
    before = paths.from_json(request.before.encode()) if request.before else None
    return paths.fit(model, data, options, before=before)


def require_pairs(model: paths.Model, table: Table) -> None:
    """Raises Fault for too few rows, an item without variance, and two items that too few rows have both of."""
    values = table.matrix(model.columns())
    if len(values) < needed_rows(model.smallest_path):
        needed = needed_rows(model.smallest_path)
        raise Fault("too_few_for_path", n=len(values), needed=needed, path=model.smallest_path)
    for name, column in zip(model.columns(), values.T, strict=True):
        seen = column[~np.isnan(column)]
        if len(seen) and np.ptp(seen) == 0:
            raise Fault("item_constant", item=name, value=float(seen[0]))
    seen = ~np.isnan(values)
    fewest = min((int((seen[:, a] & seen[:, b]).sum()), a, b) for a, b in combinations(range(values.shape[1]), 2))
    if fewest[0] < PAIR_ROWS_SHOWN:
        first, second = (model.columns()[at] for at in fewest[1:])
        raise Fault("pair_unanswered", first=first, second=second, n=fewest[0], needed=PAIR_ROWS_SHOWN)


def _attribution(request: Request) -> msgspec.Struct:
    return attribute(journeys_of(read_csv(request.data.encode())), orders=request.draws, seed=request.seed)


def _retention(request: Request) -> msgspec.Struct:
    purchases = purchases_of(read_csv(request.data.encode()))
    found, why = None, None
    try:
        customers = customers_of(purchases)
        if (weeks := float(customers.age.max())) < WEEKS_OBSERVED_MIN:
            raise Fault("observed_short", weeks=round(weeks, 1), needed=WEEKS_OBSERVED_MIN)
        found = msgspec.structs.replace(lifetimes(customers), rows=[])
    except Fault as fault:
        why = Why(fault.code, fault.params)
    by_week = retention(purchases, "week")
    shown = [cohort for cohort in by_week.cohorts if cohort.customers >= PEOPLE_MIN]
    small = len(by_week.cohorts) - len(shown)
    return Kept(msgspec.structs.replace(by_week, cohorts=shown), small, found, why)


_ESTIMATES = {"paths": _paths, "perceptions": _paths, "attribution": _attribution, "retention": _retention}
