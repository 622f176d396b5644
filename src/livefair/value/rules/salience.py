"""Who counts (Mitchell, Agle & Wood 1997): power, legitimacy and urgency of a group of stakeholders, and its class.

The scores are ours: the theory gives none, and what people see in each other is more than what can be counted
(docs/measures/salience.en.md). All of them are from 0 to 1; an attribute is held from one half on.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from livefair.value.rules.intervals import wilson

HELD: Final = 0.5
# What was held yesterday is lost only below this much less, and what was not is won only above as much more.
SLACK: Final = 0.05
# Of fewer claims than these one late claim says little: as many in time are added.
CLAIMS_PRIOR: Final = 5
# One-sided 90 %.
Z90: Final = 1.281552
FAIR_LOW, FAIR_HIGH, UNFAIR_HIGH = 0.5, 2.0, 4.0
# A definitive group that gets this much less than it contributes is an alert.
SHORT: Final = 0.8
CLASSES: Final[dict[str, str]] = {
    "": "none",
    "P": "dormant",
    "L": "discretionary",
    "U": "demanding",
    "PL": "dominant",
    "PU": "dangerous",
    "LU": "dependent",
    "PLU": "definitive",
}


class Claim(NamedTuple):
    """Something that somebody waits for: `age` is how long, in parts of what it may take at most."""

    kind: str
    age: float


class Scores(NamedTuple):
    power: float
    legitimacy: float
    urgency: float

    @property
    def priority(self) -> float:
        return float((self.power * self.legitimacy * self.urgency) ** (1 / 3))


def power(at_stake: float, only_by: float) -> float:
    """`at_stake` is the part of net sales that the group has a part in, `only_by` the part of those buyers who bought
    in no other way."""
    return 1 - (1 - at_stake) * (1 - only_by)


def legitimacy(compliance: float, verified: float, fairness: float) -> float:
    return compliance * verified * fairness


def compliance(upheld: int, opportunities: int) -> float:
    """The lower bound (Wilson, one-sided 90 %) of how often nothing was wrong; 0 where nothing was done at all."""
    if opportunities <= 0:
        return 0.0
    return wilson(max(0, opportunities - upheld) / opportunities, opportunities, Z90)[0]


def fairness(ratio: float | None, perceived: float | None) -> float:
    """From what is got for what is contributed (between a half and twice is fair, beyond it falls in a line) and from
    what the group says of it (1 to 7, from the middle on fair): the worse of what is known, 1 if neither is."""
    by_ratio = 1.0 if ratio is None else _by_ratio(ratio)
    by_answers = 1.0 if perceived is None else min(1.0, (perceived - 1) / 3)
    return min(by_ratio, by_answers)


def _by_ratio(ratio: float) -> float:
    if ratio < FAIR_LOW:
        return ratio / FAIR_LOW
    return max(0.0, 1 - max(0.0, ratio - FAIR_HIGH) / (UNFAIR_HIGH - FAIR_HIGH))


def urgency(claims: Sequence[Claim], weights: Mapping[str, float]) -> float:
    """1 − the product over kinds of claims of (1 − weight × lateness); lateness is the mean age, at most 1 each, after
    five claims in time are added. Over single claims the product would be 1 for every large group."""
    calm = 1.0
    for kind, weight in weights.items():
        ages = [min(1.0, claim.age) for claim in claims if claim.kind == kind]
        if ages:
            calm *= 1 - weight * sum(ages) / (len(ages) + CLAIMS_PRIOR)
    return 1 - calm


def class_of(scores: Scores, before: str | None = None) -> str:
    """The attributes held, as letters: P, L, U. `before` are those of the day before."""
    held = zip("PLU", scores, strict=True)
    return "".join(letter for letter, score in held if score >= _bound(letter, before))


def _bound(letter: str, before: str | None) -> float:
    if before is None:
        return HELD
    return HELD - SLACK if letter in before else HELD + SLACK


def days_of(daily: Sequence[Scores]) -> list[str]:
    """The class of each day, oldest first; the first without anything before it."""
    found: list[str] = []
    for scores in daily:
        found.append(class_of(scores, found[-1] if found else None))
    return found


def is_short(letters: str, ratio: float | None) -> bool:
    """Whether a definitive group gets less than it contributes."""
    return letters == "PLU" and ratio is not None and ratio < SHORT
