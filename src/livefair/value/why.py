"""The words for why somebody gets or gives an amount, in zh and en, as data."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

Locale = Literal["zh", "en"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str

    def on(self, locale: Locale) -> str:
        return self.zh if locale == "zh" else self.en


class Movement(Words, frozen=True, forbid_unknown_fields=True):
    """A movement in a wallet: its name, and why it happened."""

    why: Words


class Reasons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`share` by the code of a share, `reason` and `wallet` by the reason of a posting."""

    share: dict[str, Words]
    reason: dict[str, Words]
    wallet: dict[str, Movement]


@cache
def reasons() -> Reasons:
    text = (resources.files("livefair.value") / "why.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Reasons)


def why_share(code: str, locale: Locale, *, basis_points: int, base: str) -> str:
    """`base` is the amount in the reader's own notation. An unknown code is shown as it is, not hidden."""
    words = reasons().share.get(code)
    return words.on(locale).format(points=percent(basis_points), base=base) if words else code


def why_posted(reason: str, locale: Locale) -> str:
    words = reasons().reason.get(reason)
    return words.on(locale) if words else reason


def why_wallet(reason: str, locale: Locale) -> str:
    """The name of a movement in a wallet."""
    words = reasons().wallet.get(reason)
    return words.on(locale) if words else reason


def why_wallet_line(reason: str, locale: Locale) -> str:
    words = reasons().wallet.get(reason)
    return words.why.on(locale) if words else reason


def percent(basis_points: int) -> str:
    """1250 → 12.5%"""
    return f"{basis_points // 100}.{basis_points % 100:02d}".rstrip("0").rstrip(".") + "%"
