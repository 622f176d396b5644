"""Decisions about where pieces lie and what goes into a parcel. Pure."""

from collections.abc import Mapping, Sequence
from typing import Literal

Kind = Literal["warehouse", "shop", "studio"]
KINDS: tuple[Kind, ...] = ("warehouse", "shop", "studio")
Condition = Literal["as_new", "opened", "damaged"]
CONDITIONS: tuple[Condition, ...] = ("as_new", "opened", "damaged")
LOCATIONS_MAX = 50
NAME_CHARS_MAX = 60
KEY_CHARS_MAX = 80
MOVES_SHOWN_MAX = 100


def can_be_sold_again(condition: Condition) -> bool:
    return condition != "damaged"


def without_place(*, on_hand: int, placed: int) -> int:
    return on_hand - placed


def missing_room(*, on_hand: int, placed: int, leaving: int) -> int:
    """How many placed pieces have to go when so many leave the house and those without a place are not enough."""
    return max(0, leaving - without_place(on_hand=on_hand, placed=placed))


def taken_from(there: Mapping[str, int], pieces: int) -> dict[str, int]:
    """Location → how many of `pieces` it gives: the fullest first. What all of them have is taken at most."""
    given: dict[str, int] = {}
    for location_id, has in sorted(there.items(), key=lambda one: (-one[1], one[0])):
        part = min(has, pieces - sum(given.values()))
        if part > 0:
            given[location_id] = part
    return given


def wanted_pieces(lines: Sequence[tuple[str, int]]) -> dict[str, int]:
    """SKU → pieces of all lines of it."""
    wanted: dict[str, int] = {}
    for sku_id, pieces in lines:
        wanted[sku_id] = wanted.get(sku_id, 0) + pieces
    return wanted


def best_place(wanted: Mapping[str, int], there: Mapping[str, Mapping[str, int]]) -> str:
    """The location that has most of `wanted`; of those alike, the one that has most of it in all. "" where none has.

    `there`: location → SKU → pieces.
    """

    def covers(location_id: str) -> tuple[int, int]:
        has = there[location_id]
        covered = sum(min(pieces, has.get(sku, 0)) for sku, pieces in wanted.items())
        return covered, sum(has.get(sku, 0) for sku in wanted)

    best = max(sorted(there), key=covers, default="")
    return best if best and covers(best)[0] else ""


def packed(waiting: Mapping[str, int], wanted: Mapping[str, int]) -> dict[str, int] | None:
    """Line → pieces for one parcel: all that waits where nothing is wanted. None when that cannot be packed."""
    chosen = {line: pieces for line, pieces in wanted.items() if pieces} or (dict(waiting) if not wanted else {})
    is_sound = all(0 < pieces <= waiting.get(line, 0) for line, pieces in chosen.items())
    return chosen if chosen and is_sound else None
