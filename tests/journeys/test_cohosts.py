"""What co-hosts earn, with the real shop and the real room: at the moment of the order, until the money went back."""

import pytest

from livefair import ledger
from livefair.kernel import DAY_MS, MINUTE_MS
from livefair.kernel.runner import dead_letters, run_due_now
from livefair.live import open_room, plan_show, start_show
from livefair.live.cohosting import accept_terms, end_seat, invite, propose_terms
from livefair.live.gift_refunds import take_back
from livefair.live.gifts import Giving, send_gift
from livefair.people.ages import confirm_age
from livefair.shop import Source
from livefair.shop.fulfilment import confirm_receipt, ship_order
from livefair.shop.queries import order_card
from livefair.shop.refunds import Claim, ask_refund, grant_refund
from livefair.supply import set_commission
from livefair.value import expected_by, postings_of, shares_of, totals_of
from livefair.value.why import why_share
from tests.purse import GROWN_UP, fill
from tests.stall import buy, check_out_cart, notify, put_in_cart, set_up


@pytest.fixture
def stall(db, join):
    stall = set_up(db, join, price_minor=9_999)
    db.write_now(set_commission, stall.brand, stall.product_id, 1_500)
    return stall


@pytest.fixture
def people(db, join):
    people = {name: join(name, *roles) for name, *roles in [("ann",), ("hana", "host"), ("zoe",), ("yan",)]}
    for name in ("zoe", "yan"):
        db.write_now(confirm_age, people[name], GROWN_UP)
    return people


@pytest.fixture
def room_id(db, people):
    room_id = db.write_now(open_room, people["hana"], title="Hana's corner")
    db.write_now(start_show, people["hana"], db.write_now(plan_show, people["hana"], room_id, title="Evening"))
    return room_id


def seat(db, people, room_id, name, share_bp):
    seat = db.write_now(invite, people["hana"], room_id, people[name].id, share_bp=share_bp)
    db.write_now(accept_terms, people[name], seat.id, version=1)
    return seat.id


def source(people, room_id):
    return Source(room_id=room_id, host_id=people["hana"].id)


def arrived(stall, people, order_id):
    run_due_now(stall.db)
    stall.db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="1")
    stall.db.write_now(confirm_receipt, people["ann"], order_id)
    run_due_now(stall.db)


def window_ends(db):
    db.clock.advance(31 * DAY_MS)
    run_due_now(db)


def owned(db, people):
    return {name: db.read_now(ledger.balance, f"payable:{people[name].id}") for name in ("hana", "zoe", "yan")}


def test_what_is_sold_while_they_sit_is_shared_as_agreed_to_the_cent(db, stall, people, room_id):
    seat(db, people, room_id, "zoe", 3_333)
    seat(db, people, room_id, "yan", 1_000)
    arrived(stall, people, buy(stall, people["ann"], source=source(people, room_id)))
    [waits] = db.read_now(expected_by, people["zoe"], people["zoe"].id)
    assert (waits.role, waits.planned_minor, waits.base_minor) == ("cohost", 500, 1_500)
    window_ends(db)
    assert owned(db, people) == {"hana": 850, "zoe": 500, "yan": 150}
    assert db.read_now(ledger.balance, f"payable:{stall.brand.organisation_id}") == 7_939
    [posting] = db.read_now(postings_of, people["zoe"], people["zoe"].id)
    said = why_share(posting.why["code"], "en", basis_points=posting.why["basis_points"], base="¥15.00")
    assert said == "Co-host's part: 33.33% of the host's own ¥15.00, as both agreed"
    assert [letter for letter in db.read_now(dead_letters) if letter.kind.startswith("value.")] == []


def test_the_split_is_that_of_the_moment_of_the_order_not_of_the_payment(db, clock, stall, people, room_id):
    seat_id = seat(db, people, room_id, "zoe", 2_000)
    clock.advance(MINUTE_MS)
    put_in_cart(stall, people["ann"], source=source(people, room_id))
    payment_id = check_out_cart(db, people["ann"])
    clock.advance(MINUTE_MS)
    db.write_now(propose_terms, people["hana"], seat_id, share_bp=5_000)
    db.write_now(accept_terms, people["zoe"], seat_id, version=2)
    clock.advance(MINUTE_MS)
    db.write_now(end_seat, people["hana"], seat_id)
    clock.advance(MINUTE_MS)
    notify(db, payment_id)
    run_due_now(db)
    [waits] = db.read_now(expected_by, people["zoe"], people["zoe"].id)
    assert waits.basis_points == 2_000


def test_what_is_sold_before_and_after_the_seat_is_the_host_s_alone(db, clock, stall, people, room_id):
    buy(stall, people["ann"], source=source(people, room_id), key="before")
    clock.advance(MINUTE_MS)
    seat_id = seat(db, people, room_id, "zoe", 2_000)
    db.write_now(end_seat, people["zoe"], seat_id)
    clock.advance(MINUTE_MS)
    buy(stall, people["ann"], source=source(people, room_id), key="after")
    run_due_now(db)
    assert db.read_now(expected_by, people["zoe"], people["zoe"].id) == []


def test_goods_that_go_back_take_every_part_back_exactly(db, stall, people, room_id):
    seat(db, people, room_id, "zoe", 3_333)
    order_id = buy(stall, people["ann"], source=source(people, room_id))
    arrived(stall, people, order_id)
    lines = [line.id for line in db.read_now(order_card, order_id).lines]
    refund_id = db.write_now(ask_refund, people["ann"], order_id, Claim(lines, "changed_mind"), key="r")
    db.write_now(grant_refund, stall.brand, refund_id)
    run_due_now(db)
    window_ends(db)
    assert owned(db, people) == {"hana": 0, "zoe": 0, "yan": 0}
    [totals] = db.read_now(totals_of, people["zoe"], people["zoe"].id)
    assert (totals.expected_minor, totals.refunded_minor) == (0, 500)
    assert {share.outstanding_minor for share in db.read_now(shares_of, lines[0])} == {0}


def test_a_gift_on_air_is_shared_by_the_same_terms_and_goes_back_whole(db, people, room_id):
    fill(db, people["ann"], 5_000)
    seat(db, people, room_id, "zoe", 3_333)
    kept = db.write_now(send_gift, people["ann"], room_id, Giving("cake", "kept", 1))
    back = db.write_now(send_gift, people["ann"], room_id, Giving("cake", "back", 1))
    run_due_now(db)
    db.write_now(take_back, people["ann"], back.id)
    run_due_now(db)
    parts = {share.role: share.outstanding_minor for share in db.read_now(shares_of, kept.id)}
    assert parts == {"host": 333, "cohost": 167, "platform": 500}
    assert {share.outstanding_minor for share in db.read_now(shares_of, back.id)} == {0}
    window_ends(db)
    assert owned(db, people) == {"hana": 333, "zoe": 167, "yan": 0}
