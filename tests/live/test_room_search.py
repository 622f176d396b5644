import pytest

from livefair.kernel import SYSTEM, Invalid
from livefair.live import Recording, answer, ask, end_show, pin, publish_replay
from livefair.live.chat import hide_line, last_lines
from livefair.live.room_search import moment_in, search_show
from tests.live.conftest import LIPSTICK
from tests.live.test_draws import say


@pytest.fixture
def talked(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    clock.advance(10_000)
    say(db, zoe, stage.room_id, "The LIPSTICK is 100% my colour")
    say(db, zoe, stage.room_id, "hello")
    asked = db.write_now(ask, zoe, stage.room_id, text="Does it smudge?")
    clock.advance(10_000)
    db.write_now(answer, stage.host, asked.id, text="This lipstick does not")
    return zoe


def test_lines_questions_answers_and_products_are_found(db, stage, talked):
    found = db.read_now(search_show, talked, stage.show_id, words="lipstick")
    assert [line.text for line in found.lines] == ["The LIPSTICK is 100% my colour"]
    assert [question.text for question in found.questions] == ["Does it smudge?"]
    assert [each.title_zh for each in found.pins] == ["口红 01"]
    assert [each.title_en for each in db.read_now(search_show, talked, stage.show_id, words="口红").pins] == [
        "Lipstick 01"
    ]


def test_signs_are_looked_for_as_they_are_and_what_is_hidden_is_not_found(db, stage, talked):
    assert len(db.read_now(search_show, talked, stage.show_id, words="100%").lines) == 1
    for words in ("%", "_", "h_llo", "!"):
        assert len(db.read_now(search_show, talked, stage.show_id, words=words).lines) == (words == "%")
    for line in db.read_now(last_lines, stage.show_id, most=20):
        db.write_now(hide_line, stage.host, line.id)
    assert db.read_now(search_show, talked, stage.show_id, words="lipstick").lines == []
    for bad in ("", "x" * 61):
        with pytest.raises(Invalid):
            db.read_now(search_show, talked, stage.show_id, words=bad)


def test_what_is_found_leads_to_its_moment_once_there_is_a_replay(db, clock, stage, talked):
    found = db.read_now(search_show, talked, stage.show_id, words="smudge")
    assert moment_in(found.show, found.questions[0].answered_at_ms) is None
    db.write_now(end_show, stage.host, stage.show_id)
    recording = Recording("00/film", clock() - 15_000, 15_000)
    db.write_now(publish_replay, SYSTEM, stage.show_id, recording)
    found = db.read_now(search_show, talked, stage.show_id, words="smudge")
    assert moment_in(found.show, found.questions[0].answered_at_ms) == 15_000
    assert moment_in(found.show, found.questions[0].asked_at_ms) == 5_000
