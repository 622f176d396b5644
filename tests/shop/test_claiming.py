import pytest

from livefair.kernel import GUEST, Actor, Invalid, NotAllowed, NotFound, TooMany
from livefair.people.accounts import person_for
from livefair.people.guests import come_as_guest, guest_called
from livefair.people.rules import GUESTS_PER_ADDRESS
from livefair.shop import confirm_receipt, ship_order
from livefair.shop.claiming import claim_order, guest_of_order
from livefair.shop.queries import orders_of_buyer
from tests.stall import buy, set_up


def guest(db, email="ana@fair.example"):
    person_id = db.write_now(come_as_guest, GUEST, email=email, locale="zh", address="::1")
    return Actor(person_id, frozenset({"customer"}))


def test_a_guest_buys_without_an_account_even_with_an_address_that_has_one(db, join):
    stall, ana = set_up(db, join), join("ana")
    bought = [buy(stall, guest(db, f"{ana.id}@fair.example")) for _ in range(2)]
    assert all(db.read_now(guest_of_order, order_id) is not None for order_id in bought)
    assert db.read_now(orders_of_buyer, ana.id) == [], "nobody sees another's orders for having the same address"


def test_an_account_of_the_same_address_takes_the_orders_over_once(db, join):
    stall, ana = set_up(db, join), join("ana")
    email = db.read_now(email_of, ana.id)
    visitor = guest(db, f" {email.upper()} ")
    order_id = buy(stall, visitor)
    db.write_now(claim_order, ana, order_id)
    assert [card.order.id for card in db.read_now(orders_of_buyer, ana.id)] == [order_id]
    assert db.read_now(orders_of_buyer, visitor.id) == []
    assert db.read_now(guest_called, visitor.id).claimed_by == ana.id
    with pytest.raises(NotFound):
        db.write_now(claim_order, ana, order_id)
    db.write_now(ship_order, stall.brand, order_id, carrier="顺丰", tracking="SF1")
    db.write_now(confirm_receipt, ana, order_id)


def email_of(tx, person_id):
    return person_for(tx, Actor(person_id), person_id).email


def test_nobody_else_takes_a_guests_order(db, join):
    stall, ana, bob = set_up(db, join), join("ana"), join("bob")
    visitor = guest(db, db.read_now(email_of, ana.id))
    order_id = buy(stall, visitor)
    for who, refusal in ((bob, NotAllowed), (GUEST, NotAllowed), (visitor, NotAllowed)):
        with pytest.raises(refusal):
            db.write_now(claim_order, who, order_id)
    with pytest.raises(NotFound):
        db.write_now(claim_order, ana, buy(stall, bob))
    later = buy(stall, visitor, key="later")
    db.write_now(claim_order, ana, order_id)
    assert db.read_now(guest_of_order, later) is None, "all that this guest has bought goes along"
    latest = buy(stall, visitor, key="latest")
    db.write_now(claim_order, ana, latest)
    assert db.read_now(guest_of_order, latest) is None, "nor does what comes later stay behind"


@pytest.mark.parametrize("email", ["", "ana", "ana@", "@fair.example", "a\x00@fair.example"])
def test_an_address_nobody_can_have_is_refused(db, email):
    with pytest.raises(Invalid, match="bad_email"):
        guest(db, email)


def test_one_address_of_the_network_does_not_send_guests_without_end(db):
    for n in range(GUESTS_PER_ADDRESS):
        guest(db, f"g{n}@fair.example")
    with pytest.raises(TooMany, match="too_many_tries"):
        guest(db)
