"""Captions: how long one is read, and the file of them that players understand (WebVTT)."""

from collections.abc import Sequence
from typing import NamedTuple

LANGUAGES = ("zh", "en")
SOURCES = ("typed", "spoken")
CHARS_MAX = 160
AGO_MS_MAX = 10_000

READ_MS_LEAST, READ_MS_MAX = 1_500, 7_000
# Reading takes about as long: a Chinese character says as much as an English word's better part.
WIDE_MS, NARROW_MS = 220, 65


class CaptionLine(NamedTuple):
    at_ms: int
    text: str


class Cue(NamedTuple):
    """From the beginning of the recording."""

    from_ms: int
    to_ms: int
    text: str


def reading_ms(text: str) -> int:
    needed = sum(WIDE_MS if ord(char) >= 0x2E80 else NARROW_MS for char in text)
    return max(READ_MS_LEAST, min(READ_MS_MAX, needed))


def cues(lines: Sequence[CaptionLine], *, from_at_ms: int, lasts_ms: int) -> list[Cue]:
    """One for each line that the recording covers, until it is read or the next comes. `lines` are in time's order."""
    found = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        begin = line.at_ms - from_at_ms
        end = begin + reading_ms(line.text)
        if following is not None:
            end = min(end, following.at_ms - from_at_ms)
        begin, end = max(0, begin), min(lasts_ms, end)
        if end > begin:
            found.append(Cue(begin, end, line.text))
    return found


def web_vtt(cues: Sequence[Cue]) -> str:
    blocks = [f"{_time(cue.from_ms)} --> {_time(cue.to_ms)}\n{_escaped(cue.text)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1_000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _escaped(text: str) -> str:
    """Nothing in it is markup, and no line of it could be taken for a time."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
