from livefair.content.events import CommentWritten
from livefair.kernel import DAY_MS
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
    assert value(db, "AP") == ((1_200 + 600) / 2, 2)


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
