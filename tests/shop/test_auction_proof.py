from livefair.shop.auction_proof import auction_proof, latest_bids
from livefair.shop.auctions import put_up
from livefair.shop.bidding import place_bid
from livefair.shop.rules.auctions import Draft
from tests.stall import set_up


def test_the_latest_bids_are_the_end_of_the_journal_and_tell_no_amount(db, join, bidder):
    stall, host = set_up(db, join), join("host", "host")
    draft = Draft(1_000, 100, lasts_ms=600_000, host_id=host.id)
    auction_id = db.write_now(put_up, stall.brand, stall.sku_id, draft)
    for number in range(7):
        who = bidder(f"bidder{number}")
        db.write_now(place_bid, who, auction_id, max_minor=2_000 * (number + 1), key=f"k{number}")
    latest = db.read_now(latest_bids, auction_id, most=5)
    assert latest == db.read_now(auction_proof, auction_id).bids[:1:-1]
    assert [bid.position for bid in latest] == [7, 6, 5, 4, 3]
    assert {(bid.max_minor, bid.nonce) for bid in latest} == {(None, None)}
