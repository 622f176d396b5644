import pytest

from livefair.kernel import DAY_MS, Invalid, NotFound
from livefair.live.knowledge import subject_called, take_quiz
from livefair.live.training import drop_training, set_training, training_of_host, training_of_mcn
from livefair.people.notes import my_notes
from tests.live.agency import agency


@pytest.fixture
def bright(db, join):
    return agency(db, join)


def ask_to_learn(db, bright, category="food", days=7):
    db.write_now(set_training, bright.planner, bright.host.id, category, due_at_ms=db.clock() + days * DAY_MS)


def test_training_is_done_when_the_quiz_is_passed(db, bright):
    ask_to_learn(db, bright)
    ask_to_learn(db, bright)
    [training] = db.read_now(training_of_host, bright.host.id)
    assert (training.category, training.passed_at_ms) == ("food", None)
    right = [question.right for question in subject_called("food").questions]
    db.write_now(take_quiz, bright.host, "food", answers=right)
    [training] = db.read_now(training_of_mcn, bright.id)
    assert training.passed_at_ms == db.clock()
    assert [note.code for note in db.read_now(my_notes, bright.host)] == ["training_set"]


def test_training_can_be_dropped_once(db, bright):
    ask_to_learn(db, bright)
    db.write_now(drop_training, bright.owner, bright.host.id, "food")
    assert db.read_now(training_of_mcn, bright.id) == []
    with pytest.raises(NotFound):
        db.write_now(drop_training, bright.owner, bright.host.id, "food")


def test_training_needs_a_known_quiz_a_host_of_the_roster_and_a_day_to_come(db, join, bright):
    with pytest.raises(NotFound):
        ask_to_learn(db, bright, category="kitchen")
    with pytest.raises(Invalid, match="due_day"):
        ask_to_learn(db, bright, days=0)
    with pytest.raises(Invalid, match="not_on_roster"):
        db.write_now(set_training, bright.owner, join("eve", "host").id, "food", due_at_ms=db.clock() + DAY_MS)
