"""Journeys from facts: whom consenting people met on the way to an order line, and whether it was kept.

A line's journey ends when it is paid; it counts once its return window has ended (kept) or all of it was refunded
(lost). Whoever met somebody and paid for nothing is a lost journey that ends with its last touch. Whoever was met by
fewer than 20 of these people is counted together with others of the same role.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from livefair.community.signals import openings_between
from livefair.kernel import DAY_MS, ReadTx
from livefair.live.events import QuestionAnswered
from livefair.shop.events import CartLineAdded, OrderPaid, OrderRefunded
from livefair.value.attribution.journeys import VIEW_WINDOW_MS, WINDOW_MS
from livefair.value.datafile import Table
from livefair.value.events import SharesReleased
from livefair.value.studies.consented import PEOPLE_MIN, Consented, Pseudonyms

SPAN_MS = 90 * DAY_MS
VIEW_MS_MIN = 3_000
OTHERS = "others"
COLUMNS = ("journey", "player", "at", "value", "kind", "ended_at")


class Met(NamedTuple):
    at_ms: int
    role: str
    entity: str
    kind: str


class Way(NamedTuple):
    person: str
    name: str
    ended_at_ms: int
    value_minor: int


class Journeys(NamedTuple):
    """`waiting` lines are paid and neither kept nor sent back yet; `untouched_minor` is the kept value of lines that
    nobody was met on the way to. Neither is in the table."""

    table: Table
    people: int
    waiting: int
    untouched_minor: int


def journeys_of(tx: ReadTx, people: frozenset[str], to_ms: int, names: Pseudonyms, *, currency: str) -> Journeys:
    span = Consented(tx, to_ms - SPAN_MS, to_ms, people)
    met = touches_of(span)
    ways, waiting = _lines(span, names, currency)
    ways += _empty_handed(span, met, names)
    players = _players(met, names)
    rows: list[list[str]] = []
    untouched = 0
    for way in sorted(ways, key=lambda one: one.name):
        touches = [one for one in met[way.person] if 0 <= way.ended_at_ms - one.at_ms <= reach_ms(one)]
        if not touches:
            untouched += way.value_minor
        for one in touches:
            player = players[one.role, one.entity]
            rows.append([way.name, player, str(one.at_ms), str(way.value_minor), one.kind, str(way.ended_at_ms)])
    met_by = {way.person for way in ways if met[way.person]}
    return Journeys(Table(COLUMNS, rows), len(met_by), waiting, untouched)


def _players(met: dict[str, list[Met]], names: Pseudonyms) -> dict[tuple[str, str], str]:
    """Whoever was met → the name it is counted under: its own, its role's, or that of all the rest."""
    crowd: dict[tuple[str, str], set[str]] = defaultdict(set)
    for person, touches in met.items():
        for touch in touches:
            crowd[touch.role, touch.entity].add(person)
    small = {who for who, people in crowd.items() if len(people) < PEOPLE_MIN}
    together: dict[str, set[str]] = defaultdict(set)
    for role, entity in small:
        together[role] |= crowd[role, entity]
    found = {}
    for role, entity in crowd:
        if (role, entity) not in small:
            found[role, entity] = f"{role}:{entity if entity == OTHERS else names.of(entity)}"
        else:
            found[role, entity] = f"{role}:{OTHERS}" if len(together[role]) >= PEOPLE_MIN else OTHERS
    return found


def reach_ms(touch: Met) -> int:
    return VIEW_WINDOW_MS if touch.kind == "view" else WINDOW_MS


def touches_of(span: Consented) -> dict[str, list[Met]]:
    """Person → whom they met, in the order of time; nobody meets themselves."""
    found: dict[str, list[Met]] = defaultdict(list)
    for person, met in chain(_watched(span), _visited(span), _opened(span), _helped(span)):
        if person in span.people and met.entity != person:
            found[person].append(met)
    for touches in found.values():
        touches.sort()
    return found


def _watched(span: Consented) -> Iterator[tuple[str, Met]]:
    for watch in span.watches:
        if watch.watch_ms >= VIEW_MS_MIN:
            yield watch.person_id, Met(watch.first_at_ms, "creator", watch.author_id, "view")


def _visited(span: Consented) -> Iterator[tuple[str, Met]]:
    for stay in span.stays:
        if stay.room_id in span.hosts:
            yield stay.viewer, Met(stay.joined_at_ms, "host", span.hosts[stay.room_id], "view")
        if stay.source == "share":
            yield stay.viewer, Met(stay.joined_at_ms, "sharer", OTHERS, "click")


def _opened(span: Consented) -> Iterator[tuple[str, Met]]:
    for opening in openings_between(span.tx, span.from_ms, span.to_ms):
        yield opening.person_id, Met(opening.at_ms, "reviewer", opening.author_id, "click")


def _helped(span: Consented) -> Iterator[tuple[str, Met]]:
    """Whose answer somebody got, and in whose room they put something in their cart."""
    for answer in span.mine.facts(QuestionAnswered):
        yield answer.fact.asker_id, Met(answer.at_ms, "answer", answer.fact.answered_by, "click")
    for added in span.mine.facts(CartLineAdded):
        host = span.hosts.get(added.fact.room_id or "")
        if host is not None:
            yield added.fact.buyer_id, Met(added.at_ms, "host", host, "click")


def _lines(span: Consented, names: Pseudonyms, currency: str) -> tuple[list[Way], int]:
    """A way for each line whose end is known, and how many wait."""
    released = {seen.fact.line_id for seen in span.whole.facts(SharesReleased)}
    refunded: dict[str, int] = defaultdict(int)
    for seen in span.mine.facts(OrderRefunded):
        for back in seen.fact.lines:
            refunded[back.line_id] += back.amount_minor
    ways, waiting = [], 0
    for paid in span.mine.facts(OrderPaid):
        for line in paid.fact.lines if paid.fact.currency == currency else []:
            left = line.amount_minor - refunded[line.line_id]
            if left > 0 and line.line_id not in released:
                waiting += 1
                continue
            ways.append(Way(paid.fact.buyer_id, names.of(line.line_id), paid.at_ms, max(0, left)))
    return ways, waiting


def _empty_handed(span: Consented, met: dict[str, list[Met]], names: Pseudonyms) -> list[Way]:
    bought = {seen.fact.buyer_id for seen in span.mine.facts(OrderPaid)}
    return [
        Way(person, names.of(f"way:{person}"), touches[-1].at_ms, 0)
        for person, touches in met.items()
        if touches and person not in bought
    ]
