"""Which things the same people meet one after the other: directed transitions blended with a cosine of item pairs.

`fit` rebuilds the table from all visits, `observe` adds one visit at once. A user gives a thing one credit, however
often they come, and a pair serves only when three different users have made it: repeating a pair pushes nothing.
No linear algebra of a library is called, so that no threads of one are started.
"""

from collections import deque
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WINDOW = 5
DECAY = 0.7
BACK = 0.5
NEIGHBOURS = 50
USERS_MIN = 3
SHRINK = 10.0
HALF_LIFE = 3.0
"""So many visits later, a visit counts half."""
HISTORY_MAX = 50
ROW_MAX = 200
ROWS_MAX = 200_000
USERS_MAX = 100_000
PAIRS_PER_BLOCK = 12_000_000
TRUST_STEPS = 3

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_STEPS = [DECAY**distance for distance in range(WINDOW)]


class Visits(NamedTuple):
    """One entry per visit: who (any whole number), what (an index of `keys`), when (any unit), how trusted (0 to 1)."""

    keys: Sequence[str]
    users: Ints
    items: Ints
    times: Ints
    trust: Floats


class Met(NamedTuple):
    """A thing met together with some of a history: `weight` above 0, `because` the part that says the most."""

    weight: float
    because: str


class _Table(NamedTuple):
    """`neighbours` and `weights` are items x 50, best first; -1 and 0 where there are none."""

    keys: Sequence[str]
    place: dict[str, int]
    neighbours: NDArray[np.int32]
    weights: Floats
    credits: NDArray[np.int32]


class _Recent:
    """What came after the last fit. A pair's complex number: its weight, and the number of its users."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, complex]] = {}
        self.credits: dict[str, int] = {}
        self.seen: dict[int | str, deque[str]] = {}


class CoVisits:
    """Reads see either the old table or the new one, never a mixture: `fit` changes one reference."""

    def __init__(self) -> None:
        self._state = (_empty(), _Recent())

    def __len__(self) -> int:
        return len(self._state[0].keys)

    def fit(self, visits: Visits) -> None:
        """Rebuild from all visits; what was observed since the last time is expected among them."""
        self._state = (_fitted(visits), _Recent())

    def observe(self, user: int | str, item: str, trust: float = 1.0) -> bool:
        """Add a visit; False: this user's credit to the item is given already (of their last 200 items)."""
        recent = self._state[1]
        seen = recent.seen.get(user)
        if seen is None:
            if len(recent.seen) >= USERS_MAX:
                recent.seen.pop(next(iter(recent.seen)), None)
            seen = recent.seen[user] = deque(maxlen=ROW_MAX)
        elif item in seen:
            return False
        rows = recent.rows
        for step, before in zip(_STEPS, islice(reversed(seen), WINDOW), strict=False):
            credit = complex(step * trust, 1)
            _credit(rows, before, item, credit)
            _credit(rows, item, before, complex(BACK * step * trust, 1))
        seen.append(item)
        recent.credits[item] = recent.credits.get(item, 0) + 1
        return True

    def met_with(self, history: Sequence[str], *, half_life: float = HALF_LIFE) -> dict[str, Met]:
        """What is met together with a history (newest last), its own items left out. At most 50 of them are read."""
        table, recent = self._state
        newest = list(dict.fromkeys(reversed(history[-HISTORY_MAX:])))
        found: dict[str, float] = {}
        most: dict[str, Met] = {}
        for age, item in enumerate(newest):
            importance = 0.5 ** (age / half_life)
            for key, weight in _neighbours(table, recent, item):
                part = weight * importance
                found[key] = found.get(key, 0.0) + part
                if key not in most or part > most[key].weight:
                    most[key] = Met(part, item)
        for item in newest:
            found.pop(item, None)
        return {key: Met(weight, most[key].because) for key, weight in found.items()}

    def strongest(self, history: Sequence[str], most: int, *, half_life: float = HALF_LIFE) -> tuple[Ints, Floats]:
        """(places, weights) of the fitted table's best: the same sum by arrays alone, for many items."""
        table = self._state[0]
        places = [table.place[item] for item in history[-HISTORY_MAX:] if item in table.place]
        if not places:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        importance = 0.5 ** (np.arange(len(places))[::-1] / half_life)
        ids = table.neighbours[places].ravel()
        parts = (table.weights[places] * importance[:, None]).ravel()
        unique, inverse = np.unique(ids, return_inverse=True)
        total = np.bincount(inverse, parts).astype(np.float32)
        is_new = (unique >= 0) & ~np.isin(unique, places)
        places_met, total = unique[is_new].astype(np.int64), total[is_new]
        if len(places_met) > most:
            best = np.argpartition(-total, most)[:most]
            places_met, total = places_met[best], total[best]
        return places_met, total


