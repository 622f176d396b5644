from hypothesis import given
from hypothesis import strategies as st

from livefair.realtime.limits import Allowance, TokenBucket


def test_a_burst_is_allowed_and_then_the_rate() -> None:
    bucket = TokenBucket(per_s=2, burst=3)
    assert [bucket.take(10.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.take(10.5)
    assert not bucket.take(10.5)


@given(st.lists(st.floats(0, 100), max_size=200))
def test_never_more_than_burst_plus_rate_times_time(times: list[float]) -> None:
    bucket = TokenBucket(per_s=3, burst=5)
    taken = sum(bucket.take(now) for now in times)
    passed = max(times, default=0) - (times[0] if times else 0)
    assert taken <= 5 + 3 * max(passed, 0) + 1e-6


def test_each_key_has_its_own_allowance_and_the_memory_is_bounded() -> None:
    allowance = Allowance(per_s=1, burst=1, keys_max=2)
    assert allowance.take("a", 0)
    assert not allowance.take("a", 0)
    assert allowance.take("b", 0)
    assert allowance.take("c", 0)
    assert allowance.take("a", 0), "the key seen longest ago was forgotten"
