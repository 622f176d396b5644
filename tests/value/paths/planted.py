"""Worlds with known paths: items drawn from a population whose correlations the paths imply."""

import numpy as np

from livefair.value.paths import Construct, Data, Model

# Four constructs of three items; every path is known.
PATHS = {"B": {"A": 0.5}, "C": {"A": 0.3, "B": 0.4}, "D": {"C": 0.6}}
NAMES = ("A", "B", "C", "D")
LOADINGS = np.array([0.7, 0.8, 0.9])
MODEL_PATHS = {target: list(sources) for target, sources in PATHS.items()}


def model(*, consistent=False, mode="A", scheme="path", **more):
    constructs = [
        Construct(id=name, items=[f"{name.lower()}{i}" for i in (1, 2, 3)], mode=mode, consistent=consistent)
        for name in NAMES
    ]
    return Model(constructs=constructs, paths=MODEL_PATHS, scheme=scheme, **more)


def columns():
    return tuple(item for one in model().constructs for item in one.items)


def construct_correlations():
    """What the paths imply: (I − P)⁻ᵀ Ψ (I − P)⁻¹ with variances 1."""
    k = len(NAMES)
    rho = np.eye(k)
    for j, target in enumerate(NAMES):
        for i in range(j):
            rho[i, j] = rho[j, i] = sum(
                path * rho[i, NAMES.index(source)] for source, path in PATHS.get(target, {}).items()
            )
    return rho


def population(*, factors):
    """Items' correlations: with `factors` they share one factor per block, else blocks are exact composites."""
    rho = construct_correlations()
    if factors:
        loadings, within = LOADINGS, np.outer(LOADINGS, LOADINGS)
        np.fill_diagonal(within, 1)
    else:
        within = np.full((3, 3), 0.5)
        np.fill_diagonal(within, 1)
        loadings = within.sum(axis=1) / np.sqrt(within.sum())
    matrix = np.kron(rho, np.outer(loadings, loadings))
    for block in range(len(NAMES)):
        own = slice(3 * block, 3 * block + 3)
        matrix[own, own] = within
    return matrix


def drawn(n, seed, *, factors=False):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 12)) @ np.linalg.cholesky(population(factors=factors)).T


def data(n, seed, *, factors=False, **more):
    return Data(columns(), drawn(n, seed, factors=factors), **more)


def paths_of(result):
    return {(row.source, row.target): row.path.value for row in result.paths}
