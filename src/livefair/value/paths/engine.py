"""The PLS algorithm on correlation matrices, for many resamples at once.

Everything that partial least squares needs of the data is in the items' correlations, so a resample of n rows is a
matrix of p × p. Arrays are batched: B draws, p items, k constructs.

Wold (1982); Lohmöller (1989), chapter 2; consistent PLS: Dijkstra & Henseler (2015).
"""

from typing import NamedTuple

import numpy as np

from livefair.value.paths.shape import Bools, Floats, Ints, Shape

TOLERANCE = 1e-7
ITERATIONS_MAX = 300


class Estimates(NamedTuple):
    """B draws. `scores` are the correlations of the construct scores, `links` those that the paths are made of:
    the same, or with PLSc corrected for attenuation. `paths[b, i, j]` leads from i to j.

    `sound` says whether a draw converged, has no item without variance, and no correlation beyond 1.
    """

    weights: Floats
    loadings: Floats
    scores: Floats
    links: Floats
    paths: Floats
    r2: Floats
    rho_a: Floats
    iterations: Ints
    converged: Bools
    sound: Bools


def estimate(shape: Shape, correlations: Floats, *, tolerance: float = TOLERANCE) -> Estimates:
    """Estimates of each draw from its items' correlations, B × p × p."""
    # A draw that cannot be estimated becomes not-a-number and is counted; it must not stop the others.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _estimate(shape, correlations, tolerance)


def _estimate(shape: Shape, correlations: Floats, tolerance: float) -> Estimates:
    usable = np.asarray(np.isfinite(correlations).all(axis=(1, 2)))
    given = np.where(usable[:, None, None], correlations, np.eye(len(shape.items)))
    weights, iterations, converged = _weights(shape, given, tolerance)
    cross = given @ spread(shape, weights)
    loadings = _own(shape, cross)
    scores = _scores(shape, weights, cross)
    rho_a = np.ones((len(given), len(shape.constructs)))
    for i in range(len(shape.constructs)):
        rho_a[:, i] = _rho_a(shape, given, weights, i)
    links, loadings = _consistent(shape, scores, loadings, weights, rho_a)
    paths, r2 = regressions(shape, links)
    converged |= ~usable  # what was never begun did not fail to settle
    sound = usable & converged & np.isfinite(paths).all(axis=(1, 2)) & _is_possible(links, r2)
    return Estimates(weights, loadings, scores, links, paths, r2, rho_a, iterations, converged, sound)


def _is_possible(links: Floats, r2: Floats) -> Bools:
    """No Heywood case: corrected correlations within ±1 and no construct explained beyond all of it."""
    possible: Bools = (np.abs(links).max(axis=(1, 2)) <= 1 + 1e-9) & (r2.max(axis=1) <= 1)
    return possible


def spread(shape: Shape, weights: Floats) -> Floats:
    """B × p weights as B × p × k matrices with zeros outside the blocks."""
    full = np.zeros((*weights.shape, len(shape.constructs)))
    full[:, np.arange(len(shape.items)), shape.block] = weights
    return full


def _own(shape: Shape, matrix: Floats) -> Floats:
    """Of B × p × k, what belongs to each item's own construct: B × p."""
    picked: Floats = matrix[:, np.arange(len(shape.items)), shape.block]
    return picked


def _by_construct(shape: Shape, values: Floats) -> Floats:
    """Sums over each block's items: B × p to B × k. Blocks stand one after the other."""
    starts = np.searchsorted(shape.block, np.arange(len(shape.constructs)))
    sums: Floats = np.add.reduceat(values, starts, axis=1)
    return sums


def _scores(shape: Shape, weights: Floats, cross: Floats) -> Floats:
    starts = np.searchsorted(shape.block, np.arange(len(shape.constructs)))
    sums: Floats = np.add.reduceat(weights[:, :, None] * cross, starts, axis=1)
    return sums


