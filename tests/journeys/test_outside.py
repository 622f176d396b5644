"""Programs of others (R003): a page elsewhere shows a room, and the brand's own shop hears of what is bought there."""

import json
import re

from livefair import live
from livefair.kernel import Database
from livefair.live.showing import goods_now
from livefair.shop import Source
from livefair.web.courier import HttpCourier
from tests.stall import buy, set_up
from tests.web.conftest import Browse, enter
from tests.webhooks.conftest import SECRET, Receiver, courier, receiver, send_all, subscribe

__all__ = ["courier", "receiver"]


async def test_an_outside_page_embeds_a_room_and_the_brands_shop_hears_of_the_order(
    db: Database, join, browse: Browse, receiver: Receiver, courier: HttpCourier, clock
) -> None:
    stall, host = set_up(db, join), join("hana", "host")
    room_id = db.write_now(live.open_room, host, title='Hana\'s "corner"')
    show_id = db.write_now(live.plan_show, host, room_id, title="Evening show")
    db.write_now(live.assort, host, show_id, stall.product_id)
    db.write_now(live.start_show, host, show_id)
    db.write_now(live.pin, host, room_id, db.read_now(goods_now, host, stall.product_id))
    subscribe(stall, receiver.url, "order.paid")
    # The host copies the frame; a browser elsewhere opens what it names, without any cookie.
    console = (await enter(db, browse(), host).get(f"/studio/rooms/{room_id}")).text
    [framed] = re.findall(r"iframe src=&#34;http://[^/]+(/embed/[0-9a-f-]{36})&#34;", console)
    page = await browse().get(framed)
    assert page.status_code == 200
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    shown = await browse().get(f"{framed}/pin", headers={"hx-request": "true"})
    assert "frame-ancestors *" in shown.headers["content-security-policy"]
    [link] = re.findall(r'href="(/p/[^"]+)" target="_blank"', shown.text)
    # Everything that changes something opens in a window of its own, which nobody may frame.
    sold = await browse().get(link)
    assert "frame-ancestors 'none'" in sold.headers["content-security-policy"]
    assert sold.headers["x-frame-options"] == "DENY"
    order_id = buy(stall, join("ana"), source=Source(room_id=room_id, host_id=host.id))
    await send_all(db, courier)
    [heard] = receiver.heard
    told = json.loads(heard.body)
    assert heard.is_signed_by(SECRET, clock())
    assert (told["type"], told["data"]["order_id"]) == ("order.paid", order_id)
    assert told["data"]["lines"][0]["room_id"] == room_id
