from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules import manners

TIMES = st.integers(0, 10**9)


@given(st.integers(1, manners.SLOW_MS_MAX), TIMES, TIMES)
def test_who_waits_as_long_as_told_may_speak(slow_ms, last, later):
    wait = manners.wait_ms(slow_ms=slow_ms, last_at_ms=last, now_ms=last + later)
    assert 0 <= wait <= slow_ms
    after = last + later + 1_000 * manners.whole_seconds(wait)
    assert manners.wait_ms(slow_ms=slow_ms, last_at_ms=last, now_ms=after) == 0


@given(TIMES, TIMES)
def test_without_slow_mode_nobody_waits(last, now):
    assert manners.wait_ms(slow_ms=0, last_at_ms=last, now_ms=now) == 0
