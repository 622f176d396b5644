from livefair.community import find_helpful, reviews_between, summary_of
from livefair.community.queries import most_helpful, reviewed_lines, reviews_of_person, reviews_of_product
from livefair.kernel import GUEST
from livefair.people import block
from livefair.shop.queries import orders_of_buyer
from tests.community.corner import reviewed
from tests.stall import set_up


def test_a_products_reviews_are_paged_newest_first_and_summed(db, join):
    stall = set_up(db, join)
    people = [join(f"p{number}") for number in range(3)]
    made = [reviewed(stall, who, rating=rating) for who, rating in zip(people, (5, 4, 2), strict=True)]
    first = db.read_now(reviews_of_product, GUEST, stall.product_id, most=2)
    rest = db.read_now(reviews_of_product, GUEST, stall.product_id, before=first[-1].id, most=2)
    assert [item.id for item in [*first, *rest]] == made[::-1]
    summary = db.read_now(summary_of, stall.product_id)
    assert (summary.reviews, summary.verified, summary.average_hundredths) == (3, 3, 367)
    assert summary.by_rating == [0, 1, 0, 1, 1]
    assert db.read_now(summary_of, "nothing").average_hundredths == 0


def test_the_most_helpful_come_first_where_asked_for(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    older = reviewed(stall, ana)
    reviewed(stall, eve)
    db.write_now(find_helpful, eve, older)
    assert [item.id for item in db.read_now(most_helpful, GUEST, stall.product_id, most=1)] == [older]


def test_blocked_people_do_not_read_each_others_reviews(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    assert [item.id for item in db.read_now(reviews_of_person, eve, ana.id)] == [review_id]
    db.write_now(block, ana, eve.id)
    assert db.read_now(reviews_of_person, eve, ana.id) == []
    assert db.read_now(reviews_of_product, eve, stall.product_id) == []


def test_a_buyer_sees_which_purchases_are_reviewed(db, join):
    stall, ana = set_up(db, join), join("ana")
    reviewed(stall, ana)
    [card] = db.read_now(orders_of_buyer, ana.id)
    line_ids = [line.id for line in card.lines]
    assert db.read_now(reviewed_lines, [*line_ids, "nothing"]) == set(line_ids)
    assert db.read_now(reviewed_lines, []) == frozenset()


def test_reviews_of_a_span_of_time_are_summed(db, clock, join):
    stall, ana = set_up(db, join), join("ana")
    begun = clock()
    reviewed(stall, ana, rating=4)
    assert db.read_now(reviews_between, begun, clock() + 1) == (1, 1, 1, 4)
    assert db.read_now(reviews_between, clock() + 1, clock() + 2) == (0, 0, 0, 0)
