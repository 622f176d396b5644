"""The metric box: each metric's one definition as data, and the function that computes it from counted sums."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

Unit = Literal["money", "count", "share", "seconds", "per_thousand"]
Block = Literal["core", "people", "talk", "goods"]
Sums = Mapping[str, int]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str

    def on(self, locale: str) -> str:
        return self.zh if locale == "zh" else self.en


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`flag`: compared with the host's past shows; `sources` are facts (`shop.OrderPaid`) or journals (`live_stay`)."""

    id: str
    block: Block
    unit: Unit
    direction: Literal["up", "down"]
    flag: bool
    sources: list[str]
    name: Words
    formula: Words


class _Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    metrics: list[Metric]


@cache
def metrics() -> list[Metric]:
    """In the order of the screen."""
    text = (resources.files("livefair.live") / "metrics.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Registry).metrics


def measure(sums: Sums) -> dict[str, float | None]:
    """Every metric by its id, money in minor units; None where there is nothing to divide by."""
    return {metric.id: MEASURES[metric.id](sums) for metric in metrics()}


def _sum(name: str) -> Callable[[Sums], float | None]:
    return lambda sums: sums.get(name, 0)


def _ratio(above: str, below: str, times: int = 1) -> Callable[[Sums], float | None]:
    return lambda sums: sums.get(above, 0) * times / sums[below] if sums.get(below) else None


def _watch(sums: Sums) -> float | None:
    return sums.get("stayed_ms", 0) / 1000 / sums["visitors"] if sums.get("visitors") else None


def _find_time(sums: Sums) -> float | None:
    return sums.get("find_ms", 0) / 1000 / sums["finds"] if sums.get("finds") else None


def _follow_rate(sums: Sums) -> float | None:
    strangers = sums.get("visitors", 0) - sums.get("visitors:follower", 0)
    return sums.get("follows", 0) / strangers if strangers > 0 else None


MEASURES: dict[str, Callable[[Sums], float | None]] = {
    "paid": _sum("paid_minor"),
    "net": lambda sums: sums.get("paid_minor", 0) - sums.get("refunded_minor", 0),
    "settled": _sum("settled_minor"),
    "orders": _sum("orders"),
    "items": _sum("items"),
    "buyers": _sum("buyers"),
    "conversion": _ratio("buyers", "visitors"),
    "gpm": _ratio("paid_minor", "entries", 1000),
    "uv_value": _ratio("paid_minor", "visitors"),
    "basket": _ratio("paid_minor", "buyers"),
    "online": _sum("here"),
    "peak": _sum("peak"),
    "visitors": _sum("visitors"),
    "entries": _sum("entries"),
    "watch": _watch,
    "follows": _sum("follows"),
    "follow_rate": _follow_rate,
    "fan_buyers": _ratio("buyers:follower", "buyers"),
    "likes": _sum("likes"),
    "gift_money": lambda sums: sums.get("gift_minor", 0) - sums.get("gift_back_minor", 0),
    "gift_count": _sum("gifts"),
    "givers": _sum("givers"),
    "lines": _sum("lines"),
    "talk_rate": _ratio("lines", "visitors", 1000),
    "questions": _sum("questions"),
    "answer_rate": _ratio("answers", "questions"),
    "reports": _sum("reports"),
    "clicks": _sum("clicks"),
    "clicks_each": _ratio("clicks", "entries", 1000),
    "ctor": _ratio("orders", "clicks"),
    "finds": _sum("finds"),
    "find_time": _find_time,
}
