import pytest

from livefair.kernel import DAY_MS, Conflict, NotAllowed, NotFound
from livefair.people import actor_of, contract_in_force, found_organisation
from livefair.people.organisations import accept_contract, add_member, end_contract, invite_host, remove_member


@pytest.fixture
def mcn(db, join):
    boss = join("boss")
    db.write_now(found_organisation, boss, kind="mcn", name="Star House")
    return db.read_now(actor_of, boss.id)


def test_the_founder_acts_for_the_organisation(db, mcn):
    assert mcn.has("mcn")
    assert mcn.organisation_id


def test_a_name_of_an_organisation_is_taken_once(db, join, mcn):
    with pytest.raises(Conflict, match="name_taken"):
        db.write_now(found_organisation, join("eve"), kind="brand", name="Star House")


def test_only_members_add_members(db, join, mcn):
    eve = join("eve")
    with pytest.raises(NotAllowed):
        db.write_now(add_member, eve, mcn.organisation_id, eve.id)
    db.write_now(add_member, mcn, mcn.organisation_id, eve.id)
    assert db.read_now(actor_of, eve.id).organisation_id == mcn.organisation_id


def test_a_contract_shares_only_between_its_acceptance_and_its_end(db, join, mcn, clock):
    host = join("host", "host")
    offer = db.write_now(invite_host, mcn, host.id, share_bp=3000, ends_at_ms=clock() + DAY_MS)
    assert db.read_now(contract_in_force, host.id) is None
    db.write_now(accept_contract, host, offer)
    assert db.read_now(contract_in_force, host.id).share_bp == 3000
    clock.advance(DAY_MS)
    assert db.read_now(contract_in_force, host.id) is None


def test_a_host_has_one_contract_at_a_time_and_either_side_ends_it(db, join, mcn, clock):
    host = join("host", "host")
    offers = [db.write_now(invite_host, mcn, host.id, share_bp=10, ends_at_ms=clock() + DAY_MS) for _ in range(2)]
    db.write_now(accept_contract, host, offers[0])
    with pytest.raises(Conflict, match="already_under_contract"):
        db.write_now(accept_contract, host, offers[1])
    db.write_now(end_contract, mcn, offers[0])
    assert db.read_now(contract_in_force, host.id) is None


def test_a_stranger_does_not_see_a_contract(db, join, mcn, clock):
    host, eve = join("host", "host"), join("eve")
    offer = db.write_now(invite_host, mcn, host.id, share_bp=10, ends_at_ms=clock() + DAY_MS)
    with pytest.raises(NotFound):
        db.write_now(accept_contract, eve, offer)


def test_a_member_plans_but_binds_nobody_and_adds_nobody(db, join, mcn):
    planner, eve, host = join("pia"), join("eve"), join("kai", "host")
    db.write_now(add_member, mcn, mcn.organisation_id, planner.id)
    acting = db.read_now(actor_of, planner.id)
    assert acting.has("mcn")
    with pytest.raises(NotAllowed, match="owners_only"):
        db.write_now(invite_host, acting, host.id, share_bp=1_000, ends_at_ms=db.clock() + DAY_MS)
    with pytest.raises(NotAllowed, match="owners_only"):
        db.write_now(add_member, acting, mcn.organisation_id, eve.id)
    contract = db.write_now(invite_host, mcn, host.id, share_bp=1_000, ends_at_ms=db.clock() + DAY_MS)
    with pytest.raises(NotAllowed, match="owners_only"):
        db.write_now(end_contract, acting, contract)


def test_who_was_removed_acts_for_the_organisation_no_more(db, join, mcn):
    planner = join("pia")
    db.write_now(add_member, mcn, mcn.organisation_id, planner.id)
    acting = db.read_now(actor_of, planner.id)
    with pytest.raises(NotAllowed, match="owners_only"):
        db.write_now(remove_member, acting, mcn.organisation_id, mcn.id)
    db.write_now(remove_member, mcn, mcn.organisation_id, planner.id)
    after = db.read_now(actor_of, planner.id)
    assert (after.organisation_id, after.has("mcn")) == (None, False)
    for gone in (planner.id, mcn.id):  # gone already; and an owner stays
        with pytest.raises(NotFound):
            db.write_now(remove_member, mcn, mcn.organisation_id, gone)
