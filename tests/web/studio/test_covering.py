"""What has been explained, as the host sees and taps it."""

from typing import Any

from livefair import live
from livefair.kernel import MINUTE_MS, Database
from livefair.live.run_of_show import BlockDraft, add_block, begin_block
from tests.stall import set_up
from tests.web.conftest import SignIn


async def test_the_host_sees_what_is_missing_taps_it_and_finds_it_in_the_report(
    signed_in: SignIn, db: Database, join: Any
) -> None:
    host: Any = await signed_in("hana", "host")
    actor, mug = host.actor, set_up(db, join).product_id
    room_id = db.write_now(live.open_room, actor, title="Hana's corner")
    show_id = db.write_now(live.plan_show, actor, room_id, title="Evening show")
    db.write_now(live.assort, actor, show_id, mug)
    block = BlockDraft("product", 5 * MINUTE_MS, "", mug, "Ceramic.")
    block_id = db.write_now(add_block, actor, show_id, block)
    plan = (await host.get(f"/studio/shows/{show_id}")).text
    assert "The script does not explain:" in plan
    await host.post_form(f"/studio/shows/{show_id}/goods/{mug}/points", {"points": "Each one differs"})
    assert "Each one differs" in (await host.get(f"/studio/shows/{show_id}")).text
    db.write_now(live.start_show, actor, show_id)
    db.write_now(begin_block, actor, block_id)
    console = (await host.get(f"/studio/rooms/{room_id}")).text
    assert "not said yet" in console
    assert "Each one differs" in console
    at = f"/studio/rooms/{room_id}/coverage"
    for point, status in (("size", 303), ("nothing", 404), ("x" * 500, 422)):
        answer = await host.post_form(at, {"product_id": mug, "point": point, "covered": "yes"})
        assert answer.status_code == status, point
    db.write_now(live.end_show, actor, show_id)
    assert (await host.post_form(at, {"product_id": mug, "point": "price", "covered": "yes"})).status_code == 409
    report = (await host.get(f"/studio/shows/{show_id}/report")).text
    assert "by tap" in report
    rows = (await host.get(f"/studio/shows/{show_id}/report.json")).json()["coverage"]
    assert rows[0]["points"] == {**dict.fromkeys(rows[0]["points"]), "size": "tap"}
    assert f"explained,{mug},Size,tap" in (await host.get(f"/studio/shows/{show_id}/report.csv")).text
    eve = await signed_in("eve", "host")
    assert (await eve.get(at)).status_code == 403


async def test_the_layout_of_the_room_is_switched_on_air(signed_in: SignIn, db: Database) -> None:
    host: Any = await signed_in("hana", "host")
    room_id = db.write_now(live.open_room, host.actor, title="Hana's corner")
    show_id = db.write_now(live.plan_show, host.actor, room_id, title="Evening show")
    db.write_now(live.start_show, host.actor, show_id)
    viewer = await signed_in("vera")
    assert 'data-layout="standard"' in (await viewer.get(f"/live/{room_id}")).text
    at = f"/studio/rooms/{room_id}/layout"
    assert (await host.post_form(at, {"layout": "product"})).status_code == 303
    assert (await host.post_form(at, {"layout": "upside_down"})).status_code == 422
    assert (await viewer.post_form(at, {"layout": "clean"})).status_code == 403
    assert 'data-layout="product"' in (await viewer.get(f"/live/{room_id}")).text
