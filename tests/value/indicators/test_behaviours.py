from livefair.community.events import ReviewPublished
from livefair.content.events import CommentWritten, VideoLiked, VideoPublished, VideoSaved, VideoShared
from livefair.governance import CaseDecided
from livefair.kernel import DAY_MS, MINUTE_MS, SYSTEM
from livefair.live import end_show, open_room, plan_show, start_show
from livefair.live.chat import Line
from livefair.live.events import QuestionAnswered, QuestionAsked
from livefair.live.journal import Batch, journal
from livefair.people import PersonCard
from livefair.shop.events import CartLineAdded, OrderDelivered
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
        made(QuestionAsked, asker_id="eve"),
    )
    assert value(db, "BC2") == (3, 5)


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


def test_a_question_answered_is_answered_however_late(db):
    log(db, *(made(QuestionAsked, question_id=question) for question in "abcd"))
    log(db, made(QuestionAnswered, question_id="a", waited_ms=10**9))
    assert value(db, "BA4") == (25.0, 4)


def test_chat_is_counted_per_minute_of_the_shows_that_ended(db, join):
    host, viewer = join("hana", "host"), join("ann")
    room_id = db.write_now(open_room, host, title="one")
    show_id = db.write_now(plan_show, host, room_id, title="Evening show", scene="home")
    db.write_now(start_show, host, show_id)
    lines = tuple(
        Line(f"l{n}", room_id, show_id, PersonCard(viewer.id, "ann", None), "hi", None, db.clock(), False)
        for n in range(6)
    )
    db.write_now(journal, SYSTEM, Batch("b", lines=lines))
    assert value(db, "BA3") == (None, 0), "a show on air has no length yet"
    db.clock.advance(3 * MINUTE_MS)
    db.write_now(end_show, host, show_id)
    assert value(db, "BA3") == (2.0, 1)
    assert value(db, "BC2") == (1, 6)


def test_only_photos_of_bought_goods_count_as_photo_reviews(db):
    log(db, made(OrderDelivered, line_ids=["a", "b", "c", "d"]))
    for line_id, photos in (("a", 2), ("b", 0), (None, 1)):
        log(db, made(ReviewPublished, line_id=line_id, photos=photos))
    assert value(db, "BC4") == (25.0, 4)
