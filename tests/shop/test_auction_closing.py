import importlib.util
import json
from pathlib import Path

import msgspec
import pytest

from livefair.catalog import withdraw_product
from livefair.catalog.removals import shown_product
from livefair.governance import appeal, decide, decide_appeal, publish_shipped_rules, report
from livefair.kernel import DAY_MS, SYSTEM, Conflict, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.ledger import balance
from livefair.people.notes import my_notes
from livefair.shop import Claim, add_address, ask_refund
from livefair.shop.auction_closing import pay_for_win
from livefair.shop.auction_proof import auction_proof
from livefair.shop.auction_rows import auction_called
from livefair.shop.auction_wins import win_of, wins_of
from livefair.shop.auctions import open_auction, put_up
from livefair.shop.direct import Paying
from livefair.shop.payments import expire_payment
from livefair.shop.queries import orders_of_buyer
from livefair.shop.rules.auctions import Draft
from livefair.supply import level
from tests.shop.test_bidding import MINUTE_MS, bid
from tests.stall import PLACE, notify, set_up

HOUR_MS = 60 * MINUTE_MS
VERIFIER = Path(__file__).parents[2] / "docs" / "verify_auction.py"


@pytest.fixture
def sell(db, join):
    """Puts pieces up, takes bids, and lets the time run out. Returns the auction's id."""
    stall, host = set_up(db, join, pieces=4), join("host", "host")

    def run(offers, **more):
        draft = Draft(**{"start_minor": 1_000, "step_minor": 100, "host_id": host.id, "pay_ms": 2 * HOUR_MS, **more})
        auction_id = db.write_now(put_up, stall.brand, stall.sku_id, draft)
        db.write_now(open_auction, host, auction_id, room_id="room", host_id=host.id)
        for who, minor in offers:
            bid(db, who, auction_id, minor)
        db.clock.advance(draft.lasts_ms)
        run_due_now(db)
        return auction_id

    run.stall = stall
    return run


def pay(db, who, auction_id, minor, key="pay"):
    paying = Paying(db.write_now(add_address, who, PLACE._replace(phone="13900000001")), minor, "local", key)
    return db.write_now(pay_for_win, who, auction_id, paying)


def won(db, auction_id):
    return {win.bidder_id: (win.price_minor, win.state) for win in db.read_now(wins_of, auction_id)}


def test_the_winner_is_told_and_pays_the_second_highest_offer_and_a_step(db, bidder, sell):
    ana, bo = bidder("ana"), bidder("bo")
    auction_id = sell([(ana, 9_000), (bo, 5_000)])
    assert won(db, auction_id) == {ana.id: (5_100, "due")}
    assert [note.code for note in db.read_now(my_notes, ana) if note.code == "auction_won"] == ["auction_won"]
    with pytest.raises(NotFound):
        pay(db, bo, auction_id, 5_100)
    with pytest.raises(Conflict, match="price_changed"):
        pay(db, ana, auction_id, 9_000)
    payment = pay(db, ana, auction_id, 5_100)
    assert pay(db, ana, auction_id, 5_100) == payment
    notify(db, payment)
    run_due_now(db)
    card = db.read_now(orders_of_buyer, ana.id)[0]
    assert (card.order.sold_as, card.order.total_minor, card.order.state) == ("auction", 5_100, "paid")
    assert (card.lines[0].room_id, card.lines[0].quantity) == ("room", 1)
    assert db.read_now(balance, f"escrow:{card.lines[0].id}") == 5_100
    assert won(db, auction_id) == {ana.id: (5_100, "paid")}
    assert db.read_now(level, sell.stall.sku_id).sellable == 3


def test_a_payment_that_comes_to_nothing_keeps_the_piece_for_the_winner(db, bidder, sell):
    ana = bidder("ana")
    auction_id = sell([(ana, 9_000)])
    payment = pay(db, ana, auction_id, 1_000)
    with pytest.raises(Conflict, match="win_over"):
        pay(db, ana, auction_id, 1_000, "another tab")
    db.write_now(expire_payment, SYSTEM, payment_id=payment)
    assert won(db, auction_id) == {ana.id: (1_000, "due")}
    assert db.read_now(level, sell.stall.sku_id).sellable == 3
    notify(db, pay(db, ana, auction_id, 1_000, "again"))
    assert won(db, auction_id) == {ana.id: (1_000, "paid")}


