from livefair.community import accept_idea, launch_idea, merge_ideas
from livefair.community.royalties import Royalty, royalties_of
from livefair.kernel import DAY_MS
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund, confirm_receipt, grant_refund, ship_order
from livefair.shop.queries import order_card
from tests.community.inventing import idea
from tests.stall import buy, set_up
from tests.value.shopping import owned


def launched(db, stall, *people, royalty_bp=100):
    """The id of an idea that several had and that has become the stall's product."""
    first, *others = [idea(stall, who) for who in people]
    for other in others:
        db.write_now(merge_ideas, stall.brand, other, into_id=first)
    db.write_now(accept_idea, stall.brand, first, text="Yes", royalty_bp=royalty_bp)
    db.clock.advance(1)
    db.write_now(launch_idea, stall.brand, first, product_id=stall.product_id)
    return first


def kept(db, stall, buyer, key):
    order_id = buy(stall, buyer, key=key)
    db.write_now(ship_order, stall.brand, order_id, carrier="local", tracking="LF1")
    db.write_now(confirm_receipt, buyer, order_id)
    run_due_now(db)
    return order_id


def test_the_first_unit_of_an_adopted_idea_pays_its_royalty_when_it_is_kept(db, clock, join):
    stall, ana, bo, eve = set_up(db, join, price_minor=9_900), join("ana"), join("bo"), join("eve")
    kept(db, stall, eve, "before")
    launched(db, stall, ana, bo, royalty_bp=200)
    kept(db, stall, eve, "first unit")
    assert owned(db, ana.id, bo.id) == {ana.id: 0, bo.id: 0}
    clock.advance(30 * DAY_MS)
    run_due_now(db)
    assert owned(db, ana.id, bo.id) == {ana.id: 99, bo.id: 99}


def test_a_refund_takes_the_royalty_back_to_the_cent(db, clock, join):
    stall, ana, eve = set_up(db, join, price_minor=9_900), join("ana"), join("eve")
    launched(db, stall, ana)
    order_id = kept(db, stall, eve, "k")
    line_id = db.read_now(order_card, order_id).lines[0].id
    refund_id = db.write_now(ask_refund, eve, order_id, Claim([line_id], "changed_mind"), key="back")
    db.write_now(grant_refund, stall.brand, refund_id)
    clock.advance(30 * DAY_MS)
    run_due_now(db)
    assert owned(db, ana.id) == {ana.id: 0}


def test_a_royalty_is_owed_from_the_launch_on_and_by_parts_of_the_credit(db, clock, join):
    stall, ana, bo, cy = set_up(db, join), join("ana"), join("bo"), join("cy")
    idea_id = launched(db, stall, ana, bo, cy)
    assert db.read_now(royalties_of, stall.product_id, clock() - 1) == []
    found = db.read_now(royalties_of, stall.product_id, clock())
    assert found[0] == Royalty(idea_id, ana.id, 100, 2)
    assert {(each.person_id, each.parts) for each in found[1:]} == {(bo.id, 1), (cy.id, 1)}
