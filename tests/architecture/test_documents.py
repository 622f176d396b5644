"""What a reader is promised is there: settings, commands, facts, words in both languages."""

import re
from pathlib import Path

import pytest

from livefair import cli
from livefair.kernel import settings
from tests.architecture.bounds import bounds, bounds_document
from tests.architecture.facts import facts_document

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|#|mailto:)([^)#]+)")
DOCUMENTS = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])


@pytest.mark.parametrize("name", settings.NAMES)
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in (DOCS / "self-hosting.md").read_text("utf-8")


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_is_documented(name):
    assert f"`livefair {name}" in (DOCS / "self-hosting.md").read_text("utf-8")


def test_the_list_of_facts_is_as_new_as_the_facts():
    assert (DOCS / "facts.md").read_text("utf-8") == facts_document(), "run bin/facts"


def test_the_list_of_bounds_is_as_new_as_the_bounds():
    assert (DOCS / "bounds.md").read_text("utf-8") == bounds_document(), "run bin/bounds"
    assert {"media/whep", "media/guard", "realtime/remote"} <= {bound.module for bound in bounds()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document):
    links = LINK.findall(document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("number", range(1, 9))
def test_every_decision_is_recorded_with_what_else_was_considered(number):
    [record] = (DOCS / "decisions").glob(f"{number:04}-*.md")
    text = record.read_text("utf-8")
    assert all(f"## {part}" in text for part in ("Decision", "Why", "Considered", "Consequences"))


def test_the_glossary_has_each_word_in_both_languages():
    rows = [line for line in (DOCS / "glossary.md").read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    words = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert all(len(cells) == 3 and all(cells) for cells in words)
    assert all(re.search(r"[\u4e00-\u9fff]", cells[1]) for cells in words)
    assert len({cells[0] for cells in words}) == len(words), "one word per thing"
