import pytest
from hypothesis import given, settings

from livefair.value.attribution import NOBODY, attribute, gathered
from livefair.value.attribution.attributing import FITTED, RULES
from tests.value.attribution.ways import SOME, journey, journeys


@settings(max_examples=40, deadline=None)
@given(found=journeys())
def test_every_rule_adds_up_to_the_kept_value_to_the_unit(found):
    result = attribute(found, orders=4)
    for rule in (*RULES, FITTED):
        assert sum(credit.minor[rule] for credit in result.credits) == found.value_minor
    assert abs(result.base_chain - result.base_observed) <= 1e-12


def test_what_nobody_caused_is_nobodys_in_the_fitted_game_only():
    result = attribute(SOME)
    [nobody] = [credit for credit in result.credits if credit.player == NOBODY]
    assert nobody.minor[FITTED] > 0
    assert {nobody.minor[rule] for rule in RULES} == {0}


def test_without_lost_journeys_the_fitted_game_is_left_out():
    result = attribute(gathered([journey("ab", 3)]))
    assert all(FITTED not in credit.minor and credit.orders is None for credit in result.credits)


def test_the_same_seed_gives_the_same_credit():
    assert attribute(SOME, orders=10, seed=4) == attribute(SOME, orders=10, seed=4)


def test_orders_say_how_sure_they_are():
    result = attribute(SOME, orders=50)
    assert all(credit.orders_error is not None for credit in result.credits if credit.player != NOBODY)
    assert sum(credit.orders for credit in result.credits) == pytest.approx(SOME.kept, rel=1e-9)
