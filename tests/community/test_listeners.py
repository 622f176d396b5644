import pytest

from livefair.community import accept_idea, answer_review, credit_for, launch_idea, review_for, summary_of
from livefair.community.answers import shown_answer
from livefair.community.idea_queries import ideas_by
from livefair.community.ideas import idea_for, shown_idea
from livefair.community.queries import review_page, reviews_of_person
from livefair.community.reviews import shown_review
from livefair.content import feed_page
from livefair.governance import appeal, decide, decide_appeal, publish_shipped_rules, report
from livefair.kernel import GUEST, SYSTEM, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund, grant_refund
from livefair.shop.auctions import put_up
from livefair.shop.bidding import place_bid
from livefair.shop.queries import orders_of_buyer
from livefair.shop.rules.auctions import Draft
from tests.community.corner import reviewed
from tests.community.inventing import idea
from tests.stall import set_up


@pytest.fixture
def stall(db, join):
    db.write_now(publish_shipped_rules, SYSTEM)
    return set_up(db, join)


def removed(db, shown, reporter, moderator):
    receipt = db.write_now(report, reporter, shown, reason="spam", note="", key=shown.subject.id)
    db.write_now(decide, moderator, receipt.case_id, outcome="remove", rule_code="spam", reason="刷屏")
    run_due_now(db)
    return receipt.case_id


def overturned(db, author, case_id, moderator):
    asked = db.write_now(appeal, author, case_id, text="I do own it.")
    db.write_now(decide_appeal, moderator, asked.id, outcome="overturned", reason="So it is.")
    run_due_now(db)


def test_a_removed_review_leaves_product_and_feed_and_comes_back_when_overturned(db, join, stall):
    ana, eve = join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    case_id = removed(db, db.read_now(shown_review, eve, review_id), eve, join("mo", "moderator"))
    with pytest.raises(NotFound):
        db.read_now(review_for, eve, review_id)
    assert db.read_now(feed_page, GUEST).items == []
    assert db.read_now(summary_of, stall.product_id).reviews == 0
    [own] = db.read_now(reviews_of_person, ana, ana.id)
    assert own.hidden_case_id == case_id
    overturned(db, ana, case_id, join("mei", "moderator"))
    assert [item.id for item in db.read_now(feed_page, GUEST).items] == [review_id]
    assert db.read_now(summary_of, stall.product_id).reviews == 1


def test_a_removed_answer_disappears_and_comes_back(db, join, stall):
    ana = join("ana")
    review_id = reviewed(stall, ana)
    db.write_now(answer_review, stall.brand, review_id, text="Go away")
    case_id = removed(db, db.read_now(shown_answer, ana, review_id), ana, join("mo", "moderator"))
    assert db.read_now(review_page, GUEST, review_id).answer is None
    overturned(db, stall.brand, case_id, join("mei", "moderator"))
    assert db.read_now(review_page, GUEST, review_id).answer.text == "Go away"


def test_a_removed_idea_is_seen_by_its_author_alone_and_comes_back_when_overturned(db, join, stall):
    ana, eve = join("ana"), join("eve")
    idea_id = idea(stall, ana)
    case_id = removed(db, db.read_now(shown_idea, eve, idea_id), eve, join("mo", "moderator"))
    with pytest.raises(NotFound):
        db.read_now(idea_for, GUEST, idea_id)
    assert db.read_now(idea_for, ana, idea_id).hidden_case_id == case_id
    assert db.read_now(ideas_by, GUEST, "new") == []
    overturned(db, ana, case_id, join("mei", "moderator"))
    assert [each.id for each in db.read_now(ideas_by, GUEST, "new")] == [idea_id]


def test_goods_that_go_back_take_the_mark_and_the_credit_off_their_review(db, join, stall):
    ana, eve = join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    [card] = db.read_now(orders_of_buyer, ana.id)
    claim = Claim([card.lines[0].id], "changed_mind")
    refund_id = db.write_now(ask_refund, ana, card.order.id, claim, key="back")
    db.write_now(grant_refund, stall.brand, refund_id)
    run_due_now(db)
    assert not db.read_now(review_page, GUEST, review_id).is_verified
    assert db.read_now(credit_for, eve, review_id).reviewer_id is None


def test_whose_idea_the_goods_were_does_not_bid_for_them(db, join, stall):
    ana = join("ana")
    idea_id = idea(stall, ana)
    db.write_now(accept_idea, stall.brand, idea_id, text="We will try it.", royalty_bp=150)
    db.write_now(launch_idea, stall.brand, idea_id, product_id=stall.product_id)
    draft = Draft(1_000, 100, lasts_ms=600_000, soft_ms=30_000, opens_after_ms=0)
    auction_id = db.write_now(put_up, stall.brand, stall.sku_id, draft)
    run_due_now(db)
    with pytest.raises(NotAllowed, match="not_your_own_auction"):
        db.write_now(place_bid, ana, auction_id, max_minor=2_000, key="bid-0001")
