"""Calendar files (RFC 5545): a show as an entry that any calendar program takes in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

LINE_BYTES_MAX = 73
LASTS_MS = 60 * 60_000
REMIND_MINUTES = 10
_OPENS, _CLOSES = "begin".upper(), "end".upper()


class Entry(NamedTuple):
    """`uid` never changes, so that a calendar replaces an entry that was moved."""

    uid: str
    title: str
    about: str
    url: str
    begins_at_ms: int


def calendar_file(entries: Sequence[Entry], *, now_ms: int) -> str:
    """Lines end with CR LF and are folded at 75 bytes, as the format asks."""
    lines = ["VERSION:2.0", "PRODID:-//Livefair//Shows//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry, now_ms)
    return "".join(f"{_folded(line)}\r\n" for line in _part("VCALENDAR", lines))


def _event(entry: Entry, now_ms: int) -> list[str]:
    alarm = ["ACTION:DISPLAY", f"DESCRIPTION:{_escaped(entry.title)}", f"TRIGGER:-PT{REMIND_MINUTES}M"]
    lines = [
        f"UID:{entry.uid}@livefair",
        f"DTSTAMP:{_moment(now_ms)}",
        f"DTSTART:{_moment(entry.begins_at_ms)}",
        f"DTEND:{_moment(entry.begins_at_ms + LASTS_MS)}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"DESCRIPTION:{_escaped(entry.about)}",
        f"URL:{entry.url}",
    ]
    return _part("VEVENT", [*lines, *_part("VALARM", alarm)])


def _part(name: str, lines: list[str]) -> list[str]:
    return [f"{_OPENS}:{name}", *lines, f"{_CLOSES}:{name}"]


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Never inside a character: a line is cut where its bytes would be too many."""
    parts, part, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LINE_BYTES_MAX:
            parts.append(part)
            part, size = "", 0
        part, size = part + char, size + width
    return "\r\n ".join([*parts, part])
