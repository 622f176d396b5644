import msgspec

from livefair.kernel import Money
from livefair.kernel.runner import run_due_now
from livefair.live import Goods, pin
from livefair.live.queries import host_numbers
from livefair.live.room_events import events_of
from livefair.live.sales import sold_by_product, sold_in
from livefair.shop import Source
from livefair.shop.events import OrderPaid
from tests.stall import buy, set_up


def test_what_is_bought_in_a_room_is_told_and_counted_once(db, join, stage, facts):
    stall = set_up(db, join)
    buyer = join("王小美")
    buy(stall, buyer, quantity=2, source=Source(room_id=stage.room_id))
    (paid,) = [fact for fact in facts if isinstance(fact, OrderPaid)]
    (told,) = db.read_now(events_of, paid)
    assert told.room_id == stage.room_id
    assert msgspec.to_builtins(told.event) == {
        "t": "bought",
        "name": "王**",
        "product_id": stall.product_id,
        "title": "杯子",
        "title_en": "Mug",
        "quantity": 2,
    }
    run_due_now(db)
    (sold,) = db.read_now(host_numbers, stage.host, stage.show_id).sold
    assert (sold.currency, sold.orders, sold.buyers, sold.quantity, sold.amount_minor) == ("CNY", 1, 1, 2, 19_800)


def test_the_stock_of_what_is_pinned_goes_down_before_everybodys_eyes(db, join, stage, facts):
    stall = set_up(db, join, pieces=10)
    db.write_now(pin, stage.host, stage.room_id, Goods(stall.product_id, None, "杯子", "Mug", Money(9900), left=10))
    buy(stall, join("zoe"), quantity=3, source=Source(room_id=stage.room_id))
    (paid,) = [fact for fact in facts if isinstance(fact, OrderPaid)]
    _, stock = db.read_now(events_of, paid)
    assert msgspec.to_builtins(stock.event) == {"t": "stock", "product_id": stall.product_id, "left": 7}


def test_a_show_knows_what_sold_best(db, join, stage):
    mugs, plates = set_up(db, join, name="mugs"), set_up(db, join, name="plates", price_minor=100)
    zoe = join("zoe")
    buy(mugs, zoe, quantity=2, source=Source(room_id=stage.room_id), key="one")
    buy(plates, zoe, quantity=5, source=Source(room_id=stage.room_id), key="two")
    run_due_now(db)
    rows = db.read_now(sold_by_product, stage.show_id)
    assert [(row.product_id, row.quantity) for row in rows] == [(mugs.product_id, 2), (plates.product_id, 5)]
    assert sum(row.amount_minor for row in rows) == db.read_now(sold_in, stage.show_id)[0].amount_minor


def test_what_is_bought_elsewhere_concerns_no_room(db, join, stage, facts):
    stall = set_up(db, join)
    buy(stall, join("zoe"))
    assert [told for fact in facts if isinstance(fact, OrderPaid) for told in db.read_now(events_of, fact)] == []
    run_due_now(db)
    assert db.read_now(sold_in, stage.show_id) == []
