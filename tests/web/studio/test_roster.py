"""An MCN's list of hosts, and the videos of one of them, with true numbers."""

from livefair.kernel import SYSTEM, Database
from livefair.shop import Notification, Source, add_address, add_to_cart, check_out, settle_notification
from livefair.shop.addresses import addresses_of
from tests.web.conftest import Browse, enter
from tests.web.town import PLACE, Town, built


def buys(db: Database, town: Town, source: Source, key: str) -> None:
    buyer = town.people["researcher"]
    db.write_now(add_to_cart, buyer, town.sku_id, quantity=1, source=source)
    if not db.read_now(addresses_of, buyer):
        db.write_now(add_address, buyer, PLACE)
    address_id = db.read_now(addresses_of, buyer)[0].id
    paying = db.write_now(check_out, buyer, address_id=address_id, expected_minor=10_000, provider="local", key=key)
    db.write_now(settle_notification, SYSTEM, Notification(paying, "succeeded", 10_000, "CNY"))


async def test_sales_of_a_host_under_contract_are_shown_to_their_mcn(db: Database, browse: Browse) -> None:
    town = built(db)
    host_id = town.people["host"].id
    mcn, host = enter(db, browse(), town.people["mcn"]), enter(db, browse(), town.people["host"])
    before = (await mcn.get("/studio/roster")).text
    assert "¥0" in before
    assert f'href="/u/{host_id}"' in before
    for number in (1, 2):
        buys(db, town, Source(video_id=town.video_id, host_id=host_id), f"click-{number}")
    assert "¥200" in (await mcn.get("/studio/roster")).text
    assert "2 orders" in (await host.get("/studio/videos")).text
