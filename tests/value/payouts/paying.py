"""A host who has something to be paid, and a bank that says what a test wants."""

import asyncio

import httpx

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, JobContext
from livefair.kernel.runner import Runner
from livefair.value.payouts import Ask, PayoutTerms, PayoutWord, payouts_of, request_payout, set_account, settle_payout
from livefair.value.payouts.local_provider import LocalPayouts, verify_word
from livefair.value.payouts.providers import Payouts
from tests.value.shopping import buy_and_keep, line

HOST = Actor("host", frozenset({"host"}))
OPERATOR = Actor("op", frozenset({"operator"}))
IBAN = "DE89 3704 0044 0532 0130 00"
READY = 1_200
"""What one line of `buy_and_keep` leaves with the host, in minor units."""


def earn(db, **more):
    """Returns the line and its order."""
    bought = line(**more)
    return bought, buy_and_keep(db, bought)


def account(db, actor=HOST, number=IBAN):
    return db.write_now(set_account, actor, actor.id, holder="Ho St", number=number)


def ask(db, key="one", actor=HOST, minimum=0):
    return db.write_now(request_payout, actor, Ask(actor.id, "CNY", key, minimum))


def say(db, payout, outcome, failure=""):
    word = PayoutWord(payout.id, outcome, payout.amount_minor, payout.currency, failure)
    return db.write_now(settle_payout, SYSTEM, word)


def stands(db, party="host"):
    """(free, held, reserve, receivable, bank)"""

    def read(tx):
        payable = ledger.balance(tx, f"payable:{party}")
        free = ledger.free(tx, f"payable:{party}")
        rest = [ledger.balance(tx, account) for account in (f"reserve:{party}", f"receivable:{party}", "bank")]
        return (free, payable - free, *rest)

    return db.read_now(read)


def newest(db, party="host", actor=HOST):
    return db.read_now(payouts_of, actor, party)[0]


KEY = b"secret of the payout provider"


class Door(httpx.AsyncBaseTransport):
    """The way from the provider to us without a server; `closed` answers that nobody is there."""

    def __init__(self, db, closed=False):
        self.db, self.closed, self.heard = db, closed, []

    async def handle_async_request(self, request):
        body = await request.aread()
        self.heard.append(body)
        if self.closed:
            return httpx.Response(503)
        word = verify_word(KEY, request.headers, body, now_ms=self.db.clock())
        await self.db.write(settle_payout, SYSTEM, word)
        return httpx.Response(204)


def work(db, terms=PayoutTerms(), door=None):  # noqa: B008 (a frozen value)
    """Do all that is due now, as the running program would."""

    async def working():
        async with httpx.AsyncClient(transport=door or Door(db)) as http:
            local = LocalPayouts(db, http, "http://shop.invalid/", KEY)
            services = {LocalPayouts: local, Payouts: Payouts(local, terms)}
            await Runner(JobContext(db, services)).until_nothing_is_due()

    asyncio.run(working())
