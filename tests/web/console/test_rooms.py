from livefair.live import open_room, plan_show, start_show
from livefair.live.ladders import ladders_among


async def test_an_operator_offers_smaller_pictures_of_a_room_and_stops(db, signed_in):
    host = (await signed_in("ada", "host")).actor
    room_id = db.write_now(open_room, host, title="Shoes")
    db.write_now(start_show, host, db.write_now(plan_show, host, room_id, title="Autumn shoes"))
    boss = await signed_in("boss", "operator")
    assert "Autumn shoes" in (await boss.get("/console/rooms")).text
    assert (await boss.post_form(f"/console/rooms/{room_id}/ladder")).status_code == 303
    assert [one.room_id for one in db.read_now(ladders_among, [room_id])] == [room_id]
    assert f"/console/rooms/{room_id}/ladder/drop" in (await boss.get("/console/rooms")).text
    assert (await boss.post_form(f"/console/rooms/{room_id}/ladder/drop")).status_code == 303
    assert db.read_now(ladders_among, [room_id]) == []


async def test_a_room_that_is_not_there_is_no_accident(signed_in):
    boss = await signed_in("boss", "operator")
    missing = "00000000-0000-7000-8000-000000000000"
    assert (await boss.post_form(f"/console/rooms/{missing}/ladder")).status_code in {303, 404}
    assert (await boss.post_form("/console/rooms/nonsense/ladder")).status_code == 404
