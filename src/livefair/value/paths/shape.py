"""A model as arrays, and the stages in which a model with products or higher-order constructs is estimated."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from livefair.value.paths.model import Construct, Model, Scheme

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Shape(NamedTuple):
    """p items in k constructs. `block[i]` is the construct of item i; `leads[a, b]` says that a leads to b."""

    constructs: tuple[str, ...]
    items: tuple[str, ...]
    block: Ints
    leads: Bools
    mode_b: tuple[int, ...]
    consistent: tuple[int, ...]
    scheme: Scheme

    def items_of(self, construct: int) -> Ints:
        return np.flatnonzero(self.block == construct)

    def sources_of(self, construct: int) -> Ints:
        return np.flatnonzero(self.leads[:, construct])

    def targets(self) -> Ints:
        return np.flatnonzero(self.leads.any(axis=0))

    def edges(self) -> tuple[Ints, Ints]:
        """(from, to) of every path, by target and then by source."""
        to, sources = np.nonzero(self.leads.T)
        return sources, to


class Stage(NamedTuple):
    """`parts` gives for an item of this stage the construct of an earlier stage whose score it is.

    `products` gives for an item the two constructs of the stage before whose scores are multiplied.
    """

    shape: Shape
    parts: dict[str, str]
    products: dict[str, tuple[str, str]]


def stages_of(model: Model) -> list[Stage]:
    """One stage for a plain model; one more for higher-order constructs, one more for interactions."""
    products = {one.id for one in model.interactions}
    plain_paths = {target: [s for s in sources if s not in products] for target, sources in model.paths.items()}
    stages = []
    whole = {one.id: one.parts for one in model.constructs if one.parts}
    if whole:
        low = [one for one in model.constructs if not one.parts]
        stages.append(Stage(_shape(low, _spread(plain_paths, whole), model.scheme), {}, {}))
    high = [_of_scores(one) for one in model.constructs if not _is_part(one.id, whole)]
    parts = {part: part for found in whole.values() for part in found}
    stages.append(Stage(_shape(high, plain_paths, model.scheme), parts, {}))
    if model.interactions:
        last = [*high, *(Construct(id=one.id, items=[one.id]) for one in model.interactions)]
        pairs = {one.id: (one.driver, one.moderator) for one in model.interactions}
        stages.append(Stage(_shape(last, model.paths, model.scheme), parts, pairs))
    return stages


def _of_scores(one: Construct) -> Construct:
    return Construct(id=one.id, items=one.parts, mode=one.mode, consistent=one.consistent) if one.parts else one


def _is_part(construct_id: str, whole: dict[str, list[str]]) -> bool:
    return any(construct_id in parts for parts in whole.values())


def _spread(paths: dict[str, list[str]], whole: dict[str, list[str]]) -> dict[str, list[str]]:
    """The paths of the first stage: the parts stand in for the construct that they make up."""
    return {
        low: [part for source in sources for part in whole.get(source, [source])]
        for target, sources in paths.items()
        for low in whole.get(target, [target])
    }


def _shape(constructs: list[Construct], paths: dict[str, list[str]], scheme: Scheme) -> Shape:
    names = [one.id for one in constructs]
    leads = np.zeros((len(names), len(names)), dtype=np.bool_)
    for target, sources in paths.items():
        for source in sources:
            leads[names.index(source), names.index(target)] = True
    block = [position for position, one in enumerate(constructs) for _ in one.items]
    return Shape(
        tuple(names),
        tuple(item for one in constructs for item in one.items),
        np.array(block, dtype=np.int64),
        leads,
        tuple(i for i, one in enumerate(constructs) if one.mode == "B" and len(one.items) > 1),
        tuple(i for i, one in enumerate(constructs) if one.consistent),
        scheme,
    )
