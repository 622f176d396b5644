import pytest

from livefair.live.chat import last_lines
from livefair.live.civility import civility_of, set_words
from livefair.live.questions import open_questions
from tests.live.conftest import put_on_air
from tests.web.conftest import enter, in_english

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def zoe(db, join, browse):
    return in_english(enter(db, browse(), join("zoe")))


def nudge_in(page: str) -> str:
    return page.split('name="nudge" value="')[1].split('"')[0]


def lines(db, stage):
    return [line.text for line in db.read_now(last_lines, stage.show_id, most=20)]


async def test_before_an_uncivil_line_one_is_asked_and_then_it_is_sent_as_it_is(db, stage, zoe):
    answer = await zoe.post_form(f"/live/{stage.room_id}/chat", {"text": "what an idiot"}, headers=FRAGMENT)
    assert (answer.status_code, answer.headers["hx-retarget"]) == (409, "#sheet")
    assert "Send it as it is" in answer.text
    assert lines(db, stage) == []
    typed = {"text": "what an idiot", "nudge": nudge_in(answer.text)}
    assert (await zoe.post_form(f"/live/{stage.room_id}/chat", typed, headers=FRAGMENT)).status_code == 204
    assert lines(db, stage) == ["what an idiot"]
    assert db.read_now(civility_of, stage.show_id) == (1, 1, 0, 0)


async def test_it_can_be_rewritten_or_dropped(db, stage, zoe):
    first = await zoe.post_form(f"/live/{stage.room_id}/chat", {"text": "shut up"})
    assert "Back to the live room" in first.text, "a page where there is no script"
    typed = {"text": "a little slower, please", "nudge": nudge_in(first.text)}
    assert (await zoe.post_form(f"/live/{stage.room_id}/chat", typed)).status_code == 303
    second = await zoe.post_form(f"/live/{stage.room_id}/chat", {"text": "shut up"})
    gone = await zoe.post_form(f"/live/{stage.room_id}/nudges/{nudge_in(second.text)}/drop")
    assert gone.status_code == 303
    assert lines(db, stage) == ["a little slower, please"]
    assert db.read_now(civility_of, stage.show_id) == (2, 0, 1, 1)


async def test_a_question_is_weighed_too(db, stage, zoe):
    asked = {"text": "Are you stupid?"}
    answer = await zoe.post_form(f"/live/{stage.room_id}/questions", asked, headers=FRAGMENT)
    assert db.read_now(open_questions, stage.show_id) == []
    again = {**asked, "nudge": nudge_in(answer.text)}
    await zoe.post_form(f"/live/{stage.room_id}/questions", again, headers=FRAGMENT)
    assert [question.text for question in db.read_now(open_questions, stage.show_id)] == ["Are you stupid?"]


async def test_a_word_of_the_rooms_list_is_refused_in_a_sentence(db, stage, zoe):
    db.write_now(set_words, stage.host, stage.room_id, ["剧透"])
    answer = await zoe.post_form(f"/live/{stage.room_id}/chat", {"text": "剧 透 一下"}, headers=FRAGMENT)
    assert answer.status_code == 409
    assert "This room does not want “剧透” said. Nothing was sent." in answer.text
    assert lines(db, stage) == []
