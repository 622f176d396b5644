"""The order of a page among a million things, by the product's engine: its cost, its learning, what it must never show.

    python bench/feed.py [--items 1e6] [--visits 1e7] [--feeds 400] [--strict]

Figures are CPU time of this process as a part of what is promised: 1.00 is just kept, less is better.
"""

import argparse
import resource
import time
from random import Random

import numpy as np

from livefair.discovery.recommending import Candidates, CoVisits, Policy, Visits, rank
from table import Table

FEED_MS = 1.0
FEED_P99_MS = 10.0
OBSERVE_US = 5.0
FIT_S_PER_10M = 10.0
HISTORY = 30
CANDIDATES = 200
PER_USER = 10
POLICY = Policy((1.0, 0.8, 0.5, 0.6, 0.6), 0.1, 0.3, 2, 0.3, (0, 2, 3))


def walks(items: int, count: int) -> Visits:
    """Users who each walk through a neighbourhood of things."""
    chance = np.random.default_rng(0)
    users = np.repeat(np.arange(count // PER_USER), PER_USER)
    homes = np.repeat(chance.integers(items, size=count // PER_USER), PER_USER)
    met = (homes + chance.integers(-8, 9, size=len(users))) % items
    keys = [str(number) for number in range(items)]
    return Visits(keys, users, met, np.arange(len(users)), np.ones(len(users), np.float32))


class Place:
    """What is known of all things, and the pages that are made of it; a tenth are rooms, few of which are on air."""

    def __init__(self, memory: CoVisits, items: int) -> None:
        chance = np.random.default_rng(1)
        self.memory, self.items = memory, items
        self.kinds = (chance.random(items) < 0.1).astype(np.int64)
        self.creators = chance.integers(items // 20, size=items)
        self.terms = chance.random((items, 4)) * (0.6, 0.5, 0.1, 0.3)
        self.watched = chance.integers(10_000, size=items)
        self.is_open = (self.kinds == 0) | (chance.random(items) < 0.03)
        self.popular = np.argpartition(-self.watched, 60)[:60]
        self.fresh = np.arange(items - 2_000, items)

    def page(self, history: list[str], chance: Random) -> list[int]:
        met, weights = self.memory.strongest(history, CANDIDATES)
        fresh = self.fresh[[chance.randrange(len(self.fresh)) for _ in range(40)]]
        places = np.concatenate([met, self.popular, fresh])
        places, first = np.unique(places, return_index=True)
        weight = np.concatenate([weights, np.zeros(100, np.float32)])[first]
        places, weight = places[self.is_open[places]], weight[self.is_open[places]]
        together = weight / max(0.1, float(weight.max(initial=0.0)))
        slots = rank(
            Candidates(
                keys=[str(place) for place in places.tolist()],
                kinds=self.kinds[places],
                creators=self.creators[places],
                topics=np.full(len(places), -1),
                is_small=self.watched[places] <= np.median(self.watched[places]),
                is_seen=np.zeros(len(places), bool),
                is_trial=places >= self.items - 2_000,
                terms=np.column_stack([together, self.terms[places]]),
            ),
            POLICY,
            chance,
            most=10,
        )
        return [int(places[slot.place]) for slot in slots]


def pages(place: Place, count: int) -> tuple[list[float], float, int]:
    """(wall ms of each page, CPU ms per page, things shown that are not on air)"""
    chance = Random(0)
    took, closed, began = [], 0, time.process_time()
    for _ in range(count):
        home = chance.randrange(place.items)
        history = [str((home + chance.randrange(-60, 60)) % place.items) for _ in range(HISTORY)]
        start = time.perf_counter()
        shown = place.page(history, chance)
        took.append((time.perf_counter() - start) * 1e3)
        closed += int((~place.is_open[shown]).sum())
    return took, (time.process_time() - began) / count * 1e3, closed


def observing(memory: CoVisits, count: int = 50_000) -> float:
    """CPU µs for a visit."""
    began = time.process_time()
    for number in range(count):
        memory.observe(number // PER_USER, str(number * 7_919 % 50_000))
    return (time.process_time() - began) / count * 1e6


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--items", type=float, default=1e6)
    told.add_argument("--visits", type=float, default=1e7)
    told.add_argument("--feeds", type=int, default=400)
    told.add_argument("--strict", action="store_true")
    given = told.parse_args()
    items, count = int(given.items), int(given.visits)
    memory, visits = CoVisits(), walks(items, count)
    began = time.process_time()
    memory.fit(visits)
    fit_s = time.process_time() - began
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    took, cpu_ms, closed = pages(Place(memory, items), given.feeds)
    table = Table(f"The feed among {items:,} things, learned from {count:,} visits")
    table.at_most("a page, CPU ms / 1", cpu_ms / FEED_MS, 1)
    table.at_most("a page, p99 ms / 10", float(np.percentile(took, 99)) / FEED_P99_MS, 1)
    table.at_most("rooms off air that were shown", closed, 0)
    table.at_most("a visit observed, CPU µs / 5", observing(memory) / OBSERVE_US, 1)
    table.at_most("learned anew, CPU s / 10 per 10 million visits", fit_s / FIT_S_PER_10M * 1e7 / count, 1)
    table.note("memory at the peak, GB", f"{peak_gb:.2f}")
    table.print(strict=given.strict)


if __name__ == "__main__":
    main()