def _normed(shape: Shape, given: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weights that give each score variance 1, and the correlations of all items with those scores."""
    cross = given @ spread(shape, weights)
    variance = _by_construct(shape, weights * _own(shape, cross))
    scale = 1 / np.sqrt(variance)
    return weights * scale[:, shape.block], cross * scale[:, None, :]


def _weights(shape: Shape, given: Floats, tolerance: float) -> tuple[Floats, Ints, Bools]:
    """Weights, iterations and convergence. A draw that has settled is left alone."""
    count = len(given)
    weights, cross = _normed(shape, given, np.ones((count, len(shape.items))))
    inverses = {i: inverse(given[:, c[:, None], c]) for i, c in ((i, shape.items_of(i)) for i in shape.mode_b)}
    iterations = np.zeros(count, dtype=np.int64)
    converged = np.zeros(count, dtype=np.bool_)
    active = np.arange(count)
    correlations, found = given, weights
    for turn in range(1, ITERATIONS_MAX + 1):
        inner = _inner(shape, _scores(shape, found, cross))
        outer = _own(shape, cross @ inner)
        for i, inverted in inverses.items():
            own = shape.items_of(i)
            outer[:, own] = (inverted[active] @ outer[:, own, None])[..., 0]
        renewed, cross = _normed(shape, correlations, outer)
        moved = np.abs(renewed - found).sum(axis=1)
        weights[active], iterations[active] = renewed, turn
        converged[active[moved < tolerance]] = True
        going = moved >= tolerance  # not-a-number goes nowhere, and counts as not converged
        if not going.any():
            break
        if not going.all():
            active, correlations, cross, renewed = active[going], correlations[going], cross[going], renewed[going]
        found = renewed
    return weights, iterations, converged


def _inner(shape: Shape, scores: Floats) -> Floats:
    """How much of each construct goes into the inner proxy of another: B × k × k, by columns."""
    linked = shape.leads | shape.leads.T
    if shape.scheme == "centroid":
        return np.where(linked, np.sign(scores), 0.0)
    if shape.scheme == "factor":
        return np.where(linked, scores, 0.0)
    inner = np.where(shape.leads.T, scores, 0.0)
    for j in shape.targets():
        sources = shape.sources_of(j)
        inner[:, sources, j] = solved(scores[:, sources[:, None], sources], scores[:, sources, j])
    return inner


def regressions(shape: Shape, links: Floats) -> tuple[Floats, Floats]:
    """Standardised regressions of every construct on those that lead to it: paths B × k × k and R² B × k."""
    paths = np.zeros_like(links)
    r2 = np.zeros(links.shape[:2])
    for j in shape.targets():
        sources = shape.sources_of(j)
        beta = solved(links[:, sources[:, None], sources], links[:, sources, j])
        paths[:, sources, j] = beta
        r2[:, j] = (beta * links[:, sources, j]).sum(axis=1)
    return paths, r2


def solved(matrices: Floats, vectors: Floats) -> Floats:
    """A⁻¹b of each draw; not-a-number where A has no inverse."""
    if matrices.shape[-1] == 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            return vectors / matrices[..., 0]
    try:
        return np.linalg.solve(matrices, vectors[..., None])[..., 0].astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return (inverse(matrices) @ vectors[..., None])[..., 0]


def inverse(matrices: Floats) -> Floats:
    """The inverse of each matrix; not-a-number for those that have none."""
    try:
        return np.linalg.inv(matrices).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return np.stack([_one_inverse(one) for one in matrices])


def _one_inverse(matrix: Floats) -> Floats:
    try:
        return np.linalg.inv(matrix).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return np.full_like(matrix, np.nan)


def _rho_a(shape: Shape, given: Floats, weights: Floats, construct: int) -> Floats:
    """Dijkstra & Henseler (2015), equation 3. 1 for one item and for mode B, which claims no reliability."""
    own = shape.items_of(construct)
    if len(own) == 1 or construct in shape.mode_b:
        return np.ones(len(given))
    w = weights[:, own]
    within = given[:, own[:, None], own]
    square = (w**2).sum(axis=1)
    off = np.einsum("bi,bij,bj->b", w, within, w) - square
    with np.errstate(divide="ignore", invalid="ignore"):
        rho: Floats = square**2 * off / (square**2 - (w**4).sum(axis=1))
    return rho


def _consistent(
    shape: Shape, scores: Floats, loadings: Floats, weights: Floats, rho_a: Floats
) -> tuple[Floats, Floats]:
    """Correlations and loadings of common factors: scores carry error, which weakens both."""
    if not shape.consistent:
        return scores, loadings
    factors = np.ones_like(rho_a)
    chosen = list(shape.consistent)
    factors[:, chosen] = rho_a[:, chosen]
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(factors)
        links = scores / (root[:, :, None] * root[:, None, :])
        diagonal = np.arange(len(shape.constructs))
        links[:, diagonal, diagonal] = 1.0
        square = _by_construct(shape, weights**2)
        corrected = weights * (root / square)[:, shape.block]
    is_factor = np.isin(shape.block, chosen)
    return links, np.where(is_factor, corrected, loadings)