def test_who_does_not_pay_leaves_it_to_the_next_at_the_price_without_them(db, bidder, sell):
    ana, bo, cy = bidder("ana"), bidder("bo"), bidder("cy")
    auction_id = sell([(cy, 2_000), (bo, 5_000), (ana, 9_000)])
    assert won(db, auction_id) == {ana.id: (5_100, "due")}
    db.clock.advance(2 * HOUR_MS)
    run_due_now(db)
    assert won(db, auction_id) == {ana.id: (5_100, "lapsed"), bo.id: (2_100, "due")}
    with pytest.raises(NotAllowed, match="left_unpaid"):
        bid(db, ana, db.write_now(put_up, sell.stall.brand, sell.stall.sku_id, Draft(100, 10)), 500)
    db.clock.advance(2 * HOUR_MS)
    run_due_now(db)
    db.clock.advance(2 * HOUR_MS)
    run_due_now(db)
    assert {state for _, state in won(db, auction_id).values()} == {"lapsed"}
    assert db.read_now(level, sell.stall.sku_id).sellable == 4, "nobody is left: the piece can be put up again"


def test_below_the_reserve_nobody_wins_and_above_it_nobody_pays_less(db, bidder, sell):
    ana, bo = bidder("ana"), bidder("bo")
    unsold = sell([(ana, 4_900), (bo, 2_000)], reserve_minor=5_000)
    assert won(db, unsold) == {}
    assert db.read_now(auction_called, unsold).is_met == 0
    assert db.read_now(level, sell.stall.sku_id).sellable == 4
    assert won(db, sell([(bo, 2_000), (ana, 7_000)], reserve_minor=5_000)) == {ana.id: (5_000, "due")}


def test_equal_pieces_have_one_price_for_all_who_win_one(db, bidder, sell):
    people = [bidder(name) for name in ("ana", "bo", "cy", "di")]
    auction_id = sell(list(zip(people, (1_000, 3_000, 4_000, 2_000), strict=True)), pieces=2)
    assert won(db, auction_id) == {people[2].id: (2_100, "due"), people[1].id: (2_100, "due")}


def test_a_winner_who_cancels_before_it_is_sent_has_the_money_back_and_no_piece(db, bidder, sell):
    ana = bidder("ana")
    auction_id = sell([(ana, 9_000)])
    notify(db, pay(db, ana, auction_id, 1_000))
    run_due_now(db)
    card = db.read_now(orders_of_buyer, ana.id)[0]
    db.write_now(ask_refund, ana, card.order.id, Claim([card.lines[0].id], "changed_mind"), key="r")
    run_due_now(db)
    assert db.read_now(level, sell.stall.sku_id).sellable == 4
    assert db.read_now(win_of, auction_id, ana.id).state == "paid"


def test_a_brand_that_sells_the_goods_no_more_still_sells_what_it_put_up(db, bidder, sell):
    ana, bo = bidder("ana"), bidder("bo")
    draft = Draft(1_000, 100, lasts_ms=10 * MINUTE_MS)
    auction_id = db.write_now(put_up, sell.stall.brand, sell.stall.sku_id, draft)
    run_due_now(db)
    bid(db, bo, auction_id, 5_000)
    db.write_now(withdraw_product, sell.stall.brand, sell.stall.product_id)
    bid(db, ana, auction_id, 9_000)
    db.clock.advance(10 * MINUTE_MS)
    run_due_now(db)
    assert won(db, auction_id) == {ana.id: (5_100, "due")}
    notify(db, pay(db, ana, auction_id, 5_100))
    assert won(db, auction_id) == {ana.id: (5_100, "paid")}


