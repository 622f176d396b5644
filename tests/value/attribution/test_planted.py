"""What the rules of attribution make of a truth that is known."""

import pytest

from livefair.value.attribution.planted import GAMER, MAGNET, planted_truth, rank_correlation


@pytest.fixture(scope="module")
def methods():
    return {one.rule: one for one in planted_truth().methods}


def test_chance_itself_comes_nearest_and_the_last_touch_is_farthest(methods):
    by_bias = sorted(methods, key=lambda rule: methods[rule].bias)
    assert by_bias[:2] == ["hold_out", "fitted_shapley"]
    assert by_bias[-1] == "last"
    assert methods["hold_out"].rank > methods["set_shapley"].rank > methods["last"].rank


def test_rules_that_split_what_was_kept_pay_for_touches_without_effect(methods):
    assert methods["last"].gamed_minor > 3_000
    assert methods["set_shapley"].gamed_minor > 1_000
    assert abs(methods["fitted_shapley"].gamed_minor) < 300
    assert methods["hold_out"].gamed_minor is None


def test_only_a_hold_out_sees_that_the_magnet_causes_nothing(methods):
    truth = planted_truth()
    assert truth.minor[MAGNET] == 0
    assert GAMER not in truth.minor
    for rule in ("last", "linear", "markov", "set_shapley", "fitted_shapley"):
        assert methods[rule].minor[MAGNET] > truth.value_minor / 10
    assert methods["hold_out"].minor[MAGNET] < truth.value_minor / 20


def test_ranks_agree_with_themselves_and_share_ties():
    assert rank_correlation([1, 2, 3], [10, 20, 90]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    # By hand: ranks 0.5 0.5 2 and 0 1 2.
    assert rank_correlation([5, 5, 9], [1, 2, 3]) == pytest.approx(0.8660254)
