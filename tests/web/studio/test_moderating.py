import pytest

from livefair.live.chat import last_lines
from livefair.live.civility import words_of
from livefair.live.manners import manners_of
from livefair.live.mute_appeals import mute_appeal_of
from livefair.live.muting import mute_of
from livefair.live.questions import ask, open_questions
from livefair.live.rooms import moderators_of, name_moderator
from tests.live.conftest import put_on_air
from tests.live.test_draws import say
from tests.web.conftest import enter, in_english

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def zoe(join):
    return join("zoe")


@pytest.fixture
def mo(db, join, stage, browse):
    """The host's helper, a customer otherwise, on a phone of their own."""
    actor = join("mo")
    db.write_now(name_moderator, stage.host, stage.room_id, actor.id)
    return in_english(enter(db, browse(), actor))


def at(stage):
    return f"/studio/rooms/{stage.room_id}/moderate"


def silencing(**more):
    return {"how": "mute", "reason": "spam", "lasts_s": "300", **more}


async def test_a_helper_mutes_and_who_is_muted_is_told_why_and_asks_again(db, clock, stage, zoe, mo, browse):
    path = f"{at(stage)}/people/{zoe.id}/silence"
    assert (await mo.post_form(path, silencing(), headers=FRAGMENT)).status_code == 204
    muted = db.read_now(mute_of, stage.room_id, zoe.id)
    assert (muted.reason, muted.until_at_ms) == ("spam", clock() + 300_000)
    theirs = in_english(enter(db, browse(), zoe))
    assert "You cannot speak here. Why?" in (await theirs.get(f"/live/{stage.room_id}")).text
    assert "Spam" in (await theirs.get(f"/live/{stage.room_id}/muted")).text
    await theirs.post_form(f"/live/{stage.room_id}/muted/appeal", {"text": "It was a recipe"})
    assert "It was a recipe" in (await mo.get(at(stage))).text
    decided = {"outcome": "lifted", "answer": "Sorry"}
    refused = await mo.post_form(f"{at(stage)}/appeals/{muted.id}", decided)
    assert refused.status_code == 403, "who muted does not judge it"
    host = enter(db, browse(), stage.host)
    assert (await host.post_form(f"{at(stage)}/appeals/{muted.id}", decided)).status_code == 303
    assert db.read_now(mute_appeal_of, muted.id).outcome == "lifted"
    assert "You may speak here." in (await theirs.get(f"/live/{stage.room_id}/muted")).text


async def test_who_is_barred_finds_the_reason_where_the_room_was(db, stage, zoe, mo, browse):
    await mo.post_form(f"{at(stage)}/people/{zoe.id}/silence", silencing(how="bar", lasts_s="0"))
    theirs = in_english(enter(db, browse(), zoe))
    answer = await theirs.get(f"/live/{stage.room_id}")
    assert answer.headers["location"] == f"/live/{stage.room_id}/muted"
    assert "You are barred from this room." in (await theirs.get(answer.headers["location"])).text
    await mo.post_form(f"{at(stage)}/people/{zoe.id}/unmute")
    assert (await theirs.get(f"/live/{stage.room_id}")).status_code == 200


async def test_a_line_and_a_question_are_taken_away(db, stage, zoe, mo):
    line_id = "01990000-0000-7000-8000-000000000001"
    say(db, zoe, stage.room_id, "buy at mine", line_id=line_id)
    asked = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    other = db.write_now(ask, zoe, stage.room_id, text="Blue?")
    sheet = await mo.get(f"/live/{stage.room_id}/lines/{line_id}", headers=FRAGMENT)
    assert "Bar from the room" in sheet.text
    await mo.post_form(f"{at(stage)}/lines/{line_id}/hide", headers=FRAGMENT)
    await mo.post_form(f"{at(stage)}/questions/{asked.id}/dismiss", headers=FRAGMENT)
    await mo.post_form(f"{at(stage)}/questions/{other.id}/hide", headers=FRAGMENT)
    assert db.read_now(last_lines, stage.show_id, most=20) == []
    assert db.read_now(open_questions, stage.show_id) == []
    assert "No question waits." in (await mo.get(f"{at(stage)}/queue", headers=FRAGMENT)).text


async def test_a_viewer_sees_of_a_line_only_what_viewers_may(db, stage, zoe, browse, join):
    line_id = "01990000-0000-7000-8000-000000000002"
    say(db, zoe, stage.room_id, "hello", line_id=line_id)
    yan = in_english(enter(db, browse(), join("yan")))
    sheet = (await yan.get(f"/live/{stage.room_id}/lines/{line_id}")).text
    assert "Reply to zoe" in sheet
    assert "Bar from the room" not in sheet
    for path in (at(stage), f"{at(stage)}/words", f"{at(stage)}/queue"):
        assert (await yan.get(path)).status_code == 403


async def test_the_word_list_and_manners_are_set_on_the_phone(db, stage, mo):
    await mo.post_form(f"{at(stage)}/words", {"words": "假货\n\n fake \nFAKE"})
    assert db.read_now(words_of, stage.host, stage.room_id) == ["fake", "假货"]
    wrong = await mo.post_form(f"{at(stage)}/words", {"words": "x" * 30})
    assert wrong.status_code == 422
    assert "x" * 30 in wrong.text, "what was typed is kept"
    await mo.post_form(f"{at(stage)}/manners", {"slow_s": "30", "speakers": "followers"}, headers=FRAGMENT)
    assert db.read_now(manners_of, stage.room_id) == (30_000, "followers")


async def test_the_host_names_who_helps(db, stage, zoe, browse, mo):
    host = in_english(enter(db, browse(), stage.host))
    path = f"/studio/rooms/{stage.room_id}/helpers"
    assert (await mo.post_form(path, {"page": f"/u/{zoe.id}"})).status_code == 403
    await host.post_form(path, {"page": f"https://fair.test/u/{zoe.id}"})
    assert zoe.id in db.read_now(moderators_of, stage.room_id)
    assert (await host.post_form(path, {"page": "somebody"})).status_code == 422
    await host.post_form(f"{path}/{zoe.id}/dismiss")
    assert zoe.id not in db.read_now(moderators_of, stage.room_id)
