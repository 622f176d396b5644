from random import Random

import numpy as np
import pytest

from livefair.discovery.recommending import CoVisits, Visits


def visits(walks, trust=None):
    """walks: for each user the things in the order met."""
    keys = sorted({thing for walk in walks for thing in walk})
    rows = [
        (user, keys.index(thing), at, 1.0 if trust is None else trust[user])
        for user, walk in enumerate(walks)
        for at, thing in enumerate(walk)
    ]
    users, items, times, believed = zip(*rows, strict=True)
    return Visits(keys, np.array(users), np.array(items), np.array(times), np.array(believed, np.float32))


def fitted(walks, trust=None):
    made = CoVisits()
    made.fit(visits(walks, trust))
    return made


def observed(walks):
    made = CoVisits()
    for user, walk in enumerate(walks):
        for thing in walk:
            made.observe(user, thing)
    return made


@pytest.mark.parametrize("learned", [fitted, observed])
def test_a_pair_serves_when_three_have_made_it(learned):
    assert learned([["a", "b"]] * 2).met_with(["a"]) == {}
    assert set(learned([["a", "b"]] * 3).met_with(["a"])) == {"b"}


@pytest.mark.parametrize("learned", [fitted, observed])
def test_what_comes_next_counts_more_than_what_came_before(learned):
    made = learned([["a", "b", "c"]] * 5)
    met = made.met_with(["b"])
    assert met["c"].weight > met["a"].weight > 0
    assert {one.because for one in met.values()} == {"b"}


def test_fit_and_observe_agree():
    chance = Random(1)
    walks = [[f"t{chance.randrange(9)}" for _ in range(7)] for _ in range(60)]
    one, other = fitted(walks).met_with(["t1", "t2"]), observed(walks).met_with(["t1", "t2"])
    assert set(one) == set(other)
    best = [sorted(met, key=lambda key, met=met: -met[key].weight)[:3] for met in (one, other)]
    assert len(set(best[0]) & set(best[1])) >= 2


@pytest.mark.parametrize("learned", [fitted, observed])
def test_a_user_gives_a_thing_one_credit_however_often_they_come(learned):
    honest = [["a", "b"]] * 4
    assert learned(honest).met_with(["a"]) == learned([*honest[:3], ["a", "b"] * 50]).met_with(["a"])


def test_the_last_thing_met_counts_most():
    made = fitted([["a", "x"]] * 4 + [["b", "y"]] * 4)
    met = made.met_with(["a", "b"])
    assert met["y"].weight > met["x"].weight
    assert made.met_with(["b", "a"])["x"].weight > made.met_with(["b", "a"])["y"].weight


def test_a_fit_replaces_what_was_observed():
    made = observed([["a", "b"]] * 3)
    made.fit(visits([["c", "d"]] * 3))
    assert made.met_with(["a"]) == {}
    assert set(made.met_with(["c"])) == {"d"}


def test_an_empty_memory_knows_nothing():
    made = CoVisits()
    assert made.met_with(["a"]) == {}
    made.fit(Visits([], *(np.empty(0, np.int64),) * 3, np.empty(0, np.float32)))
    assert made.met_with(["a"]) == {}


def exposure(trusted_crowd, attack, trust):
    """How often the pushed thing is among the ten best of what honest people meet."""
    walks = [*trusted_crowd, *attack]
    made = fitted(walks, [1.0] * len(trusted_crowd) + [trust] * len(attack))
    lists = [made.met_with([f"t{number}"]) for number in range(60)]
    best = [sorted(met, key=lambda key, met=met: (-met[key].weight, key))[:10] for met in lists]
    return sum("target" in found for found in best)


def test_accounts_that_repeat_a_pair_push_little_and_unproven_ones_next_to_nothing():
    chance = Random(2)
    crowd = [[f"t{(start + step) % 60}" for step in range(8)] for start in chance.choices(range(60), k=600)]
    repeated = [["t5", "target"] * 30 for _ in range(6)]
    once = [["t5", "target"] for _ in range(6)]
    assert exposure(crowd, [], 1.0) == 0
    assert exposure(crowd, repeated, 1.0) == exposure(crowd, once, 1.0) <= 1
    wide = [[f"t{number % 6}", "target"] for number in range(120)]
    assert exposure(crowd, wide, 0.2) < exposure(crowd, wide, 1.0)


def test_arrays_alone_give_the_same_best():
    made = fitted([["a", "b", "c", "d"]] * 4)
    places, weights = made.strongest(["a"], 2)
    met = made.met_with(["a"])
    assert {"abcd"[place] for place in places.tolist()} == {"b", "c"}
    assert weights.max() == pytest.approx(max(one.weight for one in met.values()), rel=1e-5)
