import pytest

from livefair.catalog import Words, create_product
from livefair.community import accept_idea, decline_idea, idea_for, launch_idea, show_prototype, support_idea
from livefair.community.events import IdeaAnswered, IdeaLaunched, IdeaPrototyped
from livefair.community.idea_answers import steps_of
from livefair.community.idea_queries import ideas_by, ideas_in_product
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed
from livefair.people.notes import my_notes
from tests.announced import Announced
from tests.community.inventing import idea
from tests.stall import set_up


def test_an_accepted_idea_becomes_a_product_step_by_step_before_everybody(db, clock, join):
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    clock.advance(5_000)
    facts = Announced(db)
    db.write_now(accept_idea, stall.brand, idea_id, text="We will try it in spring.", royalty_bp=150)
    clock.advance(1)
    db.write_now(show_prototype, stall.brand, idea_id, text="The first lid came from the workshop.")
    clock.advance(1)
    db.write_now(launch_idea, stall.brand, idea_id, product_id=stall.product_id)
    found = db.read_now(idea_for, GUEST, idea_id)
    assert (found.state, found.royalty_bp, found.made_product_id) == ("launched", 150, stall.product_id)
    assert [step.verdict for step in db.read_now(steps_of, idea_id)] == ["accepted", "prototype"]
    assert [type(fact) for fact in facts] == [IdeaAnswered, IdeaPrototyped, IdeaLaunched]
    assert next(iter(facts)).wait_ms == 5_000
    assert [each.id for each in db.read_now(ideas_in_product, stall.product_id)] == [idea_id]
    assert [each.id for each in db.read_now(ideas_by, GUEST, "made")] == [idea_id]
    told = [note.code for note in db.read_now(my_notes, ana)]
    assert told == ["idea_launched", "idea_prototype", "idea_accepted"]


def test_a_declined_idea_says_why_and_is_closed(db, join):
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    db.write_now(decline_idea, stall.brand, idea_id, text="Cork does not survive the dishwasher.")
    assert db.read_now(steps_of, idea_id)[0].text == "Cork does not survive the dishwasher."
    for again in (decline_idea, show_prototype):
        with pytest.raises(Conflict):
            db.write_now(again, stall.brand, idea_id, text="Once more")
    with pytest.raises(Conflict, match="idea_closed"):
        db.write_now(support_idea, join("bo"), idea_id)
    with pytest.raises(Conflict, match="idea_not_accepted"):
        db.write_now(launch_idea, stall.brand, idea_id, product_id=stall.product_id)
    assert [step.verdict for step in db.read_now(steps_of, idea_id)] == ["declined"]


def test_only_its_own_brand_answers(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    idea_id = idea(stall, ana)
    for who in (other.brand, ana, GUEST):
        with pytest.raises(NotAllowed, match="brands_only"):
            db.write_now(accept_idea, who, idea_id, text="Yes", royalty_bp=100)


@pytest.mark.parametrize("royalty_bp", [99, -1, 1_001])
def test_a_royalty_is_at_least_what_the_rules_say_and_at_most_a_tenth(db, join, royalty_bp):
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    with pytest.raises(Invalid, match="royalty_out_of_range"):
        db.write_now(accept_idea, stall.brand, idea_id, text="Yes", royalty_bp=royalty_bp)


def test_all_ideas_of_a_product_together_are_owed_at_most_a_tenth(db, join):
    stall, ana = set_up(db, join), join("ana")
    first, second = idea(stall, ana), idea(stall, ana, key="j")
    for idea_id in (first, second):
        db.write_now(accept_idea, stall.brand, idea_id, text="Yes", royalty_bp=600)
    db.write_now(launch_idea, stall.brand, first, product_id=stall.product_id)
    with pytest.raises(Conflict, match="royalties_too_high"):
        db.write_now(launch_idea, stall.brand, second, product_id=stall.product_id)
    other = db.write_now(create_product, stall.brand, Words("杯垫", "Coaster", category="kitchen"))
    db.write_now(launch_idea, stall.brand, second, product_id=other)


def test_a_brand_sells_its_own_product_for_an_idea(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    idea_id = idea(stall, ana)
    db.write_now(accept_idea, stall.brand, idea_id, text="Yes", royalty_bp=100)
    with pytest.raises(Invalid, match="other_product"):
        db.write_now(launch_idea, stall.brand, idea_id, product_id=other.product_id)
