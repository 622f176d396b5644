"""Mitchell's classes: planted changes move a group where they must, and no score leaves its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.rules.salience import (
    CLASSES,
    Claim,
    Scores,
    class_of,
    compliance,
    days_of,
    fairness,
    is_short,
    power,
    urgency,
)

WEIGHTS = {"refund": 0.9, "question": 0.3}
parts = st.floats(0, 1)
claims = st.lists(st.builds(Claim, st.sampled_from(sorted(WEIGHTS)), st.floats(0, 50)), max_size=30)


def test_all_eight_patterns_have_a_class_of_their_own():
    patterns = [class_of(Scores(p, ll, u)) for p in (0, 1) for ll in (0, 1) for u in (0, 1)]
    assert sorted(patterns) == sorted(CLASSES)
    assert len(set(CLASSES.values())) == 8


def test_a_planted_change_of_urgency_makes_a_dominant_group_definitive():
    calm = [Claim("refund", 0.1)] * 10
    late = [Claim("refund", 3.0)] * 10
    before = class_of(Scores(1.0, 0.9, urgency(calm, WEIGHTS)))
    after = class_of(Scores(1.0, 0.9, urgency(late, WEIGHTS)))
    assert (CLASSES[before], CLASSES[after]) == ("dominant", "definitive")


@given(claims, claims)
def test_urgency_stays_within_bounds_and_no_claim_growing_older_lowers_it(some, more):
    assert 0 <= urgency(some, WEIGHTS) < 1
    older = [Claim(one.kind, one.age + 1) for one in some]
    assert urgency(older, WEIGHTS) >= urgency(some, WEIGHTS) - 1e-12


@given(parts, parts)
def test_power_is_at_least_each_of_its_parts(at_stake, only_by):
    assert max(at_stake, only_by) - 1e-12 <= power(at_stake, only_by) <= 1


def test_one_late_claim_of_a_small_group_is_not_urgent_yet():
    assert urgency([Claim("refund", 9.0)], WEIGHTS) == pytest.approx(0.9 / 6)


@given(st.integers(1, 10_000), st.integers(0, 100))
def test_more_evidence_of_the_same_conduct_is_never_worth_less(acts, upheld):
    share = min(upheld, acts)
    assert 0 <= compliance(share, acts) <= 1 - share / acts + 1e-12
    assert compliance(10 * share, 10 * acts) >= compliance(share, acts) - 1e-12


def test_compliance_is_the_lower_bound_of_wilson():
    # By hand: p = 0.9, n = 100, z = 1.281552.
    assert compliance(10, 100) == pytest.approx(0.8547, abs=5e-4)
    assert compliance(0, 0) == 0


def test_getting_between_half_and_twice_is_fair_and_beyond_it_falls_in_a_line():
    assert [fairness(ratio, None) for ratio in (0, 0.25, 0.5, 2, 3, 4, 9)] == [0, 0.5, 1, 1, 0.5, 0, 0]
    assert fairness(None, None) == 1
    assert fairness(1, 2.5) == 0.5
    assert fairness(0.25, 7) == 0.5


def test_a_score_at_the_border_does_not_flicker():
    daily = [Scores(1, 1, urgent) for urgent in (0.56, 0.48, 0.52, 0.44, 0.52, 0.56)]
    assert days_of(daily) == ["PLU", "PLU", "PLU", "PL", "PL", "PLU"]


def test_only_a_definitive_group_that_gets_too_little_is_an_alert():
    assert is_short("PLU", 0.5)
    assert not is_short("PLU", 0.9)
    assert not is_short("PL", 0.1)
    assert not is_short("PLU", None)
