"""Whether two groups can be compared, and whether their paths differ.

MICOM: Henseler, Ringle & Sarstedt (2016), three steps. Differences of paths by permutation: Chin & Dibbern (2010).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.sample import Sample
from livefair.value.paths.shape import Floats, Ints, Stage
from livefair.value.paths.staged import Staged, run

GROUP_ROWS_MIN = 30


class Micom(NamedTuple):
    """Of each construct. Step 2: the correlation of scores made with either group's weights, and the 5 % quantile of
    it under permutation. Step 3: differences of means and of log variances of pooled scores, with 95 % bounds.
    """

    correlation: Floats
    quantile: Floats
    p: Floats
    mean_difference: Floats
    mean_bounds: Floats
    variance_difference: Floats
    variance_bounds: Floats


class Comparison(NamedTuple):
    """Two groups' paths (k × k each), their difference with a two-sided permutation p, and the MICOM steps."""

    names: tuple[str, str]
    sizes: tuple[int, int]
    first: Floats
    second: Floats
    p: Floats
    micom: Micom
    draws: int
    failed: int


def compare(stages: list[Stage], sample: Sample, groups: Sequence[str], *, draws: int, seed: int) -> Comparison:
    """Compares the two groups named in `groups`, one name per row of the sample. Raises Fault."""
    names = sorted(set(groups))
    if len(names) != 2:
        raise Fault("groups_not_two", found=len(names))
    is_first = np.array([name == names[0] for name in groups], dtype=np.float64)
    sizes = (int(is_first.sum()), int(len(is_first) - is_first.sum()))
    if min(sizes) < GROUP_ROWS_MIN:
        raise Fault("group_small", group=names[int(np.argmin(sizes))], n=min(sizes), needed=GROUP_ROWS_MIN)
    rng = np.random.default_rng(seed)
    split = np.stack([is_first, *(rng.permutation(is_first) for _ in range(draws))])
    first, second = run(stages, sample, split), run(stages, sample, 1 - split)
    sound = first.sound & second.sound
    if not sound[0]:
        raise Fault("group_unsound")
    kept = np.flatnonzero(sound[1:]) + 1
    away = first.last.paths - second.last.paths
    p = _p(np.abs(away[kept]), np.abs(away[0]))
    micom = _micom(stages, sample, split[np.r_[0, kept]], _taken(first, kept), _taken(second, kept))
    failed = draws - len(kept)
    paths = first.last.paths[0], second.last.paths[0]
    return Comparison((names[0], names[1]), sizes, *paths, p, micom, draws, failed)


def _taken(found: Staged, kept: Ints) -> Floats:
    return found.raw[np.r_[0, kept]]


def _p(draws: Floats, observed: Floats) -> Floats:
    """The share of permutations at least as far out as what was observed, itself among them."""
    at_least: Floats = (draws >= observed - 1e-12).sum(axis=0)
    return (at_least + 1) / (len(draws) + 1)


def _micom(stages: list[Stage], sample: Sample, split: Floats, first: Floats, second: Floats) -> Micom:
    pooled = run(stages, sample, np.ones((1, len(sample.values))))
    matrix = pooled.moments.correlations[0]
    cross = np.einsum("bpk,pq,bqk->bk", first, matrix, second, optimize=True)
    own = [np.einsum("bpk,pq,bqk->bk", raw, matrix, raw, optimize=True) for raw in (first, second)]
    with np.errstate(invalid="ignore", divide="ignore"):
        c = np.abs(cross) / np.sqrt(own[0] * own[1])
    scores = sample.values @ pooled.raw[0]
    means, variances = _differences(scores, split)
    return Micom(
        c[0],
        np.quantile(c[1:], 0.05, axis=0),
        ((c[1:] <= c[0]).sum(axis=0) + 1) / len(c),
        means[0],
        np.quantile(means[1:], [0.025, 0.975], axis=0),
        variances[0],
        np.quantile(variances[1:], [0.025, 0.975], axis=0),
    )


def _differences(scores: Floats, split: Floats) -> tuple[Floats, Floats]:
    """First group less second: means, and logarithms of variances, of pooled scores; B × k each."""
    found = []
    for members in (split, 1 - split):
        n = members.sum(axis=1, keepdims=True)
        mean = members @ scores / n
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append((mean, np.log((members @ scores**2 - n * mean**2) / (n - 1))))
    with np.errstate(invalid="ignore"):  # a product has no score of its own
        return found[0][0] - found[1][0], found[0][1] - found[1][1]
