"""What must always hold of micro-surveys. Each check finds nothing when all is well."""

from sqlalchemy import select

from livefair.kernel import ReadTx, query
from livefair.value.models import SURVEY_ANSWER, SURVEY_INVITATION
from livefair.value.rules.surveys import PERIOD_MS

FOUND_MAX = 20

_earlier = SURVEY_INVITATION.alias("earlier")
_later = SURVEY_INVITATION.alias("later")

CHECKS = {
    "an answer to what was not answered": select(SURVEY_ANSWER.c.invitation_id)
    .join(SURVEY_INVITATION, SURVEY_INVITATION.c.id == SURVEY_ANSWER.c.invitation_id)
    .where(SURVEY_INVITATION.c.answered_at_ms.is_(None)),
    "an answer of somebody who was not asked": select(SURVEY_ANSWER.c.invitation_id)
    .join(SURVEY_INVITATION, SURVEY_INVITATION.c.id == SURVEY_ANSWER.c.invitation_id)
    .where(SURVEY_INVITATION.c.person_id != SURVEY_ANSWER.c.person_id),
    "somebody was asked twice in a week": select(_later.c.id)
    .join(_earlier, _earlier.c.person_id == _later.c.person_id)
    .where(
        _later.c.id != _earlier.c.id,
        _later.c.invited_at_ms >= _earlier.c.invited_at_ms,
        _later.c.invited_at_ms - _earlier.c.invited_at_ms < PERIOD_MS,
    ),
}
_QUERIES = {what: query(str, found.limit(FOUND_MAX)) for what, found in CHECKS.items()}


def check(tx: ReadTx) -> list[str]:
    return [f"surveys: {what}: {one}" for what, statement in _QUERIES.items() for one in tx.all(statement)]
