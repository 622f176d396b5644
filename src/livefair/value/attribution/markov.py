"""The removal effect of each player in a first-order Markov chain of touches, exactly: one linear solve, no simulation.

Anderl et al. (2016). Removing i loses those who come to i before they end and would have kept an order from there:
with F = (I − Q)⁻¹ that is h·c, where h = (sF)ᵢ/Fᵢᵢ is the chance to come to i and c = (Fr)ᵢ the chance to keep from i.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from livefair.value.attribution.journeys import Floats, Journeys


class Chain(NamedTuple):
    """Chances from the start to each player, between players, and from each player to a kept order."""

    start: Floats
    between: Floats
    kept: Floats


class Removal(NamedTuple):
    """`base` is the share of journeys that keep an order: the chain's and the observed one are the same number.
    `effects` is the share of kept orders that would go without each player.
    """

    base: float
    effects: Floats


def chain_of(journeys: Journeys) -> Chain:
    k = len(journeys.players)
    index = journeys.places()
    start, between = np.zeros(k), np.zeros((k, k))
    kept, leaving = np.zeros(k), np.zeros(k)
    for one in journeys.all:
        people = one.kept + one.lost
        way = [index[touch.player] for touch in one.touches]
        start[way[0]] += people
        for here, there in pairwise(way):
            between[here, there] += people
            leaving[here] += people
        kept[way[-1]] += one.kept
        leaving[way[-1]] += people
    seen = np.maximum(leaving, 1)
    return Chain(start / start.sum(), between / seen[:, None], kept / seen)


def removal(chain: Chain) -> Removal:
    fundamental = np.linalg.inv(np.eye(len(chain.start)) - chain.between)
    visits = chain.start @ fundamental
    keeping = fundamental @ chain.kept
    base = float(chain.start @ keeping)
    coming = visits / np.diag(fundamental)
    return Removal(base, coming * keeping / base)


def markov(journeys: Journeys) -> Floats:
    """The kept value divided in proportion to the removal effects."""
    effects = removal(chain_of(journeys)).effects
    credit: Floats = effects / effects.sum() * journeys.value_minor
    return credit
