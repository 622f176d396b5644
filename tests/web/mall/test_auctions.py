import re

import pytest

from livefair.kernel.runner import run_due_now
from livefair.live import assort
from livefair.people.ages import confirm_age
from livefair.shop import add_address
from livefair.shop.auction_rows import auction_called, auctions_of_brand
from livefair.shop.auctions import put_up
from livefair.shop.rules.auctions import Draft
from tests.live.conftest import put_on_air
from tests.stall import PLACE, buy, set_up
from tests.web.conftest import bearer, enter

FRAGMENT = {"hx-request": "true"}
TYPED = {"start": "50", "step": "5", "minutes": "10", "soft": "30", "hours": "48", "pieces": "1"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def stall(db, join, stage):
    made = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, made.product_id)
    return made


@pytest.fixture
def ana(db, join, stall):
    person = join("ana")
    db.write_now(confirm_age, person, "1990-01-01")
    buy(stall, person, key="first")
    return person


async def test_a_piece_is_put_up_opened_on_air_bid_for_won_and_ordered(db, clock, browse, stage, stall, ana):
    desk, studio, buyer = enter(db, browse(), stall.brand), enter(db, browse(), stage.host), enter(db, browse(), ana)
    typed = {**TYPED, "sku_id": stall.sku_id, "host_id": stage.host.id, "reserve": "60"}
    assert (await desk.post_form("/desk/auctions", typed)).status_code == 303
    [auction] = db.read_now(auctions_of_brand, stall.brand.organisation_id)
    at = f"/auctions/{auction.id}"
    assert "即将开始" in (await buyer.get(at)).text
    opened = await studio.post_form(f"/studio/rooms/{stage.room_id}/auctions/{auction.id}/open", headers=FRAGMENT)
    assert "进行中" in opened.text
    assert "lf-auction" in (await buyer.get(f"/live/{stage.room_id}")).text
    low = await buyer.post_form(f"{at}/bids", {"most": "49", "key": "k-00000001"}, headers=FRAGMENT)
    assert "这个出价已经不够了" in low.text
    leading = await buyer.post_form(f"{at}/bids", {"most": "80", "key": "k-00000002"}, headers=FRAGMENT)
    assert "目前领先" in leading.text
    shown = (await buyer.get(f"{at}/now")).text
    assert "已达保留价" in shown
    again = str(re.search(r'hx-get="([^"]+)"', shown)[1])
    assert (await buyer.get(again)).status_code == 204, "nothing has changed: nobody hears it twice"
    clock.advance(10 * 60_000)
    run_due_now(db)
    assert db.read_now(auction_called, auction.id).closed_at_ms is not None
    assert "恭喜拍得" in (await buyer.get(at)).text
    address_id = db.write_now(add_address, ana, PLACE)
    form = {"address_id": address_id, "expected_minor": "6000", "key": "k-00000003"}
    paid = await buyer.post_form(f"{at}/pay", form)
    assert paid.headers["location"].startswith("/pay/")
    assert (await buyer.get(f"{at}/proof.json")).json()["reserve_minor"] == 6_000


async def test_a_program_bids_and_takes_a_slip_back(db, browse, stall, ana):
    api, who = browse(accept="application/json"), bearer(db, ana)
    brand = bearer(db, stall.brand)
    wanted = {"sku_id": stall.sku_id, "start_minor": 1_000, "step_minor": 100, "opens_after_ms": 60_000}
    auction_id = (await api.post("/api/auctions", json=wanted, headers=brand)).json()["id"]
    at = f"/api/auctions/{auction_id}"
    bid = await api.post(f"{at}/bids", json={"max_minor": 2_000, "key": "k-00000001"}, headers=who)
    assert (bid.status_code, bid.json()) == (201, {"position": 1})
    state = (await api.get(at, headers=who)).json()
    assert (state["leads"], state["my_max_minor"], state["least_minor"], state["state"]) == (
        True,
        2_000,
        2_100,
        "announced",
    )
    assert (await api.post(f"{at}/retract", json={"key": "k-00000002"}, headers=who)).json() == {"position": 2}
    refused = await api.post(f"{at}/bids", json={"max_minor": 9_000, "key": "k-00000003"}, headers=who)
    assert (refused.status_code, refused.json()["code"]) == (409, "bid_taken_back")
    own = await api.post(f"{at}/bids", json={"max_minor": 9_000, "key": "k-00000004"}, headers=brand)
    assert (own.status_code, own.json()["code"]) == (403, "not_your_own_auction")


@pytest.mark.parametrize("wrong", [{"start": "0"}, {"step": "x"}, {"minutes": "0"}, {"reserve": "1"}, {"soft": "301"}])
async def test_what_cannot_be_put_up_is_said_beside_the_form(db, browse, stall, wrong):
    desk = enter(db, browse(), stall.brand)
    refused = await desk.post_form("/desk/auctions", {**TYPED, "sku_id": stall.sku_id, **wrong})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


async def test_who_is_not_signed_in_or_no_grown_up_is_told_the_way(db, join, browse, stall):
    auction_id = db.write_now(put_up, stall.brand, stall.sku_id, Draft(100, 10, opens_after_ms=60_000))
    assert "Sign in to bid" in (await browse().get(f"/auctions/{auction_id}")).text
    assert "请先填写出生日期" in (await enter(db, browse(), join("bo")).get(f"/auctions/{auction_id}")).text
    assert "At auction" in (await browse().get(f"/p/{stall.product_id}")).text
