"""What a survey found, and what it does not say while too few have answered."""

import pytest

from livefair.kernel import SYSTEM, Actor
from livefair.live import open_room
from livefair.people.consents import withdraw_consent
from livefair.value.surveys import delete_my_answers, findings
from tests.value.surveys.people import asked, crowd, draw, say, visit


@pytest.fixture
def scholar(join):
    return join("scholar", "researcher")


def found(db, scholar, survey):
    return db.read_now(findings, scholar, survey)


def test_below_twenty_people_nothing_is_shown_and_below_thirty_no_score(db, scholar):
    people = crowd(db, 30)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    draw(db, survey)
    for person in people[:19]:
        say(db, person)
    seen = found(db, scholar, survey)
    assert (seen.standing, seen.items[0].mean, seen.acquiescence) == ("nothing", None, None)
    say(db, people[19])
    seen = found(db, scholar, survey)
    assert (seen.standing, seen.items[0].mean, seen.items[0].n) == ("means", 5, 20)
    assert seen.scores[0].value is None
    for person in people[20:]:
        say(db, person)
    score = found(db, scholar, survey).scores[0]
    # tr1 says 5, tr4 is reversed and says 8 − 5 = 3.
    assert (score.n, score.value, score.low, score.high) == (30, 4, 4, 4)


def test_who_withdraws_or_deletes_is_in_no_number_any_more(db, scholar):
    people = crowd(db, 22)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    draw(db, survey)
    for number, person in enumerate(people):
        say(db, person, lambda item, high=number < 2: 7 if high else 3)
    assert found(db, scholar, survey).items[0].mean > 3
    db.write_now(withdraw_consent, Actor(people[0]), "surveys")
    db.write_now(delete_my_answers, Actor(people[1]))
    seen = found(db, scholar, survey)
    assert (seen.people, seen.items[0].mean) == (20, 3)


def test_agreement_with_everything_is_reported(db, scholar):
    people = crowd(db, 20)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    draw(db, survey)
    for person in people:
        say(db, person, lambda item: 7)
    assert found(db, scholar, survey).acquiescence == 3


def test_how_many_were_asked_saw_and_answered_is_kept(db, scholar):
    people = crowd(db, 25)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    draw(db, survey)
    say(db, people[0])
    whole = found(db, scholar, survey).responses[-1]
    assert (whole.occasion, whole.invited, whole.seen, whole.answered, whole.skipped) == ("", 25, 1, 1, 0)


def test_who_takes_answers_or_agreement_back_is_not_among_those_who_were_asked_and_answered(db, scholar):
    people = crowd(db, 25)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    draw(db, survey)
    for person in people[:3]:
        say(db, person)
    db.write_now(withdraw_consent, Actor(people[0]), "surveys")
    db.write_now(delete_my_answers, Actor(people[1]))
    seen = found(db, scholar, survey)
    whole = seen.responses[-1]
    assert (whole.invited, whole.answered, seen.people) == (24, 1, 1)


def test_the_whole_does_not_tell_of_an_occasion_that_is_not_shown(db, scholar, join):
    people = crowd(db, 25)
    survey = asked(db, scholar, items=["tr1", "tr4"])
    room_id = db.write_now(open_room, join("host", "host"), title="Room")
    db.write_now(visit, SYSTEM, room_id, dict.fromkeys(people[:3], 60))
    draw(db, survey)
    invited = {one.occasion: one.invited for one in found(db, scholar, survey).responses}
    assert invited == {"delivery": 22, "show": None}
