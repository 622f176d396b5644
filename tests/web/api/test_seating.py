import pytest

from livefair.live.seats import cohosts_at
from livefair.people.ages import confirm_age
from tests.live.conftest import put_on_air
from tests.purse import GROWN_UP
from tests.web.conftest import bearer


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def test_programs_of_host_and_guest_agree_on_a_split_and_part_again(db, join, stage, browse):
    zoe = join("zoe")
    db.write_now(confirm_age, zoe, GROWN_UP)
    api, host, guest = browse(accept="application/json"), bearer(db, stage.host), bearer(db, zoe)
    room = f"/api/rooms/{stage.room_id}"
    made = await api.post(f"{room}/seats", json={"person_id": zoe.id, "share_bp": 1_000}, headers=host)
    seat = f"/api/seats/{made.json()['id']}"
    countered = (await api.post(f"{seat}/terms", json={"share_bp": 2_500}, headers=guest)).json()
    assert (countered["state"], countered["held"], countered["newest"]["side"]) == ("waiting", None, "guest")
    own = await api.post(f"{seat}/accept", json={"version": 2}, headers=guest)
    assert (own.status_code, own.json()["code"]) == (403, "own_terms")
    taken = (await api.post(f"{seat}/accept", json={"version": 2}, headers=host)).json()
    assert (taken["state"], taken["held"]["share_bp"], taken["place"]) == ("taken", 2_500, 1)
    assert db.read_now(cohosts_at, stage.room_id, db.clock()) == [(zoe.id, 2_500)]
    assert [each["guest_id"] for each in (await api.get(f"{room}/seats", headers=host)).json()] == [zoe.id]
    assert (await api.get(seat, headers=bearer(db, join("eve")))).status_code == 404
    assert (await api.delete(seat, headers=guest)).status_code == 204
    assert (await api.get(seat, headers=host)).json()["why_ended"] == "left"


async def test_a_viewer_s_program_asks_to_come_on(db, join, stage, browse):
    zoe = join("zoe")
    api, guest = browse(accept="application/json"), bearer(db, zoe)
    asking = (f"/api/rooms/{stage.room_id}/seat-requests", {"share_bp": 0})
    young = await api.post(asking[0], json=asking[1], headers=guest)
    assert young.json()["code"] == "age_first"
    db.write_now(confirm_age, zoe, GROWN_UP)
    assert (await api.post(asking[0], json=asking[1], headers=guest)).status_code == 201
