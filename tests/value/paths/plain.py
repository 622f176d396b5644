"""The algorithm the long way: on rows of scores, one construct after the other, with least squares by QR.

Written from the description in Lohmöller (1989), apart from the product's code, which works on correlations.
"""

import numpy as np


def standardised(values):
    return (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)


def least_squares(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0]


def pls(values, blocks, leads, *, modes=None, scheme="path", tolerance=1e-7):
    """`blocks` are lists of columns. Gives weights per block, paths (k × k) and scores (n × k)."""
    z = standardised(values)
    k = len(blocks)
    modes = modes or ["A"] * k
    weights = [np.ones(len(block)) for block in blocks]
    weights = [w / (z[:, block] @ w).std(ddof=1) for w, block in zip(weights, blocks, strict=True)]
    for _ in range(300):
        scores = np.column_stack([z[:, block] @ w for w, block in zip(weights, blocks, strict=True)])
        renewed = []
        for j, block in enumerate(blocks):
            proxy = scores @ inner(scores, leads, j, scheme)
            w = least_squares(z[:, block], proxy) if modes[j] == "B" else z[:, block].T @ proxy
            renewed.append(w / (z[:, block] @ w).std(ddof=1))
        moved = sum(np.abs(a - b).sum() for a, b in zip(renewed, weights, strict=True))
        weights = renewed
        if moved < tolerance:
            break
    scores = np.column_stack([z[:, block] @ w for w, block in zip(weights, blocks, strict=True)])
    return weights, path_matrix(scores, leads), scores


def inner(scores, leads, j, scheme):
    r = np.corrcoef(scores.T)
    linked = leads[:, j] | leads[j]
    if scheme == "factor":
        return np.where(linked, r[:, j], 0.0)
    if scheme == "centroid":
        return np.where(linked, np.sign(r[:, j]), 0.0)
    found = np.where(leads[j], r[:, j], 0.0)
    sources = np.flatnonzero(leads[:, j])
    if len(sources):
        found[sources] = least_squares(scores[:, sources], scores[:, j])
    return found


def path_matrix(scores, leads):
    paths = np.zeros(leads.shape)
    for j in range(len(leads)):
        sources = np.flatnonzero(leads[:, j])
        if len(sources):
            paths[sources, j] = least_squares(scores[:, sources], scores[:, j])
    return paths
