import html
import re

import pytest

from livefair.kernel.runner import run_due_now
from livefair.live import assort
from livefair.shop.flash_sales import flash_sales_of_brand
from livefair.shop.wishes import wish
from tests.live.conftest import put_on_air
from tests.stall import set_up
from tests.web.conftest import enter

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def stall(db, join, stage):
    made = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, made.product_id)
    return made


async def test_a_sale_is_planned_at_the_desk_started_on_air_and_bought_from_the_sheet(
    db, clock, join, browse, stage, stall
):
    desk, host, ana = (enter(db, browse(), each) for each in (stall.brand, stage.host, join("ana")))
    typed = {
        "sku_id": stall.sku_id,
        "host_id": stage.host.id,
        "price": "99",
        "pieces": "5",
        "limit_per_buyer": "2",
        "countdown_s": "10",
        "lasts_min": "1",
    }
    refused = await desk.post_form("/desk/sales", typed)
    assert refused.status_code == 422
    assert "秒杀价必须低于最近 14 天的最低价" in refused.text
    assert (await desk.post_form("/desk/sales", {**typed, "price": "49"})).status_code == 303
    [sale] = db.read_now(flash_sales_of_brand, stall.brand.organisation_id)
    base = f"/studio/rooms/{stage.room_id}"
    assert "开始倒计时" in (await host.get(base)).text
    started = await host.post_form(f"{base}/flash/{sale.id}/start", headers=FRAGMENT)
    assert "倒计时" in started.text
    clock.advance(10_000)
    run_due_now(db)
    room = (await ana.get(f"/live/{stage.room_id}")).text
    assert "flash" in re.findall(r'"t":"(\w+)"', html.unescape(room))
    goods = (await ana.get(f"/live/{stage.room_id}/goods", headers=FRAGMENT)).text
    assert re.search("49.*99", html.unescape(re.sub("<[^>]*>", "", goods)), re.S)
    sheet = (await ana.get(f"/p/{stall.product_id}?room={stage.room_id}", headers=FRAGMENT)).text
    assert "您还可抢 2 件" in sheet
    assert "您还可抢 2 件" not in (await ana.get(f"/p/{stall.product_id}", headers=FRAGMENT)).text
    line = {"sku_id": stall.sku_id, "quantity": "3", "room_id": stage.room_id, "sale_id": sale.id}
    assert f'name="sale_id" value="{sale.id}"' in sheet
    await ana.post_form("/cart/lines", line)
    db.write_now(wish, ana.actor, stall.product_id)
    assert re.search("秒杀.*49", (await ana.get("/me/wishes")).text)
    cart = (await ana.get("/cart")).text
    assert "秒杀 −¥100" in cart
    assert "原价" in cart
    more = await host.post_form(f"{base}/flash/{sale.id}/lower", {"pieces": "9"}, headers=FRAGMENT)
    assert "件数只能减少" in more.text
    assert "已结束" in (await host.post_form(f"{base}/flash/{sale.id}/end", headers=FRAGMENT)).text
    late = await ana.post_form("/cart/lines", {**line, "then": "checkout"}, headers=FRAGMENT)
    assert "请重新决定" in late.text, "the price is not changed without a word"
    assert 'name="sale_id"' not in late.text
    assert "请重新决定" in (await ana.post_form("/cart/lines", line)).text
    assert "秒杀" not in (await ana.get("/me/wishes")).text
    again = {name: value for name, value in line.items() if name != "sale_id"}
    assert (await ana.post_form("/cart/lines", again)).status_code == 303


async def test_a_brand_takes_a_planned_sale_back(db, browse, stage, stall):
    desk = enter(db, browse(), stall.brand)
    typed = {"sku_id": stall.sku_id, "host_id": stage.host.id, "price": "49", "pieces": "5"}
    await desk.post_form("/desk/sales", typed)
    [sale] = db.read_now(flash_sales_of_brand, stall.brand.organisation_id)
    assert (await desk.post_form(f"/desk/sales/{sale.id}/withdraw")).status_code == 303
    assert "已结束" in (await desk.get("/desk/sales")).text
