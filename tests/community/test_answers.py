import pytest

from livefair.community import ReviewAnswered, answer_review
from livefair.community.answers import shown_answer
from livefair.community.queries import review_page
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, NotFound
from tests.announced import Announced
from tests.community.corner import reviewed
from tests.stall import set_up


def test_the_brand_answers_once_where_everybody_reads_it(db, clock, join):
    stall, ana = set_up(db, join), join("ana")
    review_id = reviewed(stall, ana, rating=2)
    clock.advance(5_000)
    facts = Announced(db)
    db.write_now(answer_review, stall.brand, review_id, text="We send you a new lid.")
    page = db.read_now(review_page, GUEST, review_id)
    assert (page.answer.text, page.answer.brand_id) == ("We send you a new lid.", stall.brand.organisation_id)
    assert [(type(fact), fact.wait_ms) for fact in facts] == [(ReviewAnswered, 5_000)]
    with pytest.raises(Conflict, match="already_answered"):
        db.write_now(answer_review, stall.brand, review_id, text="And a new cup.")
    assert db.read_now(shown_answer, ana, review_id).author_id == stall.brand.id


def test_only_the_products_own_brand_answers(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    review_id = reviewed(stall, ana)
    for who in (other.brand, ana, GUEST):
        with pytest.raises(NotAllowed):
            db.write_now(answer_review, who, review_id, text="Thanks")


@pytest.mark.parametrize("text", ["", " \u202e ", "x" * 1_001])
def test_an_answer_that_makes_no_sense_is_refused(db, join, text):
    stall, ana = set_up(db, join), join("ana")
    review_id = reviewed(stall, ana)
    with pytest.raises(Invalid):
        db.write_now(answer_review, stall.brand, review_id, text=text)
    with pytest.raises(NotFound):
        db.read_now(shown_answer, ana, review_id)
