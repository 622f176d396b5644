"""Polls and quizzes: what may be asked, and what the votes say."""

from collections.abc import Sequence

from livefair.kernel.clock import HOUR_MS, SECOND_MS

QUESTION_CHARS_MAX = 80
OPTION_CHARS_MAX = 40
OPTIONS_MIN = 2
OPTIONS_MAX = 6
POLLS_PER_SHOW_MAX = 100
LASTS_MS_MIN = 10 * SECOND_MS
LASTS_MS_MAX = HOUR_MS


def is_over(*, closes_at_ms: int | None, closed_at_ms: int | None, now_ms: int) -> bool:
    return closed_at_ms is not None or (closes_at_ms is not None and closes_at_ms <= now_ms)


def leader_of(votes: Sequence[int]) -> int | None:
    """The option (from 1) with most votes; the first of those that are level. None when nobody has voted."""
    most = max(votes, default=0)
    return votes.index(most) + 1 if most > 0 else None


def shares_percent(votes: Sequence[int]) -> list[int]:
    """Whole percents that sum to 100 (or are all 0), by largest remainders; of equals the first gets more."""
    total = sum(votes)
    if total == 0:
        return [0] * len(votes)
    percents = [count * 100 // total for count in votes]
    by_remainder = sorted(range(len(votes)), key=lambda index: (-(votes[index] * 100 % total), index))
    for index in by_remainder[: 100 - sum(percents)]:
        percents[index] += 1
    return percents
