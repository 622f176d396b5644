import pytest

from livefair.catalog import withdraw_product
from livefair.kernel import Conflict, JobContext, NotFound
from livefair.kernel.runner import Runner
from livefair.shop import Claim, ask_refund, confirm_receipt, grant_refund, order_for, ship_order
from livefair.shop.box_opening import open_box, outcome_of
from livefair.shop.box_returns import SHIPS_WITHIN_MS
from livefair.shop.boxes import boxes_of_order, contents_of, end_series, series_called
from livefair.shop.evidence import keep_evidence
from livefair.shop.payments import orders_of_payment
from livefair.shop.price_protection import cheaper_lines
from livefair.shop.queries import order_card
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.shop.rules.boxes import OPEN_WITHIN_MS
from livefair.supply import level
from tests.shop.box_stall import BoxStall, grown_up, order_boxes, set_up_boxes
from tests.stall import notify


@pytest.fixture
def stall(db, join) -> BoxStall:
    return set_up_boxes(db, join, guarantee_after=4, per_day=10)


def bought(db, buyer, stall, boxes=1, key="k"):
    """The ids of the lines of a paid order, and the order's."""
    payment_id = order_boxes(db, buyer, stall.series_id, boxes, key)
    notify(db, payment_id)
    [order_id] = db.read_now(orders_of_payment, payment_id)
    return [box.line_id for box in db.read_now(boxes_of_order, order_id)], order_id


def remaining(db, stall):
    return [each.remaining for each in db.read_now(contents_of, stall.series_id)]


def test_the_line_of_an_opened_box_becomes_what_was_in_it_and_every_piece_is_counted(db, join, stall):
    ana = grown_up(db, join, "ana")
    [line_id], order_id = bought(db, ana, stall)
    before = [db.read_now(level, sku) for sku in stall.skus]
    outcome = db.write_now(open_box, ana, line_id, word="七")
    [line] = db.read_now(order_card, order_id).lines
    assert line.sku_id == outcome.sku_id in stall.skus
    assert sum(remaining(db, stall)) == 9
    index = stall.skus.index(outcome.sku_id)
    after = [db.read_now(level, sku) for sku in stall.skus]
    assert [now.reserved - was.reserved for now, was in zip(after, before, strict=True)] == [
        int(at == index) for at in range(3)
    ]
    assert [now.sellable for now in after] == [was.sellable for was in before]
    assert db.read_now(level, db.read_now(series_called, stall.series_id).sku_id).on_hand == 9


def test_opening_again_is_the_same_box_and_only_its_buyer_opens_it(db, join, stall):
    ana, eve = grown_up(db, join, "ana"), grown_up(db, join, "eve")
    [line_id], _ = bought(db, ana, stall)
    with pytest.raises(NotFound):
        db.write_now(open_box, eve, line_id)
    first = db.write_now(open_box, ana, line_id, word="1")
    assert db.write_now(open_box, ana, line_id, word="2") == first
    assert sum(remaining(db, stall)) == 9


def test_nothing_is_opened_before_it_is_paid(db, join, stall):
    ana = grown_up(db, join, "ana")
    [order_id] = db.read_now(orders_of_payment, order_boxes(db, ana, stall.series_id))
    [box] = db.read_now(boxes_of_order, order_id)
    with pytest.raises(Conflict, match="box_not_paid"):
        db.write_now(open_box, ana, box.line_id)


def test_who_has_opened_so_many_in_vain_gets_the_rare_piece_from_beside_the_pool(db, join):
    stall = set_up_boxes(db, join, pieces=(9, 9, 1), guarantee_after=4, per_day=10)
    ana = grown_up(db, join, "ana")
    lines, _ = bought(db, ana, stall, 10)
    misses = 0
    for line_id in lines:
        outcome = db.write_now(open_box, ana, line_id)
        assert outcome.by_guarantee is (misses == 3)
        misses = 0 if outcome.is_rare else misses + 1
    assert any(db.read_now(outcome_of, line_id).is_rare for line_id in lines)


