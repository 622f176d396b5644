import pytest

from livefair.kernel import SYSTEM
from livefair.live import Recording, end_show, pin, publish_replay, unpin
from tests.live.conftest import LIPSTICK, put_on_air
from tests.web.conftest import bearer


@pytest.fixture
def shown(db, clock, join):
    """A show that is over and recorded, in which one thing was explained for twenty seconds."""
    stage = put_on_air(db, join)
    began_ms = clock()
    clock.advance(10_000)
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    clock.advance(20_000)
    db.write_now(unpin, stage.host, stage.room_id)
    clock.advance(30_000)
    db.write_now(end_show, stage.host, stage.show_id)
    key = f"{stage.room_id}/{stage.show_id}"
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording(key, began_ms, 60_000))
    return stage


async def test_a_program_finds_the_clips_and_has_films_and_drafts_made_of_them(db, join, shown, browse):
    api, host = browse(accept="application/json"), bearer(db, shown.host)
    show = f"/api/shows/{shown.show_id}"
    [clip] = (await api.get(f"{show}/clips", headers=host)).json()
    assert clip["to_at_ms"] - clip["from_at_ms"] == 20_000
    assert f"t0={clip['from_at_ms']}" in clip["hls_path"]
    one = await api.post(f"{show}/films", json={"pin_id": clip["pin_id"]}, headers=host)
    again = await api.post(f"{show}/films", json={"pin_id": clip["pin_id"]}, headers=host)
    assert one.json() == again.json()
    await api.post(f"{show}/films", json={}, headers=host)
    films = (await api.get(f"{show}/films", headers=host)).json()
    assert sorted(film["is_whole"] for film in films) == [False, True]
    assert {film["state"] for film in films} == {"waiting"}
    drafted = await api.post(f"{show}/drafts", json={"minute": 0}, headers=host)
    video = (await api.get(f"/api/uploads/{drafted.json()['id']}", headers=host)).json()
    assert video["state"] == "uploading"
    other = bearer(db, join("other", "host"))
    assert (await api.get(f"{show}/clips", headers=other)).status_code in {403, 404}


async def test_of_a_show_on_air_there_are_clips_but_no_films_yet(db, join, browse):
    stage = put_on_air(db, join)
    api, host = browse(accept="application/json"), bearer(db, stage.host)
    refused = await api.post(f"/api/shows/{stage.show_id}/films", json={}, headers=host)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_recorded")
