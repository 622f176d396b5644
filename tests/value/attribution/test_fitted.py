from itertools import permutations

import numpy as np
import pytest

from livefair.value.attribution import gathered
from livefair.value.attribution.fitted import Logit, contribution, fit, sets_of
from livefair.value.faults import Fault
from tests.value.attribution.ways import SOME, journey


def chance(logit, members):
    members = sorted(members)
    z = logit.base + logit.single[members].sum()
    z += sum(logit.pair[a, b] for place, a in enumerate(members) for b in members[:place])
    return 1 / (1 + np.exp(-z))


def worth(sets, logit, allowed):
    people = sets.kept + sets.lost
    return sum(n * chance(logit, set(np.flatnonzero(met)) & allowed) for met, n in zip(sets.met, people, strict=True))


def by_definition(sets, logit):
    k = sets.met.shape[1]
    total = np.zeros(k)
    for order in permutations(range(k)):
        there = set()
        for player in order:
            before = worth(sets, logit, there)
            there.add(player)
            total[player] += worth(sets, logit, there) - before
    return total / np.prod(range(1, k + 1))


SETS = sets_of(SOME)
LOGIT = Logit(-1.5, np.array([0.8, 0.3, -0.4, 0.0]), np.zeros((4, 4)))
LOGIT.pair[0, 1] = LOGIT.pair[1, 0] = 0.7


def test_monte_carlo_agrees_with_the_definition_within_its_own_error():
    found = contribution(SETS, LOGIT, orders=400, seed=3)
    exact = by_definition(SETS, LOGIT)
    assert (np.abs(found.orders - exact) <= 4 * found.error + 1e-12).all()
    assert np.abs(found.orders - exact).max() < 0.05


def test_every_order_of_arrival_divides_the_whole():
    found = contribution(SETS, LOGIT, orders=3, seed=1)
    everyone = set(range(4))
    assert found.orders.sum() + found.baseline == pytest.approx(worth(SETS, LOGIT, everyone), rel=1e-12)


def test_who_changes_nothing_gets_nothing():
    assert contribution(SETS, LOGIT, orders=5).orders[3] == pytest.approx(0, abs=1e-12)


def test_who_drives_people_away_gets_less_than_nothing():
    assert contribution(SETS, LOGIT, orders=50).orders[2] < 0


def test_the_stated_error_shrinks_as_more_orders_are_tried():
    few, many = (contribution(SETS, LOGIT, orders=n, seed=2).error.max() for n in (20, 2_000))
    assert many < few / 5


def test_the_fit_expects_as_many_orders_as_were_kept():
    fitted = fit(SETS)
    expected = sum(
        n * chance(fitted, np.flatnonzero(met)) for met, n in zip(SETS.met, SETS.kept + SETS.lost, strict=True)
    )
    assert expected == pytest.approx(SETS.kept.sum(), rel=1e-9)


def test_planted_effects_and_pairs_are_found_again():
    rng = np.random.default_rng(1)
    true = Logit(-2.0, np.array([1.0, 0.5, -0.5]), np.zeros((3, 3)))
    true.pair[0, 1] = true.pair[1, 0] = 0.8
    ways = []
    for path in ("a", "b", "c", "ab", "bc", "ac", "abc"):
        kept = rng.binomial(20_000, chance(true, ["abc".index(name) for name in path]))
        ways.append(journey(path, int(kept), 20_000 - int(kept)))
    found = fit(sets_of(gathered(ways)))
    assert found.base == pytest.approx(-2.0, abs=0.15)
    assert found.single == pytest.approx(true.single, abs=0.15)
    assert found.pair[0, 1] == pytest.approx(0.8, abs=0.15)


def test_perfectly_divided_data_do_not_run_away():
    found = fit(sets_of(gathered([journey("a", 50, 0), journey("b", 0, 50)])))
    assert np.isfinite([found.base, *found.single]).all()


def test_without_lost_journeys_there_is_nothing_to_compare_with():
    with pytest.raises(Fault, match="nothing to compare"):
        fit(sets_of(gathered([journey("ab", 5, 0)])))
