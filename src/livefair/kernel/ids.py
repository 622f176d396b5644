"""Ids: UUID version 7 (RFC 9562 §5.7) as text, so that they sort by the time of their making."""

import secrets
from collections.abc import Callable
from random import Random, SystemRandom
from uuid import UUID

IdSource = Callable[[int], str]


def id_source(rng: Random | None = None) -> IdSource:
    """A maker of ids: called with the time in ms since 1970. A seeded `rng` makes the same ids again."""
    bits = (rng or SystemRandom()).getrandbits

    def make(now_ms: int) -> str:
        value = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | bits(12) << 64 | 0b10 << 62 | bits(62)
        return str(UUID(int=value))

    return make


def secret_token() -> str:
    """256 random bits, for keys and tokens that only their hash may be kept of."""
    return secrets.token_urlsafe(32)
