"""What a script has said by when: a point counts once its words have been reached at the pace of reading aloud."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

# A second takes about four Chinese characters or twelve letters of another script.
HAN_MS = 250
LETTER_MS = 83


class Point(NamedTuple):
    """Something to explain. `words` are how it sounds in a script."""

    id: str
    name_zh: str
    name_en: str
    words: tuple[str, ...]

    def name(self, locale: str) -> str:
        return self.name_zh if locale == "zh" else self.name_en


def reading_ms(text: str) -> int:
    """How long it takes to read this aloud."""
    han = sum(is_han(char) for char in text)
    letters = sum(char.isalnum() for char in text) - han
    return han * HAN_MS + max(0, letters) * LETTER_MS


def said_at_ms(script: str, point: Point) -> int | None:
    """When the reader has said the first of the point's words; None if the script does not have them."""
    folded = _folded(script)
    ends = [found.end() for word in point.words if (found := _pattern(word).search(folded))]
    return reading_ms(folded[: min(ends)]) if ends else None


def reached(script: str, points: Sequence[Point], *, spoken_ms: int) -> list[str]:
    """The points that somebody who reads the script aloud for so long has come to."""
    said = {point.id: said_at_ms(script, point) for point in points}
    return [point_id for point_id, at_ms in said.items() if at_ms is not None and at_ms <= spoken_ms]


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@cache
def _pattern(word: str) -> re.Pattern[str]:
    folded = _folded(word)
    edges = not any(is_han(char) for char in folded) and folded[:1].isalnum()
    return re.compile(rf"(?<![a-z0-9]){re.escape(folded)}(?![a-z])" if edges else re.escape(folded))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
