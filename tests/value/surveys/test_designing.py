import pytest

from livefair.kernel import Conflict, Invalid, NotAllowed
from livefair.value.surveys import close_survey, latest_survey, open_survey
from tests.value.surveys.people import asked, design


@pytest.fixture
def scholar(join):
    return join("scholar", "researcher")


def test_one_survey_of_a_panel_runs_at_a_time(db, scholar):
    survey = asked(db, scholar)
    with pytest.raises(Conflict, match="survey_runs"):
        db.write_now(open_survey, scholar, design())
    db.write_now(close_survey, scholar, survey.id)
    with pytest.raises(Conflict, match="survey_over"):
        db.write_now(close_survey, scholar, survey.id)
    db.clock.advance(1)
    again = asked(db, scholar)
    assert db.read_now(latest_survey, scholar, "customer") == again


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"panel": "crowd"}, "unknown_panel"),
        ({"items": ["tr1", "ap1"]}, "unknown_item"),
        ({"items": ["tr1", "tr1"]}, "survey_items"),
        ({"at_once": 7}, "out_of_range"),
        ({"at_once": 0}, "out_of_range"),
        ({"chance_bp": 0}, "out_of_range"),
        ({"days": 400}, "out_of_range"),
    ],
)
def test_a_design_that_cannot_be_is_refused(db, scholar, changed, code):
    with pytest.raises(Invalid, match=code):
        db.write_now(open_survey, scholar, design(**changed))


def test_only_researchers_and_operators_ask(db, join):
    with pytest.raises(NotAllowed):
        db.write_now(open_survey, join("host", "host"), design())
