"""The answers of a survey as a file for research: pseudonyms, what was asked, and how much each row counts."""

from collections import defaultdict

from livefair.kernel import Actor, Conflict, ReadTx
from livefair.people.consents import who_consents
from livefair.value.datafile import Table
from livefair.value.rules.surveys import PEOPLE_SHOWN, keyed
from livefair.value.studies.consented import Pseudonyms
from livefair.value.studies.customers import BLOCK_MS
from livefair.value.surveys.designing import Survey, may_survey
from livefair.value.surveys.given import Kept, kept_of, reversed_items

HEAD = ("customer", "block", "occasion", "locale")


def answers_table(tx: ReadTx, actor: Actor, survey: Survey) -> Table:
    """A row for each person in each 28 days since the survey began; reversed items are turned round, what was not
    asked or not answered is NA, and so are occasion and language where fewer than 20 people share both. Who withdrew
    or deleted is not in it. Conflict too_few_people."""
    may_survey(actor)
    kept = kept_of(tx, survey.id, who_consents(tx, "surveys"))
    if len({one.person_id for one in kept}) < PEOPLE_SHOWN:
        raise Conflict("too_few_people")
    names, turned, common = Pseudonyms(survey.seed), reversed_items(), _common(kept)
    rows: dict[tuple[str, int], dict[str, str]] = {}
    for one in kept:
        block = (one.answered_at_ms - survey.opened_at_ms) // BLOCK_MS
        occasion, locale = (one.occasion, one.locale) if (one.occasion, one.locale) in common else ("NA", "NA")
        row = rows.setdefault((names.of(one.person_id), block), {"occasion": occasion, "locale": locale})
        row[one.item_id] = str(keyed(one.value, is_reversed=one.item_id in turned))
    cells = [[name, str(block), *_cells(row, survey.items)] for (name, block), row in sorted(rows.items())]
    return Table([*HEAD, *survey.items], cells)


def _common(kept: list[Kept]) -> frozenset[tuple[str, str]]:
    """Occasion and language of at least 20 people: fewer might be recognised."""
    whose: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in kept:
        whose[one.occasion, one.locale].add(one.person_id)
    return frozenset(pair for pair, people in whose.items() if len(people) >= PEOPLE_SHOWN)


def _cells(row: dict[str, str], items: list[str]) -> list[str]:
    return [row["occasion"], row["locale"], *(row.get(item, "NA") for item in items)]
