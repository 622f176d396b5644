"""Ids: UUID version 7 (RFC 9562 §5.7) as text, so that they sort by the time of their making."""

import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from random import Random
from uuid import UUID

IdSource = Callable[[int], str]
POOL = 256
TAIL = 16  # hex digits
COUNT_MAX = 0xFFF
# The two bits that say which kind of UUID it is, and two of chance.
VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
# A key's own time is believed so far: ids must sort by when things happened here.
KEY_SKEW_MS_MAX = 60_000


def id_source(rng: Random | None = None) -> IdSource:
    """A maker of ids: called with the time in ms since 1970. A seeded `rng` makes the same ids again.

    The first 4,096 ids of a millisecond sort in the order of their making (RFC 9562 §6.2, method 1). Threads that
    draw in the same moment may count alike: their order means nothing, and 62 bits of chance still part them.
    """
    chance = _from_system() if rng is None else lambda: _tail(rng.getrandbits(62))
    last_ms = count = 0

    def make(now_ms: int) -> str:
        nonlocal last_ms, count
        count = min(count + 1, COUNT_MAX) if now_ms == last_ms else 0
        last_ms = now_ms
        return f"{_moment(now_ms)}7{count:03x}{chance()}"

    return make


def id_for_key(key: str, owner: str, now_ms: int) -> str | None:
    """The one id for this key of this owner: who sends a thing again under its key makes no second one.

    None unless the key is a UUID of version 7 whose time is within a minute of ours.
    """
    try:
        value = UUID(key).int
    except ValueError:
        return None
    at_ms = value >> 80
    if (value >> 76 & 0xF) != 7 or abs(at_ms - now_ms) > KEY_SKEW_MS_MAX:
        return None
    digest = sha256(f"{owner}|{value:032x}".encode()).digest()
    chance = int.from_bytes(digest[:10]) >> 6
    return f"{_moment(at_ms)}7{chance >> 62:03x}{_tail(chance)}"


def ids_from(at_ms: int) -> str:
    """Sorts before every id that is made at this time or later, and after all earlier ones."""
    return _moment(at_ms)


@lru_cache(maxsize=64)
def _moment(at_ms: int) -> str:
    digits = f"{at_ms & (1 << 48) - 1:012x}"
    return f"{digits[:8]}-{digits[8:]}-"


def _tail(chance: int) -> str:
    digits = f"{0b10 << 62 | chance & (1 << 62) - 1:016x}"
    return f"-{digits[:4]}-{digits[4:]}"


def _from_system() -> Callable[[], str]:
    """Random tails, drawn many at once: asking the system for each alone would take longer than the rest."""
    pool: list[str] = []

    def draw() -> str:
        while True:
            try:
                return pool.pop()  # one step, so that lanes may share it
            except IndexError:
                digits = os.urandom(POOL * TAIL // 2).hex()
                drawn = [digits[at : at + TAIL] for at in range(0, len(digits), TAIL)]
                pool.extend([f"-{VARIANT[one[0]]}{one[1:4]}-{one[4:]}" for one in drawn])

    return draw


def secret_token() -> str:
    """256 random bits, for keys and tokens that only their hash may be kept of."""
    return secrets.token_urlsafe(32)
