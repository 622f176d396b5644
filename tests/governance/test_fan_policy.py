import pytest

from livefair.governance.fan_policy import BOUNDS, FanKnobs, fan_policies, fan_policy, set_fan_policy
from livefair.governance.policies import Policy
from livefair.kernel import Invalid, NotAllowed


def test_the_programs_own_rules_for_fan_clubs_hold_until_an_operator_sets_others(db, join):
    olga = join("olga", "operator")
    assert db.read_now(fan_policy) == Policy(0, FanKnobs())
    assert db.write_now(set_fan_policy, olga, FanKnobs(level_step=30)) == 1
    assert db.read_now(fan_policies) == [Policy(1, FanKnobs(level_step=30))]


def test_every_knob_of_fan_clubs_has_bounds_that_hold_the_programs_own_value():
    assert set(BOUNDS) == set(FanKnobs.__struct_fields__)
    assert all(low <= getattr(FanKnobs(), field) <= high for field, (low, high) in BOUNDS.items())


@pytest.mark.parametrize("knobs", [{"level_step": 0}, {"watch_minutes": 0}, {"help_points": -1}])
def test_rules_for_fan_clubs_have_bounds_and_are_the_operators(db, join, knobs):
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_fan_policy, join("olga", "operator"), FanKnobs(**knobs))
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(set_fan_policy, join("zoe"), FanKnobs())
