import pytest

from livefair.community import ReviewFoundHelpful, find_helpful, withdraw_helpful
from livefair.community.queries import review_page
from livefair.content import feed_page
from livefair.kernel import GUEST, NotAllowed
from tests.announced import Announced
from tests.community.corner import reviewed
from tests.stall import set_up


def test_a_review_is_found_helpful_once_per_person(db, join):
    stall, ana, eve, bob = set_up(db, join), join("ana"), join("eve"), join("bob")
    review_id = reviewed(stall, ana)
    facts = Announced(db)
    assert [db.write_now(find_helpful, who, review_id) for who in (eve, eve, bob)] == [1, 1, 2]
    page = db.read_now(review_page, eve, review_id)
    assert (page.helpful, page.is_found_helpful) == (2, True)
    assert db.read_now(feed_page, GUEST).items[0].card.endorsements == 2
    assert [db.write_now(withdraw_helpful, eve, review_id) for _ in range(2)] == [1, 1]
    assert not db.read_now(review_page, eve, review_id).is_found_helpful
    assert [type(fact) for fact in facts] == [ReviewFoundHelpful, ReviewFoundHelpful]


def test_neither_its_writer_nor_a_guest_votes(db, join):
    stall, ana = set_up(db, join), join("ana")
    review_id = reviewed(stall, ana)
    for who in (ana, GUEST):
        with pytest.raises(NotAllowed):
            db.write_now(find_helpful, who, review_id)
