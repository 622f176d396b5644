"""Ids: UUID version 7 (RFC 9562 §5.7) as text, so that they sort by the time of their making."""

import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from random import Random
from uuid import UUID

IdSource = Callable[[int], str]
POOL = 256
# A key's own time is believed so far: ids must sort by when things happened here.
KEY_SKEW_MS_MAX = 60_000


def id_source(rng: Random | None = None) -> IdSource:
    """A maker of ids: called with the time in ms since 1970. A seeded `rng` makes the same ids again."""
    chance = _from_system() if rng is None else lambda: _tail(rng.getrandbits(74))

    def make(now_ms: int) -> str:
        moment = f"{now_ms & (1 << 48) - 1:012x}"
        return f"{moment[:8]}-{moment[8:]}-{chance()}"

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
    moment = f"{at_ms:012x}"
    return f"{moment[:8]}-{moment[8:]}-{_tail(int.from_bytes(digest[:10]) >> 6)}"


def _tail(chance: int) -> str:
    digits = f"{0b10 << 62 | chance & (1 << 62) - 1:016x}"
    return f"7{chance >> 62:03x}-{digits[:4]}-{digits[4:]}"


def _from_system() -> Callable[[], str]:
    """Random tails, drawn many at once: asking the system for each alone would take longer than the rest."""
    pool: list[str] = []

    def draw() -> str:
        while True:
            try:
                return pool.pop()  # one step, so that lanes may share it
            except IndexError:
                drawn = os.urandom(POOL * 10)
                pool.extend([_tail(int.from_bytes(drawn[at : at + 10]) >> 6) for at in range(0, len(drawn), 10)])

    return draw


def secret_token() -> str:
    """256 random bits, for keys and tokens that only their hash may be kept of."""
    return secrets.token_urlsafe(32)
