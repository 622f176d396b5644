"""What each player adds to the chance that an order is kept: Shapley values of a fitted logit.

The game is v(S) = Σ over journeys of P(kept | only the touches of S), so a player earns what it changes, not that it
was there. Journeys that kept nothing are needed: without them there is nothing to compare with.
Monte Carlo over orders of arrival in antithetic pairs: Castro et al. (2009); Mitchell et al. (2022).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from livefair.value.attribution.journeys import Floats, Journeys
from livefair.value.faults import Fault

RIDGE = 1e-3
ROUNDS_MAX = 100
PAIR_JOURNEYS_MIN = 50
PAIRS_MAX = 100
PLAYERS_MAX = 300
Ints = NDArray[np.int64]


class Sets(NamedTuple):
    """The different sets of players that were met: u × players, and how many of each were kept and lost."""

    met: NDArray[np.bool_]
    kept: Floats
    lost: Floats


class Logit(NamedTuple):
    """ln(p/(1 − p)) = base + Σ single + Σ pair, the pairs as a symmetric players × players matrix."""

    base: float
    single: Floats
    pair: Floats


class Contribution(NamedTuple):
    """Orders kept because of each player with the Monte Carlo standard error, and those that need nobody."""

    orders: Floats
    error: Floats
    baseline: float


def sets_of(journeys: Journeys) -> Sets:
    index = journeys.places()
    found: dict[frozenset[int], list[int]] = {}
    for one in journeys.all:
        counts = found.setdefault(frozenset(index[touch.player] for touch in one.touches), [0, 0])
        counts[0] += one.kept
        counts[1] += one.lost
    met = np.zeros((len(found), len(index)), dtype=np.bool_)
    for row, members in enumerate(found):
        met[row, list(members)] = True
    counts_of = np.array(list(found.values()), dtype=np.float64)
    return Sets(met, counts_of[:, 0], counts_of[:, 1])


def fit(sets: Sets) -> Logit:
    """By Newton's method with a small ridge on all but the base, so that Σ P = Σ kept. Raises Fault.

    Pairs enter when enough journeys met both.
    """
    if not sets.lost.any():
        raise Fault("nothing_lost")
    if sets.met.shape[1] > PLAYERS_MAX:
        raise Fault("players_too_many", found=sets.met.shape[1], most=PLAYERS_MAX)
    pairs = _pairs(sets)
    met = sets.met.astype(np.float64)
    design = np.column_stack([np.ones(len(met)), met, *(met[:, a] * met[:, b] for a, b in pairs)])
    beta = _newton(design, sets.kept, sets.kept + sets.lost)
    k = met.shape[1]
    pair = np.zeros((k, k))
    for (a, b), value in zip(pairs, beta[k + 1 :], strict=True):
        pair[a, b] = pair[b, a] = value
    return Logit(float(beta[0]), beta[1 : k + 1], pair)


def _pairs(sets: Sets) -> list[tuple[int, int]]:
    met = sets.met.astype(np.float64)
    together = np.triu((met * (sets.kept + sets.lost)[:, None]).T @ met, 1)
    order = np.argsort(-together, axis=None, kind="stable")[:PAIRS_MAX]
    places = [divmod(int(place), met.shape[1]) for place in order]
    return [(a, b) for a, b in places if together[a, b] >= PAIR_JOURNEYS_MIN]


def _newton(design: Floats, kept: Floats, people: Floats) -> Floats:
    beta = np.zeros(design.shape[1])
    share = np.clip(kept.sum() / people.sum(), 1e-9, 1 - 1e-9)
    beta[0] = np.log(share / (1 - share))
    ridge = np.full(len(beta), RIDGE)
    ridge[0] = 0.0
    for _ in range(ROUNDS_MAX):
        chance = _chance(design @ beta)
        slope = design.T @ (kept - people * chance) - ridge * beta
        bend = (design * (people * chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        # Long steps are cut, so that nearly separated data do not make it leap about.
        beta = beta + step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-10:
            return beta
    raise Fault("not_converged", iterations=ROUNDS_MAX)


def _chance(logit: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-np.clip(logit, -500, 500)))
    return chance


def contribution(sets: Sets, logit: Logit, *, orders: int = 200, seed: int = 1) -> Contribution:
    """Shapley values of every player from `orders` pairs of an order of arrival and its reverse."""
    rng = np.random.default_rng(seed)
    k = sets.met.shape[1]
    people = sets.kept + sets.lost
    members = _members(sets)
    total, square = np.zeros(k), np.zeros(k)
    for _ in range(orders):
        rank = rng.permutation(k)
        both = (_gains(members, logit, people, rank, k) + _gains(members, logit, people, k - 1 - rank, k)) / 2
        total += both
        square += both**2
    mean = total / orders
    spread = np.sqrt(np.maximum(square / orders - mean**2, 0) / max(orders - 1, 1))
    baseline = float(people.sum() * _chance(np.array([logit.base]))[0])
    return Contribution(mean, spread, baseline)


def _members(sets: Sets) -> Ints:
    """u × d: the members of each set, −1 where it has fewer."""
    widest = int(sets.met.sum(axis=1).max())
    found = np.full((len(sets.met), widest), -1, dtype=np.int64)
    for row, met in enumerate(sets.met):
        own = np.flatnonzero(met)
        found[row, : len(own)] = own
    return found


def _gains(members: Ints, logit: Logit, people: Floats, rank: Ints, k: int) -> Floats:
    """What each player adds when all arrive by rank, summed over all journeys."""
    order = np.argsort(np.where(members >= 0, rank[members], k), axis=1)
    arriving = np.take_along_axis(members, order, axis=1)
    there = arriving >= 0
    single = np.where(there, logit.single[arriving], 0.0)
    pair = logit.pair[arriving[:, :, None], arriving[:, None, :]]
    earlier = np.tril(np.ones(pair.shape[1:], dtype=np.bool_), -1)
    joined = np.where(earlier & there[:, :, None] & there[:, None, :], pair, 0.0).sum(axis=2)
    chance = _chance(logit.base + np.cumsum(single + joined, axis=1))
    before = np.column_stack([_chance(np.full((len(chance), 1), logit.base)), chance[:, :-1]])
    gains = (chance - before) * people[:, None]
    return np.bincount(arriving[there], weights=gains[there], minlength=k).astype(np.float64)
