"""The registry of indicators: data that says what each one means."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from livefair.kernel import not_found
from livefair.value.why import Words

Stage = Literal["drivers", "behaviours", "results"]
ValueKind = Literal["percent", "ratio", "count", "hours", "money", "per_week", "per_minute", "minutes", "stars"]
STAGES: tuple[Stage, ...] = ("drivers", "behaviours", "results")


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`window` and `norm` are the definition's own: S a session, D a day, W seven days, 28d; N1 to N5."""

    id: str
    stage: Stage
    value: ValueKind
    window: Literal["S", "D", "W", "28d", "Q"]
    norm: Literal["N1", "N2", "N3", "N4", "N5"]
    direction: Literal["up", "down"]
    sources: list[str]
    name: Words
    question: Words
    formula: Words
    unit: Words
    limits: Words


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """A hypothesis of the model: `source` leads to `target`."""

    source: str
    target: str


class Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`version` counts changes of any definition; `n_rule` says from how many observations a number is shown."""

    version: int
    n_rule: Words
    indicators: list[Indicator]
    links: list[Link]


@cache
def registry() -> Registry:
    text = (resources.files("livefair.value.indicators") / "registry.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Registry)


def indicator_called(indicator_id: str) -> Indicator:
    found = next((indicator for indicator in registry().indicators if indicator.id == indicator_id), None)
    return found or not_found("indicator")
