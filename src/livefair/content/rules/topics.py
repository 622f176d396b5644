"""Topics and challenges: what may be a name, when a challenge runs, and the trend that bots do not move. Pure."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS

NAME_CHARS_MAX = 30
ABOUT_CHARS_MAX = 300
RULE_CHARS_MAX = 2_000
TOPICS_PER_VIDEO_MAX = 5
NEW_TOPICS_PER_DAY_MAX = 20
TYPED_CHARS_MAX = 200
OPEN_CHALLENGES_MAX = 5
CHALLENGE_DAYS_MAX = 90
AHEAD_DAYS_MAX = 90
JUDGE_WITHIN_MS = 14 * DAY_MS
WINNERS_MAX = 3
PRIZE_MINOR_MAX = 100_000_000
OPENER_ROLES = frozenset({"host", "brand", "operator"})

_NAME = re.compile(r"[^\W_]+(?:[ _·&+-][^\W_]+)*")
_BETWEEN = re.compile(r"[#＃,，、;；\n]+")


def name_of(typed: str) -> str:
    """A topic's name as it is shown: without #, single spaces; "" where it is none."""
    line = " ".join(unicodedata.normalize("NFKC", typed.replace("#", " ").replace("＃", " ")).split())
    return line if len(line) <= NAME_CHARS_MAX and _NAME.fullmatch(line) else ""


def key_of(name: str) -> str:
    """The same for all ways of writing a name."""
    return name.casefold().replace(" ", "")


def names_typed(text: str) -> list[str]:
    """What somebody has typed as topics, in order: between #, commas and the like."""
    return [part.strip() for part in _BETWEEN.split(text[:TYPED_CHARS_MAX]) if part.strip()]


def may_open_challenge(roles: frozenset[str]) -> bool:
    return bool(roles & OPENER_ROLES)


def stage_of(starts_at_ms: int, ends_at_ms: int, now_ms: int) -> str:
    return "coming" if now_ms < starts_at_ms else "running" if now_ms < ends_at_ms else "over"


def may_judge(ends_at_ms: int, now_ms: int) -> bool:
    return ends_at_ms <= now_ms < ends_at_ms + JUDGE_WITHIN_MS


# ── the trend

WINDOW_HOURS = 48
HALF_LIFE_HOURS = 12
DEEDS = {"made": 3.0, "comment": 2.0, "like": 1.0, "watch": 0.5}
CROWD_WEIGHT = 0.2
"""What an account counts that has never kept what it bought: 0.2, as in the feed's memory of what is met together."""
CROWD_PART = 0.5
"""All of those together add at most so much to what proven accounts make."""
PROVEN_MIN = 3
"""So many proven accounts at least: fewer make no trend."""
BURST_FREE = 5.0
BURST_TIMES = 2.0
"""An hour counts up to a small free part and so many times the average of the other hours."""


class Deed(NamedTuple):
    """One account did something with a topic's videos. `is_proven`: it has kept something that it bought here."""

    account: str
    at_ms: int
    kind: str
    is_proven: bool


class Heat(NamedTuple):
    """`score` 0: no trend. `accounts`: distinct, proven or not."""

    score: float
    accounts: int


def heat(deeds: Iterable[Deed], now_ms: int) -> Heat:
    """How hot a topic is: each account once, by the most that it did; bursts cut down; a crowd of the unproven bounded.

    With B the sum over the hours h of the window of ½^(h/12)·cut(w_h) for proven accounts and C the same for the
    others, each of whom counts 0.2: the score is B + min(C, B/2), and 0 for fewer than three proven accounts. However
    many unproven accounts there are, they never make more than half of what proven ones do. `cut` bounds one hour by
    5 + 2 × the average of the other hours.
    """
    strongest = _strongest(deeds, now_ms)
    proven = [deed for deed in strongest if deed.is_proven]
    if len(proven) < PROVEN_MIN:
        return Heat(0.0, len(strongest))
    by_proven = _smoothed(_by_hour(proven, now_ms))
    by_crowd = CROWD_WEIGHT * _smoothed(_by_hour([deed for deed in strongest if not deed.is_proven], now_ms))
    return Heat(by_proven + min(by_crowd, CROWD_PART * by_proven), len(strongest))


def _strongest(deeds: Iterable[Deed], now_ms: int) -> list[Deed]:
    best: dict[str, Deed] = {}
    for deed in deeds:
        if 0 <= now_ms - deed.at_ms < WINDOW_HOURS * HOUR_MS:
            known = best.get(deed.account)
            if known is None or (DEEDS[deed.kind], deed.at_ms) > (DEEDS[known.kind], known.at_ms):
                best[deed.account] = deed
    return [best[account] for account in sorted(best)]


def _by_hour(deeds: Sequence[Deed], now_ms: int) -> dict[int, float]:
    hours: dict[int, float] = {}
    for deed in deeds:
        hour = (now_ms - deed.at_ms) // HOUR_MS
        hours[hour] = hours.get(hour, 0.0) + DEEDS[deed.kind]
    return hours


def _smoothed(hours: Mapping[int, float]) -> float:
    total = math.fsum(hours.values())
    return math.fsum(
        math.pow(0.5, hour / HALF_LIFE_HOURS)
        * min(weight, BURST_FREE + BURST_TIMES * (total - weight) / (WINDOW_HOURS - 1))
        for hour, weight in sorted(hours.items())
    )
