"""Returns by the rules: what is asked, who has to act until when, and what silence means."""

import pytest

from livefair import ledger
from livefair.catalog.returns import set_return_class
from livefair.kernel import DAY_MS, SYSTEM, Conflict, Invalid, NotFound
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund, confirm_receipt, deny_refund, grant_refund, ship_order
from livefair.shop.evidence import evidence_of, forget_loose_evidence, keep_evidence
from livefair.shop.fulfilment import line_ids_of, order_for
from livefair.shop.refunds import lines_left, lines_of_refund, refunds_of
from livefair.shop.returning import Way, agree_return, exchange, send_back
from livefair.shop.rules import returns
from livefair.supply import level
from livefair.value import publish_shipped_share_rules
from tests.stall import buy, set_up

WAY = Way("SF", "SF-1")
PHOTO = "00/" + "0" * 64 + ".webp"


@pytest.fixture
def stall(db, join):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    return set_up(db, join, pieces=20, price_minor=1_000)


@pytest.fixture
def ana(join):
    return join("ana")


def delivered(db, stall, buyer, *, quantity=1, key="k"):
    order = buy(stall, buyer, quantity=quantity, key=key)
    db.write_now(ship_order, stall.brand, order, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, buyer, order)
    run_due_now(db)
    return order


def ask(db, buyer, order, reason="changed_mind", key="r", **more):
    lines = db.read_now(line_ids_of, order)
    refund = db.write_now(ask_refund, buyer, order, Claim(lines, reason, **more), key=key)
    run_due_now(db)
    return refund


def state(db, order):
    return db.read_now(refunds_of, order)[-1].state


def back_to_buyer(db):
    """What has left escrow and the parties for the buyer, in minor units."""
    return db.read_now(lambda tx: ledger.balance(tx, "psp_clearing", "CNY"))


def test_a_return_is_agreed_sent_and_paid_when_the_goods_are_here(db, stall, ana):
    order = delivered(db, stall, ana)
    refund = ask(db, ana, order)
    db.write_now(agree_return, stall.brand, refund)
    with pytest.raises(Conflict, match="already_decided"):
        db.write_now(agree_return, stall.brand, refund)
    assert db.write_now(send_back, ana, refund, WAY) == "sent"
    db.write_now(grant_refund, stall.brand, refund, restock=True)
    run_due_now(db)
    assert state(db, order) == "granted"
    assert db.read_now(level, stall.sku_id).on_hand == 20
    assert db.read_now(order_for, ana, order).state == "refunded"


def test_parts_of_a_line_come_back_piece_by_piece_and_add_up_exactly(db, stall, ana):
    order = delivered(db, stall, ana, quantity=3)
    [line] = db.read_now(line_ids_of, order)
    amounts = []
    for n in range(3):
        refund = ask(db, ana, order, key=f"r{n}", pieces={line: 1})
        db.write_now(grant_refund, stall.brand, refund, restock=True)
        run_due_now(db)
        amounts += [asked.amount_minor for asked in db.read_now(lines_of_refund, refund)]
    assert amounts == [1_000, 1_000, 1_000]
    assert db.read_now(order_for, ana, order).state == "refunded"
    assert db.read_now(level, stall.sku_id).on_hand == 20
    assert back_to_buyer(db) == 0


@pytest.mark.parametrize("pieces", [0, 4, -1])
def test_no_more_pieces_come_back_than_are_left(db, stall, ana, pieces):
    order = delivered(db, stall, ana, quantity=3)
    [line] = db.read_now(line_ids_of, order)
    with pytest.raises(Invalid, match="out_of_range"):
        ask(db, ana, order, pieces={line: pieces})


def test_the_silence_of_the_brand_is_a_yes(db, stall, ana, clock):
    order = delivered(db, stall, ana)
    refund = ask(db, ana, order)
    clock.advance(returns.TO_ANSWER_MS - 1)
    run_due_now(db)
    assert state(db, order) == "requested"
    clock.advance(1)
    run_due_now(db)
    assert state(db, order) == "agreed"
    db.write_now(send_back, ana, refund, WAY)
    clock.advance(returns.TO_RECEIVE_MS)
    run_due_now(db)
    [found] = db.read_now(refunds_of, order)
    assert (found.state, found.decided_by) == ("granted", "clock")
    assert back_to_buyer(db) == 0


def test_what_never_came_is_paid_by_silence_alone(db, stall, ana, clock):
    order = buy(stall, ana)
    db.write_now(ship_order, stall.brand, order, carrier="SF", tracking="1")
    refund = ask(db, ana, order, "not_arrived")
    with pytest.raises(Conflict, match="nothing_to_send"):
        db.write_now(agree_return, stall.brand, refund)
    clock.advance(returns.TO_ANSWER_MS)
    run_due_now(db)
    assert state(db, order) == "granted"


def test_goods_that_are_not_sent_in_time_end_the_return_and_the_money_stays(db, stall, ana, clock):
    order = delivered(db, stall, ana)
    refund = ask(db, ana, order)
    db.write_now(agree_return, stall.brand, refund)
    clock.advance(returns.TO_SEND_MS)
    run_due_now(db)
    assert state(db, order) == "denied"
    with pytest.raises(Conflict, match="already_decided"):
        db.write_now(send_back, ana, refund, WAY)


def test_an_answer_in_time_stops_the_clock(db, stall, ana, clock):
    order = delivered(db, stall, ana)
    refund = ask(db, ana, order)
    db.write_now(deny_refund, stall.brand, refund, answer="worn")
    clock.advance(30 * DAY_MS)
    run_due_now(db)
    assert state(db, order) == "denied"


