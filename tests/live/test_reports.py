"""The report's totals equal the big screen's, and its three views agree."""

from livefair.kernel import MINUTE_MS, SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.live import end_show
from livefair.live.journal import Batch, journal
from livefair.live.reports import report_for
from livefair.live.screen import screen_for
from livefair.live.stays import Arrival, Departure
from livefair.shop import Claim, Source, ask_refund
from livefair.shop.queries import orders_of_buyer
from tests.stall import buy, set_up


def sold_out_show(db, join, stage, clock):
    """Two viewers for three and one minutes, two products, three orders, one by somebody who never came in."""
    mugs, plates = set_up(db, join, name="mugs"), set_up(db, join, name="plates", price_minor=100)
    zoe, liu, far = join("zoe"), join("liu"), join("far")
    source = Source(room_id=stage.room_id, host_id=stage.host.id)
    start = db.clock()
    arrivals = tuple(
        Arrival(f"stay-{person.id}", stage.room_id, stage.show_id, person.id, "feed", None, start)
        for person in (zoe, liu)
    )
    db.write_now(journal, SYSTEM, Batch("1", arrivals=arrivals))
    buy(mugs, zoe, quantity=2, source=source, key="one")
    clock.advance(90_000)
    db.write_now(journal, SYSTEM, Batch("2", departures=(Departure(f"stay-{liu.id}", db.clock()),)))
    buy(plates, liu, quantity=5, source=source, key="two")
    clock.advance(10 * MINUTE_MS)
    buy(plates, far, quantity=1, source=source, key="three")
    run_due_now(db)
    return mugs, plates


def test_the_report_equals_the_screen_to_the_unit_and_its_views_agree(db, join, stage, clock):
    mugs, plates = sold_out_show(db, join, stage, clock)
    screen = db.read_now(screen_for, stage.host, stage.show_id)
    db.write_now(end_show, stage.host, stage.show_id)
    run_due_now(db)
    clock.advance(MINUTE_MS)
    report = db.read_now(report_for, stage.host, stage.show_id)
    assert report.screen.values == screen.values
    assert screen.values["paid"] == 2 * 9900 + 600
    for view in (report.by_people, report.by_time, report.products):
        assert sum(each.amount_minor for each in view) == screen.values["paid"]
    assert [(each.code, each.amount_minor) for each in report.by_time] == [("0", 2 * 9900 + 500), ("10", 100)]
    assert {each.code: each.buyers for each in report.by_people} == {"member": 2, "elsewhere": 1}
    assert {each.product_id: each.quantity for each in report.products} == {mugs.product_id: 2, plates.product_id: 6}
    assert report.here == [2] + [1] * 11
    assert report.kept[:3] == [1.0, 1.0, 0.5]


def test_what_was_refunded_since_explains_the_difference(db, join, stage, clock):
    _, plates = sold_out_show(db, join, stage, clock)
    before = db.read_now(screen_for, stage.host, stage.show_id).values
    late = join("late")
    buy(plates, late, quantity=2, source=Source(room_id=stage.room_id, host_id=stage.host.id), key="late")
    db.write_now(end_show, stage.host, stage.show_id)
    (card,) = db.read_now(orders_of_buyer, late.id)
    claim = Claim([card.lines[0].id], "changed_mind")
    db.write_now(ask_refund, late, card.order.id, claim, key="back")
    run_due_now(db)
    after = db.read_now(report_for, stage.host, stage.show_id)
    assert after.refunded_minor == 200
    assert after.screen.values["paid"] == before["paid"] + 200
    assert after.screen.values["net"] == before["net"] == after.screen.values["paid"] - after.refunded_minor
    assert sum(each.refunded_minor for each in after.products) == 200
