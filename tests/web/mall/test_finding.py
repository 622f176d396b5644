from livefair.live import pin
from livefair.live.assortments import assort
from livefair.live.tallies import sums_of
from tests.live.conftest import LIPSTICK, put_on_air
from tests.live.test_draws import say
from tests.stall import set_up
from tests.web.conftest import enter, in_english

FRAGMENT = {"hx-request": "true"}


async def test_two_taps_lead_to_what_was_said_or_shown(db, join, browse):
    stage = put_on_air(db, join)
    zoe = join("zoe")
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    say(db, zoe, stage.room_id, "love this lipstick")
    viewer = in_english(enter(db, browse(), zoe))
    sheet = await viewer.get(f"/live/{stage.room_id}/find", headers=FRAGMENT)
    assert "A word, a product, a question" in sheet.text
    found = (await viewer.get(f"/live/{stage.room_id}/find?q=lipstick", headers=FRAGMENT)).text
    assert "love this lipstick" in found
    assert f"/p/{LIPSTICK.product_id}?room={stage.room_id}" in found
    assert "Nothing of that" in (await viewer.get(f"/live/{stage.room_id}/find?q=submarine")).text
    assert (await viewer.get(f"/live/{stage.room_id}/find?q={'x' * 80}")).status_code == 422
    for hostile in ("%00", "%27%22%3Cb%3E", "%25", "a" * 201):
        assert (await viewer.get(f"/live/{stage.room_id}/find?q={hostile}")).status_code < 500


async def test_what_it_took_to_find_is_kept_and_what_is_no_show_is_dropped(db, join, browse):
    stage = put_on_air(db, join)
    for viewer in (browse(), enter(db, browse(), join("zoe"))):
        token = await viewer.csrf()
        subjects = [f"show:{stage.show_id}", f"video:{stage.show_id}", "show:x", f"show:{LIPSTICK.product_id}"]
        signals = [{"kind": "found", "subject": subject, "ms": 3_000} for subject in subjects]
        answer = await viewer.post("/signals", json={"csrf": token, "signals": signals})
        assert answer.status_code == 204
    sums = db.read_now(sums_of, stage.show_id)
    assert (sums["finds"], sums["find_ms"]) == (2, 6_000)


async def test_goods_that_wait_on_the_table_are_found_before_they_are_pinned(db, join, browse):
    stage, stall = put_on_air(db, join), set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, stall.product_id)
    viewer = in_english(enter(db, browse(), join("zoe")))
    for words in ("mug", "杯"):
        found = (await viewer.get(f"/live/{stage.room_id}/find?q={words}", headers=FRAGMENT)).text
        assert f"/p/{stall.product_id}?room={stage.room_id}" in found
    assert stall.product_id not in (await viewer.get(f"/live/{stage.room_id}/find?q=teapot")).text
