import pytest

from livefair.kernel import SYSTEM
from livefair.live.journal import Batch, Tap, journal
from tests.live.conftest import put_on_air
from tests.web.conftest import bearer


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def test_a_program_asks_the_room_for_likes_and_sees_the_goal_reached(db, join, stage, browse):
    api, host, zoe = browse(accept="application/json"), bearer(db, stage.host), bearer(db, join("zoe"))
    wanted = {"metric": "likes", "goal": 10, "promise": "A song"}
    made = await api.post(f"/api/rooms/{stage.room_id}/tasks", json=wanted, headers=host)
    task = f"/api/tasks/{made.json()['id']}"
    db.write_now(journal, SYSTEM, Batch("one", taps=(Tap(stage.show_id, "guest:1", "like", 4),)))
    shown = (await api.get(task, headers=zoe)).json()
    assert (shown["state"], shown["count"]) == ("open", 4)
    again = await api.post(f"/api/rooms/{stage.room_id}/tasks", json=wanted, headers=host)
    assert (again.status_code, again.json()["code"]) == (409, "task_open")
    db.write_now(journal, SYSTEM, Batch("two", taps=(Tap(stage.show_id, "guest:2", "like", 7),)))
    shown = (await api.get(task, headers=zoe)).json()
    assert (shown["state"], shown["count"]) == ("reached", 11)


async def test_a_program_ends_a_task_by_hand(db, stage, browse):
    api, host = browse(accept="application/json"), bearer(db, stage.host)
    wanted = {"metric": "votes", "goal": 10, "promise": "A song"}
    made = await api.post(f"/api/rooms/{stage.room_id}/tasks", json=wanted, headers=host)
    task = f"/api/tasks/{made.json()['id']}"
    assert (await api.post(f"{task}/close", headers=host)).status_code == 204
    assert (await api.get(task, headers=host)).json()["state"] == "missed"
