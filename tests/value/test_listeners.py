"""With the real shop: from the cart through payment, parcel and refund to everybody's account."""

import pytest

from livefair import ledger
from livefair.content.coauthors import accept_coauthorship, ask_coauthor
from livefair.kernel import DAY_MS
from livefair.kernel.runner import dead_letters, run_due_now
from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop import Source
from livefair.shop.fulfilment import confirm_receipt, ship_order
from livefair.shop.queries import order_card
from livefair.shop.refunds import Claim, ask_refund, deny_refund, grant_refund
from livefair.supply import set_commission
from livefair.value import totals_of
from tests.content.studio import published
from tests.stall import buy, set_up


@pytest.fixture
def stall(db, join):
    stall = set_up(db, join, price_minor=9_900)
    db.write_now(set_commission, stall.brand, stall.product_id, 1_500)
    return stall


@pytest.fixture
def people(join):
    return {name: join(name, *roles) for name, *roles in [("ann",), ("hana", "host"), ("rita",)]}


def bought(stall, people):
    """An order of one piece, met in hana's room through rita's review."""
    source = Source(room_id="room", review_id="review", host_id=people["hana"].id, reviewer_id=people["rita"].id)
    order_id = buy(stall, people["ann"], source=source)
    run_due_now(stall.db)
    return order_id


def arrived(stall, people, order_id):
    stall.db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="1")
    stall.db.write_now(confirm_receipt, people["ann"], order_id)
    run_due_now(stall.db)


def window_ends(stall):
    stall.db.clock.advance(31 * DAY_MS)
    run_due_now(stall.db)


def stands(stall, people):
    db = stall.db
    parties = {"brand": stall.brand.organisation_id, "host": people["hana"].id, "reviewer": people["rita"].id}
    found = {role: db.read_now(ledger.balance, f"payable:{party}") for role, party in parties.items()}
    house = {name: db.read_now(ledger.balance, name) for name in ("platform:commission", "platform:fees")}
    return found | house


def test_a_purchase_that_is_kept_pays_everybody_to_the_cent(stall, people):
    order_id = bought(stall, people)
    arrived(stall, people, order_id)
    assert set(stands(stall, people).values()) == {0}
    window_ends(stall)
    assert sum(stands(stall, people).values()) == 9_900
    assert stands(stall, people) == {
        "brand": 7_663,
        "host": 1_485,
        "reviewer": 198,
        "platform:commission": 495,
        "platform:fees": 59,
    }


def test_an_order_cancelled_before_it_is_sent_leaves_everybody_at_zero(stall, people):
    order_id = bought(stall, people)
    ask(stall, people, order_id)
    window_ends(stall)
    assert set(stands(stall, people).values()) == {0}
    assert stall.db.read_now(ledger.balance, "psp_clearing") == 0


def test_goods_given_back_in_time_leave_everybody_at_zero(stall, people):
    order_id = bought(stall, people)
    arrived(stall, people, order_id)
    refund_id = ask(stall, people, order_id)
    window_ends(stall)
    assert set(stands(stall, people).values()) == {0}, "nothing is released while the claim is open"
    stall.db.write_now(grant_refund, stall.brand, refund_id)
    window_ends(stall)
    assert set(stands(stall, people).values()) == {0}


def test_a_claim_that_is_denied_lets_the_shares_go(stall, people):
    order_id = bought(stall, people)
    arrived(stall, people, order_id)
    refund_id = ask(stall, people, order_id)
    window_ends(stall)
    stall.db.write_now(deny_refund, stall.brand, refund_id, answer="Worn.")
    window_ends(stall)
    assert stands(stall, people)["host"] == 1_485


def test_an_agency_gets_its_part_of_the_host_s_commission(stall, people, join):
    agent = join("agent")
    agency_id = stall.db.write_now(found_organisation, agent, kind="mcn", name="Agency")
    agent = stall.db.read_now(actor_of, agent.id)
    roster_id = stall.db.write_now(
        invite_host, agent, people["hana"].id, share_bp=2_000, ends_at_ms=stall.db.clock() + 90 * DAY_MS
    )
    stall.db.write_now(accept_contract, people["hana"], roster_id)
    arrived(stall, people, bought(stall, people))
    window_ends(stall)
    assert stands(stall, people)["host"] == 1_188
    assert stall.db.read_now(ledger.balance, f"payable:{agency_id}") == 297


def test_the_brand_finds_it_in_its_statement_and_no_letter_is_dead(stall, people):
    arrived(stall, people, bought(stall, people))
    window_ends(stall)
    [totals] = stall.db.read_now(totals_of, stall.brand, stall.brand.organisation_id)
    assert totals.payable_minor == 7_663
    assert [letter for letter in stall.db.read_now(dead_letters) if letter.kind.startswith("value.")] == []


def ask(stall, people, order_id):
    lines = [line.id for line in stall.db.read_now(order_card, order_id).lines]
    refund_id = stall.db.write_now(ask_refund, people["ann"], order_id, Claim(lines, "changed_mind"), key="r")
    run_due_now(stall.db)
    return refund_id


def test_who_made_a_video_with_its_author_shares_what_is_bought_through_it(stall, people, join):
    db, hana, rita = stall.db, people["hana"], people["rita"]
    video_id = published(db, hana)
    asked = db.write_now(ask_coauthor, hana, video_id, rita.id, share_bp=2_500)
    before = buy(stall, people["ann"], source=Source(video_id=video_id, host_id=hana.id))
    db.clock.advance(1)
    db.write_now(accept_coauthorship, rita, asked.id)
    after = buy(stall, people["ann"], source=Source(video_id=video_id, host_id=hana.id), key="k2")
    run_due_now(db)
    for order_id in (before, after):
        arrived(stall, people, order_id)
    window_ends(stall)
    own = buy(stall, rita, source=Source(video_id=video_id, host_id=hana.id))
    run_due_now(db)
    stall.db.write_now(ship_order, stall.brand, own, carrier="SF", tracking="1")
    stall.db.write_now(confirm_receipt, rita, own)
    window_ends(stall)
    whole = 9_900 * 1_500 // 10_000
    with_her = db.read_now(ledger.balance, f"payable:{rita.id}")
    alone = db.read_now(ledger.balance, f"payable:{hana.id}")
    assert with_her == whole * 2_500 // 10_000
    assert alone + with_her == 3 * whole
