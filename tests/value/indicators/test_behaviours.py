from livefair.content.events import CommentWritten, VideoLiked, VideoPublished, VideoSaved, VideoShared
from livefair.governance import CaseDecided
from livefair.kernel import DAY_MS
from livefair.shop.events import CartLineAdded
from tests.value.indicators.log import log, made, value
from tests.value.shopping import WHO, line, pay


def test_new_videos_are_counted_by_the_week(db):
    log(db, *[made(VideoPublished)] * 6)
    assert value(db, "BA1", days=14) == (3.0, 6)


def test_lines_paid_are_set_against_lines_put_in_a_cart(db):
    log(db, *[made(CartLineAdded)] * 4)
    pay(db, line(), line())
    assert value(db, "BA5") == (50.0, 4)


def test_a_warning_upholds_a_report_as_a_removal_does(db):
    log(db, *(made(CaseDecided, outcome=outcome) for outcome in ("keep", "warn", "remove", "keep")))
    assert value(db, "BC1") == (50.0, 4)


def test_who_does_many_things_is_one_person(db):
    log(
        db,
        made(VideoLiked, person_id="ann", author_id="host"),
        made(VideoSaved, person_id="ann", author_id="host"),
        made(CommentWritten, author_id="bob", video_author_id="host"),
        made(VideoShared, person_id="bob", author_id="host"),
    )
    assert value(db, "BC2") == (2, 4)


def test_a_buyer_who_bought_before_the_period_comes_again(db, monkeypatch):
    monkeypatch.setitem(WHO, "buyer_id", "old")
    pay(db, line())
    db.clock.advance(10 * DAY_MS)
    pay(db, line())
    monkeypatch.setitem(WHO, "buyer_id", "new")
    pay(db, line())
    pay(db, line())
    assert value(db, "BC3", days=7) == (50.0, 2)


def test_who_likes_and_shares_has_passed_it_on(db):
    log(db, *(made(VideoLiked, person_id=who) for who in ("ann", "bob", "eve")), made(VideoShared, person_id="ann"))
    assert value(db, "BC4b") == (100 / 3, 3)
