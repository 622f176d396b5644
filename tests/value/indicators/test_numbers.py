import pytest

from livefair.kernel import DAY_MS, Actor, NotAllowed, NotFound
from livefair.value.indicators.numbers import ROWS_PAGE, STEPS, SUMS, open_number
from livefair.value.queries import Span, overview
from tests.value.shopping import buy_and_keep, line, pay, refund

OPERATOR = Actor("op", frozenset({"operator"}))


def span(db):
    return Span(db.clock() + 1 - 28 * DAY_MS, db.clock() + 1)


def opened(db, code, actor=OPERATOR, **more):
    return db.read_now(open_number, actor, code, span(db), **more)


def test_every_number_is_the_overview_s_own(db):
    buy_and_keep(db, line(10_000))
    pay(db, line(5_000))
    found = db.read_now(overview, OPERATOR, span(db))
    sums = {code: getattr(found.sums, f"{code}_minor") for code in SUMS}
    steps = {code: getattr(found.funnel, code) for code in STEPS}
    assert {code: opened(db, code).value for code in (*SUMS, *STEPS)} == sums | steps


def test_the_rows_are_what_was_counted_and_count_to_the_number(db):
    bought = line(10_000)
    order_id = pay(db, bought, line(2_000))
    pay(db, line(3_000), currency="EUR")
    refund(db, order_id, {bought.line_id: 4_000})
    gross, net = opened(db, "gross"), opened(db, "net")
    assert (gross.value, gross.n) == (12_000, 1)
    assert (net.value, sorted(row.kind for row in net.rows)) == (8_000, ["shop.OrderPaid", "shop.OrderRefunded"])
    assert opened(db, "paid").n == opened(db, "paid").value == 2


def test_rows_come_by_pages(db):
    for _ in range(ROWS_PAGE + 1):
        pay(db, line())
    first = opened(db, "gross")
    last = opened(db, "gross", offset=first.next)
    assert (first.n, len(first.rows), len(last.rows), last.next) == (ROWS_PAGE + 1, ROWS_PAGE, 1, None)


def test_other_names_and_other_people_are_refused(db):
    with pytest.raises(NotFound):
        opened(db, "nothing")
    with pytest.raises(NotAllowed):
        opened(db, "gross", Actor("ann"))
