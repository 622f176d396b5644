"""Which minutes of a show were its best, by a rule that anybody can follow with a pencil."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

# What a like, a chat line, an opened product and an order weigh: rare acts say more than easy ones.
WEIGHTS = {"likes": 1, "lines": 5, "clicks": 10, "orders": 50}
APART_MINUTES = 2
HIGHLIGHTS_MAX = 5
ABOVE_MEDIAN = 1.5


class Highlight(NamedTuple):
    minute: int
    score: int


def scores(minutes: Mapping[str, Sequence[int]]) -> list[int]:
    """The weighted sum of each minute."""
    length = max((len(row) for row in minutes.values()), default=0)
    return [
        sum(weight * minutes[name][place] for name, weight in WEIGHTS.items() if name in minutes)
        for place in range(length)
    ]


def highlights(score: Sequence[int]) -> list[Highlight]:
    """The highest minutes, at least half again as high as the median one, never two within APART_MINUTES; in order."""
    if not score:
        return []
    floor = max(1.0, ABOVE_MEDIAN * median(score))
    best: list[Highlight] = []
    for minute in sorted(range(len(score)), key=lambda place: (-score[place], place)):
        is_apart = all(abs(minute - other.minute) >= APART_MINUTES for other in best)
        if score[minute] >= floor and is_apart and len(best) < HIGHLIGHTS_MAX:
            best.append(Highlight(minute, score[minute]))
    return sorted(best)
