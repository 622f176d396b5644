"""A survey from its design to its file."""

import csv
import io

import pytest

from livefair.value.surveys import latest_survey
from tests.value.surveys.people import ITEMS, crowd, draw, say


@pytest.fixture
async def scholar(signed_in):
    return await signed_in("scholar", "researcher", accept_language="en")


FIELDS = {"panel": "customer", "items": ITEMS, "at_once": "2", "chance": "100", "days": "28"}


async def test_a_survey_is_designed_runs_and_is_taken_along(db, scholar):
    people = crowd(db, 24)
    assert "A new survey" in (await scholar.get("/lab/surveys")).text
    assert (await scholar.post_form("/lab/surveys", FIELDS)).status_code == 303
    survey = db.read_now(latest_survey, scholar.actor, "customer")
    draw(db, survey)
    assert "nothing is shown" in (await scholar.get("/lab/surveys")).text
    assert (await scholar.get("/lab/surveys/answers.csv?panel=customer")).status_code == 409
    for person in people:
        say(db, person)
    page = (await scholar.get("/lab/surveys")).text
    assert "Means may be shown" in page
    rows = list(csv.DictReader(io.StringIO((await scholar.get("/lab/surveys/answers.csv?panel=customer")).text)))
    assert len(rows) == 24
    assert set(ITEMS) < set(rows[0])
    assert (await scholar.post_form(f"/lab/surveys/{survey.id}/close")).status_code == 303
    assert "A new survey" in (await scholar.get("/lab/surveys")).text


async def test_a_design_that_cannot_be_is_said_with_what_was_typed(db, scholar):
    for changed, words in (
        ({"items": ["tr1"]}, "Choose between"),
        ({"at_once": "9"}, "out of range"),
        ({"chance": "0"}, "out of range"),
        ({"days": "x"}, "number"),
    ):
        answer = await scholar.post_form("/lab/surveys", {**FIELDS, **changed})
        assert answer.status_code == 422
        assert words in answer.text, changed
    assert db.read_now(latest_survey, scholar.actor, "customer") is None
