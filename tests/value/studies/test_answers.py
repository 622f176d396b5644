"""The answers of a survey as a file."""

import pytest

from livefair.kernel import Actor, Conflict
from livefair.people.consents import withdraw_consent
from livefair.value.studies import answers_table
from livefair.value.surveys import delete_my_answers
from tests.value.surveys.people import asked, crowd, draw, say


@pytest.fixture
def scholar(join):
    return join("scholar", "researcher")


def test_a_file_of_answers_names_nobody_and_forgets_who_took_theirs_back(db, scholar):
    people = crowd(db, 22)
    survey = asked(db, scholar, items=["tr1", "tr4", "cf2"])
    draw(db, survey)
    for person in people:
        say(db, person)
    table = db.read_now(answers_table, scholar, survey)
    assert len(table.rows) == 22
    assert not any(person in cell for row in table.rows for cell in row for person in people)
    # Reversed items are turned round: 5 becomes 3; one of three was not asked.
    turned = {row[table.columns.index("tr4")] for row in table.rows}
    assert turned <= {"3", "NA"}
    assert all(row[4:].count("NA") == 1 for row in table.rows)
    db.write_now(delete_my_answers, Actor(people[0]))
    db.write_now(withdraw_consent, Actor(people[1]), "surveys")
    assert len(db.read_now(answers_table, scholar, survey).rows) == 20
    db.write_now(delete_my_answers, Actor(people[2]))
    with pytest.raises(Conflict, match="too_few_people"):
        db.read_now(answers_table, scholar, survey)


def test_who_stands_alone_with_a_language_or_an_occasion_is_not_told_apart_in_the_file(db, scholar):
    people = crowd(db, 22)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    draw(db, survey)
    for person in people[:21]:
        say(db, person)
    say(db, people[21], locale="en")
    rows = db.read_now(answers_table, scholar, survey).rows
    assert sorted(tuple(row[2:4]) for row in rows) == [("NA", "NA"), *[("delivery", "zh")] * 21]
