import pytest

from livefair.catalog.removals import shown_product
from livefair.community import (
    IdeaDraft,
    accept_idea,
    decline_idea,
    idea_for,
    launch_idea,
    publish_idea,
    support_idea,
    withdraw_idea,
)
from livefair.community.events import IdeaPublished
from livefair.community.idea_queries import ideas_by
from livefair.community.rules.ideas import IDEAS_PER_DAY_MAX
from livefair.content import feed_page
from livefair.governance import decide, publish_shipped_rules, report
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Actor, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.kernel.runner import run_due_now
from livefair.people import block
from livefair.people.guests import come_as_guest
from tests.announced import Announced
from tests.community.inventing import TEXT, idea, needing, supported
from tests.stall import set_up


def test_an_idea_stands_before_its_brand_and_everybody(db, join):
    stall, ana = set_up(db, join), join("ana")
    facts = Announced(db)
    idea_id = idea(stall, ana, product_id=stall.product_id)
    found = db.read_now(idea_for, GUEST, idea_id)
    assert (found.author_id, found.state, found.supporters, found.royalty_bp) == (ana.id, "open", 0, 0)
    assert found.until_ms - found.published_at_ms == 365 * DAY_MS
    assert [(type(fact), fact.product_id) for fact in facts] == [(IdeaPublished, stall.product_id)]
    assert [each.id for each in db.read_now(ideas_by, GUEST, "new")] == [idea_id]


def test_the_same_key_twice_is_the_same_idea(db, join):
    stall, ana = set_up(db, join), join("ana")
    assert idea(stall, ana) == idea(stall, ana, title="Another title")


@pytest.mark.parametrize(("title", "text"), [("Lid", TEXT), ("A good title", "too short"), ("x" * 81, TEXT)])
def test_an_idea_says_enough_and_not_too_much(db, join, title, text):
    stall = set_up(db, join)
    with pytest.raises(Invalid):
        idea(stall, join("ana"), title=title, text=text)


def test_an_idea_is_for_a_brand_and_for_a_product_of_that_brand(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    with pytest.raises(Invalid, match="other_product"):
        idea(stall, ana, product_id=other.product_id)
    with pytest.raises(NotFound):
        db.write_now(publish_idea, ana, IdeaDraft(ana.id, "A good title", TEXT), key="k")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        idea(stall, GUEST)


def test_an_idea_is_of_somebody_with_an_account_and_not_of_the_brand_itself(db, join):
    stall = set_up(db, join)
    guest = Actor(
        db.write_now(come_as_guest, GUEST, email="g@example.org", locale="en", address="here"), frozenset({"customer"})
    )
    with pytest.raises(NotAllowed, match="sign_in_first"):
        idea(stall, guest)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(support_idea, guest, idea(stall, join("ana")))
    with pytest.raises(NotAllowed, match="brands_own_idea"):
        idea(stall, stall.brand)


def test_ideas_about_a_removed_product_go_and_the_others_stay(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    about, new = idea(stall, ana, product_id=stall.product_id), idea(other, ana, key="j")
    db.write_now(publish_shipped_rules, SYSTEM)
    shown = db.read_now(shown_product, ana, stall.product_id)
    receipt = db.write_now(report, ana, shown, reason="danger", note="", key="r")
    db.write_now(
        decide, join("mo", "moderator"), receipt.case_id, outcome="remove", rule_code="spam", reason="It burns."
    )
    run_due_now(db)
    assert [item.id for item in db.read_now(feed_page, GUEST).items] == [new]
    assert [each.id for each in db.read_now(ideas_by, GUEST, "new")] == [new]
    assert about != new


def test_nobody_has_more_ideas_a_day_than_can_be_read(db, join):
    stall, ana = set_up(db, join), join("ana")
    for n in range(IDEAS_PER_DAY_MAX):
        idea(stall, ana, key=f"k{n}")
    with pytest.raises(TooMany, match="too_many_ideas"):
        idea(stall, ana, key="one more")


def test_an_author_takes_an_idea_back_until_the_brand_must_answer(db, join):
    needing(db, join, 2)
    stall, ana = set_up(db, join), join("ana")
    first, second = idea(stall, ana), idea(stall, ana, key="j")
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(withdraw_idea, join("bo"), first)
    db.write_now(withdraw_idea, ana, first)
    with pytest.raises(NotFound):
        db.read_now(idea_for, GUEST, first)
    supported(db, join, second, 2)
    with pytest.raises(Conflict, match="idea_closed"):
        db.write_now(withdraw_idea, ana, second)


def test_who_is_blocked_does_not_meet_the_idea(db, join):
    stall, ana, bo = set_up(db, join), join("ana"), join("bo")
    idea_id = idea(stall, ana)
    db.write_now(block, ana, bo.id)
    with pytest.raises(NotFound):
        db.read_now(idea_for, bo, idea_id)
    assert db.read_now(ideas_by, bo, "new") == []


def test_an_idea_is_a_card_in_the_feed_while_it_waits_or_is_made(db, join):
    stall, ana = set_up(db, join), join("ana")
    new, better, gone = (
        idea(stall, ana),
        idea(stall, ana, key="j", product_id=stall.product_id),
        idea(stall, ana, key="k"),
    )
    supported(db, join, new, 3)
    db.write_now(decline_idea, stall.brand, gone, text="No")
    db.write_now(accept_idea, stall.brand, better, text="Yes", royalty_bp=100)
    shown = {item.id: item for item in db.read_now(feed_page, GUEST).items}
    assert {item_id: item.kind for item_id, item in shown.items()} == {new: "idea", better: "idea"}
    assert (shown[new].card.product, shown[new].card.endorsements) == (None, 3)
    assert shown[better].card.product.id == stall.product_id
    db.write_now(launch_idea, stall.brand, better, product_id=stall.product_id)
    assert [item.id for item in db.read_now(feed_page, GUEST).items] == [new]
