"""What a transfer is made of, and what makes it a sound one. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from livefair.kernel import Invalid, require_valid

LEGS_MAX = 64
KEY_CHARS_MAX = 200
WHY_CHARS_MAX = 2_000
MINOR_MAX = 10**15

Why = Mapping[str, str | int | None]


class Leg(NamedTuple):
    """One signed movement on one account, in minor units: credit +, debit −. `why` explains this leg to its owner."""

    account: str
    minor: int
    why: Why | None = None


class Transfer(NamedTuple):
    """`phase`: posted | pending | settled | voided | expired. The last three resolve `pending_id`."""

    id: str
    key: str
    reason: str
    phase: str
    currency: str
    pending_id: str | None
    at_ms: int


def sound(legs: Sequence[Leg]) -> list[Leg]:
    """The legs that move something. Refused unless they are whole numbers that add up to 0."""
    moving = [leg for leg in legs if require_whole(leg.minor) != 0]
    if not moving or len(moving) > LEGS_MAX:
        raise Invalid("transfer_size", legs=len(moving), max=LEGS_MAX)
    off_by = sum(leg.minor for leg in moving)
    require_valid(off_by == 0, "transfer_unbalanced", off_by=off_by)
    return moving


def require_whole(minor: int) -> int:
    # bool is an int in Python and a float may look like one: neither is money.
    if type(minor) is not int:
        raise TypeError(f"minor units are whole: {minor!r}")
    require_valid(abs(minor) <= MINOR_MAX, "amount_too_large", minor=minor)
    return minor


def require_key(key: str) -> str:
    require_valid(0 < len(key) <= KEY_CHARS_MAX, "transfer_key", max=KEY_CHARS_MAX)
    return key


def net_by_account(legs: Sequence[Leg]) -> dict[str, int]:
    """What each account gains in all, in the order of names: every lane locks in the same order."""
    net = dict.fromkeys(sorted({leg.account for leg in legs}), 0)
    for leg in legs:
        net[leg.account] += leg.minor
    return net


def why_text(why: Why | None) -> str:
    text = msgspec.json.encode(why or {}).decode()
    require_valid(len(text) <= WHY_CHARS_MAX, "why_too_long", max=WHY_CHARS_MAX)
    return text


def hash_of(*body: object) -> str:
    return hashlib.sha256(msgspec.json.encode(body)).hexdigest()
