import pytest

from livefair.community import accept_idea, idea_for, merge_ideas
from livefair.community.events import IdeaMerged, IdeaNeedsAnswer
from livefair.community.idea_merging import gathering_ideas
from livefair.community.idea_queries import credits_of, ideas_of_person
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed
from tests.announced import Announced
from tests.community.inventing import idea, needing, supported
from tests.stall import set_up


def credit(db, idea_id):
    return {line.person_id: line.parts for line in db.read_now(credits_of, [idea_id])[idea_id]}


def test_ideas_that_say_the_same_share_supporters_and_credit(db, join):
    needing(db, join, 4)
    stall, ana, bo, cy = set_up(db, join), join("ana"), join("bo"), join("cy")
    first, second, third = (idea(stall, who) for who in (ana, bo, cy))
    both = supported(db, join, first, 2)
    supported(db, join, second, 1, name="other")
    for fan in both[:1]:
        supported(db, lambda name, fan=fan: fan, second, 1)
    supported(db, lambda name: bo, first, 1)
    facts = Announced(db)
    db.write_now(merge_ideas, stall.brand, second, into_id=first)
    assert db.read_now(idea_for, GUEST, first).supporters == 3  # bo shares the credit now and stands behind it no more
    assert credit(db, first) == {ana.id: 1, bo.id: 1}
    supported(db, join, third, 1, name="third")
    db.write_now(merge_ideas, join("mo", "moderator"), third, into_id=first)
    assert credit(db, first) == {ana.id: 2, bo.id: 1, cy.id: 1}
    assert db.read_now(idea_for, GUEST, third).merged_into == first
    assert [type(fact) for fact in facts if not hasattr(fact, "person_id")] == [IdeaMerged, IdeaMerged, IdeaNeedsAnswer]
    assert [each.id for each in db.read_now(ideas_of_person, cy.id)] == [first]
    assert [each.id for each in db.read_now(gathering_ideas, GUEST, stall.brand.organisation_id)] == [first]


def test_what_was_merged_into_a_merged_idea_comes_along(db, join):
    stall, ana, bo, cy = set_up(db, join), join("ana"), join("bo"), join("cy")
    first, second, third = (idea(stall, who) for who in (ana, bo, cy))
    db.write_now(merge_ideas, stall.brand, third, into_id=second)
    db.write_now(merge_ideas, stall.brand, second, into_id=first)
    assert db.read_now(idea_for, GUEST, third).merged_into == first
    assert credit(db, first) == {ana.id: 2, bo.id: 1, cy.id: 1}


def test_the_first_idea_is_kept_and_only_the_brand_or_a_moderator_merges(db, join):
    stall, other, ana, bo = set_up(db, join), set_up(db, join, name="other"), join("ana"), join("bo")
    first, second, elsewhere = idea(stall, ana), idea(stall, bo), idea(other, bo, key="k")
    with pytest.raises(Invalid, match="older_idea_first"):
        db.write_now(merge_ideas, stall.brand, first, into_id=second)
    with pytest.raises(Invalid, match="other_idea"):
        db.write_now(merge_ideas, stall.brand, elsewhere, into_id=first)
    for who in (bo, other.brand, GUEST):
        with pytest.raises(NotAllowed, match="brands_only"):
            db.write_now(merge_ideas, who, second, into_id=first)


def test_what_has_been_answered_is_merged_no_more(db, join):
    stall, ana, bo = set_up(db, join), join("ana"), join("bo")
    first, second = idea(stall, ana), idea(stall, bo)
    db.write_now(accept_idea, stall.brand, first, text="Yes", royalty_bp=100)
    with pytest.raises(Conflict, match="idea_closed"):
        db.write_now(merge_ideas, stall.brand, second, into_id=first)
