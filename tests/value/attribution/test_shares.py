"""T5 of the value design: efficiency, symmetry, dummy; and every rule by hand."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings

from livefair.value.attribution import Journey, Touch, gathered, shares
from livefair.value.attribution.shares import ordered_shapley, set_shapley
from tests.value.attribution.ways import SOME, journey, journeys

RULES = [shares.first, shares.last, shares.linear, shares.time_decay, shares.position, shares.set_shapley]


def by_player(rule, *ways):
    found = gathered(ways)
    return dict(zip(found.players, rule(found).tolist(), strict=True))


def test_each_rule_divides_a_journey_as_its_name_says():
    way = journey("abc", 1, 0, 1_000, days=[14, 7, 0])
    assert by_player(shares.first, way) == {"a": 1_000, "b": 0, "c": 0}
    assert by_player(shares.last, way) == {"a": 0, "b": 0, "c": 1_000}
    assert by_player(shares.linear, way) == pytest.approx({"a": 1_000 / 3, "b": 1_000 / 3, "c": 1_000 / 3})
    assert by_player(shares.time_decay, way) == pytest.approx({"a": 1_000 / 7, "b": 2_000 / 7, "c": 4_000 / 7})
    assert by_player(shares.position, way) == pytest.approx({"a": 400, "b": 200, "c": 400})


def test_few_touches_share_by_position_in_halves():
    assert by_player(shares.position, journey("ab", 1, 0, 10)) == {"a": 5, "b": 5}
    assert by_player(shares.position, journey("a", 1, 0, 10)) == {"a": 10}


def test_very_old_touches_still_divide_the_whole():
    way = journey("ab", 1, 0, 10, days=[40_000, 40_000])
    assert by_player(shares.time_decay, way) == {"a": 5, "b": 5}


def exact_shapley(found):
    """By definition, over all sets of players: v(S) is the value of journeys that met nobody outside S."""
    names = found.players
    n = len(names)

    def worth(members):
        return sum(one.value_minor for one in found.all if {t.player for t in one.touches} <= set(members))

    values = []
    for player in names:
        others = [name for name in names if name != player]
        total = 0.0
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            total += weight * sum(worth({*some, player}) - worth(some) for some in combinations(others, size))
        values.append(total)
    return values


@settings(max_examples=30, deadline=None)
@given(found=journeys())
def test_equal_split_over_the_set_is_the_shapley_value(found):
    assert set_shapley(found) == pytest.approx(exact_shapley(found), rel=1e-12, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(found=journeys())
def test_every_rule_is_efficient(found):
    for rule in RULES:
        assert rule(found).sum() == pytest.approx(found.value_minor, rel=1e-12)


def renamed(found, names):
    return gathered(
        Journey(tuple(Touch(names.get(t.player, t.player), t.age_ms) for t in one.touches), *one[1:])
        for one in found.all
    )


@settings(max_examples=50, deadline=None)
@given(found=journeys())
def test_names_do_not_matter(found):
    """Symmetry: who does the same gets the same."""
    swapped = renamed(found, {"a": "b", "b": "a"})
    for rule in RULES:
        before = dict(zip(found.players, rule(found), strict=True))
        after = dict(zip(swapped.players, rule(swapped), strict=True))
        assert after["b"] == pytest.approx(before["a"], rel=1e-12, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(found=journeys())
def test_who_is_in_no_kept_journey_gets_nothing(found):
    """Dummy."""
    more = gathered([*found.all, journey("z", 0, 5)])
    for rule in RULES:
        assert rule(more)[more.places()["z"]] == 0


@settings(max_examples=50, deadline=None)
@given(found=journeys())
def test_places_sum_to_the_sets_values(found):
    assert ordered_shapley(found).sum(axis=1) == pytest.approx(set_shapley(found), rel=1e-12, abs=1e-9)


def test_a_player_met_twice_has_its_part_at_both_places():
    table = ordered_shapley(gathered([journey("aba", 1, 0, 12)]))
    assert table[0, :3].tolist() == [3, 0, 3]
    assert table[1, :3].tolist() == [0, 6, 0]


def test_rules_differ_where_they_should():
    assert not np.allclose(shares.first(SOME), shares.last(SOME))
