"""Disputes: frozen while they are open, won without a trace, lost as a refund would be."""

import itertools

import pytest

from livefair import ledger, value
from livefair.kernel import DAY_MS, SYSTEM, Conflict
from livefair.kernel.runner import run_due_now
from livefair.people.ages import confirm_age
from livefair.shop import ask_refund, confirm_receipt, grant_refund, ship_order
from livefair.shop.coupons import claim_coupon, coupons_held, make_coupon
from livefair.shop.disputes import hear_of_dispute
from livefair.shop.fulfilment import Packed
from livefair.shop.payments import orders_of_payment
from livefair.shop.provider_words import DisputeMove, DisputeWord
from livefair.shop.queries import order_card
from livefair.shop.refunds import Claim, refunds_of
from livefair.shop.rules.coupons import Draft
from livefair.shop.top_ups import top_up
from livefair.shop.wallets import wallet_of
from livefair.supply import level
from livefair.value.freezing import frozen_minor
from livefair.value.payouts import Ask, request_payout, set_account
from tests.outside import stripe_counter
from tests.stall import check_out_cart, put_in_cart, set_up


@pytest.fixture
async def counter(db):
    async with stripe_counter(db) as made:
        yield made


@pytest.fixture
def stall(db, join):
    return set_up(db, join)


def order_of(db, page):
    return db.read_now(order_card, db.read_now(orders_of_payment, page.payment_id)[0])


def owned(db, party):
    return sum(db.read_now(ledger.balance, account) for account in ledger.accounts_of(party))


def opened(counter, page, *, amount=9900, fee=1500):
    dispute = counter.there.dispute(page.charge, amount=amount, fee=fee)
    counter.hear(counter.there.event("charge.dispute.created", dispute))
    return dispute


async def kept(db, clock, counter, stall, buyer):
    """Bought, shipped, received, and past the return window: the shares are released."""
    page = await counter.buy(stall, buyer)
    order = order_of(db, page).order
    db.write_now(ship_order, stall.brand, order.id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, buyer, order.id)
    clock.advance(8 * DAY_MS)
    await counter.work()
    return page


async def test_an_open_dispute_keeps_the_money_in_escrow_and_says_who_has_it(db, clock, counter, stall, join):
    ana = join("ana")
    page = await counter.buy(stall, ana)
    order = order_of(db, page)
    dispute = opened(counter, page)
    await counter.work()
    db.write_now(ship_order, stall.brand, order.order.id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, ana, order.order.id)
    clock.advance(30 * DAY_MS)
    await counter.work()
    assert db.read_now(ledger.balance, f"escrow:{order.lines[0].id}") == 9900
    assert db.read_now(ledger.balance, "psp_clearing") == -9900 + 9900 + 1500
    assert db.read_now(ledger.balance, "platform:fees") == -1500
    counter.hear(counter.there.decide(dispute["id"], "won"))
    await counter.work()
    assert db.read_now(ledger.balance, f"escrow:{order.lines[0].id}") == 0
    assert db.read_now(ledger.balance, "psp_clearing") == -9900 + 1500
    assert owned(db, stall.brand.organisation_id) > 9000


async def test_a_lost_dispute_before_the_release_takes_the_money_out_of_escrow(db, counter, stall, join):
    page = await counter.buy(stall, join("ana"))
    dispute = opened(counter, page)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    await counter.work()
    order = order_of(db, page)
    assert order.order.state == "refunded"
    assert db.read_now(ledger.balance, f"escrow:{order.lines[0].id}") == 0
    assert db.read_now(ledger.balance, "psp_clearing") == 1500
    [refund] = db.read_now(refunds_of, order.order.id)
    assert (refund.reason, refund.state, refund.sent_at_ms is not None) == ("chargeback", "granted", True)
    assert counter.there.refunds == {}


async def test_while_a_bank_disputes_a_payment_nobody_gives_its_money_back_once_more(db, counter, stall, join):
    ana = join("ana")
    page = await counter.buy(stall, ana)
    order = order_of(db, page)
    dispute = opened(counter, page)
    claim = Claim([order.lines[0].id], "changed_mind")
    with pytest.raises(Conflict, match="disputed"):
        db.write_now(ask_refund, ana, order.order.id, claim, key="back")
    db.write_now(ship_order, stall.brand, order.order.id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, ana, order.order.id)
    refund_id = db.write_now(ask_refund, ana, order.order.id, claim, key="back")
    with pytest.raises(Conflict, match="disputed"):
        db.write_now(grant_refund, stall.brand, refund_id)
    counter.hear(counter.there.decide(dispute["id"], "won"))
    assert counter.there.refunds == {}
    db.write_now(grant_refund, stall.brand, refund_id)
    await counter.work()
    assert len(counter.there.refunds) == 1


