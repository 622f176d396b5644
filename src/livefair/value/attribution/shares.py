"""Rules that look at one journey at a time: first, last, linear, time decay, position, and equal split of the set.

The last is the exact Shapley value of the game in which a set of players is worth all orders of journeys that met
nobody else: each journey's value divided equally over its distinct players.
"""

from collections.abc import Sequence

import numpy as np

from livefair.value.attribution.journeys import DAY_MS, Floats, Journeys, Touch, by_weights

HALF_LIFE_MS = 7 * DAY_MS
ENDS = 0.4
POSITIONS = 10


def first(journeys: Journeys) -> Floats:
    return by_weights(journeys, lambda touches: [1.0, *([0.0] * (len(touches) - 1))])


def last(journeys: Journeys) -> Floats:
    return by_weights(journeys, lambda touches: [*([0.0] * (len(touches) - 1)), 1.0])


def linear(journeys: Journeys) -> Floats:
    return by_weights(journeys, lambda touches: [1.0] * len(touches))


def time_decay(journeys: Journeys) -> Floats:
    """Half the weight for every seven days before the end."""
    return by_weights(journeys, _decayed)


def _decayed(touches: Sequence[Touch]) -> list[float]:
    latest = min(touch.age_ms for touch in touches)
    return [2.0 ** (-(touch.age_ms - latest) / HALF_LIFE_MS) for touch in touches]


def position(journeys: Journeys) -> Floats:
    """40 % to the first touch, 40 % to the last, 20 % to those between; halves when there are two."""
    return by_weights(journeys, _by_position)


def _by_position(touches: Sequence[Touch]) -> list[float]:
    between = len(touches) - 2
    if between <= 0:
        return [1.0] * len(touches)
    return [ENDS, *([(1 - 2 * ENDS) / between] * between), ENDS]


def set_shapley(journeys: Journeys) -> Floats:
    return by_weights(journeys, _by_set)


def _by_set(touches: Sequence[Touch]) -> list[float]:
    times: dict[str, int] = {}
    for touch in touches:
        times[touch.player] = times.get(touch.player, 0) + 1
    return [1.0 / times[touch.player] for touch in touches]


def ordered_shapley(journeys: Journeys) -> Floats:
    """The set's Shapley values by where in the journey they arise (Zhao, Mahboobi & Bagheri 2018): players × places.

    A player met several times has its part divided over those places; the last place holds all later ones too.
    """
    found = np.zeros((len(journeys.players), POSITIONS))
    index = journeys.places()
    for one in journeys.all:
        if one.value_minor:
            weights = _by_set(one.touches)
            whole = sum(weights)
            for place, (touch, weight) in enumerate(zip(one.touches, weights, strict=True)):
                found[index[touch.player], min(place, POSITIONS - 1)] += one.value_minor * weight / whole
    return found
