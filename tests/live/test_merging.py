import pytest

from livefair.kernel import Conflict, Invalid, NotAllowed
from livefair.live import ask, end_show, plan_show, start_show, vote
from livefair.live.events_of_talk import QuestionsMerged, QuestionsParted
from livefair.live.merging import (
    compared_in_room,
    merge_questions,
    pairs_among,
    part_questions,
    parts_of,
    similar_among,
    waiting_beside,
)
from livefair.live.questions import open_questions, question_called
from livefair.live.rules.similar import gist_of
from tests.discovery.meanings import meanings


def compared(questions):
    vectors = meanings([question.text for question in questions])
    return [(question, gist_of(question.text, vectors[question.text])) for question in questions]


def gist(text):
    return gist_of(text, meanings([text])[text])


def test_who_voted_for_both_counts_once(db, join, stage, facts):
    zoe, yan, ben = join("zoe"), join("yan"), join("ben")
    kept = db.write_now(ask, zoe, stage.room_id, text="会不会掉色？")
    other = db.write_now(ask, yan, stage.room_id, text="掉色吗")
    for voter in (yan, ben):
        db.write_now(vote, voter, kept.id)
    db.write_now(vote, ben, other.id)
    (pair,) = pairs_among(compared(db.read_now(compared_in_room, stage.room_id)))
    assert (pair.kept.id, pair.other.id) == (kept.id, other.id)
    assert db.write_now(merge_questions, stage.host, other.id, into_id=kept.id).votes == 3
    assert [(each.id, each.votes) for each in db.read_now(open_questions, stage.show_id)] == [(kept.id, 3)]
    assert [fact.votes for fact in facts if isinstance(fact, QuestionsMerged)] == [3]
    with pytest.raises(Conflict, match="question_closed"):
        db.write_now(merge_questions, stage.host, kept.id, into_id=other.id)
    assert db.read_now(question_called, kept.id).votes == 3


def test_who_asks_is_shown_what_asks_the_same(db, join, stage):
    zoe = join("zoe")
    asked = db.write_now(ask, zoe, stage.room_id, text="What is it made of?")
    db.write_now(ask, zoe, stage.room_id, text="When is the draw?")
    text = "What material is it made of?"
    waiting = db.read_now(waiting_beside, join("yan"), stage.room_id, text=text)
    assert [question.id for question in similar_among(gist(text), compared(waiting))] == [asked.id]
    assert similar_among(gist("Is there a blue one?"), compared(waiting)) == []
    assert db.read_now(waiting_beside, zoe, stage.room_id, text="what is it MADE of") == [], "that is a vote"


def test_only_who_moderates_merges_and_only_within_a_show(db, join, stage):
    zoe = join("zoe")
    first = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    second = db.write_now(ask, zoe, stage.room_id, text="Is it warm?")
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.write_now(merge_questions, zoe, second.id, into_id=first.id)
    with pytest.raises(Invalid, match="not_the_same_show"):
        db.write_now(merge_questions, stage.host, first.id, into_id=first.id)
    db.write_now(end_show, stage.host, stage.show_id)
    later = db.write_now(plan_show, stage.host, stage.room_id, title="Later")
    db.write_now(start_show, stage.host, later)
    other = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    with pytest.raises(Invalid, match="not_the_same_show"):
        db.write_now(merge_questions, stage.host, other.id, into_id=first.id)


def test_questions_that_were_two_after_all_part_again_with_the_votes_they_had(db, join, stage, facts):
    zoe, yan, ben = join("zoe"), join("yan"), join("ben")
    kept = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    other = db.write_now(ask, yan, stage.room_id, text="Is it warm in winter?")
    db.write_now(vote, ben, kept.id)
    db.write_now(vote, ben, other.id)
    db.write_now(merge_questions, stage.host, other.id, into_id=kept.id)
    db.write_now(vote, join("eve"), kept.id)
    assert [part.text for part in db.read_now(parts_of, [kept.id])[kept.id]] == ["Is it warm in winter?"]
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.write_now(part_questions, yan, other.id)
    assert db.write_now(part_questions, stage.host, other.id).votes == 2
    assert {each.id: each.votes for each in db.read_now(open_questions, stage.show_id)} == {kept.id: 3, other.id: 2}
    assert [fact.votes for fact in facts if isinstance(fact, QuestionsParted)] == [3]
    assert db.read_now(parts_of, [kept.id]) == {}
    with pytest.raises(Conflict, match="not_merged"):
        db.write_now(part_questions, stage.host, other.id)


def test_who_votes_for_what_was_merged_into_keeps_that_vote_when_the_two_part(db, join, stage):
    zoe, yan, ben = join("zoe"), join("yan"), join("ben")
    kept = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    other = db.write_now(ask, yan, stage.room_id, text="Is it warm in winter?")
    db.write_now(vote, ben, other.id)
    db.write_now(merge_questions, stage.host, other.id, into_id=kept.id)
    db.write_now(vote, ben, kept.id)
    db.write_now(part_questions, stage.host, other.id)
    votes = {each.id: each.votes for each in db.read_now(open_questions, stage.show_id)}
    assert votes == {kept.id: 2, other.id: 2}


def test_a_question_does_not_part_from_one_that_was_merged_further(db, join, stage):
    first, second, third = (
        db.write_now(ask, join(name), stage.room_id, text=text)
        for name, text in (("zoe", "Warm?"), ("yan", "Is it warm in winter?"), ("ben", "Warm when it snows?"))
    )
    db.write_now(merge_questions, stage.host, first.id, into_id=second.id)
    db.write_now(merge_questions, stage.host, second.id, into_id=third.id)
    with pytest.raises(Conflict, match="merged_further"):
        db.write_now(part_questions, stage.host, first.id)
    for part in (second, first):
        db.write_now(part_questions, stage.host, part.id)
    assert [each.votes for each in db.read_now(open_questions, stage.show_id)] == [1, 1, 1]
