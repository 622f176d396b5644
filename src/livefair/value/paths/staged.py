"""Estimation through the stages: scores of one stage are the items of the next.

Higher-order constructs by the disjoint two-stage approach (Sarstedt et al. 2019; Becker et al. 2023), interactions by
the two-stage approach (Chin, Marcoulides & Newsted 2003; Henseler & Chin 2010).
"""

from typing import NamedTuple

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.engine import TOLERANCE, Estimates, estimate, spread
from livefair.value.paths.sample import Moments, Sample, moments
from livefair.value.paths.shape import Bools, Floats, Stage


class Staged(NamedTuple):
    """B draws through all stages. `correlations` are those of the last stage's items, B × q × q.

    `raw` has the weights of the data's items (standardised within the draw) in each construct's score, B × p × k;
    zeros for an interaction, whose score is a product.
    """

    stages: list[Estimates]
    correlations: Floats
    raw: Floats
    moments: Moments

    @property
    def last(self) -> Estimates:
        return self.stages[-1]

    @property
    def sound(self) -> Bools:
        found: Bools = np.logical_and.reduce([one.sound for one in self.stages])
        return found


def run(stages: list[Stage], sample: Sample, counts: Floats, *, tolerance: float = TOLERANCE) -> Staged:
    """All stages for every draw of `counts`, B × n. Raises Fault for products of scores with answers missing."""
    if stages[-1].products and not sample.is_complete:
        raise Fault("interaction_incomplete")
    found = moments(sample, counts)
    scores: dict[str, Floats] = {}
    done: list[Estimates] = []
    for stage in stages:
        onto = _onto(stage, sample, found, scores)
        correlations = _correlations(stage, onto, found)
        if not stage.products:
            done.append(estimate(stage.shape, correlations, tolerance=tolerance))
        else:
            products = [_product_of(scores, pair, sample, found) for pair in stage.products.values()]
            correlations, deviation = _with_products(sample, counts, found, onto, correlations, products)
            done.append(_per_product(estimate(stage.shape, correlations, tolerance=tolerance), deviation))
        raw = onto @ spread(stage.shape, done[-1].weights)[:, : onto.shape[2]]
        scores |= {name: raw[:, :, i] for i, name in enumerate(stage.shape.constructs)}
    return Staged(done, correlations, raw, found)


def _onto(stage: Stage, sample: Sample, found: Moments, scores: dict[str, Floats]) -> Floats:
    """How the stage's items, products aside, are made of the data's: B × p × q."""
    names = [name for name in stage.shape.items if name not in stage.products]
    onto = np.zeros((len(found.correlations), len(sample.items), len(names)))
    for column, name in enumerate(names):
        if name in stage.parts:
            onto[:, :, column] = scores[stage.parts[name]]
        else:
            onto[:, sample.items.index(name), column] = 1.0
    return onto


def _correlations(stage: Stage, onto: Floats, found: Moments) -> Floats:
    if not stage.parts and onto.shape[1] == onto.shape[2]:
        picked = onto[0].argmax(axis=0)
        return found.correlations[:, picked[:, None], picked]
    return onto.transpose(0, 2, 1) @ (found.correlations @ onto)


def _with_products(
    sample: Sample, counts: Floats, found: Moments, onto: Floats, correlations: Floats, products: list[Floats]
) -> tuple[Floats, Floats]:
    """The stage's correlations with the products of scores as its last items, and the products' deviations."""
    n = counts.sum(axis=1)
    means = [(counts * one).sum(axis=1) / n for one in products]
    q, m = onto.shape[2], len(products)
    full = np.empty((len(counts), q + m, q + m))
    full[:, :q, :q] = correlations
    for a in range(m):
        with_items = _with_items(products[a], counts, sample, found)
        full[:, q + a, :q] = full[:, :q, q + a] = (with_items[:, None, :] @ onto)[:, 0]
        for b in range(m):
            sums = (counts * products[a] * products[b]).sum(axis=1) - n * means[a] * means[b]
            full[:, q + a, q + b] = sums / (n - 1)
    deviation = np.ones((len(counts), q + m))
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation[:, q:] = np.sqrt(np.einsum("bii->bi", full)[:, q:])
        return full / (deviation[:, :, None] * deviation[:, None, :]), deviation[:, q:]


def _per_product(found: Estimates, deviation: Floats) -> Estimates:
    """Interaction paths in units of the product of two standardised scores, not of its own deviation: then a driver's
    effect at a moderator of +1 is the sum of the two paths (Hair et al. 2022, chapter 7)."""
    paths = found.paths.copy()
    paths[:, -deviation.shape[1] :] /= deviation[:, :, None]
    return found._replace(paths=paths)


def _product_of(scores: dict[str, Floats], pair: tuple[str, str], sample: Sample, found: Moments) -> Floats:
    """The product of two constructs' scores for every row, B × n, by each draw's own mean and deviation."""
    first, second = (scores_of(scores[name], sample, found) for name in pair)
    product: Floats = first * second
    return product


def scores_of(weights: Floats, sample: Sample, found: Moments) -> Floats:
    """Every row's score by each draw's weights of the standardised items: B × n."""
    scaled = weights / found.deviation
    scores: Floats = scaled @ sample.values.T - (scaled * found.mean).sum(axis=1, keepdims=True)
    return scores


def _with_items(product: Floats, counts: Floats, sample: Sample, found: Moments) -> Floats:
    """Covariances of a product with the draw's standardised items, B × p."""
    weighted = counts * product
    n = counts.sum(axis=1, keepdims=True)
    sums = weighted @ sample.values - weighted.sum(axis=1, keepdims=True) * found.mean
    covariance: Floats = sums / found.deviation / (n - 1)
    return covariance
