import pytest

from livefair.catalog import Words, create_product, edit_product, offered_product_for, product_cards
from livefair.catalog.permits import (
    Paper,
    decide_permit,
    file_permit,
    held_back,
    permit_for,
    permits_of,
    revoke_permit,
    set_permit_policy,
    waiting_permits,
)
from livefair.catalog.queries import listed_products
from livefair.governance.permit_policy import permit_policies, permit_policy
from livefair.kernel import DAY_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.people.notes import my_notes
from tests.catalog.permitted import filed, larder, paper, permitted, require_permits
from tests.stall import check_out_cart, put_in_cart


def is_on_sale(on):
    return on.db.read_now(product_cards, [on.stall.product_id])[on.stall.product_id].is_offered


def notes_of(on):
    return [note.code for note in on.db.read_now(my_notes, on.stall.brand)]


def test_goods_that_need_a_permit_are_off_sale_until_a_moderator_approves_one(db, join):
    on = larder(db, join)
    assert not is_on_sale(on)
    with pytest.raises(NotFound):
        put_in_cart(on.stall, join("ana"))
    assert db.read_now(held_back, on.brand_id) == {"food": 1}
    permit_id = filed(on)
    assert not is_on_sale(on)
    db.write_now(decide_permit, on.moderator, permit_id, is_approved=True)
    assert is_on_sale(on)
    put_in_cart(on.stall, join("ben"))
    assert db.read_now(held_back, on.brand_id) == {}
    assert notes_of(on) == ["permit_approved"]


def test_what_lies_in_a_cart_cannot_be_bought_once_it_needs_a_permit(db, join):
    on = larder(db, join, needs_permit=False)
    ana = join("ana")
    put_in_cart(on.stall, ana)
    require_permits(on)
    with pytest.raises(NotFound):
        check_out_cart(db, ana, expected_minor=4900)
    assert on.stall.product_id not in [card.id for card in db.read_now(listed_products)]


def test_goods_of_other_kinds_and_of_brands_with_a_permit_stay_on_sale(db, join):
    on = larder(db, join, needs_permit=False)
    permitted(on)
    require_permits(on, "food", "health")
    assert is_on_sale(on)
    assert len(db.read_now(listed_products)) == 2


def test_brands_are_told_when_a_new_policy_holds_their_goods_back(db, join):
    on = larder(db, join)
    assert notes_of(on) == []
    run_due_now(db)
    [note] = db.read_now(my_notes, on.stall.brand)
    assert (note.code, note.words["n"]) == ("goods_held_back", "1")


def test_a_permit_warns_of_its_end_and_takes_its_goods_off_sale_on_its_day(db, join, clock):
    on = larder(db, join)
    permitted(on, days=100)
    clock.advance(69 * DAY_MS)
    run_due_now(db)
    assert "permit_ends_soon" not in notes_of(on)
    clock.advance(2 * DAY_MS)
    run_due_now(db)
    assert "permit_ends_soon" in notes_of(on)
    assert is_on_sale(on)
    clock.advance(30 * DAY_MS)
    run_due_now(db)
    assert not is_on_sale(on)
    assert "permit_expired" in notes_of(on)
    [permit] = db.read_now(permits_of, on.brand_id)
    assert permit.state == "ended"


def test_whoever_renews_in_time_is_neither_warned_nor_taken_off_sale(db, join, clock):
    on = larder(db, join)
    permitted(on, days=100)
    clock.advance(60 * DAY_MS)
    permitted(on, days=400, key="paper-2")
    clock.advance(41 * DAY_MS)
    run_due_now(db)
    assert is_on_sale(on)
    assert "permit_ends_soon" not in notes_of(on)


def test_a_refusal_says_why_and_another_paper_may_follow(db, join):
    on = larder(db, join)
    permit_id = filed(on)
    with pytest.raises(Invalid, match="empty"):
        db.write_now(decide_permit, on.moderator, permit_id, is_approved=False)
    db.write_now(decide_permit, on.moderator, permit_id, is_approved=False, reason="The number is another house's.")
    assert not is_on_sale(on)
    [note] = db.read_now(my_notes, on.stall.brand)
    assert (note.code, note.words["reason"]) == ("permit_refused", "The number is another house's.")
    with pytest.raises(Conflict, match="permit_decided"):
        db.write_now(decide_permit, on.moderator, permit_id, is_approved=True)
    permitted(on, key="paper-2")
    assert is_on_sale(on)


