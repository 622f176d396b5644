import pytest

from livefair.governance.gift_policy import GiftKnobs, gift_policies, gift_policy, set_gift_policy
from livefair.governance.policies import Policy
from livefair.kernel import Invalid, NotAllowed


def test_the_programs_own_limits_hold_until_an_operator_sets_others(db, join):
    olga = join("olga", "operator")
    assert db.read_now(gift_policy) == Policy(0, GiftKnobs())
    knobs = GiftKnobs(day_max_minor=1, take_back_minutes=5)
    assert db.write_now(set_gift_policy, olga, knobs) == 1
    assert db.write_now(set_gift_policy, olga, GiftKnobs()) == 2
    assert [policy.version for policy in db.read_now(gift_policies)] == [2, 1]
    assert db.read_now(gift_policies)[1].knobs == knobs


@pytest.mark.parametrize("knobs", [{"day_max_minor": -1}, {"take_back_minutes": 0}, {"hold_hours": 10_000}])
def test_limits_have_bounds_and_are_the_operators(db, join, knobs):
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_gift_policy, join("olga", "operator"), GiftKnobs(**knobs))
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(set_gift_policy, join("zoe"), GiftKnobs())
