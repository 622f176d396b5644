from livefair.people import actor_of
from livefair.people.queries import people_with_role
from livefair.value.surveys import findings, latest_survey


def test_a_newcomer_finds_a_survey_with_answers_of_customers(made):
    db = made("one")
    scholar = db.read_now(actor_of, db.read_now(people_with_role, "researcher")[0].id)
    survey = db.read_now(latest_survey, scholar, "customer")
    found = db.read_now(findings, scholar, survey)
    assert found.people > 0
    assert db.read_now(latest_survey, scholar, "host") is not None
