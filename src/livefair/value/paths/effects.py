"""Effects along the arrows: total effects, each single chain, and what kind of mediation it is.

Zhao, Lynch & Chen (2010) for the kinds.
"""

from itertools import pairwise
from typing import Literal

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.shape import Floats, Shape

CHAINS_MAX = 500
Mediation = Literal["complementary", "competitive", "indirect_only", "direct_only", "none"]


def total_effects(paths: Floats) -> Floats:
    """Sums over all chains of paths, B × k × k. The paths have no circle, so (I − P)⁻¹ − I is finite."""
    k = paths.shape[-1]
    total: Floats = np.linalg.inv(np.eye(k) - paths) - np.eye(k)
    return total


def chains(shape: Shape) -> list[tuple[int, ...]]:
    """Every way of two or more paths from one construct to another. Raises Fault when there are too many."""
    found: list[tuple[int, ...]] = []

    def walk(way: tuple[int, ...]) -> None:
        if len(way) > 2:
            found.append(way)
            if len(found) > CHAINS_MAX:
                raise Fault("chains_too_many", most=CHAINS_MAX)
        for following in np.flatnonzero(shape.leads[way[-1]]):
            walk((*way, int(following)))

    for start in range(len(shape.constructs)):
        walk((start,))
    return found


def along(paths: Floats, ways: list[tuple[int, ...]]) -> Floats:
    """The product of the paths of each chain: B × chains."""
    products = np.ones((len(paths), len(ways)))
    for column, way in enumerate(ways):
        for start, end in pairwise(way):
            products[:, column] *= paths[:, start, end]
    return products


def kind_of(indirect: float, direct: float, *, indirect_holds: bool, direct_holds: bool) -> Mediation:
    if indirect_holds and direct_holds:
        return "complementary" if indirect * direct > 0 else "competitive"
    if indirect_holds:
        return "indirect_only"
    return "direct_only" if direct_holds else "none"
