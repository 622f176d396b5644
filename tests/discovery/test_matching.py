"""Pairs that are best for both sides, against every choice there is in small markets."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.discovery.matching import Market, Solver, best_solver, by_flow, by_weight, match, quality_of, weights

SOLVERS = [by_flow, by_weight]
FLOORS = st.sampled_from([0.0, 0.3, 0.5, 1.0])


@st.composite
def markets(draw: st.DrawFn) -> Market:
    lefts, rights = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    possible = [(one, other) for one in range(lefts) for other in range(rights)]
    pairs = draw(st.lists(st.sampled_from(possible), unique=True, max_size=9))
    gains = st.lists(st.integers(0, 9), min_size=len(pairs), max_size=len(pairs))
    return Market(
        left=np.array([one for one, _ in pairs], np.int64),
        right=np.array([other for _, other in pairs], np.int64),
        for_left=np.array(draw(gains), float),
        for_right=np.array(draw(gains), float),
        left_room=np.array(draw(st.lists(st.integers(0, 2), min_size=lefts, max_size=lefts)), np.int64),
        right_room=np.array(draw(st.lists(st.integers(0, 3), min_size=rights, max_size=rights)), np.int64),
        is_small=np.array(draw(st.lists(st.booleans(), min_size=lefts, max_size=lefts)), bool),
    )


def fits(market: Market, chosen: tuple[int, ...] | list[int]) -> bool:
    pairs = np.array(chosen, np.int64)
    lefts = np.bincount(market.left[pairs], minlength=len(market.left_room))
    rights = np.bincount(market.right[pairs], minlength=len(market.right_room))
    return bool((lefts <= market.left_room).all() and (rights <= market.right_room).all())


def small_in(market: Market, chosen: tuple[int, ...] | list[int]) -> int:
    return int(market.is_small[market.left[np.array(chosen, np.int64)]].sum())


def choices(market: Market) -> list[tuple[int, ...]]:
    """All that keep to everybody's room, made of pairs that bring something to both."""
    worth = np.flatnonzero(weights(market) > 0).tolist()
    return [some for size in range(len(worth) + 1) for some in combinations(worth, size) if fits(market, some)]


def weight_of(market: Market, chosen: tuple[int, ...]) -> float:
    return float(weights(market)[list(chosen)].sum())


@given(markets())
def test_the_flow_finds_the_heaviest_choice_of_all(market: Market) -> None:
    best = max(weight_of(market, some) for some in choices(market))
    assert quality_of(market, match(market, solver=by_flow)).weight == pytest.approx(best, abs=1e-4)


@given(markets(), st.integers(0, 5))
def test_the_floor_is_met_as_far_as_it_can_be_and_costs_no_more_than_it_must(market: Market, least: int) -> None:
    every = choices(market)
    reachable = min(least, max(small_in(market, some) for some in every))
    best = max(weight_of(market, some) for some in every if small_in(market, some) >= reachable)
    chosen = by_flow(market, least)
    assert small_in(market, chosen.tolist()) >= reachable
    assert quality_of(market, chosen).weight == pytest.approx(best, abs=1e-4)


@given(markets())
def test_the_heaviest_pairs_first_have_at_least_half_of_the_weight(market: Market) -> None:
    best = max(weight_of(market, some) for some in choices(market))
    assert quality_of(market, match(market, solver=by_weight)).weight >= best / 2 - 1e-9


@given(markets(), FLOORS, st.sampled_from(SOLVERS))
def test_nobody_has_more_pairs_than_room_nor_one_that_brings_them_nothing(
    market: Market, floor: float, solver: Solver
) -> None:
    chosen = match(market, small_floor=floor, solver=solver)
    assert fits(market, chosen.tolist())
    assert (weights(market)[chosen] > 0).all()
    assert chosen.tolist() == sorted(set(chosen.tolist()))


def village(*, members: int, seed: int) -> Market:
    """Few large members, whom everybody wants, and many small ones."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(7, 1.5, members))
    left, right = np.repeat(np.arange(members), 8), rng.integers(0, members // 3, members * 8)
    _, first = np.unique(left * members + right, return_index=True)
    left, right = left[first], right[first]
    return Market(
        left=left,
        right=right,
        for_left=size[left] * rng.uniform(0.1, 1, len(left)),
        for_right=size[left] * rng.uniform(0.1, 1, len(left)),
        left_room=rng.integers(1, 4, members),
        right_room=rng.integers(1, 5, members // 3),
        is_small=size < np.median(size),
    )


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_floor_gives_the_small_their_share_for_little(solver: Solver) -> None:
    market = village(members=300, seed=4)
    free, fair = (quality_of(market, match(market, small_floor=floor, solver=solver)) for floor in (0.0, 0.4))
    assert free.small_share < 0.3
    assert fair.small_share >= 0.4
    assert fair.pairs >= free.pairs
    assert fair.weight > 0.8 * free.weight


def test_the_flow_beats_the_greedy_choice_on_planted_utility() -> None:
    """The first left member is a little better for the only place that suits the second."""
    market = Market(
        left=np.array([0, 0, 1]),
        right=np.array([0, 1, 0]),
        for_left=np.array([10.0, 9.0, 9.0]),
        for_right=np.array([10.0, 9.0, 9.0]),
        left_room=np.array([1, 1]),
        right_room=np.array([1, 1]),
        is_small=np.array([False, False]),
    )
    assert match(market, solver=by_weight).tolist() == [0]
    assert match(market, solver=by_flow).tolist() == [1, 2]
    assert quality_of(market, np.array([1, 2])).blocking == 0.5


def test_what_makes_no_sense_is_refused() -> None:
    market = village(members=30, seed=1)
    with pytest.raises(ValueError, match="floor"):
        match(market, small_floor=1.1)


def test_the_flow_is_used_where_it_is_installed() -> None:
    assert best_solver() is by_flow
