"""Draws and what they say: bootstrap counts, intervals, and the jackknife that BCa needs.

Efron (1987) for BCa; Davison & Hinkley (1997), section 2.4 for cluster draws; Efron & Tibshirani (1993), chapter 14.
"""

from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.shape import Floats, Ints

DRAWS_MAX = 100_000
CHUNK_CELLS = 2_000_000
JACKKNIFE_MAX = 500
Interval = Literal["percentile", "bca"]


class Bounds(NamedTuple):
    """Of each number: deviation over the draws, lower and upper bound, and a two-sided p."""

    error: Floats
    low: Floats
    high: Floats
    p: Floats


def draw_counts(n: int, draws: int, seed: int, clusters: Sequence[str] = ()) -> Iterator[Floats]:
    """Bootstrap counts in chunks, together `draws` × n. With clusters, whole clusters are drawn."""
    rng = np.random.default_rng(seed)
    members = memberships(clusters) if clusters else None
    units = n if members is None else len(members)
    step = _step(n)
    for start in range(0, draws, step):
        picked = rng.integers(0, units, size=(min(step, draws - start), units))
        counts = counts_of(picked, units)
        yield counts if members is None else counts @ members


def given_counts(n: int, indices: Ints) -> Iterator[Floats]:
    """The counts of given resamples, B × n row numbers from 0, in chunks. Raises Fault for rows that are not there."""
    if indices.ndim != 2 or indices.shape[1] != n or not len(indices) or indices.min() < 0 or indices.max() >= n:
        raise Fault("indices_range", n=n)
    for start in range(0, len(indices), _step(n)):
        yield counts_of(indices[start : start + _step(n)], n)


def _step(n: int) -> int:
    return max(1, min(500, CHUNK_CELLS // max(n, 1)))


def counts_of(indices: Ints, n: int) -> Floats:
    """How often each of n rows is in each resample; `indices` is B × size."""
    shifted = indices + np.arange(len(indices))[:, None] * n
    counts = np.bincount(shifted.ravel(), minlength=len(indices) * n).reshape(len(indices), n)
    return counts.astype(np.float64)


def memberships(labels: Sequence[str]) -> Floats:
    """Groups × rows, 1 where the row belongs to the group; groups in order of their names."""
    names, positions = np.unique(np.array(labels), return_inverse=True)
    members: Floats = (positions[None, :] == np.arange(len(names))[:, None]).astype(np.float64)
    return members


def left_out_counts(n: int, clusters: Sequence[str] = ()) -> Floats:
    """The jackknife: each row or cluster left out once; with many of them, in at most JACKKNIFE_MAX groups."""
    members = memberships(clusters) if clusters else None
    units = n if members is None else len(members)
    groups = np.arange(units) % min(units, JACKKNIFE_MAX)
    left_out = (groups[None, :] == np.arange(min(units, JACKKNIFE_MAX))[:, None]).astype(np.float64)
    counts: Floats = 1.0 - (left_out if members is None else left_out @ members)
    return counts


def bounds(
    estimates: Floats, draws: Floats, kind: Interval, *, confidence: float = 0.95, left_out: Floats | None = None
) -> Bounds:
    """Bounds of m numbers from B × m draws. Draws that are not a number are to be left out, and counted, before.

    `left_out` (jackknife values, J × m) is needed for BCa. A number that never varies is its own bound.
    """
    if len(draws) < 2:
        unknown = np.full_like(estimates, np.nan)
        return Bounds(unknown, unknown, unknown, unknown)
    tail = (1 - confidence) / 2
    if kind == "bca" and left_out is not None:
        lower, upper = _bca_levels(estimates, draws, left_out, tail)
    else:
        lower, upper = np.full(estimates.shape, tail), np.full(estimates.shape, 1 - tail)
    in_order = np.sort(draws, axis=0)
    below = (draws <= 0).mean(axis=0)
    above = (draws >= 0).mean(axis=0)
    p = np.clip(2 * np.minimum(below, above), 1 / len(draws), 1.0)
    return Bounds(draws.std(axis=0, ddof=1), _quantiles(in_order, lower), _quantiles(in_order, upper), p)


def _quantiles(in_order: Floats, levels: Floats) -> Floats:
    """A quantile of each column at a level of its own, with linear interpolation."""
    place = np.clip(levels, 0, 1) * (len(in_order) - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, len(in_order) - 1)
    columns = np.arange(in_order.shape[1])
    share = place - low
    found: Floats = in_order[low, columns] * (1 - share) + in_order[high, columns] * share
    return found


def _bca_levels(estimates: Floats, draws: Floats, left_out: Floats, tail: float) -> tuple[Floats, Floats]:
    """The percentiles to read instead of the nominal ones, for bias z0 and acceleration a."""
    normal = NormalDist()
    inverse, cumulative = np.vectorize(normal.inv_cdf, otypes=[float]), np.vectorize(normal.cdf, otypes=[float])
    share = ((draws < estimates).mean(axis=0) + (draws <= estimates).mean(axis=0)) / 2
    z0 = inverse(np.clip(share, 0.5 / len(draws), 1 - 0.5 / len(draws)))
    away = left_out.mean(axis=0) - left_out
    square = (away**2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        acceleration = np.where(square > 0, (away**3).sum(axis=0) / (6 * square**1.5), 0.0)
    levels = []
    for z in (normal.inv_cdf(tail), normal.inv_cdf(1 - tail)):
        moved = z0 + (z0 + z) / (1 - acceleration * (z0 + z))
        levels.append(cumulative(moved))
    return levels[0], levels[1]
