"""Bringing two sides together, each member with so many places: the pairs that are best for both sides. Pure.

A pair weighs sqrt(u·v), the root of the Nash product of what it brings to its left and to its right side (Nash 1950),
so that neither is served at the other's cost. The heaviest choice is a minimum-cost flow, solved by OR-Tools where that
is installed (`livefair[matching]`), else the heaviest pairs are taken first, which has at least half of the weight.
"""

import math
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

PAIRS_MAX = 1_000_000
COSTS = 1e6
"""Weights are counted in millionths of the heaviest: a flow knows whole numbers only."""


class Market(NamedTuple):
    """`left`, `right`, `for_left`, `for_right`: one entry for each pair that may be, no pair twice. `left_room`,
    `right_room`: how many pairs each member bears; `is_small`: the members of the left side whom a floor protects.
    """

    left: Ints
    right: Ints
    for_left: Numbers
    for_right: Numbers
    left_room: Ints
    right_room: Ints
    is_small: Flags


class Quality(NamedTuple):
    """`blocking`: pairs that both sides would rather have than one of theirs, for each pair that was chosen."""

    pairs: int
    weight: float
    small_share: float
    blocking: float


Solver = Callable[[Market, int], Ints]
"""Takes the market and how many pairs of small members there must be, as far as they can be paired."""


def match(market: Market, *, small_floor: float = 0.0, solver: Solver | None = None) -> Ints:
    """The chosen pairs by their places in the market, in ascending order.

    Of as many as would be chosen anyway, at least `small_floor` (0 to 1) are of small members, as far as those can be
    paired at all.
    """
    if not 0 <= small_floor <= 1 or len(market.left) > PAIRS_MAX:
        raise ValueError(f"a floor of {small_floor}, {len(market.left)} pairs")
    solve = solver or best_solver()
    chosen = solve(market, 0)
    least = math.ceil(small_floor * len(chosen))
    return chosen if _small_in(market, chosen) >= least else solve(market, least)


def best_solver() -> Solver:
    return by_flow if find_spec("ortools") else by_weight


def weights(market: Market) -> Numbers:
    return np.asarray(np.sqrt(np.maximum(market.for_left, 0) * np.maximum(market.for_right, 0)), dtype=np.float64)


def by_weight(market: Market, small_least: int) -> Ints:
    """The heaviest pair first; those of members that are not small leave room for the least of the small ones."""
    chosen = _heaviest(market, len(market.left))
    if _small_in(market, chosen) >= small_least:
        return chosen
    return _heaviest(market, max(0, len(chosen) - small_least))


def _heaviest(market: Market, others_max: int) -> Ints:
    """At most so many pairs of members that are not small, as long as others can be had instead."""
    weight = weights(market)
    heaviest = [pair for pair in np.argsort(-weight, kind="stable").tolist() if weight[pair] > 0]
    left_room, right_room = market.left_room.tolist(), market.right_room.tolist()
    left, right = market.left.tolist(), market.right.tolist()
    is_small = market.is_small[market.left].tolist()
    chosen: list[int] = []
    put_off: list[int] = []
    for is_second_time in (False, True):
        for pair in put_off if is_second_time else heaviest:
            if not left_room[left[pair]] or not right_room[right[pair]]:
                continue
            if not is_small[pair] and not others_max and not is_second_time:
                put_off.append(pair)
                continue
            left_room[left[pair]] -= 1
            right_room[right[pair]] -= 1
            others_max -= not is_small[pair]
            chosen.append(pair)
    return np.array(sorted(chosen), dtype=np.int64)


def by_flow(market: Market, small_least: int) -> Ints:
    """The heaviest choice of all: a flow from the source over the two groups of the left side to the right side."""
    weight = weights(market)
    pairs = np.flatnonzero(weight > 0)
    if not len(pairs):
        return pairs.astype(np.int64)
    lefts, rights = len(market.left_room), len(market.right_room)
    source, small, others, sink = range(lefts + rights, lefts + rights + 4)
    most = int(min(market.left_room.sum(), market.right_room.sum()))
    flow = import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()

    def arcs(tails: Ints, heads: Ints, room: Ints, cost: Ints) -> Ints:
        return np.asarray(flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost))

    costs = -np.round(weight[pairs] * (COSTS / weight.max())).astype(np.int64)
    chosen = arcs(market.left[pairs], lefts + market.right[pairs], np.ones(len(pairs), np.int64), costs)
    arcs(np.where(market.is_small, small, others), np.arange(lefts), market.left_room, np.zeros(lefts, np.int64))
    arcs(lefts + np.arange(rights), np.full(rights, sink), market.right_room, np.zeros(rights, np.int64))
    # By the first of these the least is brought to the small ones: a prize that no weight can outdo. By the last one
    # goes what stays unpaired.
    heads, room = np.array([small, small, others, sink]), np.array([small_least, most, most, most])
    arcs(np.full(4, source), heads, room, np.array([-int(COSTS) * (most + 1), 0, 0, 0]))
    flow.set_nodes_supplies(np.array([source, sink]), np.array([most, -most]))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("a flow that may stay at home always has a solution")
    is_chosen = np.asarray(flow.flows(chosen)) > 0
    return pairs[is_chosen].astype(np.int64)


def quality_of(market: Market, chosen: Ints) -> Quality:
    """What a choice is worth, for whoever compares."""
    least_left = _least(market.left[chosen], market.for_left[chosen], market.left_room)
    least_right = _least(market.right[chosen], market.for_right[chosen], market.right_room)
    is_free = np.ones(len(market.left), bool)
    is_free[chosen] = False
    is_wanted = (market.for_left > least_left[market.left]) & (market.for_right > least_right[market.right])
    return Quality(
        pairs=len(chosen),
        weight=float(weights(market)[chosen].sum()),
        small_share=_small_in(market, chosen) / len(chosen) if len(chosen) else 0.0,
        blocking=float((is_free & is_wanted).sum()) / max(1, len(chosen)),
    )


def _least(members: Ints, gains: Numbers, room: Ints) -> Numbers:
    """What each member would give up for another pair: its least gain, or nothing while it has room."""
    least = np.full(len(room), np.inf)
    np.minimum.at(least, members, gains)
    least[np.bincount(members, minlength=len(room)) < room] = 0
    return least


def _small_in(market: Market, chosen: Ints) -> int:
    return int(market.is_small[market.left[chosen]].sum())
