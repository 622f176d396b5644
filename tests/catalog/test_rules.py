from hypothesis import given
from hypothesis import strategies as st

from livefair.catalog.rules import lowest_in_window

histories = st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 10**9)), min_size=1).map(sorted)


@given(histories, st.integers(0, 2000), st.integers(1, 500))
def test_the_lowest_price_was_in_force_at_some_moment_of_the_window(history, now, window):
    history = [point for point in history if point[0] <= now] or [(0, 5)]
    lowest = lowest_in_window(history, now_ms=now, window_ms=window)
    in_force = [
        minor
        for index, (start, minor) in enumerate(history)
        if start <= now and (index + 1 == len(history) or history[index + 1][0] > now - window)
    ]
    assert lowest == min(in_force)