def test_nobody_is_held_to_pay_for_goods_that_moderators_have_removed(db, join, bidder, sell):
    db.write_now(publish_shipped_rules, SYSTEM)
    ana, bo = bidder("ana"), bidder("bo")
    draft = Draft(1_000, 100, lasts_ms=10 * MINUTE_MS, pay_ms=2 * HOUR_MS)
    auction_id = db.write_now(put_up, sell.stall.brand, sell.stall.sku_id, draft)
    run_due_now(db)
    bid(db, ana, auction_id, 9_000)
    shown = db.read_now(shown_product, bo, sell.stall.product_id)
    case_id = db.write_now(report, bo, shown, reason="danger", note="", key="k").case_id
    db.write_now(decide, join("mo", "moderator"), case_id, outcome="remove", rule_code="spam", reason="It burns.")
    run_due_now(db)
    with pytest.raises(NotFound):
        bid(db, bo, auction_id, 9_500)
    db.clock.advance(10 * MINUTE_MS)
    run_due_now(db)
    with pytest.raises(NotFound):
        pay(db, ana, auction_id, 1_000)
    db.clock.advance(2 * HOUR_MS)
    run_due_now(db)
    assert won(db, auction_id) == {ana.id: (1_000, "due")}, "not in time, which is not the winner's fault"
    asked = db.write_now(appeal, sell.stall.brand, case_id, text="It does not.")
    db.write_now(decide_appeal, join("mei", "moderator"), asked.id, outcome="overturned", reason="No.")
    run_due_now(db)
    other = db.write_now(put_up, sell.stall.brand, sell.stall.sku_id, Draft(100, 10))
    bid(db, ana, other, 500)
    db.clock.advance(DAY_MS)
    run_due_now(db)
    assert won(db, auction_id) == {ana.id: (1_000, "lapsed")}


@pytest.fixture(scope="module")
def verifier():
    spec = importlib.util.spec_from_file_location("verify_auction", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(db, auction_id):
    return json.loads(msgspec.json.encode(db.read_now(auction_proof, auction_id)))


def test_the_journal_names_nobody_and_shows_no_amount_before_the_end(db, bidder, sell, verifier):
    ana, stall = bidder("ana"), sell.stall
    auction_id = db.write_now(put_up, stall.brand, stall.sku_id, Draft(100, 10, reserve_minor=777))
    bid(db, ana, auction_id, 54_321)
    text = json.dumps(shown(db, auction_id))
    assert "54321" not in text
    assert ana.id not in text
    assert shown(db, auction_id)["reserve_minor"] is None
    assert verifier.check(shown(db, auction_id)).endswith("not over yet")


def test_a_journal_is_right_although_the_clock_was_set_back_while_it_was_written(db, bidder, sell, verifier):
    ana, bo = bidder("ana"), bidder("bo")
    draft = Draft(1_000, 100, lasts_ms=10 * MINUTE_MS)
    auction_id = db.write_now(put_up, sell.stall.brand, sell.stall.sku_id, draft)
    run_due_now(db)
    db.clock.advance(MINUTE_MS)
    bid(db, ana, auction_id, 9_000)
    db.clock._now_ms -= 5_000
    bid(db, bo, auction_id, 5_000)
    db.clock.advance(11 * MINUTE_MS)
    run_due_now(db)
    assert verifier.check(shown(db, auction_id)).endswith("1 sold")


@pytest.mark.parametrize(
    "lie",
    [
        lambda p: p["bids"][0].update(max_minor=8_888),
        lambda p: p["bids"].pop(1),
        lambda p: p["bids"][1].update(at_ms=p["bids"][1]["at_ms"] + 1),
        lambda p: p.update(reserve_minor=1_200),
        lambda p: p["wins"][0].update(price_minor=5_200),
        lambda p: p["wins"][0].update(bidder=p["bids"][1]["bidder"]),
        lambda p: p.update(closes_at_ms=p["closes_at_ms"] - 1),
        lambda p: p.update(price_minor=p["price_minor"] - 1),
        lambda p: p["wins"].clear(),
        lambda p: p.update(step_minor=1),
    ],
)
def test_the_verifier_finds_an_auction_right_and_every_planted_lie(db, bidder, sell, verifier, lie):
    ana, bo, cy = bidder("ana"), bidder("bo"), bidder("cy")
    auction_id = sell([(cy, 1_500), (bo, 5_000), (ana, 9_000)], reserve_minor=1_100)
    proof = shown(db, auction_id)
    assert verifier.check(proof).endswith("1 sold")
    lie(proof)
    with pytest.raises(verifier.Wrong):
        verifier.check(proof)
