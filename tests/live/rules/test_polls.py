from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules import polls

VOTES = st.lists(st.integers(0, 10**6), min_size=2, max_size=6)


@given(VOTES)
def test_percents_sum_to_a_hundred_and_keep_the_order(votes):
    percents = polls.shares_percent(votes)
    assert sum(percents) == (100 if any(votes) else 0)
    ranked = sorted(range(len(votes)), key=lambda index: (-votes[index], index))
    assert [percents[index] for index in ranked] == sorted(percents, reverse=True)


@given(VOTES)
def test_no_percent_is_off_by_more_than_one(votes):
    total = sum(votes) or 1
    assert all(abs(p - 100 * v / total) < 1 for p, v in zip(polls.shares_percent(votes), votes, strict=True))


@given(VOTES)
def test_the_leader_has_most_votes_and_was_first_of_equals(votes):
    leader = polls.leader_of(votes)
    if leader is None:
        assert not any(votes)
    else:
        assert votes[leader - 1] == max(votes)
        assert max(votes) not in votes[: leader - 1]


def test_a_poll_is_over_by_time_or_by_tap():
    assert polls.is_over(closes_at_ms=None, closed_at_ms=5, now_ms=1)
    assert polls.is_over(closes_at_ms=5, closed_at_ms=None, now_ms=5)
    assert not polls.is_over(closes_at_ms=5, closed_at_ms=None, now_ms=4)
    assert not polls.is_over(closes_at_ms=None, closed_at_ms=None, now_ms=10**15)
