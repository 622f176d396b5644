"""The salience of every group in a window of 28 days: scores, class, how sure it is, and how it changed day by day."""

from collections import Counter
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from livefair.kernel import DAY_MS, SYSTEM, Actor, ReadTx, require
from livefair.value.indicators.window import Window
from livefair.value.rules import salience as rules
from livefair.value.rules.salience import CLASSES, Claim, Scores
from livefair.value.salience.claims import Waiting, claims_at, waiting_in
from livefair.value.salience.evidence import Buyer, Evidence, evidence_of, parties_of
from livefair.value.salience.settings import GROUPS, kinds_of_claims, settings

DAYS = 28
# What was opened so long ago and still waits is a claim, also if that was before the days that are counted.
CLAIMS_DAYS = 90
DRAWS = 400
SEED = 1
T = TypeVar("T")


class Group(NamedTuple):
    """`chances`: class → how often resampling gives it; `days`: class → the part of the last 28 days in it. `waiting`:
    kind of claim → how many stand open. `ratio`, `perceived`: see Evidence."""

    code: str
    scores: Scores
    letters: str
    chances: dict[str, float]
    days: dict[str, float]
    waiting: dict[str, int]
    ratio: float | None
    perceived: float | None
    buyers: int
    acts: int
    upheld: int
    is_short: bool

    @property
    def name(self) -> str:
        return CLASSES[self.letters]


class Salience(NamedTuple):
    from_ms: int
    to_ms: int
    version: int
    groups: list[Group]


def salience(tx: ReadTx, actor: Actor) -> Salience:
    """As of now. The same facts give the same numbers: the seed is fixed."""
    require(actor == SYSTEM or actor.has("operator") or actor.has("researcher"), "researchers_only")
    window = Window(tx, tx.now_ms + 1 - DAYS * DAY_MS, tx.now_ms + 1)
    parties = parties_of(tx)
    waiting = waiting_in(Window(tx, window.to_ms - CLAIMS_DAYS * DAY_MS, window.to_ms), parties.group_of)
    found = evidence_of(tx, window, parties, GROUPS)
    groups = [
        group_of(code, found[code], [one for one in waiting if one.group == code], window.to_ms) for code in GROUPS
    ]
    return Salience(window.from_ms, window.to_ms, settings().version, groups)


def group_of(code: str, evidence: Evidence, waiting: list[Waiting], at_ms: int) -> Group:
    claims = claims_at(waiting, code, at_ms)
    legitimacy = legitimacy_of(evidence, evidence.upheld)
    power = power_of(rows_of(evidence.buyers))
    daily = [
        Scores(power, legitimacy, urgency_of(claims_at(waiting, code, at_ms - back * DAY_MS)))
        for back in range(DAYS - 1, -1, -1)
    ]
    letters = rules.days_of(daily)
    return Group(
        code=code,
        scores=daily[-1],
        letters=letters[-1],
        chances=chances_of(evidence, claims),
        days=_parts([CLASSES[one] for one in letters]),
        waiting=dict(Counter(claim.kind for claim in claims)),
        ratio=evidence.ratio,
        perceived=evidence.perceived,
        buyers=len(evidence.buyers),
        acts=evidence.acts,
        upheld=evidence.upheld,
        is_short=rules.is_short(letters[-1], evidence.ratio),
    )


def rows_of(buyers: list[Buyer]) -> NDArray[np.int64]:
    """There may be a hundred thousand, and they are drawn hundreds of times."""
    return np.array(buyers, np.int64).reshape(-1, len(Buyer._fields))


def power_of(buyers: NDArray[np.int64]) -> float:
    """Of rows, each of a Buyer's fields."""
    whole, with_group, only = buyers.T
    met = with_group != 0
    if not whole.sum() or not met.any():
        return 0.0
    return rules.power(float(with_group.sum() / whole.sum()), float(only[met].mean()))


def legitimacy_of(evidence: Evidence, upheld: int) -> float:
    fair = rules.fairness(evidence.ratio, evidence.perceived)
    return rules.legitimacy(rules.compliance(upheld, evidence.acts), evidence.verified, fair)


def urgency_of(claims: list[Claim]) -> float:
    return rules.urgency(claims, {kind: one.weight for kind, one in kinds_of_claims().items()})


def chances_of(evidence: Evidence, claims: list[Claim]) -> dict[str, float]:
    """Class → its part of the draws: buyers, conduct and claims are drawn anew with replacement."""
    rng = np.random.default_rng(SEED)
    found = []
    buyers = rows_of(evidence.buyers)
    for _ in range(DRAWS):
        power = power_of(buyers[rng.integers(0, len(buyers), len(buyers))]) if len(buyers) else 0.0
        wrong = int(rng.binomial(evidence.acts, min(1.0, evidence.upheld / evidence.acts))) if evidence.acts else 0
        scores = Scores(power, legitimacy_of(evidence, wrong), urgency_of(_again(rng, claims)))
        found.append(CLASSES[rules.class_of(scores)])
    return _parts(found)


def _again(rng: np.random.Generator, values: list[T]) -> list[T]:
    return [values[at] for at in rng.integers(0, len(values), len(values))] if values else []


def _parts(classes: list[str]) -> dict[str, float]:
    return {name: count / len(classes) for name, count in Counter(classes).most_common()}
