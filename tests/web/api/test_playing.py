import pytest

from livefair.kernel.runner import run_due_now
from tests.live.conftest import put_on_air
from tests.live.test_draw_proof import verify
from tests.web.conftest import bearer


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def test_a_program_holds_a_draw_and_checks_it(db, clock, join, stage, browse):
    api, host, zoe = browse(accept="application/json"), bearer(db, stage.host), bearer(db, join("zoe"))
    made = await api.post(f"/api/rooms/{stage.room_id}/draws", json={"prize": "Tea"}, headers=host)
    address = f"/api/draws/{made.json()['id']}"
    ticket = (await api.post(f"{address}/entries", headers=zoe)).json()["id"]
    shown = (await api.get(address, headers=zoe)).json()
    assert (shown["state"], shown["entries"], shown.get("seed")) == ("open", 1, None)
    clock.advance(60_000)
    run_due_now(db)
    assert verify((await api.get(f"{address}/proof", headers=zoe)).json()) == [ticket]


async def test_a_program_asks_the_room_and_votes(db, join, stage, browse):
    api, host, zoe = browse(accept="application/json"), bearer(db, stage.host), bearer(db, join("zoe"))
    asked = {"question": "Which?", "options": [{"text": "Red"}, {"text": "Blue"}]}
    made = await api.post(f"/api/rooms/{stage.room_id}/polls", json=asked, headers=host)
    address = f"/api/polls/{made.json()['id']}"
    assert (await api.post(f"{address}/votes", json={"option": 2}, headers=zoe)).status_code == 204
    assert (await api.post(f"{address}/votes", json={"option": 9}, headers=zoe)).status_code in {400, 422}
    assert (await api.post(f"{address}/close", headers=host)).status_code == 204
    late = await api.post(f"{address}/votes", json={"option": 1}, headers=zoe)
    assert (late.status_code, late.json()["code"]) == (409, "poll_over")
    shown = (await api.get(address, headers=zoe)).json()
    assert [option["votes"] for option in shown["options"]] == [0, 1]


async def test_a_program_taps_and_notices_pulses(db, join, stage, browse):
    api, host, zoe = browse(accept="application/json"), bearer(db, stage.host), bearer(db, join("zoe"))
    room = f"/api/rooms/{stage.room_id}"
    assert (await api.post(f"{room}/pulses", json={"pulse": "too_fast"}, headers=zoe)).status_code == 204
    assert (await api.post(f"{room}/pulses", json={"pulse": "too_loud"}, headers=zoe)).status_code == 403
    assert (await api.post(f"{room}/pulses/too_fast/answered", headers=host)).status_code == 204
    state = (await api.get(room, headers=zoe)).json()
    assert state["show"]["pulses_answered"] == {"too_fast": db.clock()}
