"""Journeys: who was met on the way to an order, and whether it was kept."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from livefair.value.datafile import Table
from livefair.value.faults import Fault

Floats = NDArray[np.float64]
DAY_MS = 86_400_000
VIEW_WINDOW_MS = 7 * DAY_MS
WINDOW_MS = 28 * DAY_MS
JOURNEYS_MAX = 1_000_000
PLAYERS_MAX = 2_000
TOUCHES_MAX = 1_000
ARROW = ">"


class Touch(NamedTuple):
    """`player` is who or what was met, such as host:ada or slot:home; `age_ms` how long before the journey's end."""

    player: str
    age_ms: int = 0


class Journey(NamedTuple):
    """Touches in order. `kept` of the `kept + lost` people who went this way kept an order, worth `value_minor`."""

    touches: tuple[Touch, ...]
    kept: int
    lost: int
    value_minor: int


class Journeys(NamedTuple):
    """All journeys that have touches. Orders without any are in `untouched_minor`: nobody's."""

    players: tuple[str, ...]
    all: tuple[Journey, ...]
    untouched_minor: int
    late_touches: int

    @property
    def value_minor(self) -> int:
        return sum(one.value_minor for one in self.all)

    @property
    def kept(self) -> int:
        return sum(one.kept for one in self.all)

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.all)

    def places(self) -> dict[str, int]:
        return {player: position for position, player in enumerate(self.players)}


def gathered(journeys: Iterable[Journey], *, late_touches: int = 0) -> Journeys:
    """Journeys with their players. Raises Fault for too many, for lost orders of value, and when nothing was kept."""
    given = tuple(journeys)
    if len(given) > JOURNEYS_MAX:
        raise Fault("journeys_too_many", most=JOURNEYS_MAX)
    touched = tuple(one for one in given if one.touches)
    players = sorted({touch.player for one in touched for touch in one.touches})
    if len(players) > PLAYERS_MAX:
        raise Fault("players_too_many", found=len(players), most=PLAYERS_MAX)
    for position, one in enumerate(given, 1):
        if min(one.kept, one.lost, one.value_minor) < 0 or (one.value_minor and not one.kept):
            raise Fault("journey_value", journey=position)
        if len(one.touches) > TOUCHES_MAX:
            raise Fault("touches_too_many", journey=position, most=TOUCHES_MAX)
    if not any(one.kept for one in touched):
        raise Fault("nothing_kept")
    untouched = sum(one.value_minor for one in given if not one.touches)
    return Journeys(tuple(players), touched, untouched, late_touches)


def journeys_of(table: Table) -> Journeys:
    """From a table of touches (`journey, player, at, value` and maybe `kind, ended_at`) or of ways
    (`path, kept, lost, value`, the path as `a > b > c`). Raises Fault with the row."""
    return _from_ways(table) if table.has("path") else _from_touches(table)


def _from_ways(table: Table) -> Journeys:
    columns = (table.texts("path"), table.whole("kept"), table.whole("lost"), table.whole("value"))
    return gathered(
        Journey(tuple(Touch(name) for part in path.split(ARROW) if (name := part.strip())), kept, lost, value)
        for path, kept, lost, value in zip(*columns, strict=True)
    )


class _Seen(NamedTuple):
    at_ms: int
    player: str
    kind: str


def _from_touches(table: Table) -> Journeys:
    """One row per touch; `value` (minor units, 0 where nothing was kept) stands on every row of a journey alike."""
    names, players = table.texts("journey"), table.texts("player")
    times, values = table.times_ms("at"), table.whole("value")
    kinds = table.texts("kind") if table.has("kind") else [""] * len(names)
    ends = table.times_ms("ended_at") if table.has("ended_at") else times
    seen: dict[str, list[_Seen]] = {}
    worth: dict[str, int] = {}
    ended: dict[str, int] = {}
    for row, name in enumerate(names):
        if worth.setdefault(name, values[row]) != values[row]:
            raise Fault("journey_two_values", row=row + 1, journey=name)
        if ends[row] < times[row]:
            raise Fault("touch_after_end", row=row + 1)
        seen.setdefault(name, []).append(_Seen(times[row], players[row], kinds[row]))
        ended[name] = max(ended.get(name, 0), ends[row])
    found = []
    late = 0
    for name, touches in seen.items():
        counted = [one for one in sorted(touches) if ended[name] - one.at_ms <= _window(one.kind)]
        late += len(touches) - len(counted)
        made = tuple(Touch(one.player, ended[name] - one.at_ms) for one in counted)
        kept = int(worth[name] > 0)
        found.append(Journey(made, kept, 1 - kept, worth[name]))
    return gathered(found, late_touches=late)


def _window(kind: str) -> int:
    return VIEW_WINDOW_MS if kind == "view" else WINDOW_MS


def by_weights(journeys: Journeys, weigh: Callable[[Sequence[Touch]], Sequence[float]]) -> Floats:
    """Each journey's value divided over its touches by their weights, summed per player."""
    credit = np.zeros(len(journeys.players))
    index = journeys.places()
    for one in journeys.all:
        if one.value_minor:
            weights = weigh(one.touches)
            whole = sum(weights)
            for touch, weight in zip(one.touches, weights, strict=True):
                credit[index[touch.player]] += one.value_minor * weight / whole
    return credit


def settled(credit: Floats, total_minor: int) -> list[int]:
    """Whole minor units that add up to `total_minor` exactly, each within one of its credit (largest remainder)."""
    scaled = credit * (total_minor / credit.sum()) if credit.sum() else credit
    floors = np.floor(scaled).astype(np.int64)
    left = total_minor - int(floors.sum())
    # Rounding of the sum itself may leave a unit less or more than there are players.
    order = np.argsort(-(scaled - floors), kind="stable")
    units = floors.tolist()
    for turn in range(abs(left)):
        units[int(order[turn % len(order)])] += 1 if left > 0 else -1
    return [int(unit) for unit in units]
