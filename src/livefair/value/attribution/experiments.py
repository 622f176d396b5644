"""What a lever really added: units assigned at random, their arms' means, and CUPED for less noise.

Neyman (1923) for the standard error; Deng, Xu, Kohavi & Walker (2013) for CUPED.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from livefair.value.attribution.journeys import Floats
from livefair.value.datafile import Table
from livefair.value.faults import Fault

Bools = NDArray[np.bool_]
CONTROLS = ("control", "holdout")
ARMS_MAX = 20
SMALL = 30
SKEWED_P = 0.001
FLAG_RATIO = 0.5


class Experiment(NamedTuple):
    """One outcome per unit, its arm, and where known the same outcome before the experiment."""

    arms: tuple[str, ...]
    outcome: Floats
    before: Floats | None
    control: str


class Difference(msgspec.Struct, frozen=True):
    """An arm's mean less the control's, with standard error, 95 % bounds and two-sided p (normal)."""

    difference: float
    error: float
    low: float
    high: float
    p: float


class Lift(msgspec.Struct, frozen=True):
    """`adjusted` is the difference by CUPED; `variance_left` the share of the variance that remains with it.

    `is_small` says that an arm has fewer than 30 units, `skewed_p` how likely sizes so far from even are by chance.
    """

    arm: str
    control: str
    n: int
    n_control: int
    mean: float
    mean_control: float
    plain: Difference
    adjusted: Difference | None
    theta: float | None
    variance_left: float | None
    is_small: bool
    skewed_p: float
    is_skewed: bool


def experiment_of(table: Table, *, control: str | None = None) -> Experiment:
    """From a table of `unit, arm, outcome` and maybe `before`. Raises Fault with the row."""
    units, arms = table.texts("unit"), table.texts("arm")
    outcome = _whole_column(table, "outcome")
    before = _whole_column(table, "before") if table.has("before") else None
    seen: dict[str, int] = {}
    for row, unit in enumerate(units, 1):
        if unit in seen:
            raise Fault("unit_twice", unit=unit[:40], row=row, first=seen[unit])
        seen[unit] = row
    found = set(arms)
    named = control or next((name for name in CONTROLS if name in found), None)
    if named not in found:
        raise Fault("no_control", arms=", ".join(sorted(found)[:ARMS_MAX]))
    if not 2 <= len(found) <= ARMS_MAX:
        raise Fault("arms_number", found=len(found), most=ARMS_MAX)
    return Experiment(tuple(arms), outcome, before, named)


def _whole_column(table: Table, column: str) -> Floats:
    values = table.numbers(column)
    if np.isnan(values).any():
        raise Fault("cell_empty", row=int(np.argmax(np.isnan(values))) + 1, column=column)
    return values


def lifts(experiment: Experiment) -> list[Lift]:
    """Every arm beside the control. Raises Fault for an arm of fewer than two units."""
    labels = np.array(experiment.arms)
    arms = [arm for arm in sorted(set(experiment.arms)) if arm != experiment.control]
    for arm in (experiment.control, *arms):
        if (labels == arm).sum() < 2:
            raise Fault("arm_small", arm=arm)
    return [_lift(experiment, arm, labels == arm, labels == experiment.control) for arm in arms]


def _lift(experiment: Experiment, arm: str, treated: Bools, control: Bools) -> Lift:
    y = experiment.outcome
    plain = difference(y[treated], y[control])
    adjusted = theta = left = None
    if experiment.before is not None:
        theta, moved = cuped(y, experiment.before, treated, control)
        adjusted = difference(moved[treated], moved[control])
        left = (adjusted.error / plain.error) ** 2 if plain.error else None
    sizes = int(treated.sum()), int(control.sum())
    skewed = even_p(*sizes)
    return Lift(
        arm=arm,
        control=experiment.control,
        n=sizes[0],
        n_control=sizes[1],
        mean=float(y[treated].mean()),
        mean_control=float(y[control].mean()),
        plain=plain,
        adjusted=adjusted,
        theta=theta,
        variance_left=left,
        is_small=min(sizes) < SMALL,
        skewed_p=skewed,
        is_skewed=skewed < SKEWED_P,
    )


def difference(treated: Floats, control: Floats, *, confidence: float = 0.95) -> Difference:
    """Means' difference; variances are not taken to be equal."""
    away = float(treated.mean() - control.mean())
    error = math.sqrt(treated.var(ddof=1) / len(treated) + control.var(ddof=1) / len(control))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    p = math.erfc(abs(away) / error / math.sqrt(2)) if error else (0.0 if away else 1.0)
    return Difference(away, error, away - reach, away + reach, p)


def cuped(y: Floats, before: Floats, treated: Bools, control: Bools) -> tuple[float, Floats]:
    """θ = cov(y, before)/var(before) within the arms, and y − θ·(before − mean). No θ where nothing varied before."""
    both = treated | control
    within_y, within_x = np.zeros_like(y), np.zeros_like(y)
    for arm in (treated, control):
        within_y[arm], within_x[arm] = y[arm] - y[arm].mean(), before[arm] - before[arm].mean()
    variance = float((within_x[both] ** 2).sum())
    theta = float((within_y[both] * within_x[both]).sum()) / variance if variance else 0.0
    return theta, y - theta * (before - before[both].mean())


def even_p(treated: int, control: int) -> float:
    """Whether two arms meant to be even could differ so by chance (χ² with one degree of freedom)."""
    return math.erfc(abs(treated - control) / math.sqrt(2 * (treated + control)))


class Beside(NamedTuple):
    """What a rule attributes to a player beside what an experiment says it added; `ratio` added / attributed."""

    player: str
    attributed: float
    added: float
    error: float
    ratio: float | None
    is_flagged: bool


def beside(attributed: Mapping[str, float], added: Sequence[tuple[str, float, float]]) -> list[Beside]:
    """`added` is (player, value added, its standard error). Flagged when less than half of the credit was added."""
    rows = []
    for player, value, error in added:
        credit = attributed.get(player, 0.0)
        ratio = value / credit if credit else None
        rows.append(Beside(player, credit, value, error, ratio, ratio is not None and ratio < FLAG_RATIO))
    return rows
