"""Whatever any part of the program refuses is said in a sentence of its own, in every language."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import livefair
from livefair.web.words import ALL_REFUSALS

SOURCE = Path(livefair.__file__).parent
REFUSING = {
    "Conflict", "Invalid", "NotAllowed", "NotFound", "NotSignedIn", "Refused", "TooLarge", "TooMany", "Unavailable",
}  # fmt: skip
REQUIRING = {"require", "require_valid"}
# What is wrong with a file is said with its kind before the code: `video_too_large`.
SAID_WITH_KIND = ("media/vod.py", "media/pictures.py")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Refusing(NamedTuple):
    code: str
    params: frozenset[str]
    where: str


def refusals_in(text: str, name: str) -> Iterator[Refusing]:
    """Every call that refuses with a code written there."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = 0 if called in REFUSING else 1 if called in REQUIRING else None
        if place is None:
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        given = node.args[place] if len(node.args) > place else named.pop("code", None)
        for each in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield Refusing(each.value, frozenset(named), f"{name}:{node.lineno}")


def all_refusals() -> list[Refusing]:
    return [
        found
        for path in sorted(SOURCE.rglob("*.py"))
        for found in refusals_in(path.read_text("utf-8"), str(path.relative_to(SOURCE)))
    ]


def without_words(found: list[Refusing]) -> dict[str, list[str]]:
    missing: dict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.code not in ALL_REFUSALS:
            missing[one.code].append(one.where)
    return dict(missing)


def test_every_code_that_is_raised_anywhere_has_a_sentence():
    found = all_refusals()
    assert len({one.code for one in found}) > 200
    assert without_words(found) == {}


def test_every_blank_of_a_sentence_is_filled_where_the_code_is_raised():
    """Otherwise the reader would get the general sentence of the status instead."""
    unfilled = [
        (one.code, one.where)
        for one in all_refusals()
        if not one.where.startswith(SAID_WITH_KIND)
        and set(PLACEHOLDER.findall(ALL_REFUSALS.get(one.code, ""))) - one.params
    ]
    assert unfilled == []


def test_a_code_without_a_sentence_is_found():
    planted = [
        'raise Conflict("never_heard_of", limit=3)',
        'require(False, "never_heard_of")',
        'raise Refused("broken" if x else "never_heard_of", 409)',
        'Refused(code="never_heard_of")',
    ]
    for text in planted:
        assert set(without_words(list(refusals_in(text, "planted.py")))) == {"never_heard_of"}, text
