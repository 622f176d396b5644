"""Micro-surveys decided without looking anything up: who is drawn, what they are asked, what answers may be said.

A person is asked by chance and not for what they did, and each gets other items of the same survey at random, so that
what is not answered is missing by plan (docs/measures/surveys.en.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from math import ceil
from typing import Final, Literal, NamedTuple, TypeVar

from livefair.kernel.clock import DAY_MS

K = TypeVar("K")
PANELS: Final[tuple[Literal["customer", "host", "brand"], ...]] = ("customer", "host", "brand")
# What went before: a show was left, goods came some days ago, or an ordinary day at work.
OCCASIONS: Final = ("show", "delivery", "work")
# A person is asked at most once in so long a time, whatever surveys run.
PERIOD_MS = 7 * DAY_MS
LOWEST, MIDDLE, HIGHEST = 1, 4, 7
ITEMS_MIN, ITEMS_MAX = 2, 40
AT_ONCE_MAX = 6
# From fewer people nothing is shown; a construct's score takes more; so do relations, and more still a report.
PEOPLE_SHOWN = 20
SCORE_SHOWN = 30
PAIR_SHOWN = 230
PAIR_REPORTED = 450
# Who agrees with everything by more than a step is told apart from whom the place pleases.
ACQUIESCENCE_MAX = 1.0

Standing = Literal["nothing", "means", "paths", "report"]


class Given(NamedTuple):
    """One answer; `cell` is the group whose response rate is one."""

    person: str
    item: str
    value: int
    cell: str


def is_drawn(seed: str, person_id: str, slot: int, chance_bp: int) -> bool:
    return _number(seed, "drawn", person_id, str(slot)) % 10_000 < chance_bp


def chosen(seed: str, person_id: str, slot: int, items: Sequence[str], count: int) -> list[str]:
    """`count` of the items, each as likely as any other, in the order that chance gives them."""
    return sorted(items, key=lambda item: _number(seed, "item", person_id, str(slot), item))[:count]


def _number(seed: str, *words: str) -> int:
    digest = blake2b("\0".join(words).encode(), key=seed.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def answers_needed(items: int, at_once: int) -> int | None:
    """How many must answer until every two items have been answered together often enough for a path; None: never
    in one sitting, for each is asked alone."""
    if at_once < 2:
        return None
    return ceil(PAIR_SHOWN * items * (items - 1) / (at_once * (at_once - 1)))


def keyed(value: int, *, is_reversed: bool) -> int:
    """The answer so that more of it is more of the construct."""
    return LOWEST + HIGHEST - value if is_reversed else value


def acquiescence(answers: Iterable[Given], reversed_items: frozenset[str]) -> float | None:
    """How far people agree with whatever is asked, −3 to 3: the mean of what they say to items and to reversed items,
    each kind weighing half, above the middle of the scale. None: one kind was never answered."""
    kinds: dict[bool, list[int]] = {False: [], True: []}
    for one in answers:
        kinds[one.item in reversed_items].append(one.value)
    if not all(kinds.values()):
        return None
    return sum(sum(values) / len(values) for values in kinds.values()) / 2 - MIDDLE


def settled(answers: Sequence[Given], reversed_items: frozenset[str]) -> dict[tuple[str, str], float]:
    """(person, item) → the mean of what they answered, keyed; about each person's own mean (which keeps the mean of
    all) when people agree with whatever is asked, as they are otherwise. One answer alone says nothing about how
    somebody answers, and is left as it is: about its own mean it would be nothing."""
    index = acquiescence(answers, reversed_items)
    shift: Mapping[str, float] = {}
    if index is not None and abs(index) > ACQUIESCENCE_MAX:
        raw = _means((one.person, one.value) for one in answers)
        middle = sum(raw.values()) / len(raw)
        several = Counter(one.person for one in answers)
        shift = {person: middle - mean for person, mean in raw.items() if several[person] > 1}
    moved = (
        (
            (one.person, one.item),
            _turned(one.value + shift.get(one.person, 0.0), one.item in reversed_items),
        )
        for one in answers
    )
    return _means(moved)


def _turned(value: float, is_reversed: bool) -> float:
    return LOWEST + HIGHEST - value if is_reversed else value


def _means(pairs: Iterable[tuple[K, float]]) -> dict[K, float]:
    found: dict[K, list[float]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: sum(values) / len(values) for key, values in found.items()}


def weights(invited: Mapping[str, int], answered: Mapping[str, int]) -> dict[str, float]:
    """Cell → how much an answer from it counts, so that cells stand as they were invited; 1 on average."""
    reached = {cell: count for cell, count in answered.items() if count and invited.get(cell)}
    all_invited = sum(invited[cell] for cell in reached)
    all_answered = sum(reached.values())
    return {cell: (invited[cell] / all_invited) / (count / all_answered) for cell, count in reached.items()}


def fewest_pair(answers: Iterable[tuple[str, str]], items: Sequence[str]) -> tuple[int, str, str]:
    """The two items that the fewest people answered both of, from (person, item); the count first."""
    by_person: dict[str, set[str]] = defaultdict(set)
    for person, item in answers:
        by_person[person].add(item)
    together: Counter[tuple[str, str]] = Counter()
    place = {item: at for at, item in enumerate(items)}
    for given in by_person.values():
        known = sorted((item for item in given if item in place), key=place.__getitem__)
        together.update((first, second) for at, first in enumerate(known) for second in known[at + 1 :])
    pairs = ((first, second) for at, first in enumerate(items) for second in items[at + 1 :])
    return min((together[pair], *pair) for pair in pairs)


def standing(people: int, fewest: int) -> Standing:
    """What may be said with so many people, of whom `fewest` answered the rarest two items together."""
    if people < PEOPLE_SHOWN:
        return "nothing"
    if fewest < PAIR_SHOWN:
        return "means"
    return "report" if fewest >= PAIR_REPORTED else "paths"
