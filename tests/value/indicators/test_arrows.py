import pytest

from livefair.kernel import DAY_MS, Actor, NotAllowed, NotFound
from livefair.value.indicators.arrows import arrow_of, open_arrow
from livefair.value.indicators.registry import registry
from livefair.value.indicators.window import Window
from tests.value.shopping import line, pay, wait

OPERATOR = Actor("op", frozenset({"operator"}))


def opened(db, ends, actor=OPERATOR, days=28):
    now = db.clock()
    return db.read_now(open_arrow, actor, ends, (now + 1 - days * DAY_MS, now + 1))


def test_days_on_which_both_ends_are_known_are_compared(db):
    """Net sales per buyer against the payment cost of an order: by the shipped rules one goes with the other."""
    for day in range(12):
        wait(db, DAY_MS)
        pay(db, line(10_000 + 1_000 * day))
    now = db.clock()
    arrow = db.read_now(lambda tx: arrow_of(Window(tx, now + 1 - 28 * DAY_MS, now + 1), ("VC", "VR")))
    assert [day.target for day in arrow.days] == [10_000.0 + 1_000 * day for day in range(12)]
    assert (arrow.found.rho, arrow.found.n, arrow.version) == (1.0, 12, registry().version)
    assert (arrow.source.indicator.id, arrow.target.indicator.id) == ("VC", "VR")


def test_an_empty_house_has_no_days(db):
    link = registry().links[0]
    arrow = opened(db, (link.source, link.target))
    assert (arrow.days, arrow.found) == ([], (None, None, None, 0))


def test_what_the_model_does_not_connect_has_no_page_and_only_operators_read_it(db):
    with pytest.raises(NotFound):
        opened(db, ("CS", "PB"))
    with pytest.raises(NotAllowed):
        opened(db, ("PB", "BA1"), Actor("ann"))
