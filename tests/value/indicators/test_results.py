from livefair.community.events import ReviewPublished
from livefair.content.events import CommentWritten
from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, SYSTEM
from livefair.live import open_room
from livefair.live.events import ShowEnded
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival, Departure
from tests.value.indicators.log import log, made, value
from tests.value.shopping import WHO, WINDOW_MS, buy_and_keep, deliver, line, pay, refund


def test_the_payment_cost_of_an_order_is_the_fee_of_all_its_lines(db):
    pay(db, line(10_000), line(10_000))
    pay(db, line(10_000))
    assert value(db, "VC") == (90.0, 2)


def test_a_customer_s_value_is_net_of_refunds(db):
    bought = line(10_000)
    order_id = pay(db, bought, line(2_000))
    refund(db, order_id, {bought.line_id: 10_000})
    assert value(db, "VR") == (2_000.0, 1)


def test_other_currencies_do_not_count(db):
    pay(db, line(10_000), currency="EUR")
    assert value(db, "VR") == (None, 0)


def test_the_largest_brand_is_the_one_that_sold_most(db, monkeypatch):
    pay(db, line(3_000))
    monkeypatch.setitem(WHO, "brand_id", "other")
    pay(db, line(1_000))
    assert value(db, "VP") == (75.0, 2)


def test_a_host_s_share_is_net_of_what_refunds_took_back(db):
    bought = line(10_000)
    pay(db, line(10_000, host_id="two"))
    order_id = pay(db, bought)
    refund(db, order_id, {bought.line_id: 5_000})
    assert value(db, "APb") == ((1_200 + 600) / 2, 2)
    assert value(db, "AP") == (None, 0), "without a show there is no hour to earn in"
    log(db, made(ShowEnded, lasted_ms=2 * HOUR_MS), made(ShowEnded, lasted_ms=HOUR_MS))
    assert value(db, "AP") == (600.0, 2)


def test_goods_are_kept_when_their_window_has_ended_without_a_refund(db):
    kept, returned, waiting = line(), line(), line()
    buy_and_keep(db, kept)
    order_id = pay(db, returned)
    deliver(db, order_id, returned)
    refund(db, order_id, {returned.line_id: 10_000})
    db.clock.advance(WINDOW_MS)
    deliver(db, pay(db, waiting), waiting)
    assert value(db, "CF") == (50.0, 2)


def test_goods_whose_window_ended_before_the_period_do_not_count(db):
    buy_and_keep(db, line())
    db.clock.advance(30 * DAY_MS)
    assert value(db, "CF", days=7) == (None, 0)


def test_an_answer_to_oneself_is_none(db):
    for author, answered in (("ann", None), ("bob", "ann"), ("eve", "eve")):
        log(db, made(CommentWritten, author_id=author, reply_to_author_id=answered))
    assert value(db, "CS") == (100 / 3, 3)


def stay(db, room_id, viewer, *, minutes=None, source="direct"):
    """Enter the room now, and leave after some minutes unless there is no end to it yet."""
    stay_id = f"{viewer}{db.clock()}"
    arrival = Arrival(stay_id, room_id, None, viewer, source, None, db.clock())
    left = () if minutes is None else (Departure(stay_id, db.clock() + minutes * MINUTE_MS),)
    db.write_now(journal, SYSTEM, Batch(f"b{stay_id}", arrivals=(arrival,), departures=left))


def test_who_enters_the_same_room_one_to_seven_days_later_has_come_back(db, join):
    host = join("hana", "host")
    rooms = [db.write_now(open_room, host, title=title) for title in ("one", "two")]
    stay(db, rooms[0], "ann")
    stay(db, rooms[0], "bob")
    db.clock.advance(HOUR_MS)
    stay(db, rooms[0], "bob")
    db.clock.advance(DAY_MS)
    stay(db, rooms[0], "ann")
    stay(db, rooms[1], "bob")
    assert value(db, "CE") == (100 / 3, 3)


def test_only_stays_that_ended_have_a_length(db, join):
    room_id = db.write_now(open_room, join("hana", "host"), title="one")
    stay(db, room_id, "ann", minutes=10)
    stay(db, room_id, "bob", minutes=5)
    stay(db, room_id, "eve")
    assert value(db, "CEb") == (7.5, 2)


def test_the_rating_is_the_mean_of_verified_reviews(db):
    for line_id, rating in (("a", 5), ("b", 2), (None, 1)):
        log(db, made(ReviewPublished, line_id=line_id, rating=rating))
    assert value(db, "CFb") == (3.5, 2)
