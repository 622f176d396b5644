"""When a quiz is passed, and how long that holds."""

from collections.abc import Sequence

from livefair.kernel.clock import DAY_MS

WRONG_MAX = 1
VALID_MS = 365 * DAY_MS
ATTEMPTS_A_DAY_MAX = 5


def wrong_among(answers: Sequence[int], right: Sequence[int]) -> list[int]:
    """The places, from 1, of the questions that were answered wrongly."""
    return [place for place, (given, wanted) in enumerate(zip(answers, right, strict=True), 1) if given != wanted]


def is_passed(wrong: Sequence[int]) -> bool:
    return len(wrong) <= WRONG_MAX


def still_holds(*, passed_at_ms: int | None, now_ms: int) -> bool:
    return passed_at_ms is not None and now_ms < passed_at_ms + VALID_MS