@pytest.mark.parametrize("reason", ["quality", "wrong_item"])
def test_a_fault_needs_a_photo_and_the_brand_pays_the_way_back(db, stall, ana, join, reason):
    order = delivered(db, stall, ana)
    with pytest.raises(Invalid, match="evidence_needed"):
        ask(db, ana, order, reason)
    alien = db.write_now(keep_evidence, join("eve"), file_key=PHOTO)
    with pytest.raises(Invalid, match="photo_gone"):
        ask(db, ana, order, reason, photo_ids=(alien,))
    photo = db.write_now(keep_evidence, ana, file_key=PHOTO)
    refund = ask(db, ana, order, reason, photo_ids=(photo,))
    assert db.read_now(evidence_of, [refund]) == {refund: [PHOTO]}
    assert db.read_now(refunds_of, order)[0].freight_by == "brand"


def test_photos_that_prove_nothing_are_forgotten_after_a_day(db, stall, ana, clock):
    photo = db.write_now(keep_evidence, ana, file_key=PHOTO)
    clock.advance(DAY_MS + 1)
    db.write_now(forget_loose_evidence, SYSTEM)
    order = delivered(db, stall, ana)
    with pytest.raises(Invalid, match="photo_gone"):
        ask(db, ana, order, "quality", photo_ids=(photo,))


@pytest.mark.parametrize("return_class", ["made_to_order", "fresh", "digital"])
def test_what_the_law_exempts_comes_back_only_for_a_reason(db, stall, ana, return_class):
    db.write_now(set_return_class, stall.brand, stall.product_id, return_class)
    order = delivered(db, stall, ana)
    with pytest.raises(Conflict, match="no_return_without_reason"):
        ask(db, ana, order, is_unopened=True)
    photo = db.write_now(keep_evidence, ana, file_key=PHOTO)
    ask(db, ana, order, "quality", photo_ids=(photo,))
    assert state(db, order) == "requested"


def test_what_loses_its_value_when_opened_comes_back_unopened(db, stall, ana):
    db.write_now(set_return_class, stall.brand, stall.product_id, "opened")
    order = delivered(db, stall, ana)
    with pytest.raises(Conflict, match="no_return_without_reason"):
        ask(db, ana, order)
    ask(db, ana, order, is_unopened=True)
    assert state(db, order) == "requested"


def test_a_stricter_rule_is_only_for_what_is_bought_after_it(db, stall, ana, clock):
    order = delivered(db, stall, ana)
    clock.advance(1)
    db.write_now(set_return_class, stall.brand, stall.product_id, "fresh")
    with pytest.raises(Invalid, match="unknown_return_class"):
        db.write_now(set_return_class, stall.brand, stall.product_id, "never")
    ask(db, ana, order)
    assert state(db, order) == "requested"


def test_another_piece_comes_instead_of_money_and_the_shares_are_released(db, stall, ana, clock):
    order = delivered(db, stall, ana)
    refund = ask(db, ana, order, wants="exchange")
    db.write_now(agree_return, stall.brand, refund)
    assert db.write_now(send_back, ana, refund, WAY) == "sent"
    db.write_now(exchange, stall.brand, refund, Way("SF", "SF-2"), goods_are_back=True)
    run_due_now(db)
    [found] = db.read_now(refunds_of, order)
    assert (found.state, found.exchange_tracking) == ("exchanged", "SF-2")
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 19, 0)
    assert db.read_now(lines_left, order)[0].left_minor == 1_000
    with pytest.raises(Conflict, match="already_decided"):
        db.write_now(exchange, stall.brand, refund, WAY)
    clock.advance(8 * DAY_MS)
    run_due_now(db)
    assert db.read_now(lambda tx: ledger.balance(tx, f"payable:{stall.brand.organisation_id}", "CNY")) > 0


def test_money_back_is_not_turned_into_an_exchange_and_what_is_sold_out_is_not_sent(db, join, ana):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    stall = set_up(db, join, pieces=1)
    order = delivered(db, stall, ana)
    refund = ask(db, ana, order)
    with pytest.raises(Conflict, match="not_to_exchange"):
        db.write_now(exchange, stall.brand, refund, WAY)
    db.write_now(deny_refund, stall.brand, refund, answer="worn")
    refund = ask(db, ana, order, key="again", wants="exchange")
    with pytest.raises(Conflict, match="sold_out"):
        db.write_now(exchange, stall.brand, refund, WAY)
    assert sorted(found.state for found in db.read_now(refunds_of, order)) == ["denied", "requested"]


def test_a_buyer_who_has_kept_things_has_the_money_when_the_goods_are_sent(db, stall, ana, clock):
    for n in range(returns.INSTANT.orders_min):
        delivered(db, stall, ana, key=f"kept{n}")
    clock.advance(max(returns.INSTANT.account_days_min, 8) * DAY_MS)
    order = delivered(db, stall, ana, key="last")
    refund = ask(db, ana, order)
    db.write_now(agree_return, stall.brand, refund)
    assert db.write_now(send_back, ana, refund, WAY) == "granted"
    [found] = db.read_now(refunds_of, order)
    assert found.decided_by == "rule"


def test_others_neither_see_nor_move_a_return(db, stall, ana, join):
    refund = ask(db, ana, delivered(db, stall, ana))
    for deed in (agree_return, lambda tx, actor, one: send_back(tx, actor, one, WAY)):
        with pytest.raises(NotFound):
            db.write_now(deed, join(f"eve{id(deed)}"), refund)
