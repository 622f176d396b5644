from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from livefair.content.rules.creators import (
    HELD_OUT,
    TIERS,
    TREATED,
    Numbers,
    arms_of,
    criteria,
    tier_of,
)

people = st.sets(st.integers(0, 10_000).map(lambda number: f"p{number}"), min_size=4, max_size=120)
numbers = st.builds(
    Numbers,
    followers=st.integers(0, 10_000),
    minutes=st.integers(0, 5_000),
    sold_minor=st.integers(0, 50_000_000),
    returned_bp=st.integers(0, 10_000),
)


@given(people, st.text(max_size=20), st.integers(1, 60), st.integers(10, 50))
def test_never_more_than_the_seats_get_it_and_at_least_the_promised_part_is_held_out(applicants, seed, seats, percent):
    arms = Counter(arms_of(applicants, seed, seats=seats, holdout_percent=percent).values())
    assert arms[TREATED] <= seats
    assert arms[HELD_OUT] >= max(2, len(applicants) * percent / 100)
    assert arms.total() == len(applicants)


@given(people, st.text(max_size=20))
def test_anybody_with_the_seed_does_the_draw_again_in_whatever_order(applicants, seed):
    drawn = arms_of(sorted(applicants), seed, seats=9, holdout_percent=20)
    assert arms_of(sorted(applicants, reverse=True), seed, seats=9, holdout_percent=20) == drawn


def test_the_lot_prefers_nobody():
    applicants = [f"p{number}" for number in range(10)]
    treated = Counter(
        one
        for seed in range(2_000)
        for one, arm in arms_of(applicants, str(seed), seats=5, holdout_percent=50).items()
        if arm == TREATED
    )
    assert all(880 < treated[one] < 1_120 for one in applicants)  # 1,000 ± 5 standard deviations


@given(numbers)
def test_a_tier_is_the_highest_of_which_and_below_which_all_is_met(found):
    tier = tier_of(found)
    assert all(each.is_met for below in range(1, tier + 1) for each in criteria(below, found))
    assert tier == len(TIERS) or not all(each.is_met for each in criteria(tier + 1, found))


@given(numbers, st.integers(0, 1_000))
def test_doing_more_never_lowers_a_tier(found, more):
    better = found._replace(followers=found.followers + more, minutes=found.minutes + more)
    assert tier_of(better) >= tier_of(found)
