"""What has to be explained of a product, as data: points for every product, those of its category, the host's own."""

import hashlib
import tomllib
from functools import cache
from importlib import resources

import msgspec

from livefair.live import rules
from livefair.live.rules.coverage import Point

OWN = "own:"
OWN_POINTS_MAX = 12


class _Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str


class _Shipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`categories` empty: every product."""

    id: str
    name: _Name
    words: list[str]
    categories: list[str] = []


class _Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    points: list[_Shipped]


@cache
def registry() -> _Registry:
    text = (resources.files("livefair.live") / "explaining.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Registry)


@cache
def shipped_points(category: str | None) -> list[Point]:
    """Those of every product and those of the category; None: a product that the catalog does not know."""
    return [
        Point(each.id, each.name.zh, each.name.en, tuple(each.words))
        for each in registry().points
        if not each.categories or category in each.categories
    ]


def own_points(talking_points: str) -> list[Point]:
    """What the host wants to say besides: one point on each line, known by its words."""
    lines = [line.strip() for line in talking_points.splitlines() if line.strip()]
    found = {_own_id(line): Point(_own_id(line), line, line, (line,)) for line in lines}
    return list(found.values())[:OWN_POINTS_MAX]


def _own_id(line: str) -> str:
    return OWN + hashlib.sha256(rules.gist(line).encode()).hexdigest()[:12]
