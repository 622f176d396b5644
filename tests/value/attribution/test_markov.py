import numpy as np
import pytest
from hypothesis import given, settings

from livefair.value.attribution import gathered
from livefair.value.attribution.markov import chain_of, markov, removal
from tests.value.attribution.ways import SOME, journey, journeys


def keeping(chain, without=None):
    """The chance to keep, by solving the chain with one player's states turned into losses."""
    start, between, kept = chain.start.copy(), chain.between.copy(), chain.kept
    if without is not None:
        start[without], between[:, without] = 0, 0
    return start @ np.linalg.solve(np.eye(len(start)) - between, kept)


@settings(max_examples=60, deadline=None)
@given(found=journeys())
def test_the_chains_base_rate_is_the_observed_one(found):
    observed = found.kept / (found.kept + found.lost)
    assert abs(removal(chain_of(found)).base - observed) <= 1e-12


@settings(max_examples=60, deadline=None)
@given(found=journeys())
def test_one_solve_gives_what_removing_each_player_gives(found):
    chain = chain_of(found)
    expected = [1 - keeping(chain, player) / keeping(chain) for player in range(len(found.players))]
    assert removal(chain).effects == pytest.approx(expected, abs=1e-12)


def test_a_chain_by_hand():
    """start → a always; from a half go to b and half end lost; from b all keep."""
    found = removal(chain_of(gathered([journey("ab", 1, 0), journey("a", 0, 1)])))
    assert found.base == pytest.approx(0.5)
    assert found.effects == pytest.approx([1.0, 1.0])


def test_staying_with_the_same_player_changes_no_removal_effect():
    plain = removal(chain_of(gathered([journey("ab", 2, 3), journey("b", 1, 4)])))
    staying = removal(chain_of(gathered([journey("aaab", 2, 3), journey("bb", 1, 4)])))
    assert staying.effects == pytest.approx(plain.effects)


def test_value_is_divided_by_the_removal_effects():
    effects = removal(chain_of(SOME)).effects
    assert markov(SOME) == pytest.approx(SOME.value_minor * effects / effects.sum())
    assert effects[SOME.places()["d"]] == 0
