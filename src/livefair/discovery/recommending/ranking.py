"""The order of a page: a fixed linear score, then slot by slot the best that the limits let through. Pure.

Every slot tells the probability with which it was filled as it was, given the slots before it: what a new policy would
have brought can be estimated from that. The sum over all that could have stood there is 1.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

EXPLORED_SLOTS = range(4, 11)
"""Slots, counted from 1, in which something may be tried; the first three are never an experiment."""
TRIAL_SLOT = 5
"""Drawn by lot among the things on trial, while there are some: so each is seen before anybody knows it."""
NEAR = 5
"""A creator or topic that was among the last so many makes another of the same less wanted."""
SAME_TOPIC = 0.5
BEST, LOT, TRIAL, FLOOR = "best", "lot", "trial", "floor"
"""How a slot was filled: by the score, by chance, by lot among the things on trial, by the share of small creators."""

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


class Policy(NamedTuple):
    """`weights`: one for each term of the score. `explore`: how often a slot is left to chance. `small_floor`: the
    share of slots for small creators. `kind_gaps[kind]`: how many others stand between two of a kind.
    """

    weights: tuple[float, ...]
    explore: float
    small_floor: float
    creator_cap: int
    diversity: float
    kind_gaps: tuple[int, ...]


class Candidates(NamedTuple):
    """Parallel, one entry per thing; keys are unique. `terms` is candidates x terms, each 0 to 1; `topics` are -1
    where there is none; what `is_seen` comes after all that is not.
    """

    keys: Sequence[str]
    kinds: NDArray[np.int64]
    creators: NDArray[np.int64]
    topics: NDArray[np.int64]
    is_small: Flags
    is_seen: Flags
    is_trial: Flags
    terms: Numbers


class Slot(NamedTuple):
    """`place` in the candidates, `number` on the page from 1. `term` is the one that says the most for it; None: it
    was left to chance, or nothing speaks for it. `by`: BEST, LOT, TRIAL or
    FLOOR (without it another would stand there).
    """

    place: int
    number: int
    propensity: float
    term: int | None
    by: str = BEST


class Chance(Protocol):
    def random(self) -> float: ...

    def randrange(self, stop: int, /) -> int: ...


class _Page:
    """The slots that are filled, and what they leave possible."""

    def __init__(self, candidates: Candidates, policy: Policy, most: int) -> None:
        self.all, self.policy, self.most = candidates, policy, most
        self.slots: list[Slot] = []
        self.left = np.ones(len(candidates.keys), bool)
        self.below_cap = self.left.copy()
        self.penalty = np.zeros(len(candidates.keys))
        self._of_creator: dict[int, int] = {}
        self._small = 0
        self._unseen = ~candidates.is_seen
        self._likenesses: list[Numbers] = []

    def fill(self, slot: Slot) -> None:
        place, creator = slot.place, int(self.all.creators[slot.place])
        self.slots.append(slot)
        self.left[place] = False
        self._small += bool(self.all.is_small[place])
        self._of_creator[creator] = self._of_creator.get(creator, 0) + 1
        if self._of_creator[creator] >= self.policy.creator_cap:
            self.below_cap &= self.all.creators != creator
        self._like_the_last()

    def is_floor_due(self) -> bool:
        """Whether all slots that are left are needed for small creators."""
        wanted = math.ceil(self.policy.small_floor * self.most - 1e-9) - self._small
        return wanted > 0 and self.most - len(self.slots) <= wanted

    def possible(self, *, with_floor: bool = True) -> Flags:
        """What may stand next. A limit that would leave nothing gives way: a small place still fills its page."""
        found = _unless_none(self.left, self._unseen)
        found = _unless_none(found, self.below_cap)
        if with_floor and self.is_floor_due():
            found = _unless_none(found, self.all.is_small)
        fits = self._kind_fits()
        return found if fits is None else _unless_none(found, fits)

    def _kind_fits(self) -> Flags | None:
        near = [
            kind
            for kind, gap in enumerate(self.policy.kind_gaps)
            if gap and any(self.all.kinds[slot.place] == kind for slot in self.slots[-gap:])
        ]
        return np.logical_and.reduce([self.all.kinds != kind for kind in near]) if near else None

    def _like_the_last(self) -> None:
        """Only the newest slot adds, and the one that is no longer near takes away."""
        self._likenesses.append(self._likeness(self.slots[-1].place))
        self.penalty = self.policy.diversity * np.maximum.reduce(self._likenesses[-NEAR:])

    def _likeness(self, place: int) -> Numbers:
        likeness: Numbers = (self.all.creators == self.all.creators[place]).astype(np.float64)
        topic = int(self.all.topics[place])
        if topic >= 0:
            likeness = np.maximum(likeness, SAME_TOPIC * (self.all.topics == topic))
        return likeness


def rank(candidates: Candidates, policy: Policy, chance: Chance, *, most: int) -> list[Slot]:
    """The first `most`. The order in which candidates come changes nothing: equal scores go by key."""
    order = np.array(sorted(range(len(candidates.keys)), key=candidates.keys.__getitem__), np.int64)
    inside = _ordered(candidates, order)
    parts = inside.terms * np.asarray(policy.weights)
    scores = parts.sum(axis=1)
    page = _Page(inside, policy, most)
    while len(page.slots) < min(most, len(order)):
        page.fill(_next(page, scores, parts, chance))
    return [slot._replace(place=int(order[slot.place])) for slot in page.slots]


def _ordered(given: Candidates, order: NDArray[np.int64]) -> Candidates:
    return Candidates(
        keys=[given.keys[place] for place in order.tolist()],
        kinds=given.kinds[order],
        creators=given.creators[order],
        topics=given.topics[order],
        is_small=given.is_small[order],
        is_seen=given.is_seen[order],
        is_trial=given.is_trial[order],
        terms=given.terms[order],
    )


def _next(page: _Page, scores: Numbers, parts: Numbers, chance: Chance) -> Slot:
    possible = np.flatnonzero(page.possible())
    number = len(page.slots) + 1
    explore, by = page.policy.explore if number in EXPLORED_SLOTS else 0.0, LOT
    if number == TRIAL_SLOT and (on_trial := page.all.is_trial[possible]).any():
        possible, explore, by = possible[on_trial], 1.0, TRIAL
    best = _best(page, scores, possible)
    if explore and chance.random() < explore:
        chosen = int(possible[chance.randrange(len(possible))])
    else:
        chosen, by = best, FLOOR if _owes_floor(page, scores, best) else BEST
    propensity = explore / len(possible) + (1.0 - explore if chosen == best else 0.0)
    return Slot(chosen, number, propensity, _largest(parts[chosen]) if chosen == best else None, by)


def _best(page: _Page, scores: Numbers, possible: NDArray[np.int64]) -> int:
    return int(possible[np.argmax((scores - page.penalty)[possible])])


def _owes_floor(page: _Page, scores: Numbers, best: int) -> bool:
    return page.is_floor_due() and _best(page, scores, np.flatnonzero(page.possible(with_floor=False))) != best


def _largest(parts: Numbers) -> int | None:
    term = int(np.argmax(parts))
    return term if parts[term] > 0 else None


def _unless_none(flags: Flags, limit: Flags) -> Flags:
    limited = flags & limit
    return limited if limited.any() else flags
