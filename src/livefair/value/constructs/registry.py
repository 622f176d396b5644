"""Constructs and value propositions as data, each with what it is measured by; what nothing measures is told apart."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

from livefair.value.indicators.registry import Indicator, registry
from livefair.value.studies.customers import items as path_items
from livefair.value.surveys.bank import Item, bank
from livefair.value.why import Words

Stage = Literal["drivers", "organism", "behaviours", "results"]
Kind = Literal["functional", "emotional", "monetary", "symbolic"]
Stakeholder = Literal["customer", "host", "brand", "mcn", "creator", "society"]
STAGES: tuple[Stage, ...] = ("drivers", "organism", "behaviours", "results")
KINDS: tuple[Kind, ...] = ("functional", "emotional", "monetary", "symbolic")


class Construct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`mode` R reflective, F formative; `unit` whose row a measure of it stands in; `waits` why no fact measures it."""

    id: str
    stage: Stage
    actor: Literal["platform", "host", "network", "customer"]
    mode: Literal["R", "F"]
    unit: Literal["platform", "host", "customer"]
    name: Words
    meaning: Words
    waits: Words | None = None


class Proposition(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A promise in its own words. `kpi` is an indicator's id, or a construct's whose answers tell; empty: none yet."""

    id: str
    kind: Kind
    stakeholder: Stakeholder
    kpi: str
    where: str


class Measured(NamedTuple):
    """A construct with its indicators, its items in the path model and its survey items."""

    construct: Construct
    indicators: list[Indicator]
    counted: list[str]
    asked: list[Item]

    @property
    def is_measured(self) -> bool:
        return bool(self.indicators or self.asked)


class Promised(NamedTuple):
    """A proposition with the number that tells of it, if any: an indicator, or the items of a construct."""

    proposition: Proposition
    indicator: Indicator | None
    asked: list[Item]

    @property
    def has_kpi(self) -> bool:
        return self.indicator is not None or bool(self.asked)


class _Constructs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    constructs: list[Construct]


class _Propositions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    propositions: list[Proposition]


@cache
def constructs() -> _Constructs:
    return msgspec.convert(tomllib.loads(_shipped("constructs.toml")), _Constructs)


@cache
def propositions() -> _Propositions:
    return msgspec.convert(tomllib.loads(_shipped("propositions.toml")), _Propositions)


def construct_of(indicator_id: str) -> str:
    """BC4b is the second indicator of BC4."""
    return indicator_id.rstrip("abcdefgh")


@cache
def measured() -> list[Measured]:
    """Every construct of the registry, in its order."""
    return [
        Measured(
            construct=one,
            indicators=[each for each in registry().indicators if construct_of(each.id) == one.id],
            counted=[name for name in path_items() if name.split("_")[0].upper() == one.id],
            asked=_asked(one.id),
        )
        for one in constructs().constructs
    ]


@cache
def promised() -> list[Promised]:
    """Every proposition of the register, in its order."""
    known = {indicator.id: indicator for indicator in registry().indicators}
    return [
        Promised(one, known.get(one.kpi), [] if one.kpi in known else _asked(one.kpi))
        for one in propositions().propositions
    ]


def _asked(construct_id: str) -> list[Item]:
    return [item for item in bank().items if item.construct == construct_id]


def _shipped(name: str) -> str:
    return (resources.files("livefair.value.constructs") / name).read_text("utf-8")
