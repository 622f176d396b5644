"""The item bank: what may be asked, as data with a version."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from livefair.kernel import Invalid
from livefair.value.rules.surveys import PANELS
from livefair.value.why import Words

Panel = Literal["customer", "host", "brand"]


class Item(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`source` names the scale whose content it follows; `reversed`: agreeing means less of the construct."""

    id: str
    construct: str
    panel: Panel
    source: str
    reversed: bool = False


class Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    scale: Words
    items: list[Item]


@cache
def bank() -> Bank:
    text = (resources.files("livefair.value.surveys") / "bank.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Bank)


@cache
def items_by_id() -> dict[str, Item]:
    return {item.id: item for item in bank().items}


def items_for(panel: str) -> list[Item]:
    return [item for item in bank().items if item.panel == panel]


def known_panel(panel: str) -> Panel:
    for known in PANELS:
        if known == panel:
            return known
    raise Invalid("unknown_panel", field="panel")