async def test_a_lost_dispute_about_a_part_leaves_the_goods_with_their_order(db, counter, stall, join):
    page = await counter.buy(stall, join("ana"))
    order = order_of(db, page)
    dispute = opened(counter, page, amount=4000)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    await counter.work()
    assert db.read_now(level, stall.sku_id).reserved == 1
    db.write_now(ship_order, stall.brand, order.order.id, carrier="SF", tracking="1")


@pytest.mark.parametrize("sent", [0, 1])
async def test_who_charges_back_after_a_parcel_has_left_has_no_coupon_back(db, clock, counter, stall, join, sent):
    ana = join("ana")
    draft = Draft(title="满减券", off_minor=1_000, until_ms=clock() + DAY_MS)
    db.write_now(claim_coupon, ana, db.write_now(make_coupon, stall.brand, draft))
    page = await counter.buy(stall, ana, quantity=2)
    order = order_of(db, page)
    if sent:
        parcel = Packed({order.lines[0].id: sent})
        db.write_now(ship_order, stall.brand, order.order.id, carrier="SF", tracking="1", packed=parcel)
    dispute = opened(counter, page, amount=18_800)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    await counter.work()
    assert order_of(db, page).order.state == "refunded"
    assert db.read_now(level, stall.sku_id)[1:] == (10 - sent, 0)
    [held] = db.read_now(coupons_held, ana.id)
    assert (held.order_id is None) == (sent == 0)


async def test_what_was_released_is_set_apart_and_not_paid_out_while_it_is_disputed(db, clock, counter, stall, join):
    page = await kept(db, clock, counter, stall, join("ana"))
    brand = stall.brand.organisation_id
    before = db.read_now(ledger.free, f"payable:{brand}")
    dispute = opened(counter, page)
    await counter.work()
    assert db.read_now(ledger.free, f"payable:{brand}") == 0
    assert db.read_now(frozen_minor, brand, "CNY") == before
    db.write_now(set_account, stall.brand, brand, holder="House", number="DE89370400440532013000")
    with pytest.raises(Conflict, match="payout_too_small"):
        db.write_now(request_payout, stall.brand, Ask(brand, "CNY", "one", 1))
    counter.hear(counter.there.decide(dispute["id"], "won"))
    await counter.work()
    payout = db.write_now(request_payout, stall.brand, Ask(brand, "CNY", "one", 1))
    assert payout.amount_minor == before
    reasons = [one.reason for one in db.read_now(value.postings_of, stall.brand, brand)]
    assert {"frozen", "thawed", "release"} <= set(reasons)


async def test_a_lost_dispute_after_the_payout_leaves_a_debt_in_sight(db, clock, counter, stall, join):
    page = await kept(db, clock, counter, stall, join("ana"))
    brand = stall.brand.organisation_id
    db.write_now(set_account, stall.brand, brand, holder="House", number="DE89370400440532013000")
    paid = db.write_now(request_payout, stall.brand, Ask(brand, "CNY", "one", 1)).amount_minor
    dispute = opened(counter, page)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    run_due_now(db)
    assert db.read_now(ledger.balance, f"receivable:{brand}") == -paid
    assert db.read_now(ledger.balance, "psp_clearing") == 1500


async def test_a_dispute_after_a_refund_in_full_is_borne_by_the_house(db, counter, stall, join):
    ana = join("ana")
    page = await counter.buy(stall, ana)
    order = order_of(db, page)
    db.write_now(ask_refund, ana, order.order.id, Claim([order.lines[0].id], "changed_mind"), key="r")
    await counter.work()
    dispute = opened(counter, page)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    await counter.work()
    assert db.read_now(ledger.balance, "goodwill") == -9900
    assert len(db.read_now(refunds_of, order.order.id)) == 1


