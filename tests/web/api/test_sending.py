import pytest

from tests.live.conftest import put_on_air
from tests.web.conftest import bearer

KEY = "a-very-secret-key"


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def test_a_program_adds_stops_and_forgets_a_target_whose_key_is_never_read_back(db, join, stage, browse):
    api, host = browse(accept="application/json"), bearer(db, stage.host)
    there = f"/api/rooms/{stage.room_id}/targets"
    wanted = {"name": "Elsewhere", "url": "rtmps://push.example/live", "key": KEY}
    made = await api.post(there, json=wanted, headers=host)
    assert made.status_code == 201
    target = f"/api/targets/{made.json()['id']}"
    assert (await api.post(f"{target}/stop", headers=host)).status_code == 204
    shown = await api.get(there, headers=host)
    assert [(each["name"], each["state"]) for each in shown.json()] == [("Elsewhere", "stopped")]
    assert KEY not in made.text + shown.text
    assert (await api.post(f"{target}/start", headers=host)).status_code == 204
    assert (await api.get(there, headers=host)).json()[0]["state"] == "waiting"
    other = bearer(db, join("other", "host"))
    for refused in (await api.get(there, headers=other), await api.delete(target, headers=other)):
        assert refused.status_code in {403, 404}
    assert (await api.delete(target, headers=host)).status_code == 204
    assert (await api.get(there, headers=host)).json() == []


@pytest.mark.parametrize("wrong", [{"url": "http://push.example/live"}, {"key": "two words"}, {"url": "rtmp://x"}])
async def test_what_is_no_target_is_refused(db, stage, browse, wrong):
    api, host = browse(accept="application/json"), bearer(db, stage.host)
    wanted = {"name": "Elsewhere", "url": "rtmps://push.example/live", "key": KEY, **wrong}
    answer = await api.post(f"/api/rooms/{stage.room_id}/targets", json=wanted, headers=host)
    assert (answer.status_code, answer.json()["code"]) == (422, "target_malformed")
    assert KEY not in answer.text
