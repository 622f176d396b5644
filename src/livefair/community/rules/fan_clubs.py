"""Fan clubs: what a deed counts, which level that makes, how long somebody has really watched. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from livefair.kernel.actors import Actor
from livefair.kernel.clock import MINUTE_MS
from livefair.shop.rules.coupons import CLUB_LEVEL_MAX

NAME_CHARS_MAX = 20
PROMISE_CHARS_MAX = 500
MESSAGE_CHARS_MAX = 500
LINE_CHARS_MAX = 200
LEVEL_MAX = CLUB_LEVEL_MAX
CLUBS_JOINED_MAX = 200
DEEDS = ("watch", "chat", "question", "help", "purchase", "review", "share")
# So many deeds make the badge of the whole fair, and its second and third level.
BADGE_STEPS = (1, 5, 20)


class Rule(NamedTuple):
    """What one deed counts, and the most that a day counts of it."""

    deed: str
    points: int
    day_max: int


class Standing(NamedTuple):
    """`from_points` made this level; `next_points` make the next one, None at the top."""

    level: int
    points: int
    from_points: int
    next_points: int | None

    @property
    def missing(self) -> int:
        return 0 if self.next_points is None else self.next_points - self.points

    @property
    def percent(self) -> int:
        """Of the way to the next level."""
        if self.next_points is None:
            return 100
        return (self.points - self.from_points) * 100 // (self.next_points - self.from_points)


def rules_of(knobs: object) -> list[Rule]:
    """From knobs that have `<deed>_points` and `<deed>_day_max` for each deed."""
    return [Rule(deed, getattr(knobs, f"{deed}_points"), getattr(knobs, f"{deed}_day_max")) for deed in DEEDS]


def points_needed(level: int, step: int) -> int:
    """1 → 0, 2 → step, 3 → three steps, 4 → six steps, …"""
    return step * level * (level - 1) // 2


def standing(points: int, step: int) -> Standing:
    level = max(number for number in range(1, LEVEL_MAX + 1) if points_needed(number, step) <= max(points, 0))
    following = None if level == LEVEL_MAX else points_needed(level + 1, step)
    return Standing(level, points, points_needed(level, step), following)


def points_for(rule: Rule, *, units: int, already: int) -> int:
    """What `units` of a deed count on a day that has brought `already` points of it: never above the day's most."""
    return max(0, min(units * rule.points, rule.day_max - already))


def watched_ms(stays: Iterable[tuple[int, int]], *, from_ms: int, until_ms: int) -> int:
    """How long of a show somebody was there; two windows open at once are one viewer."""
    total, reached = 0, from_ms
    for came, left in sorted(stays):
        begin, end = max(came, reached), min(left, until_ms)
        if end > begin:
            total += end - begin
            reached = end
    return total


def watch_units(lasted_ms: int, *, minutes: int) -> int:
    return lasted_ms // (minutes * MINUTE_MS)


def badge_level(deeds: int) -> int:
    """0: none yet."""
    return sum(deeds >= step for step in BADGE_STEPS)


def may_open_club(actor: Actor) -> bool:
    return actor.has("host")