async def test_a_claim_that_is_open_ends_with_the_lost_dispute(db, clock, counter, stall, join):
    ana = join("ana")
    page = await counter.buy(stall, ana)
    order = order_of(db, page)
    db.write_now(ship_order, stall.brand, order.order.id, carrier="SF", tracking="1")
    claim = Claim([order.lines[0].id], "not_arrived")
    refund_id = db.write_now(ask_refund, ana, order.order.id, claim, key="r")
    dispute = opened(counter, page, amount=4000)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    await counter.work()
    assert {one.state for one in db.read_now(refunds_of, order.order.id)} == {"denied", "granted"}
    with pytest.raises(Conflict, match="already_decided"):
        db.write_now(grant_refund, stall.brand, refund_id)
    assert db.read_now(ledger.balance, f"escrow:{order.lines[0].id}") == 5900


@pytest.mark.parametrize("outcome", ["won", "lost"])
async def test_words_in_any_order_and_number_lead_to_one_end(db, counter, stall, join, outcome):
    ends = set()
    for n, order in enumerate(itertools.permutations(range(3))):
        page = await counter.buy(stall, join(f"buyer{n}"), key=f"k{n}")
        before = db.read_now(ledger.balance, "psp_clearing")
        dispute = counter.there.dispute(page.charge, amount=9900)
        words = [counter.there.event("charge.dispute.created", dispute)]
        dispute["status"] = "under_review"
        words += [counter.there.event("charge.dispute.updated", dispute), counter.there.decide(dispute["id"], outcome)]
        for at in (*order, *order):
            counter.hear(words[at])
            await counter.work()
        ends.add(db.read_now(ledger.balance, "psp_clearing") - before)
        assert order_of(db, page).order.state == ("paid" if outcome == "won" else "refunded")
    assert ends == {1500 if outcome == "won" else 1500 + 9900}


async def test_a_dispute_that_overtakes_its_payments_word_is_told_again(db, counter, stall, join):
    ana = join("ana")
    put_in_cart(stall, ana)
    page = await counter.page(ana, check_out_cart(db, ana))
    paid = counter.there.pay(page.reference)
    intent = counter.there.sessions[page.reference]["payment_intent"]
    early = counter.there.event("charge.dispute.created", counter.there.dispute(intent, amount=9900))
    with pytest.raises(Conflict, match="dispute_of_unknown_money"):
        counter.hear(early)
    counter.hear(paid)
    counter.hear(early)
    await counter.work()


async def topped_up(db, counter, person):
    db.write_now(confirm_age, person, "1990-05-31")
    payment_id = db.write_now(top_up, person, amount_minor=5000, provider="stripe", key="t")
    page = await counter.page(person, payment_id)
    counter.hear(counter.there.pay(page.reference))
    await counter.work()
    return page._replace(charge=counter.there.sessions[page.reference]["payment_intent"])


async def test_a_wallet_keeps_what_is_disputed_and_has_it_again_when_it_is_won(db, counter, join):
    ana = join("ana")
    page = await topped_up(db, counter, ana)
    dispute = opened(counter, page, amount=5000)
    assert db.read_now(wallet_of, ana.id).free.minor == 0
    counter.hear(counter.there.decide(dispute["id"], "won"))
    assert db.read_now(wallet_of, ana.id).free.minor == 5000


async def test_a_wallet_that_was_spent_becomes_a_debt_when_the_dispute_is_lost(db, counter, join):
    ana = join("ana")
    page = await topped_up(db, counter, ana)
    legs = [ledger.Leg(f"wallet:{ana.id}", -3000), ledger.Leg("platform:gifts", 3000)]
    db.write_now(lambda tx, _: ledger.post(tx, key="spent", reason="spent", legs=legs), SYSTEM)
    dispute = opened(counter, page, amount=5000)
    counter.hear(counter.there.decide(dispute["id"], "lost"))
    wallet = db.read_now(wallet_of, ana.id)
    assert (wallet.free.minor, wallet.held.minor) == (0, 0)
    assert db.read_now(ledger.balance, f"receivable:{ana.id}") == -3000
    assert db.read_now(ledger.balance, "psp_clearing") == 1500


def test_nonsense_about_a_dispute_changes_nothing(db):
    word = DisputeWord(
        reference="dp_1",
        charge="pi_unknown",
        state="lost",
        reason="fraudulent",
        amount_minor=1,
        currency="CNY",
        due_at_ms=None,
        moves=(DisputeMove(reference="txn_1", minor=-1, fee_minor=0),),
    )
    with pytest.raises(Conflict, match="dispute_of_unknown_money"):
        db.write_now(hear_of_dispute, SYSTEM, "stripe", word)
