import pytest

from livefair.governance.idea_policy import IdeaKnobs, idea_policies, idea_policy, set_idea_policy
from livefair.governance.policies import Policy
from livefair.kernel import Invalid, NotAllowed


def test_the_programs_own_rules_for_ideas_hold_until_an_operator_sets_others(db, join):
    olga = join("olga", "operator")
    assert db.read_now(idea_policy) == Policy(0, IdeaKnobs())
    assert db.write_now(set_idea_policy, olga, IdeaKnobs(supporters_needed=7)) == 1
    assert db.read_now(idea_policies) == [Policy(1, IdeaKnobs(supporters_needed=7))]


@pytest.mark.parametrize("knobs", [{"supporters_needed": 0}, {"answer_days": 366}, {"royalty_bp_min": 1_001}])
def test_rules_for_ideas_have_bounds_and_are_the_operators(db, join, knobs):
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_idea_policy, join("olga", "operator"), IdeaKnobs(**knobs))
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(set_idea_policy, join("zoe"), IdeaKnobs())
