import pytest

from livefair.kernel import NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.live import assort
from livefair.live.auctioning import open_in_room
from livefair.shop.auctions import put_up
from livefair.shop.bidding import place_bid
from livefair.shop.rules.auctions import Draft
from tests.live.test_cohosting import grown_up, seated
from tests.stall import set_up


@pytest.fixture
def auction_id(db, join, stage):
    stall = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, stall.product_id)
    draft = Draft(1_000, 100, lasts_ms=600_000, soft_ms=30_000, host_id=stage.host.id)
    return db.write_now(put_up, stall.brand, stall.sku_id, draft)


def code_of_bid(db, who, auction_id):
    with pytest.raises(NotAllowed) as refused:
        db.write_now(place_bid, who, auction_id, max_minor=2_000, key=f"bid:{who.id}")
    return refused.value.code


def test_who_sits_beside_the_host_does_not_bid_whether_they_came_before_the_auction_or_in_it(
    db, join, stage, auction_id
):
    zoe, kim, eve = (grown_up(db, join, name) for name in ("zoe", "kim", "eve"))
    seated(db, stage, zoe)
    db.write_now(open_in_room, stage.host, stage.room_id, auction_id)
    seated(db, stage, kim)
    run_due_now(db)
    assert code_of_bid(db, zoe, auction_id) == "not_your_own_auction"
    assert code_of_bid(db, kim, auction_id) == "not_your_own_auction"
    assert code_of_bid(db, eve, auction_id) == "pay_once_first"
