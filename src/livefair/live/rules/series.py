"""When the shows of a series begin: at the same hour of the host's own day, through summer time and winter time."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

SERIES_MAX = 12
DAYS = {"daily": 1, "weekly": 7}


class Repeat(NamedTuple):
    """`times` shows, one `every` day or week; `zone` is the host's, as in the IANA time zone database."""

    every: str
    times: int
    zone: str = "UTC"


def is_zone(name: str) -> bool:
    return name == "UTC" or name in available_timezones()


def moments_of(first_ms: int, repeat: Repeat) -> list[int]:
    """In ms since 1970. An hour that a change of the clocks leaves out begins an hour later (PEP 495, fold=0)."""
    zone = UTC if repeat.zone == "UTC" else ZoneInfo(repeat.zone)
    second, rest_ms = divmod(first_ms, 1000)
    first = datetime.fromtimestamp(second, UTC).astimezone(zone)
    steps = (first + timedelta(days=DAYS[repeat.every] * number) for number in range(repeat.times))
    return [int(step.timestamp()) * 1000 + rest_ms for step in steps]
