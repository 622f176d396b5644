"""Whether constructs are measured well and kept apart. Everything from correlations, batched over B draws.

Cronbach (1951); Jöreskog (1971) for rhoC; Dijkstra & Henseler (2015) for rhoA; Fornell & Larcker (1981) for AVE;
Henseler, Ringle & Sarstedt (2015) for HTMT; Cohen (1988) for f²; Kock (2015) for full collinearity.
"""

from typing import NamedTuple

import numpy as np

from livefair.value.paths.engine import Estimates, estimate, inverse, solved
from livefair.value.paths.shape import Floats, Ints, Shape

COLLINEAR = 1e8


class Reliability(NamedTuple):
    """B × k; 1 for constructs of one item, for which no reliability can be claimed."""

    alpha: Floats
    rho_a: Floats
    rho_c: Floats
    ave: Floats


def reliability(shape: Shape, found: Estimates, correlations: Floats) -> Reliability:
    count, k = found.rho_a.shape
    alpha, rho_c, ave = np.ones((count, k)), np.ones((count, k)), np.ones((count, k))
    for i in range(k):
        own = shape.items_of(i)
        size = len(own)
        loadings = found.loadings[:, own]
        ave[:, i] = (loadings**2).mean(axis=1)
        if size > 1:
            mean = mean_within(correlations, own, absolute=False)
            alpha[:, i] = size * mean / (1 + (size - 1) * mean)
            common = loadings.sum(axis=1) ** 2
            rho_c[:, i] = common / (common + (1 - loadings**2).sum(axis=1))
    return Reliability(alpha, found.rho_a, rho_c, ave)


def mean_within(correlations: Floats, own: Ints, *, absolute: bool) -> Floats:
    """The mean correlation between different items of a block; 1 for a single item."""
    size = len(own)
    if size == 1:
        return np.ones(len(correlations))
    block = correlations[:, own[:, None], own]
    total = (np.abs(block) if absolute else block).sum(axis=(1, 2))
    mean: Floats = (total - size) / (size * (size - 1))
    return mean


def htmt(shape: Shape, correlations: Floats) -> Floats:
    """Heterotrait–monotrait ratios of absolute correlations, B × k × k; not-a-number on the diagonal."""
    k = len(shape.constructs)
    within = [mean_within(correlations, shape.items_of(i), absolute=True) for i in range(k)]
    ratios = np.full((len(correlations), k, k), np.nan)
    for i in range(k):
        for j in range(i):
            across = np.abs(correlations[:, shape.items_of(i)[:, None], shape.items_of(j)]).mean(axis=(1, 2))
            ratios[:, i, j] = ratios[:, j, i] = across / np.sqrt(within[i] * within[j])
    return ratios


def f_squared(shape: Shape, found: Estimates) -> Floats:
    """How much R² falls, relative to what stays unexplained, when a path goes and the scores stay: B × k × k."""
    effects = np.zeros_like(found.paths)
    for i, j in zip(*shape.edges(), strict=True):
        rest = shape.sources_of(j)
        rest = rest[rest != i]
        without = np.zeros(len(found.links))
        if len(rest):
            beta = solved(found.links[:, rest[:, None], rest], found.links[:, rest, j])
            without = (beta * found.links[:, rest, j]).sum(axis=1)
        effects[:, i, j] = (found.r2[:, j] - without) / (1 - found.r2[:, j])
    return effects


def f_squared_refitted(shape: Shape, found: Estimates, correlations: Floats) -> Floats:
    """The same with the whole model estimated anew without the path; not-a-number where that leaves no model."""
    effects = np.full_like(found.paths, np.nan)
    for i, j in zip(*shape.edges(), strict=True):
        leads = shape.leads.copy()
        leads[i, j] = False
        if (leads[i].any() or leads[:, i].any()) and (leads[j].any() or leads[:, j].any()):
            without = estimate(shape._replace(leads=leads), correlations).r2[:, j]
            effects[:, i, j] = (found.r2[:, j] - without) / (1 - found.r2[:, j])
    return effects


def inflation(links: Floats) -> Floats:
    """Variance inflation factors of variables with these correlations: B × k."""
    if links.shape[-1] == 1:
        return np.ones(links.shape[:2])
    factors: Floats = np.einsum("bii->bi", inverse(links))
    return factors


def source_inflation(shape: Shape, found: Estimates) -> Floats:
    """The inflation of each path's source among all that lead to the same target: B × k × k."""
    factors = np.zeros_like(found.paths)
    for j in shape.targets():
        sources = shape.sources_of(j)
        factors[:, sources, j] = inflation(found.links[:, sources[:, None], sources])
    return factors


def item_inflation(shape: Shape, correlations: Floats) -> Floats:
    """The inflation of each item within its block: B × p."""
    factors = np.ones(correlations.shape[:2])
    for i in range(len(shape.constructs)):
        own = shape.items_of(i)
        factors[:, own] = inflation(correlations[:, own[:, None], own])
    return factors


def entangled(links: Floats, names: list[str]) -> list[str]:
    """The names that are, to rounding, a linear combination of one another; empty when none are."""
    values, vectors = np.linalg.eigh(links)
    if values[0] > links.shape[0] / COLLINEAR:
        return []
    return [name for name, part in zip(names, vectors[:, 0], strict=True) if abs(part) > 0.05]


def adjusted(r2: Floats, n: float, sources: int) -> Floats:
    """R² less what so many sources explain by chance (Wherry 1931; Ezekiel 1930)."""
    corrected: Floats = 1 - (1 - r2) * (n - 1) / (n - sources - 1)
    return corrected
