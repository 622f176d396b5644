import msgspec
import pytest

from livefair.governance import FeedKnobs, feed_policy, set_feed_policy
from livefair.governance.feed_policy import BOUNDS, feed_policies
from livefair.kernel import Invalid, NotAllowed


def test_the_programs_own_policy_holds_until_an_operator_sets_another(db, join):
    assert db.read_now(feed_policy).version == 0
    olga = join("olga", "operator")
    assert db.write_now(set_feed_policy, olga, FeedKnobs(explore=200)) == 1
    assert db.write_now(set_feed_policy, olga, FeedKnobs(creator_cap=1)) == 2
    assert db.read_now(feed_policy).knobs == FeedKnobs(creator_cap=1)
    assert [policy.version for policy in db.read_now(feed_policies)] == [2, 1]


def test_nobody_else_sets_it(db, join):
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(set_feed_policy, join("bea", "brand"), FeedKnobs())


@pytest.mark.parametrize("field", FeedKnobs.__struct_fields__)
def test_every_knob_has_bounds(db, join, field):
    olga = join("olga", "operator")
    for beyond in (BOUNDS[field][0] - 1, BOUNDS[field][1] + 1):
        with pytest.raises(Invalid, match="out_of_range"):
            db.write_now(set_feed_policy, olga, msgspec.structs.replace(FeedKnobs(), **{field: beyond}))
