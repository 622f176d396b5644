"""Words by which a price is said to be the lowest (全网最低, lowest ever): found in what people write. Pure."""

import re
import unicodedata
from typing import Literal, NamedTuple

CHARS_MAX = 4_500
FOUND_MAX = 10
# Said of other shops too: nobody can compute that here.
_ANYWHERE = (
    r"(?:全网|全国|全球|全世界|行业|同行)的?(?:价格)?(?:历史)?(?:最低|底价|低价)价?"
    r"|(?:lowest|cheapest|best) price (?:anywhere|online|on the (?:web|internet|market)|in (?:china|the world))"
    r"|cheapest anywhere|cheaper than anywhere"
)
_EVER = (
    r"历史(?:最低|低价|新低)|史上最低|史低|有史以来最低|最低价|价格最低|最便宜"
    r"|all[- ]time low|lowest (?:price )?ever|cheapest ever|never (?:been )?cheaper|lowest price|the cheapest"
)
_DAYS = (
    r"(?:近|最近)?\s?(\d{1,4})\s?[天日](?:内|来|以来)?(?:历史)?(?:最低|新低)"
    r"|(\d{1,4})[- ]day low|lowest (?:price )?(?:in|of|for|within) (?:the (?:last|past) )?(\d{1,4}) days"
)
_PATTERNS: tuple[tuple[Literal["days", "anywhere", "ever"], re.Pattern[str]], ...] = (
    ("days", re.compile(_DAYS)),
    ("anywhere", re.compile(_ANYWHERE)),
    ("ever", re.compile(_EVER)),
)


class PriceClaim(NamedTuple):
    """`kind` days: lowest within `days`; ever: lowest since the beginning; anywhere: also among other shops."""

    words: str
    kind: Literal["days", "anywhere", "ever"]
    days: int = 0


def price_claims_in(text: str) -> list[PriceClaim]:
    """What is claimed, each word read once, the most exact way first; FOUND_MAX at most."""
    rest = unicodedata.normalize("NFKC", text[:CHARS_MAX]).casefold()
    found: list[PriceClaim] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(rest):
            days = next((int(group) for group in match.groups() if group), 0)
            found.append(PriceClaim(match[0].strip(), kind, days))
        rest = pattern.sub(" · ", rest)
    return found[:FOUND_MAX]
