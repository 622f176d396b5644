"""The rows of the customers' path model with what they answered beside what they did, in the same 28 days."""

from math import isnan

from livefair.kernel import ReadTx
from livefair.people.consents import who_consents
from livefair.value.datafile import Table
from livefair.value.studies.consented import Pseudonyms
from livefair.value.studies.customers import BLOCK_MS, BLOCKS, CLUSTER, Block, Rows, model_of, values_of
from livefair.value.surveys.given import given_between, settled_values


def rows_with_answers(tx: ReadTx, people: frozenset[str], to_ms: int, names: Pseudonyms) -> Rows:
    """Only answers of those who agreed to be asked, too; a row may have been counted, answered or both."""
    columns = [name for construct in model_of("perceptions").constructs for name in construct.items]
    answering = people & who_consents(tx, "surveys")
    rows: list[list[str]] = []
    met: set[str] = set()
    for number in range(BLOCKS):
        end = to_ms - number * BLOCK_MS
        counted = values_of(Block(tx, end - BLOCK_MS, end, people))
        answered = _by_person(tx, end - BLOCK_MS, end, answering)
        for person in names.by_name({*counted, *answered}):
            values = {**counted.get(person, {}), **answered.get(person, {})}
            rows.append([names.of(person), str(number), *(_cell(values.get(name)) for name in columns)])
            met.add(person)
    return Rows(Table([CLUSTER, "block", *columns], rows), len(met))


def _by_person(tx: ReadTx, from_ms: int, to_ms: int, people: frozenset[str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for (person, item), value in settled_values(given_between(tx, from_ms, to_ms, people)).items():
        found.setdefault(person, {})[item] = value
    return found


def _cell(value: float | None) -> str:
    return "NA" if value is None or isnan(value) else repr(round(value, 9))
