import msgspec

from livefair.kernel.runner import run_due_now
from livefair.live.queries import host_numbers
from livefair.live.room_events import events_of
from livefair.live.sales import sold_in
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


def test_what_is_bought_elsewhere_concerns_no_room(db, join, stage, facts):
    stall = set_up(db, join)
    buy(stall, join("zoe"))
    assert [told for fact in facts if isinstance(fact, OrderPaid) for told in db.read_now(events_of, fact)] == []
    run_due_now(db)
    assert db.read_now(sold_in, stage.show_id) == []
