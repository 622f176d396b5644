from typing import NamedTuple

import pytest

from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import assort, end_show
from livefair.live.flash_selling import end_sale, lower_sale, start_sale
from livefair.live.journal import Batch, Tap, journal
from livefair.live.queries import room_state
from livefair.live.room_events import events_of
from livefair.live.room_events_of_sales import Flashing
from livefair.live.tasks import TaskDraft, open_task, task_called
from livefair.shop.events import FlashSaleEnded, FlashSaleOpened, FlashSaleStarted
from livefair.shop.flash_sales import flash_sale_called, plan_flash_sale, withdraw_flash_sale
from livefair.shop.rules.flash_sales import Plan
from tests.live.conftest import Stage
from tests.stall import Stall, set_up

PLAN = Plan(price_minor=4_900, pieces=3, countdown_ms=10_000, lasts_ms=60_000)


class Selling(NamedTuple):
    stage: Stage
    stall: Stall
    sale_id: str


@pytest.fixture
def selling(db, join, stage):
    stall = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, stall.product_id)
    sale_id = db.write_now(plan_flash_sale, stall.brand, stall.sku_id, PLAN, host_id=stage.host.id)
    return Selling(stage, stall, sale_id)


def test_a_room_is_told_of_every_step_by_the_servers_clock(db, clock, selling, facts):
    db.write_now(start_sale, selling.stage.host, selling.stage.room_id, selling.sale_id)
    began = clock()
    clock.advance(PLAN.countdown_ms)
    run_due_now(db)
    clock.advance(PLAN.lasts_ms)
    run_due_now(db)
    steps = [fact for fact in facts if isinstance(fact, FlashSaleStarted | FlashSaleOpened | FlashSaleEnded)]
    assert [type(fact) for fact in steps] == [FlashSaleStarted, FlashSaleOpened, FlashSaleEnded]
    [told] = db.read_now(events_of, steps[0])
    assert told.room_id == selling.stage.room_id
    assert isinstance(told.event, Flashing)
    assert (told.event.opens_at, told.event.closes_at) == (began + 10_000, began + 70_000)
    assert (told.event.state, told.event.now, told.event.usual_minor) == ("over", clock(), 9_900)


def test_who_comes_later_sees_the_sale_that_runs(db, join, clock, selling):
    db.write_now(start_sale, selling.stage.host, selling.stage.room_id, selling.sale_id)
    shown = db.read_now(room_state, join("zoe"), selling.stage.room_id).show.flash
    assert (shown.id, shown.state, shown.price_minor, shown.taken) == (selling.sale_id, "announced", 4_900, 0)


def test_only_who_runs_the_room_starts_lowers_and_ends(db, join, selling):
    rival, room_id = join("rival", "host"), selling.stage.room_id
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(start_sale, rival, room_id, selling.sale_id)
    with pytest.raises(NotFound):
        db.write_now(lower_sale, selling.stage.host, selling.sale_id, pieces=1)
    db.write_now(start_sale, selling.stage.host, room_id, selling.sale_id)
    for use_case, more in ((lower_sale, {"pieces": 1}), (end_sale, {})):
        with pytest.raises(NotAllowed, match="not_your_room"):
            db.write_now(use_case, rival, selling.sale_id, **more)
    db.write_now(lower_sale, selling.stage.host, selling.sale_id, pieces=2)
    assert db.read_now(flash_sale_called, selling.sale_id).pieces == 2


def test_what_is_not_among_the_goods_of_the_show_is_not_sold_there(db, join, stage):
    stall = set_up(db, join)
    sale_id = db.write_now(plan_flash_sale, stall.brand, stall.sku_id, PLAN, host_id=stage.host.id)
    with pytest.raises(Invalid, match="not_in_assortment"):
        db.write_now(start_sale, stage.host, stage.room_id, sale_id)


def test_a_sale_ends_with_its_show_and_starts_in_none_that_is_over(db, selling):
    host, room_id = selling.stage.host, selling.stage.room_id
    db.write_now(start_sale, host, room_id, selling.sale_id)
    db.write_now(end_show, host, selling.stage.show_id)
    run_due_now(db)
    assert db.read_now(flash_sale_called, selling.sale_id).state(db.clock()) == "over"
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(start_sale, host, room_id, selling.sale_id)


def test_a_room_that_reaches_its_goal_unlocks_the_price_and_one_that_does_not_leaves_it(db, clock, selling, join):
    stage, draft = selling.stage, TaskDraft("likes", 5, "Half the price", sale_id=selling.sale_id)
    other = db.write_now(
        plan_flash_sale, selling.stall.brand, selling.stall.sku_id, PLAN, host_id=join("eve", "host").id
    )
    with pytest.raises(Invalid, match="no_sale_to_unlock"):
        db.write_now(open_task, stage.host, stage.room_id, draft._replace(sale_id=other))
    db.write_now(open_task, stage.host, stage.room_id, draft)
    db.write_now(journal, SYSTEM, Batch("b1", taps=(Tap(stage.show_id, "guest:a", "like", 4),)))
    run_due_now(db)
    assert db.read_now(flash_sale_called, selling.sale_id).room_id is None
    db.write_now(journal, SYSTEM, Batch("b2", taps=(Tap(stage.show_id, "guest:a", "like", 1),)))
    run_due_now(db)
    assert db.read_now(flash_sale_called, selling.sale_id).room_id == stage.room_id


def test_a_sale_that_was_taken_back_meanwhile_is_not_unlocked_and_breaks_nothing(db, selling):
    stage = selling.stage
    task = db.write_now(
        open_task, stage.host, stage.room_id, TaskDraft("likes", 1, "Half the price", sale_id=selling.sale_id)
    )
    db.write_now(withdraw_flash_sale, selling.stall.brand, selling.sale_id)
    db.write_now(journal, SYSTEM, Batch("b1", taps=(Tap(stage.show_id, "guest:a", "like", 1),)))
    run_due_now(db)
    assert db.read_now(task_called, task.id).state == "reached"
    assert db.read_now(flash_sale_called, selling.sale_id).room_id is None
