"""Words that promise more than can be proved (最, 第一, 100 %): a versioned list and a pure search."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources

import msgspec

CLAIM_RULE = "false_claim"
CHARS_MAX = 4_000
FOUND_MAX = 10


class _Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    pattern: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    patterns: list[_Pattern]


@cache
def claim_words() -> _Words:
    text = (resources.files("livefair.governance") / "claim_words.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Words)


def claims_in(text: str) -> list[str]:
    """The words found, each once, in their order; FOUND_MAX at most of the first CHARS_MAX characters."""
    folded = unicodedata.normalize("NFKC", text[:CHARS_MAX]).casefold()
    found = [(match.start(), match[0]) for pattern in _compiled() for match in pattern.finditer(folded)]
    return list(dict.fromkeys(words for _, words in sorted(found)))[:FOUND_MAX]


@cache
def _compiled() -> list[re.Pattern[str]]:
    return [re.compile(each.pattern.casefold()) for each in claim_words().patterns]
