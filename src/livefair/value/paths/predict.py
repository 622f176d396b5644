"""PLSpredict: how well the model foretells the items of rows that it has not seen.

Shmueli et al. (2016, 2019). All folds of all repeats are one batch of resamples.
"""

from typing import NamedTuple

import numpy as np

from livefair.value.paths.engine import Estimates, estimate, solved, spread
from livefair.value.paths.sample import Moments, Sample, moments
from livefair.value.paths.shape import Floats, Ints, Shape


class Prediction(NamedTuple):
    """Of each item of the explained constructs: Q², and the errors of the model, of a linear model of the items of
    its direct sources, and of the training mean, in the item's own units. Means over the repeats.
    """

    items: Ints
    q2: Floats
    rmse: Floats
    mae: Floats
    linear_rmse: Floats
    linear_mae: Floats


def folds_of(n: int, folds: int, repeats: int, seed: int) -> Ints:
    """For each repeat, the fold of every row: repeats × n, folds as even as can be."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.permutation(np.arange(n) % folds) for _ in range(repeats)]).astype(np.int64)


def predict(shape: Shape, sample: Sample, folds: Ints) -> Prediction:
    """`folds` as from `folds_of`. Antecedents are the scores of the direct sources (Danks & Ray 2018)."""
    draws = [(repeat, fold) for repeat in range(len(folds)) for fold in np.unique(folds[repeat])]
    counts = np.stack([folds[repeat] != fold for repeat, fold in draws]).astype(np.float64)
    found = moments(sample, counts)
    fit = estimate(shape, found.correlations)
    kept = np.flatnonzero(np.isin(shape.block, shape.targets()))
    errors = np.zeros((3, len(folds), len(sample.values), len(kept)))
    for draw, (repeat, fold) in enumerate(draws):
        test = folds[repeat] == fold
        z = (sample.values[test] - found.mean[draw]) / found.deviation[draw]
        guesses = (_by_model(shape, fit, draw, z), _by_items(shape, found, draw, z), np.zeros_like(z))
        for which, guess in enumerate(guesses):
            errors[which, repeat, test] = ((z - guess) * found.deviation[draw])[:, kept]
    return _prediction(errors * sample.scale[kept], kept)


def _by_model(shape: Shape, fit: Estimates, draw: int, z: Floats) -> Floats:
    scores = z @ spread(shape, fit.weights[draw : draw + 1])[0]
    explained = shape.leads.any(axis=0)
    foretold = np.where(explained, scores @ fit.paths[draw], scores)
    guess: Floats = foretold[:, shape.block] * fit.loadings[draw]
    return guess


def _by_items(shape: Shape, found: Moments, draw: int, z: Floats) -> Floats:
    """The benchmark: each item by a linear regression on all items of the constructs that lead to its own."""
    guess = np.zeros_like(z)
    matrix = found.correlations[draw]
    for j in shape.targets():
        own = shape.items_of(j)
        sources = np.flatnonzero(np.isin(shape.block, shape.sources_of(j)))
        within = np.broadcast_to(matrix[sources[:, None], sources], (len(own), len(sources), len(sources)))
        beta = solved(within, matrix[own[:, None], sources])
        guess[:, own] = z[:, sources] @ beta.T
    return guess


def _prediction(errors: Floats, kept: Ints) -> Prediction:
    """`errors` are model, linear model and mean × repeats × rows × items."""
    square = (errors**2).mean(axis=2)
    rmse = np.sqrt(square).mean(axis=1)
    mae = np.abs(errors).mean(axis=2).mean(axis=1)
    q2 = (1 - square[0] / square[2]).mean(axis=0)
    return Prediction(kept, q2, rmse[0], mae[0], rmse[1], mae[1])
