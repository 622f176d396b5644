import pytest

from livefair import ledger
from livefair.kernel import DAY_MS, Conflict, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, invite_host
from livefair.supply.deals import Proposal, deal_for, propose
from livefair.supply.milestones import accept, deliver, escrow_of, milestones_of, take_back_missed
from livefair.supply.rules.deals import ANSWER_WITHIN_MS
from livefair.supply.signing import end_deal
from tests.supply.agreeing import earn, fair, invited, sign_newest, signed, terms

FIRST = {"version": 1, "position": 1}


def ready(db, party):
    return db.read_now(ledger.balance, f"payable:{party}")


def state_of(db, deal_id):
    return [one.state for one in db.read_now(milestones_of, deal_id)]


@pytest.fixture
def town(db, join):
    made = fair(db, join)
    earn(made, 10_000)
    return made


def test_a_flat_fee_waits_in_escrow_from_the_signature_on(db, town):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    assert ready(db, town.brand.organisation_id) == 6_000
    assert db.read_now(escrow_of, deal_id) == 4_000


def test_nobody_signs_for_a_fee_that_the_brand_does_not_have(db, town):
    deal_id = invited(town, terms(town, fee_minor=10_001))
    with pytest.raises(Conflict, match="fee_not_covered"):
        sign_newest(town, town.host, deal_id)
    assert db.read_now(deal_for, town.host, deal_id).state == "open"


def test_what_was_delivered_and_accepted_is_paid(db, town):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    db.write_now(deliver, town.host, deal_id, **FIRST, note="Show of Friday")
    db.write_now(accept, town.brand, deal_id, **FIRST)
    assert (ready(db, town.host.id), db.read_now(escrow_of, deal_id)) == (4_000, 0)
    with pytest.raises(Conflict, match="milestone_not_delivered"):
        db.write_now(accept, town.brand, deal_id, **FIRST)


def test_a_missed_milestone_holds_its_payment(db, town, clock):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    clock.advance(DAY_MS)
    run_due_now(db)
    assert state_of(db, deal_id) == ["missed"]
    with pytest.raises(Conflict, match="milestone_not_delivered"):
        db.write_now(accept, town.brand, deal_id, **FIRST)
    assert (ready(db, town.host.id), db.read_now(escrow_of, deal_id)) == (0, 4_000)


def test_a_missed_milestone_is_paid_when_it_is_delivered_after_all(db, town, clock):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    clock.advance(DAY_MS)
    run_due_now(db)
    db.write_now(deliver, town.host, deal_id, **FIRST)
    db.write_now(accept, town.brand, deal_id, **FIRST)
    assert ready(db, town.host.id) == 4_000


def test_the_brand_takes_back_only_what_was_missed(db, town, clock):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    with pytest.raises(Conflict, match="milestone_not_missed"):
        db.write_now(take_back_missed, town.brand, deal_id, **FIRST)
    clock.advance(DAY_MS)
    run_due_now(db)
    db.write_now(take_back_missed, town.brand, deal_id, **FIRST)
    assert ready(db, town.brand.organisation_id) == 10_000


def test_a_brand_that_does_not_answer_has_accepted(db, town, clock):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    db.write_now(deliver, town.host, deal_id, **FIRST)
    clock.advance(ANSWER_WITHIN_MS)
    run_due_now(db)
    assert state_of(db, deal_id) == ["paid"]


def test_the_agency_has_its_part_of_the_fee(db, town, join):
    boss = join("boss")
    db.write_now(found_organisation, boss, kind="mcn", name="Agency")
    boss = db.read_now(actor_of, boss.id)
    contract = db.write_now(invite_host, boss, town.host.id, share_bp=2_500, ends_at_ms=db.clock() + 90 * DAY_MS)
    db.write_now(accept_contract, town.host, contract)
    deal_id = signed(town, terms(town, fee_minor=4_001))
    db.write_now(deliver, town.host, deal_id, **FIRST)
    db.write_now(accept, town.brand, deal_id, **FIRST)
    assert (ready(db, boss.organisation_id), ready(db, town.host.id)) == (1_000, 3_001)


def test_a_brand_does_not_end_a_deal_while_its_fee_is_still_to_be_earned(db, town):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    with pytest.raises(Conflict, match="milestones_open"):
        db.write_now(end_deal, town.brand, deal_id)
    db.write_now(end_deal, town.host, deal_id)
    assert ready(db, town.brand.organisation_id) == 10_000


def test_new_terms_hold_their_own_fee_in_place_of_the_old(db, town):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    db.write_now(propose, town.brand, deal_id, Proposal(terms(town, fee_minor=7_000), 1))
    sign_newest(town, town.host, deal_id)
    assert (ready(db, town.brand.organisation_id), db.read_now(escrow_of, deal_id)) == (3_000, 7_000)


def test_only_the_two_sides_speak_of_a_milestone(db, town):
    deal_id = signed(town, terms(town, fee_minor=4_000))
    with pytest.raises(NotAllowed):
        db.write_now(deliver, town.other, deal_id, **FIRST)
    with pytest.raises(NotAllowed):
        db.write_now(accept, town.host, deal_id, **FIRST)
