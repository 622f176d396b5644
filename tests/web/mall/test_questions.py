import pytest

from livefair.kernel import Actor
from livefair.live.helping import helps_for
from livefair.live.questions import ask, open_questions, question_called
from tests.live.conftest import put_on_air
from tests.web.conftest import enter, in_english

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def asked(db, join, stage):
    return db.write_now(ask, join("zoe"), stage.room_id, text="会不会掉色？")


@pytest.fixture
def yan(db, join, browse):
    return in_english(enter(db, browse(), join("yan")))


async def test_what_asks_the_same_is_offered_before_a_question_is_asked(db, stage, asked, yan):
    path, typed = f"/live/{stage.room_id}/questions", {"text": "掉色吗"}
    offered = await yan.post_form(path, typed, headers=FRAGMENT)
    assert "Somebody asks the same" in offered.text
    assert f"{path}/{asked.id}/votes" in offered.text
    assert len(db.read_now(open_questions, stage.show_id)) == 1
    await yan.post_form(path, {**typed, "anyway": "yes"}, headers=FRAGMENT)
    assert len(db.read_now(open_questions, stage.show_id)) == 2


async def test_the_host_makes_two_questions_one(db, stage, asked, yan, browse):
    await yan.post_form(f"/live/{stage.room_id}/questions", {"text": "掉色吗", "anyway": "yes"})
    host = in_english(enter(db, browse(), stage.host))
    queue = (await host.get(f"/studio/rooms/{stage.room_id}/questions", headers=FRAGMENT)).text
    assert "Make them one" in queue
    other = next(each for each in db.read_now(open_questions, stage.show_id) if each.id != asked.id)
    path = f"/studio/rooms/{stage.room_id}/moderate/questions/{other.id}/merge"
    assert (await host.post_form(path, {"into": asked.id}, headers=FRAGMENT)).status_code == 204
    assert db.read_now(question_called, asked.id).votes == 2


async def test_a_viewer_answers_and_the_asker_thanks(db, stage, asked, yan, browse):
    at = f"/live/{stage.room_id}"
    rude = {"text": "idiot, no"}
    assert "Send it as it is" in (await yan.post_form(f"{at}/questions/{asked.id}/helps", rude, headers=FRAGMENT)).text
    await yan.post_form(f"{at}/questions/{asked.id}/helps", {"text": "Half a year, no"}, headers=FRAGMENT)
    (found,) = db.read_now(helps_for, [asked])[asked.id]
    from_asker = in_english(enter(db, browse(), asker_of(asked)))
    sheet = (await from_asker.get(f"{at}/questions", headers=FRAGMENT)).text
    assert "This helped, thank you" in sheet
    assert "This helped, thank you" not in (await yan.get(f"{at}/questions", headers=FRAGMENT)).text
    await from_asker.post_form(f"{at}/helps/{found.id}/accept", headers=FRAGMENT)
    profile = (await from_asker.get(f"/u/{found.author_id}")).text
    assert "<b>1</b>answers helped" in profile
    await yan.post_form(f"{at}/helps/{found.id}/hide", headers=FRAGMENT)
    assert db.read_now(helps_for, [asked])[asked.id] == []


def asker_of(asked):
    return Actor(asked.asker_id, frozenset({"customer"}))
