"""From candidates to the slots of one page: what the engine has to know of each, and what it answered, in our words."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from livefair.content import rules
from livefair.content.rules import Candidate
from livefair.discovery.recommending import FLOOR, LOT, TRIAL, Candidates, Chance, Met, Policy, rank
from livefair.governance import FeedKnobs

MET_FULLY = 0.1
"""A weight from which on something counts as met together without doubt; weaker evidence counts for less."""

_GIVEN = {LOT: "explore", TRIAL: "trial", FLOOR: "floor"}


class Placed(NamedTuple):
    """A candidate in its slot. `because`: the thing watched, liked or bought before that it is similar to.

    `given`: the part of the feed that it owes its slot to, one of `rules.GIVEN`; `is_small`: few watch its creator.
    """

    candidate: Candidate
    slot: int
    reason: str
    propensity: float
    because: str | None
    given: str = "none"
    is_small: bool = False


def key_of(candidate: Candidate) -> str:
    return f"{candidate.kind}:{candidate.id}"


def chance_for(viewer: str, opened_at_ms: int, seen: int) -> Random:
    """The same page asked for again, by its cursor, tries the same."""
    return Random(f"{viewer} {opened_at_ms} {seen}")


def policy_of(knobs: FeedKnobs) -> Policy:
    weights = (knobs.met_together, knobs.popular, knobs.fresh, knobs.followed, knobs.on_air)
    return Policy(
        weights=tuple(weight / 1000 for weight in weights),
        explore=knobs.explore / 1000,
        small_floor=knobs.small_floor / 1000,
        creator_cap=knobs.creator_cap,
        diversity=knobs.diversity / 1000,
        kind_gaps=rules.KIND_GAPS,
    )


class Situation(NamedTuple):
    """What is known of the one who looks, and when: what is met together with their history, videos seen lately."""

    met: Mapping[str, Met]
    seen: frozenset[str]
    now_ms: int


def arrange(
    candidates: Sequence[Candidate], situation: Situation, policy: Policy, chance: Chance, *, most: int
) -> list[Placed]:
    """The page, in order. Whatever order candidates come in, the same page comes out."""
    if not candidates:
        return []
    met = _met(candidates, situation.met)
    arrays = _arrays(candidates, met, situation)
    slots = rank(arrays, policy, chance, most=most)
    return [
        Placed(
            candidate=candidates[slot.place],
            slot=slot.number,
            reason="explore" if slot.term is None else rules.FEED_TERMS[slot.term],
            propensity=slot.propensity,
            because=met[slot.place].because if slot.term == 0 else None,
            given=_given(slot.by, candidates[slot.place], situation.now_ms),
            is_small=bool(arrays.is_small[slot.place]),
        )
        for slot in slots
    ]


def _given(by: str, candidate: Candidate, now_ms: int) -> str:
    """Whoever is supported takes part in the lot of the new, and owes it to that unless new as well."""
    if by == TRIAL and candidate.is_supported and not rules.is_on_trial(candidate, now_ms):
        return "support"
    return _GIVEN.get(by, "none")


def _met(candidates: Sequence[Candidate], met: Mapping[str, Met]) -> list[Met]:
    """Each candidate's own, or that of the product it is about."""
    none = Met(0.0, "")
    full = max(MET_FULLY, max((found.weight for found in met.values()), default=0.0))
    found = [
        max(met.get(key_of(candidate), none), met.get(f"product:{candidate.topic}", none)) for candidate in candidates
    ]
    return [Met(each.weight / full, each.because) for each in found]


def _arrays(candidates: Sequence[Candidate], met: Sequence[Met], situation: Situation) -> Candidates:
    small = rules.small_creators(candidates)
    terms = [
        rules.terms(candidate, found.weight, now_ms=situation.now_ms)
        for candidate, found in zip(candidates, met, strict=True)
    ]
    topics = _numbers([candidate.topic for candidate in candidates])
    return Candidates(
        keys=[key_of(candidate) for candidate in candidates],
        kinds=np.array([rules.FEED_KINDS.index(candidate.kind) for candidate in candidates], np.int64),
        creators=_numbers([candidate.creator_id for candidate in candidates]),
        topics=np.where([bool(candidate.topic) for candidate in candidates], topics, -1),
        is_small=np.array([candidate.creator_id in small for candidate in candidates], bool),
        is_seen=np.array([candidate.kind == "video" and candidate.id in situation.seen for candidate in candidates]),
        is_trial=np.array(
            [candidate.is_supported or rules.is_on_trial(candidate, situation.now_ms) for candidate in candidates], bool
        ),
        terms=np.array(terms, np.float64),
    )


def _numbers(words: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    numbered = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return np.array([numbered[word] for word in words], np.int64)