def _credit(rows: dict[str, dict[str, complex]], source: str, target: str, credit: complex) -> None:
    row = rows.get(source)
    if row is None:
        if len(rows) >= ROWS_MAX:
            return
        row = rows[source] = {}
    row[target] = row.get(target, 0j) + credit
    if len(row) > ROW_MAX:
        kept = sorted(row.items(), key=lambda pair: (-pair[1].real, pair[0]))[: ROW_MAX // 2]
        rows[source] = dict(kept)


def _neighbours(table: _Table, recent: _Recent, item: str) -> list[tuple[str, float]]:
    place = table.place.get(item)
    found: list[tuple[str, float]] = []
    if place is not None:
        row = table.neighbours[place]
        count = int((row >= 0).sum())
        weights = table.weights[place, :count].tolist()
        found = [(table.keys[other], weight) for other, weight in zip(row[:count].tolist(), weights, strict=True)]
    mine = _credits(table, recent, item)
    for key, pair in list(recent.rows.get(item, {}).items()):
        if pair.imag >= USERS_MIN:
            other = _credits(table, recent, key)
            found.append((key, _blend(pair.real, pair.imag, mine, other)))
    return found


def _credits(table: _Table, recent: _Recent, item: str) -> float:
    place = table.place.get(item)
    fitted = 0 if place is None else int(table.credits[place])
    return float(fitted + recent.credits.get(item, 0))


def _blend(weight: float, users: float, mine: float, other: float) -> float:
    """How probably the one follows the other, plus how much the same people meet both; each at most about 1."""
    trusted = min(users, weight / BACK)
    return weight / (mine + SHRINK) + trusted / (float(np.sqrt(mine * other)) + SHRINK)


def _empty() -> _Table:
    none = np.empty((0, NEIGHBOURS))
    return _Table((), {}, none.astype(np.int32), none.astype(np.float32), np.empty(0, np.int32))


# ── the fit: each pair is one whole number, so that one sort brings equal pairs together


def _fitted(visits: Visits) -> _Table:
    count = len(visits.keys)
    users, items, trust = _credited(visits)
    credits = np.bincount(items, minlength=count).astype(np.int32)
    neighbours = np.full((count, NEIGHBOURS), -1, np.int32)
    weights = np.zeros((count, NEIGHBOURS), np.float32)
    blocks = max(1, -(-len(items) * 2 * WINDOW // PAIRS_PER_BLOCK))
    bounds = _even_bounds(credits, blocks)
    for low, high in pairwise(bounds):
        pairs = _pairs(users, items, trust, count, range(low, high))
        _fill(neighbours, weights, credits, pairs)
    return _Table(visits.keys, {key: place for place, key in enumerate(visits.keys)}, neighbours, weights, credits)


def _credited(visits: Visits) -> tuple[Ints, Ints, Ints]:
    """(users, items, trust in steps) by user and time, each user's first visit to an item only."""
    order = np.lexsort((visits.items, visits.times, visits.users))
    users, items = visits.users[order].astype(np.int64), visits.items[order].astype(np.int64)
    trust = np.rint(visits.trust[order] * TRUST_STEPS).clip(0, TRUST_STEPS).astype(np.int64)
    first = np.zeros(len(items), bool)
    first[np.unique(users * max(1, len(visits.keys)) + items, return_index=True)[1]] = True
    return users[first], items[first], trust[first]


def _even_bounds(credits: NDArray[np.int32], blocks: int) -> list[int]:
    """Ranges of items with about as many credits each."""
    total = np.cumsum(credits, dtype=np.int64)
    wanted = np.arange(1, blocks) * (int(total[-1]) if len(total) else 0) // blocks
    return sorted({0, *(int(place) for place in np.searchsorted(total, wanted)), len(credits)})


def _pairs(users: Ints, items: Ints, trust: Ints, count: int, sources: range) -> Ints:
    """Sorted codes of all pairs that start in a range: (source, target, trust, direction and distance)."""
    found = []
    for distance in range(1, WINDOW + 1):
        same = users[:-distance] == users[distance:]
        earlier, later = items[:-distance][same], items[distance:][same]
        believed = np.minimum(trust[:-distance][same], trust[distance:][same])
        for source, target, back in ((earlier, later, 0), (later, earlier, WINDOW)):
            inside = (source >= sources.start) & (source < sources.stop)
            code = (source[inside] * count + target[inside]) * 4 + believed[inside]
            found.append(code * 16 + (distance - 1 + back))
    codes = np.concatenate(found)
    codes.sort()
    return codes


def _fill(neighbours: NDArray[np.int32], weights: Floats, credits: NDArray[np.int32], codes: Ints) -> None:
    """Sum up the pairs, keep those of three users and more, and write each source's best 50."""
    count = len(credits)
    pairs = codes >> 6
    starts = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]]) if len(pairs) else np.empty(0, np.int64)
    users = np.diff(np.r_[starts, len(pairs)])
    worth = np.array([step * back for back in (1.0, BACK) for step in _STEPS] + [0.0] * 6, np.float32)
    believed = ((codes >> 4 & 3) / TRUST_STEPS).astype(np.float32)
    served = users >= USERS_MIN
    if not served.any():
        return
    weight = np.add.reduceat(worth[codes & 15] * believed, starts)[served]
    trusted = np.add.reduceat(believed, starts)[served]
    sources, targets = np.divmod(pairs[starts[served]], count)
    mine, other = credits[sources], credits[targets]
    blended = weight / (mine + SHRINK) + trusted / (np.sqrt(mine.astype(np.float64) * other) + SHRINK)
    order = np.lexsort((targets, -blended, sources))
    sources, targets, blended = sources[order], targets[order], blended[order]
    firsts = np.flatnonzero(np.r_[True, sources[1:] != sources[:-1]])
    rank = np.arange(len(sources)) - np.repeat(firsts, np.diff(np.r_[firsts, len(sources)]))
    best = (rank < NEIGHBOURS) & (blended > 0)
    neighbours[sources[best], rank[best]] = targets[best]
    weights[sources[best], rank[best]] = blended[best]
