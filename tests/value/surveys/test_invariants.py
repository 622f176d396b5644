import pytest

from livefair.kernel import SYSTEM
from livefair.value.models import SURVEY_INVITATION
from livefair.value.surveys.invariants import check
from tests.value.surveys.people import asked, crowd, draw


class Undone(Exception):
    """Carries what was found out of a transaction that must not last."""


def test_asking_somebody_twice_in_a_week_is_seen(db, join):
    people = crowd(db, 1)
    survey = asked(db, join("scholar", "researcher"))
    draw(db, survey)
    assert db.read_now(check) == []
    with pytest.raises(Undone, match="asked twice"):
        db.write_now(ask_again, SYSTEM, survey.id, people[0])


def ask_again(tx, actor, survey_id, person_id):
    whose = {"survey_id": survey_id, "person_id": person_id, "items": "tr1", "occasion": "show"}
    tx.insert(SURVEY_INVITATION, id=tx.new_id(), **whose, invited_at_ms=tx.now_ms, until_ms=tx.now_ms)
    raise Undone("".join(check(tx)))
