import pytest

from livefair.community import OpeningLine, credit_for, journal_openings, opened_by, remove_review, rules
from livefair.kernel import DAY_MS, GUEST, SYSTEM, NotFound
from livefair.shop import Source
from livefair.shop.queries import order_card
from tests.community.corner import reviewed
from tests.stall import buy, set_up


def test_an_order_that_came_through_a_review_credits_its_writer(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    credit = db.read_now(credit_for, eve, review_id)
    assert credit == (review_id, ana.id, stall.product_id)
    source = Source(review_id=credit.review_id, reviewer_id=credit.reviewer_id)
    [line] = db.read_now(order_card, buy(stall, eve, source=source)).lines
    assert (line.review_id, line.reviewer_id) == (review_id, ana.id)


def test_nobody_earns_on_their_own_purchase_without_having_bought_or_as_an_employee(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    bought = reviewed(stall, ana)
    unbought = reviewed(stall, eve, line_id=None)
    employed = reviewed(stall, join("pam"), disclosure="employed")
    assert db.read_now(credit_for, ana, bought).reviewer_id is None
    assert db.read_now(credit_for, ana, unbought).reviewer_id is None
    assert db.read_now(credit_for, ana, employed).reviewer_id is None
    assert db.read_now(credit_for, GUEST, bought).reviewer_id == ana.id


def test_a_review_that_is_gone_credits_nobody(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    db.write_now(remove_review, ana, review_id)
    with pytest.raises(NotFound):
        db.read_now(credit_for, eve, review_id)


def test_openings_count_once_per_viewer_review_and_day(db, clock, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    line = OpeningLine(review_id, eve.id, "", clock())
    own, unknown = line._replace(person_id=ana.id), line._replace(review_id="nothing")
    guest, nobody = line._replace(person_id=None, guest="s"), line._replace(person_id=None)
    assert db.write_now(journal_openings, SYSTEM, [line, line, own, unknown, guest, nobody]) == 2
    clock.advance(DAY_MS)
    db.write_now(journal_openings, SYSTEM, [line._replace(at_ms=clock())])
    touches = db.read_now(opened_by, eve.id, 0)
    assert [(touch.review_id, touch.author_id) for touch in touches] == [(review_id, ana.id)] * 2


def test_a_batch_of_openings_is_bounded(db, clock, join):
    stall, ana = set_up(db, join), join("ana")
    review_id = reviewed(stall, ana)
    lines = [OpeningLine(review_id, None, f"g{number}", clock()) for number in range(rules.OPENING_LINES_MAX + 5)]
    assert db.write_now(journal_openings, SYSTEM, lines) == rules.OPENING_LINES_MAX
