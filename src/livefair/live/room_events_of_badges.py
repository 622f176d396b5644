"""How badges stand in what browsers are told; see docs/room-events.md."""

from collections.abc import Sequence
from typing import TypedDict

import msgspec

from livefair.people.badges import FAN, Badge


class FanMark(msgspec.Struct, frozen=True, kw_only=True):
    """A level of the host's fan club, and what the club is called."""

    level: int
    name: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A badge of the whole fair: `kind` is helper, author or reviewer."""

    kind: str
    level: int


class Worn(TypedDict):
    fan: FanMark | None
    marks: list[Mark] | None


def worn(badges: Sequence[Badge]) -> Worn:
    """Fields of an event about somebody who has these."""
    fans = [FanMark(level=badge.level, name=badge.name) for badge in badges if badge.kind == FAN]
    marks = [Mark(kind=badge.kind, level=badge.level) for badge in badges if badge.kind != FAN]
    return Worn(fan=fans[0] if fans else None, marks=marks or None)
