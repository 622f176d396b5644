"""A brand tells its story: with its product, on air at the host's tap, and in the replay."""

from typing import Any

from livefair import live
from livefair.kernel import SYSTEM, Database
from livefair.live.replays import Recording
from tests.stall import set_up
from tests.web.conftest import Browser, SignIn, enter


async def test_from_the_desk_to_the_product_the_room_and_the_replay(
    signed_in: SignIn, guest: Browser, browse: Any, db: Database, join: Any, clock: Any
) -> None:
    stall = set_up(db, join)
    brand = enter(db, browse(), stall.brand)
    assert (await brand.post_form("/desk/stories", {"title_zh": "", "text_zh": "x"})).status_code == 422
    refused = await brand.post_form("/desk/stories", {"title_zh": "三代人", "text_zh": "全网最低价"})
    assert refused.status_code == 422
    assert "三代人" in refused.text
    words = {"title_en": "Three generations", "text_en": "Grandfather <b>mended</b> shoes."}
    assert (await brand.post_form("/desk/stories", words)).status_code == 303
    page = (await guest.get(f"/p/{stall.product_id}")).text
    assert "Three generations" in page
    assert "&lt;b&gt;mended" in page
    host: Any = await signed_in("hana", "host")
    room_id = db.write_now(live.open_room, host.actor, title="Hana's corner")
    show_id = db.write_now(live.plan_show, host.actor, room_id, title="Evening show")
    db.write_now(live.assort, host.actor, show_id, stall.product_id)
    db.write_now(live.start_show, host.actor, show_id)
    began_ms, console = db.clock(), f"/studio/rooms/{room_id}"
    found = (await host.get(console)).text
    assert "Three generations" in found
    at = found.partition(f'action="{console}/stories/')[2].partition('"')[0]
    clock.advance(75_000)
    assert (await host.post_form(f"{console}/stories/nothing")).status_code == 404
    assert (await host.post_form(f"{console}/stories/{at}")).status_code == 303
    assert "1" in (await brand.get("/desk/stories")).text.partition('class="tag"')[2][:60]
    db.write_now(live.end_show, host.actor, show_id)
    db.write_now(live.publish_replay, SYSTEM, show_id, Recording(f"{room_id}/{show_id}", began_ms, 90_000))
    assert (await brand.post_form(f"/desk/stories/{at}/withdraw")).status_code == 303
    assert "Three generations" not in (await guest.get(f"/p/{stall.product_id}")).text
    replay = (await guest.get(f"/live/{room_id}/replay")).text
    assert 'data-at="75.0"' in replay
    assert "Three generations" in replay
