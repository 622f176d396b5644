import pytest

from livefair.live import ask, vote
from livefair.live.questions import open_questions
from tests.live.conftest import put_on_air
from tests.web.conftest import bearer


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def test_a_helper_s_program_bars_somebody_who_appeals_and_is_let_in_again(db, join, stage, browse):
    ana, ben = join("ana"), join("ben")
    api, host = browse(accept="application/json"), bearer(db, stage.host)
    helper, unruly = bearer(db, ana), bearer(db, ben)
    room = f"/api/rooms/{stage.room_id}"
    barring = {"reason": "spam", "note": "three times", "is_barred": True}
    early = await api.put(f"{room}/mutes/{ben.id}", json=barring, headers=helper)
    assert early.status_code == 403
    assert (await api.put(f"{room}/helpers/{ana.id}", headers=host)).status_code == 204
    assert (await api.put(f"{room}/mutes/{ben.id}", json=barring, headers=helper)).status_code == 204
    [mute] = (await api.get(f"{room}/mutes", headers=helper)).json()
    assert (mute["person_id"], mute["is_barred"], mute["note"]) == (ben.id, True, "three times")
    assert (await api.post(f"{room}/questions", json={"text": "Why?"}, headers=unruly)).json()["code"] == "barred"
    assert (await api.post(f"{room}/mute-appeals", json={"text": "Sorry"}, headers=unruly)).status_code == 204
    [appeal] = (await api.get(f"{room}/mute-appeals", headers=host)).json()
    decided = {"outcome": "lifted", "answer": "Welcome back"}
    own = await api.post(f"/api/mutes/{appeal['mute_id']}/decision", json=decided, headers=helper)
    assert own.json()["code"] == "not_impartial"
    assert (await api.post(f"/api/mutes/{appeal['mute_id']}/decision", json=decided, headers=host)).status_code == 204
    assert (await api.get(f"{room}/mutes", headers=host)).json() == []
    assert (await api.delete(f"{room}/helpers/{ana.id}", headers=host)).status_code == 204
    assert (await api.get(f"{room}/mutes", headers=helper)).status_code == 403


async def test_a_program_keeps_the_words_and_the_queue_in_order(db, join, stage, browse):
    api, host = browse(accept="application/json"), bearer(db, stage.host)
    room = f"/api/rooms/{stage.room_id}"
    kept = await api.put(f"{room}/words", json={"words": ["cash back", "Cash  Back", "telegram"]}, headers=host)
    assert kept.json() == ["cash back", "telegram"]
    assert (await api.get(f"{room}/words", headers=host)).json() == kept.json()
    zoe, ben = join("zoe"), join("ben")
    kept, other = (db.write_now(ask, zoe, stage.room_id, text=text) for text in ("How hot?", "How hot is it?"))
    db.write_now(vote, ben, other.id)
    merge = f"/api/questions/{other.id}/merge"
    assert (await api.post(merge, json={"into_id": kept.id}, headers=host)).status_code == 204
    assert [(each.id, each.votes) for each in db.read_now(open_questions, stage.show_id)] == [(kept.id, 2)]
    assert (await api.post(f"/api/questions/{other.id}/part", headers=host)).status_code == 204
    assert {each.id: each.votes for each in db.read_now(open_questions, stage.show_id)} == {kept.id: 1, other.id: 2}
    assert (await api.post(f"/api/questions/{other.id}/part", headers=host)).json()["code"] == "not_merged"
    assert (await api.post(f"/api/questions/{other.id}/dismiss", headers=host)).status_code == 204
    assert (await api.post(f"/api/questions/{kept.id}/hide", headers=bearer(db, zoe))).status_code == 204
    assert db.read_now(open_questions, stage.show_id) == []
