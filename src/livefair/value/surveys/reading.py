"""What a survey found: response, means, scores of constructs, and how much may be said with so many answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import stdev
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, exists, func, select

from livefair.kernel import Actor, ReadTx, query
from livefair.people.consents import agrees, who_consents
from livefair.value.models import SURVEY_ANSWER, SURVEY_INVITATION
from livefair.value.rules.intervals import Z95
from livefair.value.rules.surveys import (
    PEOPLE_SHOWN,
    SCORE_SHOWN,
    Given,
    Standing,
    acquiescence,
    answers_needed,
    fewest_pair,
    standing,
    weights,
)
from livefair.value.surveys.bank import items_by_id
from livefair.value.surveys.designing import Survey, may_survey
from livefair.value.surveys.given import kept_of, reversed_items, settled_values


class Response(msgspec.Struct, frozen=True):
    """Of one occasion, or of all (empty; left out where it would tell of what is not shown); None: fewer than 20 were
    invited, and that is nobody's business. Of who agrees now; `answered` are those whose answers are still there."""

    occasion: str
    invited: int | None
    seen: int | None
    answered: int | None
    skipped: int | None
    weight: float | None


class ItemFound(msgspec.Struct, frozen=True):
    """`mean` of people, keyed; `weighted` for response by occasion; None below 20 people."""

    item: str
    construct: str
    n: int
    mean: float | None
    weighted: float | None
    deviation: float | None


class Score(msgspec.Struct, frozen=True):
    """The mean of people's means over a construct's items, 1 to 7, with its 95 % interval; None below 30 people."""

    construct: str
    items: int
    n: int
    value: float | None
    low: float | None
    high: float | None


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """`fewest` people answered both of `pair`; `needed` answers make a path possible with this design, None never."""

    survey_id: str
    panel: str
    people: int
    standing: Standing
    fewest: int
    pair: tuple[str, str]
    needed: int | None
    acquiescence: float | None
    responses: list[Response]
    items: list[ItemFound]
    scores: list[Score]


class _Cell(NamedTuple):
    occasion: str
    invited: int
    seen: int
    answered: int
    skipped: int


_i = SURVEY_INVITATION.c
_is_kept = exists(
    select(SURVEY_ANSWER.c.item_id).where(SURVEY_ANSWER.c.invitation_id == _i.id).correlate(SURVEY_INVITATION)
)
_CELLS = query(
    _Cell,
    select(
        _i.occasion,
        func.count(),
        func.count(_i.seen_at_ms),
        func.count().filter(_is_kept),
        func.count(_i.skipped_at_ms),
    )
    .where(_i.survey_id == bindparam("survey"), agrees(_i.person_id, "surveys"))
    .group_by(_i.occasion)
    .order_by(_i.occasion),
)


def findings(tx: ReadTx, actor: Actor, survey: Survey) -> Findings:
    may_survey(actor)
    cells = tx.all(_CELLS, survey=survey.id)
    answers = [one.given() for one in kept_of(tx, survey.id, who_consents(tx, "surveys"))]
    by_cell = weights({cell.occasion: cell.invited for cell in cells}, _answering(answers))
    values = settled_values(answers)
    people = {person for person, _item in values}
    fewest, *pair = fewest_pair(values, survey.items)
    index = acquiescence(answers, reversed_items()) if len(people) >= PEOPLE_SHOWN else None
    return Findings(
        survey_id=survey.id,
        panel=survey.panel,
        people=len(people),
        standing=standing(len(people), fewest),
        fewest=fewest,
        pair=(str(pair[0]), str(pair[1])),
        needed=answers_needed(len(survey.items), survey.at_once),
        acquiescence=index,
        responses=_responses(cells, by_cell),
        items=_items(survey.items, values, _weight_of(answers, by_cell)),
        scores=_scores(survey.items, values),
    )


def _answering(answers: Sequence[Given]) -> dict[str, int]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in answers:
        found[one.cell].add(one.person)
    return {cell: len(people) for cell, people in found.items()}


def _weight_of(answers: Sequence[Given], by_cell: Mapping[str, float]) -> dict[str, float]:
    return {one.person: by_cell.get(one.cell, 1.0) for one in answers}


def _responses(cells: Sequence[_Cell], by_cell: Mapping[str, float]) -> list[Response]:
    whole = _Cell(
        occasion="",
        invited=sum(cell.invited for cell in cells),
        seen=sum(cell.seen for cell in cells),
        answered=sum(cell.answered for cell in cells),
        skipped=sum(cell.skipped for cell in cells),
    )
    found = [_response(cell, by_cell.get(cell.occasion)) for cell in (*cells, whole)]
    untold = sum(cell.invited for cell in cells if cell.invited < PEOPLE_SHOWN)
    return found[:-1] if 0 < untold < PEOPLE_SHOWN else found


def _response(cell: _Cell, weight: float | None) -> Response:
    if cell.invited < PEOPLE_SHOWN:
        return Response(cell.occasion, None, None, None, None, None)
    return Response(*cell, weight)


def _items(
    items: Sequence[str], values: Mapping[tuple[str, str], float], weight: Mapping[str, float]
) -> list[ItemFound]:
    found = []
    for item in items:
        mine = {person: value for (person, name), value in values.items() if name == item}
        shown = len(mine) >= PEOPLE_SHOWN
        whole = sum(weight[person] for person in mine)
        found.append(
            ItemFound(
                item=item,
                construct=items_by_id()[item].construct,
                n=len(mine),
                mean=sum(mine.values()) / len(mine) if shown else None,
                weighted=sum(weight[person] * value for person, value in mine.items()) / whole if shown else None,
                deviation=stdev(mine.values()) if shown else None,
            )
        )
    return found


def _scores(items: Sequence[str], values: Mapping[tuple[str, str], float]) -> list[Score]:
    by_construct: dict[str, list[str]] = defaultdict(list)
    for item in items:
        by_construct[items_by_id()[item].construct].append(item)
    return [_score(construct, names, values) for construct, names in by_construct.items()]


def _score(construct: str, items: list[str], values: Mapping[tuple[str, str], float]) -> Score:
    by_person: dict[str, list[float]] = defaultdict(list)
    for (person, item), value in values.items():
        if item in items:
            by_person[person].append(value)
    means = [sum(mine) / len(mine) for mine in by_person.values()]
    if len(means) < SCORE_SHOWN:
        return Score(construct, len(items), len(means), None, None, None)
    middle, reach = sum(means) / len(means), Z95 * stdev(means) / sqrt(len(means))
    return Score(construct, len(items), len(means), middle, middle - reach, middle + reach)
