"""The data of a study as it stands now: who withdrew is gone, and too few people are nobody's business."""

import csv
import io
import math
from typing import NamedTuple

import msgspec

from livefair.kernel import ReadTx
from livefair.value.datafile import Table
from livefair.value.faults import Fault
from livefair.value.studies.consented import PEOPLE_MIN, Pseudonyms, consenting
from livefair.value.studies.customers import MODELS, rows_of
from livefair.value.studies.estimating import Kind
from livefair.value.studies.journeys import journeys_of
from livefair.value.studies.perceptions import rows_with_answers
from livefair.value.studies.purchases import purchases_of

CURRENCY = "CNY"


class ItemSeen(msgspec.Struct, frozen=True):
    """An item over all rows: on how many it is known, its mean, and how many different values it takes."""

    item: str
    n: int
    mean: float | None
    values: int


class Seen(msgspec.Struct, frozen=True):
    """What stands behind a study, whether or not it could be estimated."""

    rows: int
    people: int
    items: list[ItemSeen] = []
    waiting: int = 0
    untouched_minor: int = 0


class Extract(NamedTuple):
    table: Table
    seen: Seen

    def csv(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.table.columns)
        writer.writerows(self.table.rows)
        return out.getvalue()


def extract(tx: ReadTx, kind: Kind, to_ms: int, salt: str) -> Extract:
    """Of everybody whose consent stands now. Deterministic: the same moment and salt give the same rows."""
    names, people = Pseudonyms(salt), consenting(tx)
    if kind in MODELS:
        found = (rows_of if kind == "paths" else rows_with_answers)(tx, people, to_ms, names)
        return Extract(found.table, Seen(len(found.table.rows), found.people, _items(found.table, found.people)))
    if kind == "attribution":
        ways = journeys_of(tx, people, to_ms, names, currency=CURRENCY)
        seen = Seen(len(ways.table.rows), ways.people, [], ways.waiting, ways.untouched_minor)
        return Extract(ways.table, seen)
    bought = purchases_of(tx, people, to_ms, names, currency=CURRENCY)
    return Extract(bought.table, Seen(len(bought.table.rows), bought.people))


def require_people(seen: Seen) -> None:
    """Raises Fault: of fewer than 20 people nothing is shown and nothing leaves."""
    if seen.people < PEOPLE_MIN:
        raise Fault("people_few", n=seen.people, needed=PEOPLE_MIN)


def _items(table: Table, people: int) -> list[ItemSeen]:
    if people < PEOPLE_MIN:
        return []
    found = []
    for name in table.columns[2:]:
        known = [value for value in table.numbers(name).tolist() if not math.isnan(value)]
        # Fewer than 20 rows: how many, and no more.
        is_shown = len(known) >= PEOPLE_MIN
        mean = sum(known) / len(known) if is_shown else None
        found.append(ItemSeen(name, len(known), mean, len(set(known)) if is_shown else 0))
    return found
