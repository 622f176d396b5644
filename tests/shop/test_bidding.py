import asyncio

import pytest

from livefair.kernel import GUEST, HOUR_MS, Conflict, NotAllowed, NotFound, TooMany
from livefair.kernel.runner import run_due_now
from livefair.people.ages import confirm_age
from livefair.people.notes import my_notes
from livefair.shop import add_address
from livefair.shop.auction_rows import auction_called, standing_of
from livefair.shop.auctions import open_auction, put_up, withdraw_auction
from livefair.shop.bidding import place_bid, retract_bid
from livefair.shop.own_limits import set_own_limit
from livefair.shop.rules.auctions import BIDS_OF_ONE_MAX, OPENS_AFTER_MS_MAX, Draft
from livefair.supply import level
from tests.stall import PLACE, set_up

MINUTE_MS = 60_000


@pytest.fixture
def lot(db, join):
    stall, host = set_up(db, join, pieces=3), join("host", "host")
    draft = Draft(1_000, 100, lasts_ms=10 * MINUTE_MS, soft_ms=30_000, host_id=host.id)
    return stall, host, db.write_now(put_up, stall.brand, stall.sku_id, draft)


def bid(db, who, auction_id, minor, key=None):
    return db.write_now(place_bid, who, auction_id, max_minor=minor, key=key or f"{who.id}:{minor}")


def stands(db, auction_id):
    auction = db.read_now(auction_called, auction_id)
    now = db.read_now(standing_of, auction)
    return auction.price_minor, [each.bidder for each in now.leading]


def test_the_price_rises_no_further_than_others_make_it(db, bidder, lot):
    ana, bo = bidder("ana"), bidder("bo")
    auction_id = lot[2]
    bid(db, ana, auction_id, 5_000)
    assert stands(db, auction_id) == (1_000, [ana.id])
    bid(db, bo, auction_id, 2_000)
    assert stands(db, auction_id) == (2_100, [ana.id])
    bid(db, bo, auction_id, 5_000)
    assert stands(db, auction_id) == (5_000, [ana.id]), "of equal offers the earlier leads"
    with pytest.raises(Conflict, match="bid_too_low") as refused:
        bid(db, bo, auction_id, 5_050)
    assert refused.value.params["least_minor"] == 5_100


def test_who_is_outbid_is_told_at_most_once_an_hour(db, clock, bidder, lot):
    ana, bo = bidder("ana"), bidder("bo")

    def told(who):
        return [note.code for note in db.read_now(my_notes, who) if note.code == "auction_outbid"]

    bid(db, ana, lot[2], 2_000)
    bid(db, bo, lot[2], 1_500)
    assert (told(ana), told(bo)) == ([], []), "who has never led is not told"
    for number in range(3):
        bid(db, bo, lot[2], 3_000 + 1_000 * number)
        bid(db, ana, lot[2], 3_500 + 1_000 * number)
    assert (len(told(ana)), len(told(bo))) == (1, 1)
    clock.advance(HOUR_MS)
    bid(db, bo, lot[2], 9_000)
    assert (len(told(ana)), len(told(bo))) == (2, 1)


def test_the_same_key_twice_is_one_bid(db, bidder, lot):
    ana = bidder("ana")
    assert bid(db, ana, lot[2], 2_000, "k") == bid(db, ana, lot[2], 2_000, "k") == 1
    assert db.read_now(auction_called, lot[2]).bids == 1


def test_a_key_is_of_one_auction_and_of_one_deed(db, bidder, lot):
    stall, _, auction_id = lot
    ana, other = bidder("ana"), db.write_now(put_up, stall.brand, stall.sku_id, Draft(500, 10))
    assert [bid(db, ana, each, 2_000, "k") for each in (auction_id, other)] == [1, 1]
    assert db.read_now(auction_called, other).bids == 1
    assert db.write_now(retract_bid, ana, other, key="k") == 2


def test_nobody_fills_the_journal_alone_so_that_others_can_bid_no_more(db, bidder, lot):
    ana, bo = bidder("ana"), bidder("bo")
    for number in range(BIDS_OF_ONE_MAX):
        bid(db, ana, lot[2], 1_000 + 100 * number)
    with pytest.raises(TooMany, match="too_many_bids"):
        bid(db, ana, lot[2], 900_000)
    bid(db, bo, lot[2], 900_000)
    db.write_now(retract_bid, ana, lot[2], key="a slip is taken back all the same")


def test_what_a_host_never_opens_is_free_again_or_opens_for_those_who_have_bid(db, bidder, lot):
    stall, host, wanted = lot
    unwanted = db.write_now(put_up, stall.brand, stall.sku_id, Draft(500, 10, pieces=2, host_id=host.id))
    bid(db, bidder("ana"), wanted, 1_000)
    db.clock.advance(OPENS_AFTER_MS_MAX)
    run_due_now(db)
    states = [db.read_now(auction_called, each).state(db.clock()) for each in (wanted, unwanted)]
    assert states == ["open", "withdrawn"]
    assert db.read_now(level, stall.sku_id).sellable == 2


