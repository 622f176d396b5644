import pytest

from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.live import Why, answer, answers_about, ask, dismiss, end_show, mute, pin, vote
from livefair.live.events import QuestionAnswered, QuestionAsked, QuestionVoted
from livefair.live.questions import (
    answered_questions,
    hide_question,
    open_questions,
    question_called,
    restore_question,
)
from livefair.live.rules import OPEN_QUESTIONS_PER_VIEWER_MAX
from tests.live.conftest import LIPSTICK


def test_a_question_is_asked_voted_for_and_answered(db, clock, join, stage, facts):
    zoe, yan = join("zoe"), join("yan")
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    facts.clear()
    asked = db.write_now(ask, zoe, stage.room_id, text="会不会掉色？")
    for _ in range(3):
        assert db.write_now(vote, yan, asked.id).votes == 2
    clock.advance(30_000)
    db.write_now(answer, stage.host, asked.id, text="不会")
    assert [type(fact) for fact in facts] == [QuestionAsked, QuestionVoted, QuestionAnswered]
    assert (facts[-1].waited_ms, facts[-1].offset_ms, facts[-1].product_id) == (30_000, 30_000, LIPSTICK.product_id)
    assert db.read_now(open_questions, stage.show_id) == []
    (known,) = db.read_now(answers_about, LIPSTICK.product_id)
    assert (known.text, known.answer, known.votes) == ("会不会掉色？", "不会", 2)


def test_the_asker_has_voted_already(db, join, stage):
    zoe = join("zoe")
    asked = db.write_now(ask, zoe, stage.room_id, text="Size 38?")
    assert db.write_now(vote, zoe, asked.id).votes == 1


def test_the_same_question_again_is_a_vote(db, join, stage):
    asked = db.write_now(ask, join("zoe"), stage.room_id, text="Size 38?")
    again = db.write_now(ask, join("yan"), stage.room_id, text="size  38")
    assert (again.id, again.votes) == (asked.id, 2)


def test_the_most_wanted_comes_first(db, join, stage):
    zoe = join("zoe")
    first, second = (db.write_now(ask, zoe, stage.room_id, text=text) for text in ("Warm?", "Washable?"))
    db.write_now(vote, join("yan"), second.id)
    assert [question.id for question in db.read_now(open_questions, stage.show_id)] == [second.id, first.id]


def test_a_question_ends_once(db, join, stage):
    zoe = join("zoe")
    answered, dismissed = (db.write_now(ask, zoe, stage.room_id, text=text) for text in ("Warm?", "Washable?"))
    db.write_now(answer, stage.host, answered.id, text="")
    db.write_now(dismiss, stage.host, dismissed.id)
    for question in (answered, dismissed):
        for use_case, more in ((answer, {"text": "again"}), (dismiss, {}), (vote, {})):
            with pytest.raises(Conflict, match="question_closed"):
                db.write_now(use_case, stage.host, question.id, **more)
    assert db.write_now(ask, join("yan"), stage.room_id, text="warm").votes == 1, "answered: no vote is taken"
    assert [question.answer for question in db.read_now(answered_questions, stage.show_id)] == [""]


@pytest.mark.parametrize("roles", [(), ("host",), ("operator",), ("moderator",)])
def test_only_who_runs_the_room_answers(db, join, stage, roles):
    asked = db.write_now(ask, join("zoe"), stage.room_id, text="Warm?")
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(answer, join("otto", *roles), asked.id, text="Sure")
    assert question_called_now(db, asked.id).answer is None


def question_called_now(db, question_id):
    return db.read_now(question_called, question_id)


def test_guests_and_the_muted_neither_ask_nor_vote(db, join, stage):
    zoe, yan = join("zoe"), join("yan")
    asked = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    db.write_now(mute, stage.host, stage.room_id, yan.id, why=Why("spam"))
    for actor, code in ((GUEST, "sign_in_first"), (yan, "muted")):
        with pytest.raises(NotAllowed, match=code):
            db.write_now(ask, actor, stage.room_id, text="Blue?")
        with pytest.raises(NotAllowed, match=code):
            db.write_now(vote, actor, asked.id)


def test_questions_are_limited_in_number_and_length(db, join, stage):
    zoe = join("zoe")
    for number in range(OPEN_QUESTIONS_PER_VIEWER_MAX):
        db.write_now(ask, zoe, stage.room_id, text=f"Size {number}?")
    with pytest.raises(TooMany, match="too_many_questions"):
        db.write_now(ask, zoe, stage.room_id, text="One more?")
    for text in ("", "x" * 201):
        with pytest.raises(Invalid):
            db.write_now(ask, zoe, stage.room_id, text=text)
    with pytest.raises(NotFound):
        db.write_now(vote, zoe, "no-such-question")


def test_after_the_show_nothing_is_asked_but_an_answer_may_still_come(db, clock, join, stage):
    asked = db.write_now(ask, join("zoe"), stage.room_id, text="Warm?")
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(ask, join("yan"), stage.room_id, text="Blue?")
    assert db.write_now(answer, stage.host, asked.id, text="Very").answer == "Very"


def test_a_hidden_question_is_nowhere_until_it_is_restored(db, join, stage):
    zoe = join("zoe")
    asked = db.write_now(ask, zoe, stage.room_id, text="Buy at mine?")
    with pytest.raises(NotAllowed):
        db.write_now(hide_question, join("yan"), asked.id)
    db.write_now(hide_question, zoe, asked.id)
    assert db.read_now(open_questions, stage.show_id) == []
    with pytest.raises(NotAllowed):
        db.write_now(restore_question, zoe, asked.id)
    db.write_now(restore_question, stage.host, asked.id)
    assert len(db.read_now(open_questions, stage.show_id)) == 1
    with pytest.raises(Conflict, match="not_hidden"):
        db.write_now(restore_question, stage.host, asked.id)
