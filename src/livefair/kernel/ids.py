"""Ids: UUID version 7 (RFC 9562 §5.7) as text, so that they sort by the time of their making."""

import secrets
from collections.abc import Callable
from random import Random, SystemRandom

IdSource = Callable[[int], str]


def id_source(rng: Random | None = None) -> IdSource:
    """A maker of ids: called with the time in ms since 1970. A seeded `rng` makes the same ids again."""
    bits = (rng or SystemRandom()).getrandbits

    def make(now_ms: int) -> str:
        chance = bits(74)
        value = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
        digits = f"{value:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    return make


def secret_token() -> str:
    """256 random bits, for keys and tokens that only their hash may be kept of."""
    return secrets.token_urlsafe(32)
