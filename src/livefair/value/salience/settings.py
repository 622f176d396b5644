"""What is weighed, as data with a version."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from livefair.value.why import Words


class ClaimKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hours`: what it may take at most."""

    weight: float
    hours: int
    name: Words


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    claims: dict[str, ClaimKind]
    groups: dict[str, Words]


@cache
def settings() -> Settings:
    text = (resources.files("livefair.value.salience") / "salience.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Settings)


def kinds_of_claims() -> dict[str, ClaimKind]:
    return settings().claims


GROUPS = ("customer", "host", "mcn", "brand", "reviewer", "helper")
