"""The gifts that there are, as data: names, prices, how they move."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from livefair.kernel import Invalid
from livefair.live.metrics import Words

GIFTS_MAX = 40
CURRENCY = "CNY"


class Gift(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: Words
    price_minor: int
    art: Literal["petal", "steam", "candle", "lantern", "rocket", "crown"]
    offered: bool = True


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    gifts: list[Gift]


@cache
def all_gifts() -> dict[str, Gift]:
    """By code, those not offered any more included."""
    text = (resources.files("livefair.live") / "gifts.toml").read_text("utf-8")
    return {gift.code: gift for gift in msgspec.convert(tomllib.loads(text), _Catalogue).gifts[:GIFTS_MAX]}


def gifts_offered() -> list[Gift]:
    """In the order of the sheet."""
    return [gift for gift in all_gifts().values() if gift.offered]


def gift_called(code: str) -> Gift:
    """Invalid unknown_gift, also for what is not offered any more."""
    gift = all_gifts().get(code)
    if gift is None or not gift.offered:
        raise Invalid("unknown_gift", field="gift")
    return gift