def test_a_revoked_permit_ends_at_once(db, join):
    on = larder(db, join)
    permit_id = permitted(on)
    db.write_now(revoke_permit, on.moderator, permit_id, reason="The authority took it back.")
    assert not is_on_sale(on)
    assert db.read_now(permit_for, on.stall.brand, permit_id).reason == "The authority took it back."
    with pytest.raises(Conflict, match="permit_over"):
        db.write_now(revoke_permit, on.moderator, permit_id, reason="Again.")


def test_the_same_paper_twice_is_one_and_one_waits_at_a_time(db, join):
    on = larder(db, join)
    assert filed(on) == filed(on)
    with pytest.raises(Conflict, match="permit_waiting"):
        filed(on, key="paper-2")
    assert len(db.read_now(waiting_permits)) == 1


def test_a_paper_of_yesterday_or_for_ever_or_without_a_number_is_refused(db, join):
    on = larder(db, join)
    for wrong in (paper(on, days=0), paper(on, days=20_000)):
        with pytest.raises(Invalid, match="permit_day"):
            db.write_now(file_permit, on.stall.brand, wrong, key="wrong")
    with pytest.raises(Invalid, match="unknown_category"):
        db.write_now(file_permit, on.stall.brand, paper(on, category="weapons"), key="wrong")
    with pytest.raises(Invalid, match="empty"):
        db.write_now(file_permit, on.stall.brand, Paper("food", " ", "A", db.clock() + DAY_MS), key="wrong")


def test_a_paper_that_ended_while_it_waited_cannot_be_approved(db, join, clock):
    on = larder(db, join)
    permit_id = filed(on, days=2)
    clock.advance(3 * DAY_MS)
    with pytest.raises(Conflict, match="permit_over"):
        db.write_now(decide_permit, on.moderator, permit_id, is_approved=True)


def test_only_brands_file_only_moderators_decide_and_only_operators_set_what_is_needed(db, join):
    on = larder(db, join)
    ana, permit_id = join("ana"), filed(on)
    with pytest.raises(NotAllowed, match="brands_only"):
        db.write_now(file_permit, ana, paper(on), key="mine")
    with pytest.raises(NotFound):
        db.write_now(decide_permit, ana, permit_id, is_approved=True)
    with pytest.raises(NotAllowed, match="moderators_only"):
        db.write_now(decide_permit, on.stall.brand, permit_id, is_approved=True)
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(set_permit_policy, on.moderator, [], warn_days=30)
    with pytest.raises(Invalid, match="unknown_category"):
        db.write_now(set_permit_policy, on.operator, ["weapons"], warn_days=30)
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_permit_policy, on.operator, ["food"], warn_days=0)


def test_the_policy_is_kept_in_versions_and_what_it_frees_is_on_sale_again(db, join):
    on = larder(db, join)
    db.write_now(set_permit_policy, on.operator, ["health"], warn_days=10)
    assert is_on_sale(on)
    assert db.read_now(permit_policy).knobs.categories == ("health",)
    assert [each.knobs.categories for each in db.read_now(permit_policies)] == [("health",), ("food",)]


def test_a_product_of_another_kind_follows_its_new_kind(db, join):
    on = larder(db, join)
    mug = db.write_now(create_product, on.stall.brand, Words("杯", "Cup", category="kitchen"))
    assert db.read_now(offered_product_for, on.stall.brand, mug)
    db.write_now(edit_product, on.stall.brand, mug, Words("糖", "Sweets", category="food"))
    with pytest.raises(NotFound):
        db.read_now(offered_product_for, on.stall.brand, mug)
    db.write_now(edit_product, on.stall.brand, mug, Words("杯", "Cup", category="kitchen"))
    assert db.read_now(offered_product_for, on.stall.brand, mug)
