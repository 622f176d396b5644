"""Vectors of texts for tests that are not asynchronous."""

import asyncio
from collections.abc import Sequence

from livefair.discovery.meaning import TEXTS_MAX, Meaning
from livefair.discovery.rules import Vector


def meanings(texts: Sequence[str]) -> dict[str, Vector]:
    async def encode() -> dict[str, Vector]:
        meaning, found = Meaning(), {}
        for first in range(0, len(texts), TEXTS_MAX):
            some = texts[first : first + TEXTS_MAX]
            found |= dict(zip(some, await meaning.of(some), strict=True))
        meaning.close()
        return found

    return asyncio.run(encode())
