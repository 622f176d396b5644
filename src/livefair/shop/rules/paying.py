"""Paying by providers outside, pure: what a page may become, how a dispute stands, who bears what."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

Way = Literal["page", "phone", "code"]
WAYS: Final[tuple[Way, ...]] = ("page", "phone", "code")
URL_CHARS_MAX = 4_000

# page state → the states that may follow; `paid` may come at any time, for money cannot be forbidden to come
PAGE_STATES: Final = {
    "asked": {"open", "paid", "refused", "closed", "odd"},
    "open": {"paid", "refused", "closed", "odd"},
    "refused": {"paid", "closed", "odd"},
    "closed": {"paid", "odd"},
    "odd": {"closed"},
    "paid": set[str](),
}


class Borne(NamedTuple):
    """A lost dispute: what each line gives back, and what is left for the house."""

    by_line: Mapping[str, int]
    by_house_minor: int


def is_page_url(url: str, *, plain: bool = False) -> bool:
    """A provider's page: https, without a name and password in it. `plain`: a provider on this machine, for tests."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    allowed = {"https", "http"} if plain else {"https"}
    return len(url) <= URL_CHARS_MAX and parts.scheme in allowed and bool(parts.hostname) and "@" not in parts.netloc


def borne(amount_minor: int, left: Mapping[str, int]) -> Borne:
    """Lines in the measure of what is left of each, to the last unit; what was given back already cannot be taken."""
    total = sum(left.values())
    taken = min(amount_minor, total)
    by_line: dict[str, int] = {}
    reached = gone = 0
    for line, minor in left.items():
        reached += minor
        until = taken * reached // total if total else 0
        by_line[line] = until - gone
        gone = until
    return Borne({line: minor for line, minor in by_line.items() if minor}, amount_minor - taken)
