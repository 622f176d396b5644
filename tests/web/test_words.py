"""Whatever the floors refuse is said in words; the words' translation is test_i18n's to watch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import livefair
from livefair.media import pictures, vod
from livefair.web.words import ALL_WORDS

SOURCE = Path(livefair.__file__).parent
REFUSING = {"Conflict", "Invalid", "NotAllowed", "NotFound", "TooLarge", "TooMany"}
REQUIRING = {"require", "require_valid"}


def codes_in(package: str) -> Iterator[str]:
    for path in (SOURCE / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = 0 if node.func.id in REFUSING else 1 if node.func.id in REQUIRING else None
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    yield node.args[place].value


PACKAGES = ["people", "governance", "catalog", "supply", "shop", "content", "community", "live", "value", "webhooks"]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_refusal_has_words(package):
    codes = set(codes_in(package))
    assert len(codes) > 4
    assert sorted(codes - ALL_WORDS.keys()) == []


@pytest.mark.parametrize(("kind", "function"), [("video", vod.transcode), ("picture", pictures.reencode)])
def test_every_bad_file_has_words(kind, function):
    promised = (function.__doc__ or "").split("Refused:")[1].split(".")[0]
    codes = {f"{kind}_{code.strip()}" for code in promised.replace("\n", " ").split(",")}
    assert sorted(codes - ALL_WORDS.keys()) == []
