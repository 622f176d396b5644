import pytest

from livefair.kernel import GUEST, Actor, Conflict, Invalid, NotFound
from livefair.people.consents import withdraw_consent
from livefair.value.surveys import (
    answer_question,
    delete_my_answers,
    my_answers,
    see_question,
    skip_question,
)
from tests.value.surveys.people import asked, crowd, draw, question_of, say


@pytest.fixture
def people(db, join):
    found = crowd(db, 2)
    draw(db, asked(db, join("scholar", "researcher")))
    return found


def test_an_answer_counts_once_and_is_ones_own(db, people):
    question = say(db, people[0])
    with pytest.raises(Conflict, match="question_over"):
        db.write_now(answer_question, Actor(people[0]), question.id, {question.items[0].id: 1})
    assert [one.value for one in db.read_now(my_answers, Actor(people[0]))] == [5, 5]
    assert db.read_now(my_answers, Actor(people[1])) == []


def test_nobody_answers_for_another(db, people):
    question = question_of(db, people[0])
    for use_case in (see_question, skip_question):
        with pytest.raises(NotFound):
            db.write_now(use_case, Actor(people[1]), question.id)
    with pytest.raises(NotFound):
        db.write_now(answer_question, Actor(people[1]), question.id, {question.items[0].id: 1})
    assert question_of(db, GUEST.id) is None


def test_what_was_not_asked_and_what_is_off_the_scale_is_refused(db, people):
    question = question_of(db, people[0])
    item = question.items[0].id
    for values, code in (({}, "answer_needed"), ({"ap1": 3}, "unknown_item"), ({item: 8}, "out_of_range")):
        with pytest.raises(Invalid, match=code):
            db.write_now(answer_question, Actor(people[0]), question.id, values)
    assert question_of(db, people[0]) == question


def test_a_skipped_question_is_not_asked_again(db, people):
    question = question_of(db, people[0])
    db.write_now(see_question, Actor(people[0]), question.id)
    db.write_now(skip_question, Actor(people[0]), question.id)
    assert question_of(db, people[0]) is None
    with pytest.raises(Conflict, match="question_over"):
        db.write_now(skip_question, Actor(people[0]), question.id)


def test_of_who_agrees_no_more_no_answer_is_kept(db, people):
    question = question_of(db, people[0])
    db.write_now(withdraw_consent, Actor(people[0]), "surveys")
    with pytest.raises(Conflict, match="question_over"):
        db.write_now(answer_question, Actor(people[0]), question.id, {question.items[0].id: 5})
    assert db.read_now(my_answers, Actor(people[0])) == []


def test_deleting_takes_all_of_ones_answers_and_nobody_elses(db, people):
    for person in people:
        say(db, person)
    assert db.write_now(delete_my_answers, Actor(people[0])) == 2
    assert db.read_now(my_answers, Actor(people[0])) == []
    assert len(db.read_now(my_answers, Actor(people[1]))) == 2
    assert db.write_now(delete_my_answers, Actor(people[0])) == 0
