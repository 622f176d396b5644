"""Payouts in Stripe Connect's shape: each payee's part ends for itself, and what did not arrive comes back."""

from contextlib import aclosing

import pytest

from livefair import ledger
from livefair.kernel import DAY_MS, SYSTEM, Actor, JobContext, NotAllowed
from livefair.shop.outside.stripe_line import StripeAccount, StripeLine
from livefair.value.payouts import PayoutTerms, payouts_of, retry_payout, settle_payout
from livefair.value.payouts.calendar import pay_by_calendar
from livefair.value.payouts.providers import Payouts
from livefair.value.payouts.stripe_connect import StripeConnect
from livefair.web.provider_line import HttpLine
from tests.outside import Counter
from tests.stripe_stand_in import KEY, StripeStandIn
from tests.value.payouts.paying import HOST, OPERATOR, READY, account, ask, earn, newest

SECRET = "whsec_of_connect"
ACCT = "acct_1Q2w3E4r"


class Till(Counter):
    def say(self, kind, payout_id, *, secret=SECRET, **more):
        """The event of a connected account about the payout of ours. Returns what we made of it."""
        about = next(one for one in self.there.payouts.values() if one["metadata"]["livefair_payout"] == payout_id)
        event = self.there.event(kind, {**about, **more}, secret=secret, account=about["account"])
        return self.provider.verify(event.headers, event.body, now_ms=self.db.clock())

    def tell(self, kind, payout_id, **more):
        return self.db.write_now(settle_payout, SYSTEM, self.say(kind, payout_id, **more))


@pytest.fixture
async def till(db):
    async with StripeStandIn.running(lambda: db.clock()) as there, aclosing(HttpLine()) as http:
        provider = StripeConnect(StripeLine(http, StripeAccount(KEY, (), there.url)), (SECRET,))
        payouts = Payouts(provider, PayoutTerms(1, "daily"))
        yield Till(db, JobContext(db, {Payouts: payouts}), provider, there)


async def sent(db, till, number=ACCT):
    earn(db)
    account(db, number=number)
    payout = ask(db)
    await till.work()
    return payout


async def test_a_payout_goes_by_the_connected_account_to_its_bank_once(db, till):
    payout = await sent(db, till)
    [transfer], [paid] = till.there.transfers.values(), till.there.payouts.values()
    assert (transfer["destination"], transfer["amount"], paid["account"]) == (ACCT, READY, ACCT)
    assert newest(db).reference == f"{transfer['id']}/{paid['id']}"
    for _ in range(2):
        assert till.tell("payout.paid", payout.id) == "paid"
    assert db.read_now(ledger.balance, "bank") == READY


async def test_a_stumbling_provider_transfers_once(db, clock, till):
    till.there.stumbles = 3
    await sent(db, till)
    for _ in range(4):
        clock.advance(60_000)
        await till.work()
    assert (len(till.there.transfers), len(till.there.payouts)) == (1, 1)
    assert newest(db).reference


async def test_what_does_not_reach_the_bank_is_taken_back_and_stands_ready_again(db, till):
    payout = await sent(db, till)
    assert till.tell("payout.failed", payout.id, failure_code="account_closed") == "failed"
    await till.work()
    assert list(till.there.reversals) == list(till.there.transfers)
    assert db.read_now(ledger.free, f"payable:{HOST.id}") == READY
    assert newest(db).failure == "account_closed"


async def test_an_account_that_is_none_of_stripes_fails_at_once_and_nothing_leaves(db, till):
    await sent(db, till, number="DE89370400440532013000")
    assert (newest(db).state, newest(db).failure) == ("failed", "not_connected")
    assert till.there.transfers == {}


async def test_an_account_that_may_not_be_paid_out_gives_the_transfer_back(db, till):
    till.there.refuse_payouts_of.add(ACCT)
    await sent(db, till)
    assert (newest(db).state, newest(db).failure) == ("failed", "payouts_not_allowed")
    assert len(till.there.reversals) == 1
    assert db.read_now(ledger.free, f"payable:{HOST.id}") == READY


async def test_a_transfer_that_cannot_be_taken_back_is_never_taken_for_nothing(db, clock, till):
    till.there.refuse_payouts_of.add(ACCT)
    till.there.refuses_reversals = True
    await sent(db, till)
    assert newest(db).state == "sending"
    assert db.read_now(ledger.free, f"payable:{HOST.id}") == 0
    till.there.refuses_reversals = False
    clock.advance(DAY_MS)
    await till.work()
    assert newest(db).state == "failed"
    assert db.read_now(ledger.free, f"payable:{HOST.id}") == READY
    assert (len(till.there.transfers), len(till.there.reversals)) == (1, 1)


async def test_of_a_settlement_day_only_the_part_that_failed_returns_and_is_tried_again(db, till):
    bo = Actor("bo", frozenset({"host"}))
    earn(db)
    earn(db, host_id=bo.id)
    account(db, number=ACCT)
    account(db, bo, "acct_9Z8y7X6w")
    till.there.refuse_transfers_to.add("acct_9Z8y7X6w")
    await pay_by_calendar(till.context)
    await till.work()
    [ours], [theirs] = db.read_now(payouts_of, HOST, HOST.id), db.read_now(payouts_of, bo, bo.id)
    assert till.tell("payout.paid", ours.id) == "paid"
    assert (theirs.state, theirs.failure) == ("failed", "account_invalid")
    till.there.refuse_transfers_to.clear()
    again = db.write_now(retry_payout, OPERATOR, theirs.id, minimum_minor=1)
    await till.work()
    assert till.tell("payout.paid", again.id) == "paid"
    assert db.read_now(ledger.balance, "bank") == ours.amount_minor + again.amount_minor


async def test_words_of_others_and_forged_ones(db, till):
    payout = await sent(db, till)
    assert till.say("payout.created", payout.id) is None
    assert till.say("payout.paid", payout.id, metadata={}) is None
    with pytest.raises(NotAllowed, match="bad_signature"):
        till.say("payout.paid", payout.id, secret="whsec_of_eve")
