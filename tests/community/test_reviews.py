import pytest

from livefair.catalog.rules.scenarios import SCENARIOS
from livefair.community import ReviewPublished, publish_review, remove_review, review_for, rules
from livefair.community.events import ReviewRemoved
from livefair.community.queries import review_page
from livefair.community.reviews import shown_review
from livefair.content import feed_page
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.people import block
from tests.announced import Announced
from tests.community.corner import bought, draft, kept, photos, reviewed
from tests.stall import set_up


def test_a_kept_purchase_is_reviewed_with_photos_and_appears_with_the_product_and_in_the_feed(db, join):
    stall, ana = set_up(db, join), join("ana")
    line_id = kept(stall, ana)
    facts = Announced(db)
    photo_ids = photos(db, ana, 3)
    said = draft(stall, ana, line_id=line_id, photo_ids=photo_ids, scenarios=("home", "home", "work"))
    review = db.write_now(publish_review, ana, said._replace(text="保温\u202e一小时。\n很好"), key="r")
    page = db.read_now(review_page, GUEST, review.id)
    assert (page.text, page.rating, page.is_verified) == ("保温一小时。\n很好", 5, True)
    assert (page.scenarios, len(page.photos), page.disclosure) == (["home", "work"], 3, "none")
    [item] = db.read_now(feed_page, GUEST).items
    assert (item.kind, item.card.text, item.card.picture_key) == (
        "review",
        "保温一小时。 很好",
        page.photos[0].file_key,
    )
    [fact] = [fact for fact in facts if isinstance(fact, ReviewPublished)]
    assert (fact.line_id, fact.brand_id, fact.photos) == (line_id, stall.brand.organisation_id, 3)


def test_the_same_key_is_the_same_review_and_a_purchase_has_one(db, join):
    stall, ana = set_up(db, join), join("ana")
    line_id = kept(stall, ana)
    said = draft(stall, ana, line_id=line_id)
    assert len({db.write_now(publish_review, ana, said, key="r").id for _ in range(3)}) == 1
    again = draft(stall, ana, line_id=line_id)
    with pytest.raises(Conflict, match="already_reviewed"):
        db.write_now(publish_review, ana, again, key="r2")
    assert db.write_now(remove_review, ana, db.write_now(publish_review, ana, said, key="r").id) is None
    assert db.write_now(publish_review, ana, again, key="r2").is_verified


def test_what_was_not_delivered_or_is_anothers_cannot_be_reviewed_as_bought(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    _, line_id = bought(stall, ana)
    for who in (ana, eve):
        with pytest.raises(NotFound):
            db.write_now(publish_review, who, draft(stall, who, line_id=line_id), key="r")


def test_a_purchase_vouches_for_its_own_product_only(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    line_id = kept(stall, ana)
    with pytest.raises(Invalid, match="other_product"):
        db.write_now(publish_review, ana, draft(other, ana, line_id=line_id), key="r")


def test_without_a_purchase_a_review_is_unverified_and_one_per_product(db, join):
    stall, ana = set_up(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None, disclosure="gift")
    assert not db.read_now(review_page, GUEST, review_id).is_verified
    with pytest.raises(Conflict, match="already_reviewed"):
        reviewed(stall, ana, line_id=None, key="r2")


def test_whoever_works_for_the_brand_must_say_so(db, join):
    stall = set_up(db, join)
    with pytest.raises(Invalid, match="employment_undisclosed"):
        reviewed(stall, stall.brand, line_id=None)
    reviewed(stall, stall.brand, line_id=None, disclosure="employed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": 0},
        {"rating": 6},
        {"text": "ok"},
        {"text": "\u202e\u200b" * 9},
        {"text": "x" * 2_001},
        {"disclosure": ""},
        {"disclosure": "maybe"},
        {"scenarios": ("moon",)},
        {"scenarios": SCENARIOS[:5]},
        {"photo_ids": ()},
        {"photo_ids": tuple("abcdefg")},
    ],
)
def test_a_review_that_makes_no_sense_is_refused_and_leaves_nothing(db, join, wrong):
    stall, ana = set_up(db, join), join("ana")
    with pytest.raises(Invalid):
        reviewed(stall, ana, line_id=None, **wrong)
    assert db.read_now(feed_page, GUEST).items == []


def test_photos_of_others_or_of_another_review_are_not_taken(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    hers = photos(db, eve)
    with pytest.raises(NotFound):
        reviewed(stall, ana, line_id=None, photo_ids=hers)
    reviewed(stall, eve, line_id=None, photo_ids=hers)
    with pytest.raises(NotFound):
        reviewed(stall, eve, key="r2", photo_ids=hers)


def test_only_its_writer_removes_a_review_and_it_leaves_the_feed(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    with pytest.raises(NotAllowed):
        db.write_now(remove_review, eve, review_id)
    facts = Announced(db)
    db.write_now(remove_review, ana, review_id)
    assert db.read_now(feed_page, GUEST).items == []
    assert [type(fact) for fact in facts] == [ReviewRemoved]
    with pytest.raises(NotFound):
        db.read_now(review_for, ana, review_id)


def test_guests_write_nothing_and_blocked_people_do_not_meet(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    with pytest.raises(NotAllowed):
        db.write_now(publish_review, GUEST, draft(stall, ana), key="r")
    db.write_now(block, eve, ana.id)
    with pytest.raises(NotFound):
        db.read_now(review_for, eve, review_id)


def test_nobody_floods_the_reviews(db, join):
    stall, ana = set_up(db, join), join("ana")
    for number in range(rules.REVIEWS_PER_DAY_MAX):
        review_id = reviewed(stall, ana, line_id=None, key=f"r{number}")
        db.write_now(remove_review, ana, review_id)
    with pytest.raises(TooMany):
        reviewed(stall, ana, line_id=None, key="more")


def test_what_a_reporter_saw_is_handed_to_governance(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    shown = db.read_now(shown_review, eve, review_id)
    assert (shown.subject, shown.author_id) == (("review", review_id), ana.id)
    assert "Keeps tea warm" in shown.snapshot
