import pytest

from livefair.kernel import DAY_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.live import assort
from livefair.live.events_of_hosting import RestockAnswered, RestockAsked, RestockWanted
from livefair.live.restocks import (
    answer_for_more,
    ask_for_more,
    restocks_for_brand,
    restocks_of,
    votes_for_more,
    want_more,
)
from livefair.live.room_events import events_of
from livefair.shop.queries import order_card
from livefair.supply import levels
from livefair.supply.promises import ready_days_of
from tests.stall import buy, set_up


@pytest.fixture
def stall(db, join, stage):
    found = set_up(db, join, pieces=0)
    db.write_now(assort, stage.host, stage.show_id, found.product_id)
    return found


def test_viewers_want_it_the_host_asks_and_the_brand_adds_what_can_be_bought_at_once(db, stage, stall, join, facts):
    ana, ben = join("ana"), join("ben")
    for person in (ana, ben, ana):
        db.write_now(want_more, person, stage.room_id, stall.product_id)
    assert db.read_now(votes_for_more, stage.show_id) == {stall.product_id: 2}
    restock_id = db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=100)
    [asked] = db.read_now(restocks_for_brand, stall.brand.organisation_id)
    assert (asked.votes, asked.wanted, asked.added) == (2, 100, None)
    db.write_now(answer_for_more, stall.brand, restock_id, pieces=60)
    assert db.read_now(levels, [stall.sku_id])[stall.sku_id].sellable == 60
    told = [fact for fact in facts if isinstance(fact, RestockWanted | RestockAsked | RestockAnswered)]
    assert [type(fact) for fact in told] == [RestockWanted, RestockWanted, RestockAsked, RestockAnswered]
    [event] = db.read_now(events_of, told[-1])
    assert (event.room_id, event.event.added, event.event.left) == (stage.room_id, 60, 60)


def test_one_question_at_a_time_and_one_answer(db, stage, stall):
    restock_id = db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=10)
    with pytest.raises(Conflict, match="asked_for_more"):
        db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=10)
    db.write_now(answer_for_more, stall.brand, restock_id, pieces=0)
    with pytest.raises(Conflict, match="settled_already"):
        db.write_now(answer_for_more, stall.brand, restock_id, pieces=10)
    assert db.read_now(levels, [stall.sku_id])[stall.sku_id].sellable == 0
    db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=5)
    assert [each.added for each in db.read_now(restocks_of, stage.show_id)] == [0, None]


def test_everybody_does_only_their_own_part(db, stage, stall, join):
    ana, eve = join("ana"), join("eve", "host")
    other = set_up(db, join, name="other")
    with pytest.raises(NotAllowed, match="host_cannot_vote"):
        db.write_now(want_more, stage.host, stage.room_id, stall.product_id)
    with pytest.raises(Invalid, match="not_in_assortment"):
        db.write_now(want_more, ana, stage.room_id, other.product_id)
    with pytest.raises(NotAllowed):
        db.write_now(ask_for_more, eve, stage.room_id, stall.sku_id, wanted=10)
    for wanted in (0, -1, 10_001):
        with pytest.raises(Invalid):
            db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=wanted)
    restock_id = db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=10)
    for stranger in (other.brand, stage.host, ana):
        with pytest.raises(NotFound):
            db.write_now(answer_for_more, stranger, restock_id, pieces=10)


def test_what_is_still_on_its_way_is_sold_at_once_with_the_day_that_was_promised(db, stage, stall, join, clock):
    restock_id = db.write_now(ask_for_more, stage.host, stage.room_id, stall.sku_id, wanted=10)
    clock.advance(41_000)
    for too_late in (db.clock(), db.clock() + 91 * DAY_MS):
        with pytest.raises(Invalid, match="out_of_range"):
            db.write_now(answer_for_more, stall.brand, restock_id, pieces=10, ready_at_ms=too_late)
    ready_at_ms = db.clock() + 5 * DAY_MS
    db.write_now(answer_for_more, stall.brand, restock_id, pieces=10, ready_at_ms=ready_at_ms)
    [answered] = db.read_now(restocks_of, stage.show_id)
    assert (answered.waited_ms, answered.ready_at_ms) == (41_000, ready_at_ms)
    order_id = buy(stall, join("ana"))
    [line] = db.read_now(order_card, order_id).lines
    assert db.read_now(ready_days_of, [line.id]) == {line.id: ready_at_ms}