def test_a_bid_in_the_last_moments_moves_the_end_and_never_beyond_its_bound(db, clock, bidder, lot):
    ana, bo = bidder("ana"), bidder("bo")
    _, host, auction_id = lot
    opened = db.write_now(open_auction, host, auction_id, room_id="room", host_id=host.id)
    bid(db, ana, auction_id, 1_000)
    assert db.read_now(auction_called, auction_id).closes_at_ms == opened.closes_at_ms
    clock.advance(10 * MINUTE_MS - 1)
    bid(db, bo, auction_id, 2_000)
    assert db.read_now(auction_called, auction_id).closes_at_ms == clock() + 30_000
    run_due_now(db)
    assert db.read_now(auction_called, auction_id).closed_at_ms is None
    clock.advance(30_000)
    with pytest.raises(Conflict, match="auction_over"):
        bid(db, ana, auction_id, 9_000)
    run_due_now(db)
    assert db.read_now(auction_called, auction_id).closed_at_ms == clock()


def test_who_gains_by_a_higher_price_never_bids(db, join, bidder, lot):
    stall, host, auction_id = lot
    for actor in (stall.brand, host, join("op", "operator")):
        with pytest.raises(NotAllowed, match="not_your_own_auction"):
            bid(db, actor, auction_id, 2_000)
    straw = bidder("straw")
    db.write_now(add_address, host, PLACE)
    db.write_now(add_address, straw, PLACE)
    with pytest.raises(NotAllowed, match="auction_same_payer"):
        bid(db, straw, auction_id, 2_000)


def test_nobody_bids_who_is_no_grown_up_or_has_never_paid(db, join, lot):
    child, fresh, auction_id = join("child"), join("fresh"), lot[2]
    with pytest.raises(NotAllowed, match="sign_in_first"):
        bid(db, GUEST, auction_id, 2_000, "k")
    with pytest.raises(NotAllowed, match="age_first"):
        bid(db, fresh, auction_id, 2_000)
    db.write_now(confirm_age, child, "2020-01-01")
    with pytest.raises(NotAllowed, match="adults_only"):
        bid(db, child, auction_id, 2_000)
    db.write_now(confirm_age, fresh, "1990-01-01")
    with pytest.raises(NotAllowed, match="pay_once_first"):
        bid(db, fresh, auction_id, 2_000)
    with pytest.raises(NotFound):
        bid(db, fresh, "nothing", 2_000)


def test_nobody_offers_more_than_the_own_limit_of_the_day(db, bidder, lot):
    ana = bidder("ana")
    db.write_now(set_own_limit, ana, daily_minor=20_000)
    with pytest.raises(Conflict, match="over_own_limit"):
        bid(db, ana, lot[2], 10_200)
    bid(db, ana, lot[2], 10_000)


def test_a_slip_is_taken_back_at_once_and_only_once(db, clock, bidder, lot):
    ana, bo = bidder("ana"), bidder("bo")
    auction_id = lot[2]
    bid(db, ana, auction_id, 1_000)
    bid(db, bo, auction_id, 900_000)
    assert db.write_now(retract_bid, bo, auction_id, key="r") == db.write_now(retract_bid, bo, auction_id, key="r") == 3
    assert stands(db, auction_id) == (1_000, [ana.id])
    with pytest.raises(Conflict, match="bid_taken_back"):
        bid(db, bo, auction_id, 2_000)
    clock.advance(MINUTE_MS + 1)
    with pytest.raises(Conflict, match="retract_too_late"):
        db.write_now(retract_bid, ana, auction_id, key="r2")


def test_what_has_bids_is_not_taken_back_and_what_has_none_frees_its_pieces(db, bidder, lot):
    stall, _, auction_id = lot
    assert db.read_now(level, stall.sku_id).sellable == 2
    bid(db, bidder("ana"), auction_id, 1_000)
    with pytest.raises(Conflict, match="auction_has_bids"):
        db.write_now(withdraw_auction, stall.brand, auction_id)
    second = db.write_now(put_up, stall.brand, stall.sku_id, Draft(500, 10, pieces=2, opens_after_ms=1_000))
    assert db.read_now(level, stall.sku_id).sellable == 0
    db.write_now(withdraw_auction, stall.brand, second)
    db.write_now(withdraw_auction, stall.brand, second)
    assert db.read_now(level, stall.sku_id).sellable == 2
    db.clock.advance(2_000)
    run_due_now(db)
    assert db.read_now(auction_called, second).state(db.clock()) == "withdrawn"


async def test_of_256_at_one_moment_each_bid_counts_and_the_price_is_the_second_highest_and_a_step(db, bidder, lot):
    people = [bidder(f"bidder{n}") for n in range(32)]
    offers = [(person, 1_000 + 100 * (8 * n + turn)) for n, person in enumerate(people) for turn in range(8)]
    tasks = (db.write(place_bid, who, lot[2], max_minor=minor, key=f"{minor}") for who, minor in offers)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert {result.code for result in results if not isinstance(result, int)} <= {"bid_too_low"}
    taken = sorted(result for result in results if isinstance(result, int))
    assert taken == list(range(1, len(taken) + 1))
    best = {}
    for (who, minor), result in zip(offers, results, strict=True):
        if isinstance(result, int):
            best[who.id] = max(minor, best.get(who.id, 0))
    first, second = sorted(best.values())[-1], sorted(best.values())[-2]
    assert stands(db, lot[2]) == (min(first, second + 100), [people[-1].id])
    assert db.read_now(auction_called, lot[2]).bids == len(taken)