async def test_a_box_that_nobody_opens_is_opened_by_the_program_and_only_then_packed(db, join, clock, stall):
    ana = grown_up(db, join, "ana")
    [line_id], order_id = bought(db, ana, stall)
    with pytest.raises(Conflict, match="boxes_sealed"):
        db.write_now(ship_order, stall.stall.brand, order_id, carrier="SF", tracking="1")
    clock.advance(PAY_WITHIN_MS + OPEN_WITHIN_MS)
    await Runner(JobContext(db, {})).until_nothing_is_due()
    assert db.read_now(outcome_of, line_id).sku_id in stall.skus
    db.write_now(ship_order, stall.stall.brand, order_id, carrier="SF", tracking="1")
    assert sum(db.read_now(level, sku).reserved for sku in stall.skus) == 0


def test_a_sealed_box_is_cancelled_at_once_and_can_be_bought_by_somebody_else(db, join, stall):
    ana = grown_up(db, join, "ana")
    lines, order_id = bought(db, ana, stall, 2)
    db.write_now(open_box, ana, lines[0])
    with pytest.raises(Conflict, match="box_opened"):
        db.write_now(ask_refund, ana, order_id, Claim(lines, "quality"), key="r")
    db.write_now(ask_refund, ana, order_id, Claim(lines[1:], "changed_mind"), key="r")
    sealed = db.read_now(series_called, stall.series_id).sku_id
    assert db.read_now(level, sealed).sellable == 9
    with pytest.raises(Conflict, match="box_not_paid"):
        db.write_now(open_box, ana, lines[1])
    db.write_now(ship_order, stall.stall.brand, order_id, carrier="SF", tracking="1")


def test_an_opened_box_comes_back_for_a_fault_alone_or_when_it_is_never_sent(db, join, clock, stall):
    ana = grown_up(db, join, "ana")
    [line_id], order_id = bought(db, ana, stall)
    [other], waiting = bought(db, ana, stall, key="k2")
    for each in (line_id, other):
        db.write_now(open_box, ana, each)
    db.write_now(ship_order, stall.stall.brand, order_id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, ana, order_id)
    with pytest.raises(Conflict, match="box_opened"):
        db.write_now(ask_refund, ana, order_id, Claim([line_id], "changed_mind"), key="r")
    photo = db.write_now(keep_evidence, ana, file_key="photo.webp")
    refund = db.write_now(ask_refund, ana, order_id, Claim([line_id], "quality", photo_ids=(photo,)), key="r")
    db.write_now(grant_refund, stall.stall.brand, refund, restock=True)
    assert db.read_now(order_for, ana, order_id).state == "refunded"
    clock.advance(SHIPS_WITHIN_MS)
    db.write_now(ask_refund, ana, waiting, Claim([other], "not_arrived"), key="r2")
    assert db.read_now(order_for, ana, waiting).state == "refunded"


def test_what_chance_has_decided_has_no_price_protection(db, join, stall):
    ana = grown_up(db, join, "ana")
    [line_id], order_id = bought(db, ana, stall)
    db.write_now(open_box, ana, line_id)
    assert db.read_now(cheaper_lines, db.read_now(order_for, ana, order_id)) == []


async def test_a_series_that_ends_opens_what_is_sold_and_puts_the_rest_back(db, join, clock, stall):
    ana, eve = grown_up(db, join, "ana"), grown_up(db, join, "eve")
    bought(db, ana, stall, 2)
    order_boxes(db, eve, stall.series_id, 3)  # never paid
    db.write_now(end_series, stall.stall.brand, stall.series_id)
    with pytest.raises(Conflict, match="boxes_over"):
        order_boxes(db, ana, stall.series_id, key="late")
    clock.advance(PAY_WITHIN_MS + 120_000)
    await Runner(JobContext(db, {})).until_nothing_is_due()
    series = db.read_now(series_called, stall.series_id)
    assert (series.opened, series.settled_at_ms is not None) == (2, True)
    assert db.read_now(level, series.sku_id).on_hand == 0
    levels = [db.read_now(level, sku) for sku in stall.skus]
    assert (sum(each.on_hand for each in levels), sum(each.reserved for each in levels)) == (90, 2)


def test_a_box_whose_goods_are_withdrawn_meanwhile_is_opened_all_the_same(db, join, stall):
    ana = grown_up(db, join, "ana")
    [line_id], _ = bought(db, ana, stall)
    db.write_now(withdraw_product, stall.stall.brand, stall.stall.product_id)
    assert db.write_now(open_box, ana, line_id).sku_id in stall.skus
