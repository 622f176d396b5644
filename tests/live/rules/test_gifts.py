import pytest

from livefair.kernel.clock import DAY_MS, MINUTE_MS
from livefair.live.rules.gifts import Given, Limits, is_raised, may_take_back, over, released_at_ms


@pytest.mark.parametrize(
    ("given", "limits", "which"),
    [
        (Given(100, 100), Limits(None, None), None),
        (Given(100, 900), Limits(100, 900), None),
        (Given(101, 900), Limits(100, 900), "day"),
        (Given(100, 901), Limits(100, 900), "month"),
        (Given(1, 1), Limits(0, None), "day"),
    ],
)
def test_a_limit_is_what_may_still_be_given(given, limits, which):
    assert over(given, limits) == which


@pytest.mark.parametrize(
    ("earlier", "later", "raised"),
    [
        (Limits(None, None), Limits(1, 1), False),
        (Limits(100, 900), Limits(100, 900), False),
        (Limits(100, 900), Limits(99, 900), False),
        (Limits(100, 900), Limits(99, 901), True),
        (Limits(100, 900), Limits(None, 900), True),
    ],
)
def test_whatever_allows_more_is_raised(earlier, later, raised):
    assert is_raised(earlier, later) is raised


def test_a_gift_can_be_taken_back_until_its_minutes_are_over_and_is_the_hosts_later():
    assert may_take_back(sent_at_ms=0, take_back_minutes=10, now_ms=10 * MINUTE_MS - 1)
    assert not may_take_back(sent_at_ms=0, take_back_minutes=10, now_ms=10 * MINUTE_MS)
    assert released_at_ms(sent_at_ms=5, hold_hours=24) == DAY_MS + 5
