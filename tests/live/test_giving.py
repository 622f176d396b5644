import pytest

from livefair.kernel import GUEST, Invalid, NotAllowed
from livefair.kernel.clock import DAY_MS
from livefair.live.giving import NO_LIMITS, given_by, own_limits, set_own_limits
from livefair.live.rules.gifts import Given, Limits


def limits_now(db, actor):
    return db.read_now(own_limits, actor.id)


def test_a_lower_limit_holds_at_once(db, join):
    zoe = join("zoe")
    assert limits_now(db, zoe).now == NO_LIMITS
    for limits in (Limits(5_000, 20_000), Limits(4_000, 20_000), Limits(0, 0)):
        assert db.write_now(set_own_limits, zoe, limits) == (limits, None, None)


def test_a_higher_limit_holds_after_a_day_and_what_is_lowered_with_it_at_once(db, clock, join):
    zoe = join("zoe")
    db.write_now(set_own_limits, zoe, Limits(5_000, 20_000))
    db.write_now(set_own_limits, zoe, Limits(None, 10_000))
    assert limits_now(db, zoe) == (Limits(5_000, 10_000), Limits(None, 10_000), db.clock() + DAY_MS)
    clock.advance(DAY_MS)
    assert limits_now(db, zoe) == (Limits(None, 10_000), None, None)


def test_who_thinks_better_of_a_higher_limit_keeps_the_lower_one(db, clock, join):
    zoe = join("zoe")
    for day in (5_000, 9_000, 3_000):
        db.write_now(set_own_limits, zoe, Limits(day, None))
    clock.advance(2 * DAY_MS)
    assert limits_now(db, zoe).now == Limits(3_000, None)


def test_limits_are_sums_of_ones_own(db, join):
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_own_limits, join("zoe"), Limits(-1, None))
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(set_own_limits, GUEST, NO_LIMITS)
    assert db.read_now(given_by, "nobody") == Given(0, 0)
