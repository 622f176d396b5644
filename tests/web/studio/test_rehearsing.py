"""A host rehearses in a browser, alone with a simulated crowd, and reads the grade."""

from typing import Any

from livefair import live
from livefair.kernel import MINUTE_MS, Database
from livefair.live.run_of_show import BlockDraft, add_block
from tests.stall import set_up
from tests.web.conftest import SignIn


async def test_from_the_plan_to_the_grade(signed_in: SignIn, db: Database, join: Any, clock: Any) -> None:
    host: Any = await signed_in("hana", "host")
    actor, mug = host.actor, set_up(db, join).product_id
    room_id = db.write_now(live.open_room, actor, title="Hana's corner")
    show_id = db.write_now(live.plan_show, actor, room_id, title="Evening show")
    page = f"/studio/shows/{show_id}/rehearsals"
    assert "needs a show that is to come" in (await host.get(page)).text
    assert (await host.post_form(page)).status_code == 422
    db.write_now(live.assort, actor, show_id, mug)
    block_id = db.write_now(
        add_block, actor, show_id, BlockDraft("product", 5 * MINUTE_MS, "", mug, "Ceramic, 99 yuan.")
    )
    assert (await host.post_form(page, {"seed": "x"})).status_code == 422
    begun = await host.post_form(page, {"seed": "7"})
    at = begun.headers["location"]
    clock.advance(2 * MINUTE_MS)
    assert "Begin with the first block" in (await host.get(at)).text
    for deed in ({"kind": "block", "subject": block_id}, {"kind": "point", "subject": f"{mug}/size"}):
        assert (await host.post_form(f"{at}/deeds", deed)).status_code == 303
    going_on = (await host.get(at, headers={"hx-request": "true"})).text
    assert "<html" not in going_on
    assert "Ceramic, 99 yuan." in going_on
    assert "Viewer" in going_on
    dark = await host.post_form(f"{at}/measures", {"luma": "12", "loudness_db": "-20", "peak_db": "0"})
    assert dark.json()["warnings"] == ["Too dark: turn to the light.", "Too loud: step back from the microphone."]
    for bad in ({"luma": "999"}, {"luma": "x"}, {"peak_db": "1e9"}):
        assert (await host.post_form(f"{at}/measures", bad)).status_code == 422
    for bad in ({"kind": "dance", "subject": "x"}, {"kind": "block", "subject": "x" * 500}, {}):
        assert (await host.post_form(f"{at}/deeds", bad)).status_code == 422
    eve = await signed_in("eve", "host")
    assert (await eve.get(at)).status_code == 403
    assert (await eve.post_form(f"{at}/end")).status_code == 403
    assert (await host.post_form(f"{at}/end")).status_code == 303
    graded = (await host.get(at)).text
    assert "/ 100" in graded
    assert "Dead air" in graded
    assert (await host.post_form(f"{at}/deeds", {"kind": "answer", "subject": "0"})).status_code == 409
    assert "/ 100" in (await host.get(page)).text
    assert "It was rehearsed" in (await host.get(f"/studio/shows/{show_id}")).text
