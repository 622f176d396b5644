"""The brand sees what its goods sell on air by the host's own numbers, and answers what the host asks."""

from typing import Any

from livefair import live
from livefair.kernel import Database
from livefair.kernel.runner import run_due_now
from livefair.live.restocks import restocks_of
from livefair.live.showing import goods_now
from livefair.shop import Source
from tests.stall import buy, set_up
from tests.web.conftest import Browse, SignIn, enter


async def test_brand_and_host_read_the_same_numbers_and_talk_about_more(
    signed_in: SignIn, browse: Browse, db: Database, join: Any
) -> None:
    host: Any = await signed_in("hana", "host")
    viewer: Any = await signed_in("vera")
    stall = set_up(db, join, pieces=3)
    room_id = db.write_now(live.open_room, host.actor, title="Hana's corner")
    show_id = db.write_now(live.plan_show, host.actor, room_id, title="Evening show")
    db.write_now(live.assort, host.actor, show_id, stall.product_id)
    db.write_now(live.start_show, host.actor, show_id)
    db.write_now(live.pin, host.actor, room_id, db.read_now(goods_now, host.actor, stall.product_id))
    buy(stall, join("ben"), quantity=3, source=Source(room_id=room_id, host_id=host.actor.id))
    run_due_now(db)
    brand = enter(db, browse(), stall.brand)
    desk = (await brand.get("/desk/live")).text
    screen = (await host.get(f"/studio/rooms/{room_id}/screen", headers={"hx-request": "true"})).text
    assert '">3</td>' in desk
    assert "<b data-sold>3</b>" in screen
    assert "I want more of it" in (await viewer.get(f"/live/{room_id}/goods")).text
    want = {"product_id": stall.product_id}
    assert (await viewer.post_form(f"/live/{room_id}/restocks", want)).status_code == 303
    assert "1 viewer wants more" in (await host.get(f"/studio/rooms/{room_id}")).text
    asking = {"sku_id": stall.sku_id, "wanted": "40"}
    assert (await host.post_form(f"/studio/rooms/{room_id}/restocks", asking)).status_code == 303
    [asked] = db.read_now(restocks_of, show_id)
    at = f"/desk/restocks/{asked.id}/answer"
    assert at in (await brand.get("/desk/live", headers={"hx-request": "true"})).text
    for bad in ({"pieces": "-1"}, {"pieces": "x"}, {}):
        assert (await brand.post_form(at, bad)).status_code == 422
    assert (await brand.post_form(at, {"pieces": "40"})).status_code == 303
    assert "The brand has added 40." in (await host.get(f"/studio/rooms/{room_id}")).text
    assert "I want more of it" not in (await viewer.get(f"/live/{room_id}/goods")).text
