"""A path model as its author writes it: constructs with their items, and what leads to what."""

import tomllib
from collections.abc import Iterable
from typing import Literal

import msgspec

from livefair.value.faults import Fault
from livefair.value.why import Locale, Words

CONSTRUCTS_MAX = 60
ITEMS_MAX = 300
MODEL_BYTES_MAX = 200_000
Scheme = Literal["path", "factor", "centroid"]


class Construct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`items` are columns of the data; a higher-order construct has `parts` (ids of constructs) instead.

    Mode A weighs each item by its correlation with the rest of the model, mode B by regression. `consistent` says
    that the items reflect one common factor, so that correlations are corrected for attenuation (PLSc).
    `stage` is the column of the diagram, from 0; empty: by the paths.
    """

    id: str
    items: list[str] = []
    parts: list[str] = []
    mode: Literal["A", "B"] = "A"
    consistent: bool = False
    name: Words | None = None
    stage: int | None = None


class Interaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`moderator` changes how strongly `driver` works: the product of their scores, by the two-stage approach."""

    id: str
    driver: str
    moderator: str
    name: Words | None = None


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`paths` says for each construct what leads to it. `level` names what one row of the data is.

    `smallest_path` is the weakest path that the study has to be able to see; it sets how many rows are needed.
    `version` counts what its author changed: fits of different versions are of different models.
    """

    constructs: list[Construct]
    paths: dict[str, list[str]]
    interactions: list[Interaction] = []
    scheme: Scheme = "path"
    level: Words | None = None
    title: Words = Words(zh="路径模型", en="Path model")
    smallest_path: float = 0.2
    randomised: list[str] = []
    version: int = 1

    def name_of(self, construct_id: str, locale: Locale) -> str:
        named = {one.id: one.name for one in self.constructs} | {one.id: one.name for one in self.interactions}
        name = named.get(construct_id)
        return name.on(locale) if name else construct_id

    def ids(self) -> list[str]:
        return [one.id for one in self.constructs] + [one.id for one in self.interactions]

    def construct(self, construct_id: str) -> Construct:
        return next(one for one in self.constructs if one.id == construct_id)

    def columns(self) -> list[str]:
        """The columns of the data that the model needs."""
        return [item for one in self.constructs for item in one.items]


def load_model(text: str) -> Model:
    """A model from TOML. Raises Fault with what is wrong and where."""
    if len(text) > MODEL_BYTES_MAX:
        raise Fault("model_too_large", most=MODEL_BYTES_MAX)
    try:
        model = msgspec.convert(tomllib.loads(text), Model)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Fault("model_unreadable", reason=str(error)) from error
    require_sound(model)
    return model


def require_sound(model: Model) -> None:
    """Raises Fault for names that repeat or lead nowhere, empty blocks, and circles."""
    _require_constructs(model)
    known = set(model.ids())
    parts = {part for one in model.constructs for part in one.parts}
    for target, sources in model.paths.items():
        for name in (target, *sources):
            if name not in known:
                raise Fault("model_unknown", construct=name)
            if name in parts:
                raise Fault("model_part_linked", construct=name)
        if target in sources or len(set(sources)) < len(sources):
            raise Fault("model_path_repeats", construct=target)
    linked = set(model.paths) | {source for sources in model.paths.values() for source in sources}
    for name in known - linked - parts:
        raise Fault("model_unlinked", construct=name)
    _require_interactions(model)
    in_order(model.paths)


def _require_constructs(model: Model) -> None:
    _require_once(model.ids(), "model_construct_repeats")
    _require_once(model.columns(), "model_item_repeats")
    if len(model.constructs) > CONSTRUCTS_MAX or len(model.columns()) > ITEMS_MAX:
        raise Fault("model_too_many", constructs=CONSTRUCTS_MAX, items=ITEMS_MAX)
    if not 0 < model.smallest_path < 1:
        raise Fault("model_smallest_path")
    plain = {one.id for one in model.constructs if one.items}
    for one in model.constructs:
        if bool(one.items) == bool(one.parts):
            raise Fault("model_block_empty", construct=one.id)
        for part in one.parts:
            if part not in plain:
                raise Fault("model_part_unknown", construct=one.id, part=part)
        if one.consistent and (one.mode == "B" or (one.items and len(one.items) < 2)):
            raise Fault("model_consistent_mode", construct=one.id)
    _require_once([part for one in model.constructs for part in one.parts], "model_part_repeats")


def _require_interactions(model: Model) -> None:
    plain = {one.id for one in model.constructs}
    for one in model.interactions:
        for name in (one.driver, one.moderator):
            if name not in plain:
                raise Fault("model_unknown", construct=name)
        targets = [target for target, sources in model.paths.items() if one.id in sources]
        if one.id in model.paths or not targets:
            raise Fault("model_interaction_target", construct=one.id)
        for target in targets:
            if not {one.driver, one.moderator} <= set(model.paths[target]):
                raise Fault("model_interaction_alone", construct=one.id, target=target)


def _require_once(names: Iterable[str], code: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Fault(code, name=name)
        seen.add(name)


def in_order(paths: dict[str, list[str]]) -> list[str]:
    """Every construct after all that lead to it. Raises Fault when the paths run in a circle."""
    left = dict.fromkeys([*(name for sources in paths.values() for name in sources), *paths])
    found: list[str] = []
    while left:
        free = [name for name in left if not set(paths.get(name, ())) & left.keys()]
        if not free:
            raise Fault("model_circle", constructs=", ".join(left))
        found += free
        for name in free:
            del left[name]
    return found
