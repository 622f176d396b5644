"""The brand's shelf, with what is promised and on its way."""

from livefair.kernel import DAY_MS
from livefair.supply import receive
from livefair.supply.promises import promise
from tests.stall import set_up
from tests.web.conftest import enter, in_english


async def test_promised_pieces_are_named_until_the_brand_has_them(db, join, browse):
    stall = set_up(db, join, pieces=2)
    db.write_now(receive, stall.brand, stall.sku_id, quantity=5, key="more")
    db.write_now(promise, stall.brand, stall.sku_id, pieces=5, ready_at_ms=db.clock() + 3 * DAY_MS, key="more")
    desk = in_english(enter(db, browse(), stall.brand))
    assert "5 of them come by" in (await desk.get("/desk/stock")).text
    assert (await desk.post_form(f"/desk/stock/{stall.sku_id}/arrived")).status_code == 303
    page = (await desk.get("/desk/stock")).text
    assert "of them come by" not in page
    assert "They are here" not in page
    rival = enter(db, browse(), set_up(db, join, name="rival").brand)
    assert (await rival.post_form(f"/desk/stock/{stall.sku_id}/arrived")).status_code == 404
