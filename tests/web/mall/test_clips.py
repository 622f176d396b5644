"""A product's explanation is a clip from the moment that it is taken down, linked from its sheet and its page."""

from livefair import live
from livefair.kernel import SYSTEM, Database
from livefair.kernel.clock import SetClock
from tests.web.conftest import Browse
from tests.web.town import built


async def test_a_product_sheet_leads_to_the_clip_while_the_show_runs(
    db: Database, clock: SetClock, browse: Browse
) -> None:
    town = built(db)
    guest, sheet = browse(), browse(hx_request="true")
    db.write_now(live.media_started, SYSTEM, town.room_id, protocol="whip")
    clock.advance(30_000)
    at = f"/live/{town.room_id}/clips/{town.pin_id}"
    assert (await guest.get(at)).status_code == 404
    assert at not in (await sheet.get(f"/p/{town.product_id}")).text
    db.write_now(live.unpin, town.people["host"], town.room_id)
    assert at in (await sheet.get(f"/p/{town.product_id}")).text
    assert at in (await guest.get(f"/p/{town.product_id}")).text
    page = (await guest.get(at)).text
    now_ms = clock()
    shown = f"/hls/{town.room_id}/{town.show_id}/replay.m3u8?t0={now_ms - 30_000}&amp;t1={now_ms}"
    assert shown in page
    assert f"/p/{town.product_id}" in page
    fragment = (await sheet.get(at)).text
    assert shown in fragment
    assert "<html" not in fragment
    assert (await guest.get(f"/live/{town.show_id}/clips/{town.pin_id}")).status_code == 404
