"""Decisions about product ideas: what one is, when the brand must answer, how credit is shared. Pure."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

State = Literal["open", "due", "accepted", "declined", "launched", "merged"]
Verdict = Literal["accepted", "declined", "prototype"]
STATES: tuple[State, ...] = ("open", "due", "accepted", "declined", "launched", "merged")
VERDICTS: tuple[Verdict, ...] = ("accepted", "declined", "prototype")
GATHERING: tuple[State, ...] = ("open", "due")
"""In these an idea may be supported and merged."""

IN_THE_FEED: tuple[State, ...] = ("open", "due", "accepted")
"""So long its card is shown."""

TITLE_CHARS_MIN, TITLE_CHARS_MAX = 4, 80
TEXT_CHARS_MIN, TEXT_CHARS_MAX = 20, 2_000
ANSWER_CHARS_MAX = 1_000
IDEAS_PER_DAY_MAX = 10
MERGED_MAX = 50
STEPS_MAX = 50
ROYALTY_BP_MAX = 1_000
"""Of one product, for all its ideas together: a tenth of the price."""


class Part(NamedTuple):
    """Somebody's part of an idea's credit: `parts` of the sum of all."""

    person_id: str
    parts: int


def credit_of(author_id: str, merged_authors: Sequence[str]) -> list[Part]:
    """Whoever had the idea first has half of its credit; those whose like ideas were merged share the other half."""
    others = [person for person in dict.fromkeys(merged_authors) if person != author_id]
    return [Part(author_id, max(1, len(others))), *(Part(person, 1) for person in others)]


def is_needed(supporters: int, needed: int) -> bool:
    """Whether so many supporters oblige the brand to answer."""
    return supporters >= needed
