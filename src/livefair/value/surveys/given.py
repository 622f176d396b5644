"""The answers as estimates read them: of those who agree to be asked at this moment, and of nobody else."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.kernel import ReadTx, query
from livefair.value.models import SURVEY_ANSWER, SURVEY_INVITATION
from livefair.value.rules.surveys import Given, settled
from livefair.value.surveys.bank import bank

ANSWERS_MAX = 200_000


class Kept(NamedTuple):
    person_id: str
    item_id: str
    value: int
    locale: str
    answered_at_ms: int
    occasion: str

    def given(self) -> Given:
        return Given(self.person_id, self.item_id, self.value, self.occasion)


_found = select(
    SURVEY_ANSWER.c.person_id,
    SURVEY_ANSWER.c.item_id,
    SURVEY_ANSWER.c.value,
    SURVEY_ANSWER.c.locale,
    SURVEY_ANSWER.c.answered_at_ms,
    SURVEY_INVITATION.c.occasion,
).join(SURVEY_INVITATION, SURVEY_INVITATION.c.id == SURVEY_ANSWER.c.invitation_id)
_order = (SURVEY_ANSWER.c.answered_at_ms, SURVEY_ANSWER.c.invitation_id, SURVEY_ANSWER.c.item_id)
_BETWEEN = query(
    Kept,
    _found.where(
        SURVEY_ANSWER.c.answered_at_ms >= bindparam("since"), SURVEY_ANSWER.c.answered_at_ms < bindparam("until")
    )
    .order_by(*_order)
    .limit(ANSWERS_MAX),
)
_OF_SURVEY = query(
    Kept, _found.where(SURVEY_INVITATION.c.survey_id == bindparam("survey")).order_by(*_order).limit(ANSWERS_MAX)
)


def given_between(tx: ReadTx, from_ms: int, to_ms: int, people: frozenset[str]) -> list[Given]:
    return [one.given() for one in tx.all(_BETWEEN, since=from_ms, until=to_ms) if one.person_id in people]


def kept_of(tx: ReadTx, survey_id: str, people: frozenset[str]) -> list[Kept]:
    return [one for one in tx.all(_OF_SURVEY, survey=survey_id) if one.person_id in people]


def reversed_items() -> frozenset[str]:
    return frozenset(item.id for item in bank().items if item.reversed)


def settled_values(answers: Sequence[Given]) -> dict[tuple[str, str], float]:
    """(person, item) → the mean answer, so that more is more of the construct."""
    return settled(answers, reversed_items())
