"""Creators: tiers by criteria that everybody can read, and who of those who apply to a programme gets what it gives.

Pure: the draw is decided by a seed, so that anybody who knows it and the applicants can do it again.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS

TIER_WINDOW_MS = 90 * DAY_MS
KINDS = ("traffic", "cash", "training")
TREATED, HELD_OUT = "treated", "holdout"
ARMS = (TREATED, HELD_OUT)
NAME_CHARS_MAX = 60
ABOUT_CHARS_MAX = 1_000
LESSON_CHARS_MAX = 5_000
SEATS_MAX = 500
HOLDOUT_PERCENT = (10, 50)
APPLICANTS_MIN = 4
APPLICANTS_MAX = 2_000
QUOTA_MAX = 100_000
PER_HEAD_MINOR_MAX = 10_000_000
OPEN_PROGRAMMES_MAX = 20
APPLY_MS = (HOUR_MS, 60 * DAY_MS)
LASTS_MS = (DAY_MS, 180 * DAY_MS)


class Numbers(NamedTuple):
    """What a host has done: followers now, the rest within 90 days. `returned_bp`: of what was sold, 0 to 10,000."""

    followers: int
    minutes: int
    sold_minor: int
    returned_bp: int


class Criterion(NamedTuple):
    """`is_most`: not more than `needed`, else at least."""

    word: str
    needed: int
    has: int
    is_most: bool

    @property
    def is_met(self) -> bool:
        return self.has <= self.needed if self.is_most else self.has >= self.needed


TIERS = (
    Numbers(0, 0, 0, 10_000),
    Numbers(10, 120, 0, 10_000),
    Numbers(200, 600, 500_000, 3_000),
    Numbers(5_000, 2_400, 20_000_000, 2_000),
)
"""What each tier takes, the first one nothing, all criteria together; so it is until operators say otherwise."""
FOLLOWERS_MAX = 1_000_000_000
MINUTES_MAX = TIER_WINDOW_MS // MINUTE_MS
SOLD_MINOR_MAX = 10**12


def are_sound(tiers: Sequence[Numbers]) -> bool:
    """As many as there are, each within what can be, and none that takes less than the one below it."""
    within = all(
        0 <= each.followers <= FOLLOWERS_MAX
        and 0 <= each.minutes <= MINUTES_MAX
        and 0 <= each.sold_minor <= SOLD_MINOR_MAX
        and 0 <= each.returned_bp <= 10_000
        for each in tiers
    )
    rising = all(
        low.followers <= high.followers
        and low.minutes <= high.minutes
        and low.sold_minor <= high.sold_minor
        and low.returned_bp >= high.returned_bp
        for low, high in pairwise(tiers)
    )
    return len(tiers) == len(TIERS) and within and rising


def criteria(tier: int, numbers: Numbers, tiers: Sequence[Numbers] = TIERS) -> list[Criterion]:
    """Those of a tier, counted from 1, that ask for anything; with what there is."""
    needed = tiers[tier - 1]
    found = [
        Criterion("followers", needed.followers, numbers.followers, is_most=False),
        Criterion("minutes", needed.minutes, numbers.minutes, is_most=False),
        Criterion("sold_minor", needed.sold_minor, numbers.sold_minor, is_most=False),
    ]
    found = [each for each in found if each.needed]
    if needed.returned_bp < 10_000:
        found.append(Criterion("returned_bp", needed.returned_bp, numbers.returned_bp, is_most=True))
    return found


def tier_of(numbers: Numbers, tiers: Sequence[Numbers] = TIERS) -> int:
    """The highest tier of which all criteria are met, and those of all below it."""
    tier = 1
    while tier < len(tiers) and all(each.is_met for each in criteria(tier + 1, numbers, tiers)):
        tier += 1
    return tier


def order_of(applicants: Iterable[str], seed: str) -> list[str]:
    """By the SHA-256 of seed and id: a lot that nobody can steer who does not choose the seed."""
    return sorted(set(applicants), key=lambda one: sha256(f"{seed}:{one}".encode()).hexdigest())


def arms_of(applicants: Iterable[str], seed: str, *, seats: int, holdout_percent: int) -> dict[str, str]:
    """Each applicant's arm. At least so many per cent are held out, two at least; whoever finds no seat is, too."""
    order = order_of(applicants, seed)
    held_out = max(2, -(-len(order) * holdout_percent // 100))
    treated = max(0, min(seats, len(order) - held_out))
    return {one: TREATED if place < treated else HELD_OUT for place, one in enumerate(order)}
