"""Our book beside a provider's: all that went well is alike, all that was planted is found."""

import pytest

from livefair.kernel import DAY_MS, Conflict, Invalid, NotAllowed
from livefair.shop import ask_refund
from livefair.shop.payments import orders_of_payment
from livefair.shop.queries import order_card
from livefair.shop.reconciliation import ask_reconciliation, differences, reconcile_file, run_for, settle_difference
from livefair.shop.refunds import Claim
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.shop.rules.reconciling import Movement, Span
from tests.outside import stripe_counter
from tests.stall import check_out_cart, put_in_cart, set_up


@pytest.fixture
async def counter(db):
    async with stripe_counter(db) as made:
        yield made


@pytest.fixture
def operator(join):
    return join("op", "operator")


def today(db):
    since = db.clock() // DAY_MS * DAY_MS
    return Span(since, since + DAY_MS)


async def reconciled(db, counter, operator, provider="stripe"):
    run_id = db.write_now(ask_reconciliation, operator, provider, today(db), can_report=True)
    assert await counter.work() == []
    return db.read_now(run_for, operator, run_id), db.read_now(differences, operator, run_id)


async def busy_day(db, clock, counter, join):
    """Three sales, a refund, one that came back and was disputed, and one that came too late. Returns the pages."""
    stall = set_up(db, join)
    buyers = [join(name) for name in ("ana", "bo", "cy")]
    pages = [await counter.buy(stall, buyer) for buyer in buyers]
    order = db.read_now(order_card, db.read_now(orders_of_payment, pages[0].payment_id)[0])
    db.write_now(ask_refund, buyers[0], order.order.id, Claim([order.lines[0].id], "changed_mind"), key="r")
    await counter.work()
    counter.hear(counter.there.fail_refund(next(iter(counter.there.refunds))))
    dispute = counter.there.dispute(pages[1].charge, amount=9900)
    counter.hear(counter.there.event("charge.dispute.created", dispute))
    counter.hear(counter.there.decide(dispute["id"], "won"))
    put_in_cart(stall, buyers[0])
    late = await counter.page(buyers[0], check_out_cart(db, buyers[0], key="late"))
    clock.advance(PAY_WITHIN_MS + 1)
    await counter.work()
    counter.hear(counter.there.pay(late.reference))
    await counter.work()
    return pages


async def test_a_day_with_everything_in_it_is_alike_in_both_books(db, clock, counter, join, operator):
    await busy_day(db, clock, counter, join)
    run, found = await reconciled(db, counter, operator)
    assert found == []
    assert (run.matched, run.found, run.open) == (len(counter.there.balance), 0, 0)


async def test_whatever_is_planted_in_the_providers_book_is_found(db, clock, counter, join, operator):
    pages = await busy_day(db, clock, counter, join)
    book = counter.there.balance
    charges = [row for row in book if row["type"] == "charge"]
    book.remove(charges[0])
    charges[1]["amount"] -= 1
    book.append({**charges[2], "id": "txn_again"})
    book.append({**charges[2], "id": "txn_strange", "source": {"id": "ch_x", "metadata": {}}})
    book.append({**charges[2], "id": "txn_payout", "type": "payout"})
    _run, found = await reconciled(db, counter, operator)
    assert {(one.kind, one.key) for one in found} == {
        ("missing_there", pages[0].id),
        ("wrong_amount", pages[1].id),
        ("double_there", pages[2].id),
        ("unknown_here", ""),
    }


async def test_a_difference_is_settled_once_with_what_was_done(db, clock, counter, join, operator):
    await counter.buy(set_up(db, join), join("ana"))
    counter.there.balance.clear()
    run, [found] = await reconciled(db, counter, operator)
    assert run.open == 1
    assert db.write_now(settle_difference, operator, found.id, why="They sent the report anew") == run.id
    with pytest.raises(Conflict, match="difference_settled"):
        db.write_now(settle_difference, operator, found.id, why="Twice")
    assert db.read_now(run_for, operator, run.id).open == 0


async def test_a_report_in_pages_is_read_to_its_end(db, counter, join, operator):
    for n in range(230):
        counter.there._move("charge", n + 1, "cny", f"ch_{n}", {"livefair_page": f"p{n}"})
    run, found = await reconciled(db, counter, operator)
    assert (run.matched, len(found)) == (0, 230)


async def test_a_file_is_laid_beside_our_book_too(db, counter, join, operator):
    page = await counter.buy(set_up(db, join), join("ana"))
    theirs = [Movement("charge", page.id, "txn", 9900, "CNY", db.clock())]
    run_id = db.write_now(reconcile_file, operator, "stripe", today(db), theirs=theirs)
    assert db.read_now(run_for, operator, run_id).matched == 1


def test_only_operators_and_only_sound_spans(db, join, operator):
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(ask_reconciliation, join("eve"), "stripe", today(db), can_report=True)
    with pytest.raises(Conflict, match="no_report_here"):
        db.write_now(ask_reconciliation, operator, "alipay", today(db), can_report=False)
    for span, why in ((Span(5, 5), "bad_span"), (Span(0, 40 * DAY_MS), "span_too_long")):
        with pytest.raises(Invalid, match=why):
            db.write_now(ask_reconciliation, operator, "stripe", span, can_report=True)
