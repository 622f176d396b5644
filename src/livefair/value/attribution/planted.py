"""Every rule of attribution against a truth that is known, because it is planted here.

People meet players by chance; each player changes the chance that they keep an order by an amount of its own, and
changes add up, so what each truly caused is known to the person. One player, the magnet, changes nothing and is shown
to those who would buy anyway. A gamer adds touches of no effect at the ends of journeys: what does one of them earn?
"""

from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from livefair.value.attribution.attributing import attribute
from livefair.value.attribution.journeys import DAY_MS, Journey, Journeys, Touch, gathered

PEOPLE = 6_000
WORTH_MINOR = 10_000
WITHHELD = 0.1
GAMED = 0.2
KEEN, COOL = 0.35, 0.05
HOLD_OUT = "hold_out"
GAMER = "gamer"
MAGNET = "magnet"
Flags = NDArray[np.bool_]


class Planted(msgspec.Struct, frozen=True):
    """`lift`: what meeting it adds to the chance of an order kept; `met`: by which part of people; `place`: where in a
    journey it comes, smaller is earlier."""

    player: str
    lift: float
    met: float
    place: int


PLAYERS = (
    Planted("creator", 0.15, 0.5, 0),
    Planted("sharer", 0.05, 0.2, 1),
    Planted("host", 0.20, 0.6, 2),
    Planted("helper", 0.12, 0.1, 3),
    Planted("reviewer", 0.08, 0.4, 4),
    Planted(MAGNET, 0.0, 0.3, 5),
)


class Method(msgspec.Struct, frozen=True):
    """`minor`: player → what the rule credits it with. `bias`: mean distance from the truth in parts of the kept value;
    `rank`: Spearman's correlation with the truth; `gamed_minor`: what a touch of no effect earns."""

    rule: str
    minor: dict[str, int]
    bias: float
    rank: float
    gamed_minor: float | None


class Truth(msgspec.Struct, frozen=True):
    people: int
    seed: int
    value_minor: int
    lifts: dict[str, float]
    minor: dict[str, int]
    methods: list[Method]


class _World(msgspec.Struct, frozen=True):
    """People × players: who would meet whom, who did, and who kept an order."""

    met: Flags
    withheld: Flags
    kept: Flags


@cache
def planted_truth(seed: int = 1) -> Truth:
    """Every rule on one planted world. The same seed gives the same numbers."""
    world = _world(np.random.default_rng(seed))
    seen = world.met & ~world.withheld
    truth = [round(one.lift * WORTH_MINOR * int(seen[:, at].sum())) for at, one in enumerate(PLAYERS)]
    plain = attribute(_journeys(seen, world.kept), orders=50, seed=seed)
    gamed = np.random.default_rng(seed + 1).random(len(seen)) < GAMED
    spoiled = attribute(_journeys(seen, world.kept, gamed), orders=50, seed=seed)
    earned = next(credit.minor for credit in spoiled.credits if credit.player == GAMER)
    touches = int(gamed.sum())
    credits = {credit.player: credit.minor for credit in plain.credits}
    methods = [
        _method(rule, {one.player: credits[one.player][rule] for one in PLAYERS}, truth, earned[rule] / touches)
        for rule in plain.credits[0].minor
    ]
    value = plain.value_minor
    methods.append(_method(HOLD_OUT, _held_out(world, seen), truth, None))
    return Truth(
        people=PEOPLE,
        seed=seed,
        value_minor=value,
        lifts={one.player: one.lift for one in PLAYERS},
        minor={one.player: caused for one, caused in zip(PLAYERS, truth, strict=True)},
        methods=[msgspec.structs.replace(one, bias=one.bias / value) for one in methods],
    )


def _world(rng: np.random.Generator) -> _World:
    keen = rng.random(PEOPLE) < 0.3
    chance = np.array([one.met for one in PLAYERS]) * np.ones((PEOPLE, 1))
    magnet = [one.player for one in PLAYERS].index(MAGNET)
    chance[:, magnet] = np.where(keen, 0.8, 0.1)
    met = rng.random(chance.shape) < chance
    withheld = met & (rng.random(chance.shape) < WITHHELD)
    lift = (met & ~withheld) @ np.array([one.lift for one in PLAYERS])
    kept = rng.random(PEOPLE) < np.where(keen, KEEN, COOL) + lift
    return _World(met, withheld, kept)


def _journeys(seen: Flags, kept: Flags, gamed: Flags | None = None) -> Journeys:
    order = sorted(range(len(PLAYERS)), key=lambda at: PLAYERS[at].place)
    found = []
    for person in range(len(seen)):
        names = [PLAYERS[at].player for at in order if seen[person, at]]
        if gamed is not None and gamed[person]:
            names.append(GAMER)
        touches = tuple(Touch(name, (len(names) - at) * DAY_MS) for at, name in enumerate(names))
        is_kept = bool(kept[person])
        found.append(Journey(touches, int(is_kept), int(not is_kept), WORTH_MINOR if is_kept else 0))
    return gathered(found)


def _held_out(world: _World, seen: Flags) -> dict[str, int]:
    """Of those who would have met a player, one in ten by chance did not: the difference between them."""
    found = {}
    for at, one in enumerate(PLAYERS):
        shown, spared = world.kept[seen[:, at]], world.kept[world.withheld[:, at]]
        found[one.player] = round((shown.mean() - spared.mean()) * len(shown) * WORTH_MINOR)
    return found


def _method(rule: str, minor: dict[str, int], truth: Sequence[int], gamed: float | None) -> Method:
    given = [minor[one.player] for one in PLAYERS]
    away = float(np.abs(np.array(given) - np.array(truth)).mean())
    return Method(rule, minor, away, rank_correlation(given, truth), gamed)


def rank_correlation(some: Sequence[float], others: Sequence[float]) -> float:
    """Spearman's: the correlation of ranks, equal values sharing theirs."""
    return float(np.corrcoef(_ranks(some), _ranks(others))[0, 1])


def _ranks(values: Sequence[float]) -> list[float]:
    return [sum(one < value for one in values) + (sum(one == value for one in values) - 1) / 2 for value in values]
