"""The report in a browser, as CSV and as JSON: the same numbers everywhere."""

import csv
import io
import re

import pytest

from livefair.kernel import SYSTEM, Money
from livefair.kernel.runner import run_due_now
from livefair.live import Goods, Recording, end_show, pin, publish_replay
from livefair.live.screen import screen_for
from livefair.shop import Source
from tests.live.conftest import put_on_air
from tests.stall import buy, set_up
from tests.web.conftest import enter


@pytest.fixture
def sold(db, join, clock):
    stage, stall = put_on_air(db, join), set_up(db, join)
    db.write_now(pin, stage.host, stage.room_id, Goods(stall.product_id, None, "杯子", "Mug", Money(9900)))
    clock.advance(60_000)
    buy(stall, join("zoe"), quantity=2, source=Source(room_id=stage.room_id, host_id=stage.host.id))
    db.write_now(end_show, stage.host, stage.show_id)
    run_due_now(db)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording(f"{stage.room_id}/s", db.clock() - 60_000, 60_000))
    return stage, stall


async def test_page_csv_and_json_say_what_the_screen_said(db, browse, sold):
    stage, _ = sold
    host = enter(db, browse(accept_language="en"), stage.host)
    at = f"/studio/shows/{stage.show_id}/report"
    values = db.read_now(screen_for, stage.host, stage.show_id).values
    assert values["paid"] == 19_800
    for tab in ("people", "goods", "scene"):
        page = (await host.get(f"{at}?tab={tab}")).text
        assert page.count("¥198") >= 3, tab
    file = await host.get(f"{at}.csv")
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    told = {row["id"]: row["value"] for row in rows if row["section"] == "metric"}
    assert told["paid"] == "19800"
    assert {row["name"]: row["value"] for row in rows if row["section"] == "product"}["quantity"] == "2"
    body = (await host.get(f"{at}.json")).json()
    assert body["metrics"] == values
    assert sum(row["amount_minor"] for row in body["by_time"]) == 19_800
    assert (await host.get(f"{at}?tab=x")).status_code in {400, 404, 422}


async def test_the_product_leads_to_its_explanation(db, guest, sold):
    stage, stall = sold
    page = (await guest.get(f"/p/{stall.product_id}")).text
    [link] = set(re.findall(rf"/live/{stage.room_id}/clips/[0-9a-f-]+", page))
    clip = await guest.get(link)
    assert clip.status_code == 200
    assert re.search(r"replay\.m3u8\?t0=\d+&amp;t1=\d+", clip.text)
    part = await guest.get(f"/live/{stage.room_id}/replay?show={stage.show_id}&at=0&until=60")
    assert 'data-until="60"' in part.text
    for wrong in ("show=00000000-0000-0000-0000-000000000000", "at=-1", "at=x"):
        assert (await guest.get(f"/live/{stage.room_id}/replay?{wrong}")).status_code in {400, 404, 422}


async def test_a_click_on_a_product_in_the_room_is_counted(db, app, guest, join):
    stage, stall = put_on_air(db, join), set_up(db, join)
    await guest.get("/")
    for _ in range(2):
        await guest.get(f"/p/{stall.product_id}?room={stage.room_id}")
    await guest.get(f"/p/{stall.product_id}")
    await app.state.rooms.flush()
    assert db.read_now(screen_for, stage.host, stage.show_id).values["clicks"] == 2


async def test_strangers_read_no_report(db, browse, join, sold):
    stage, _ = sold
    eve = enter(db, browse(), join("eve", "host"))
    for form in ("", ".csv", ".json"):
        assert (await eve.get(f"/studio/shows/{stage.show_id}/report{form}")).status_code == 403
