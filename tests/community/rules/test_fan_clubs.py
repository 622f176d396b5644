from hypothesis import given
from hypothesis import strategies as st

from livefair.community.rules.fan_clubs import (
    LEVEL_MAX,
    Rule,
    badge_level,
    points_for,
    points_needed,
    standing,
    watch_units,
    watched_ms,
)
from livefair.kernel import MINUTE_MS

spans = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=12)


@given(st.integers(0, 10**6), st.integers(1, 1_000))
def test_a_level_says_what_made_it_and_what_the_next_one_needs(points, step):
    now = standing(points, step)
    assert now.from_points <= points
    assert now.from_points == points_needed(now.level, step)
    if now.next_points is None:
        assert now.level == LEVEL_MAX
    else:
        assert points < now.next_points == points_needed(now.level + 1, step)
        assert standing(points + now.missing, step).level == now.level + 1
        assert standing(points + now.missing - 1, step).level == now.level
        assert 0 <= now.percent < 100


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 1_000))
def test_more_points_are_never_a_lower_level(points, more, step):
    assert standing(points + more, step).level >= standing(points, step).level


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(0, 20), st.integers(0, 100))
def test_a_day_never_counts_more_than_its_most_however_the_deeds_are_cut(units, points, day_max):
    total = 0
    for each in units:
        total += points_for(Rule("watch", points, day_max), units=each, already=total)
    assert total == min(day_max, points * sum(units))


@given(spans)
def test_windows_open_at_once_are_one_viewer_and_nothing_counts_outside_the_show(stays):
    there = set().union(*(range(max(came, 100), min(left, 400)) for came, left in stays))
    assert watched_ms(stays, from_ms=100, until_ms=400) == len(there)


def test_watching_counts_in_whole_stretches():
    assert [watch_units(minutes * MINUTE_MS, minutes=10) for minutes in (9, 10, 19, 20)] == [0, 1, 1, 2]


def test_badges_of_the_whole_fair_have_three_levels():
    assert [badge_level(deeds) for deeds in (0, 1, 4, 5, 19, 20, 900)] == [0, 1, 1, 2, 2, 3, 3]
