"""Buying by a provider outside: the ground on which tests of Stripe, Alipay and WeChat Pay stand."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any, NamedTuple

from livefair.kernel import SYSTEM, Actor, Database, Refusal
from livefair.kernel.jobs import job_called
from livefair.kernel.runner import JobContext, due_talking_jobs, finish, put_off, run_due_now
from livefair.shop.hearing import hear
from livefair.shop.outside.stripe import Stripe
from livefair.shop.outside.stripe_line import StripeAccount, StripeLine
from livefair.shop.payment_pages import PaymentPage, choose_provider, page_called
from livefair.shop.providers import OutsideProvider, Providers
from livefair.web.provider_line import HttpLine
from tests.stall import Stall, check_out_cart, put_in_cart
from tests.stripe_stand_in import KEY, SECRET, Event, StripeStandIn

ADDRESS = "https://fair.example"


class Counter(NamedTuple):
    """The shop's side of a provider, and the provider's own."""

    db: Database
    context: JobContext
    provider: OutsideProvider
    there: Any

    async def work(self, rounds: int = 20) -> list[str]:
        """Do what is due, talking jobs included, as the runner would. Returns what failed and is put off."""
        failed = []
        for _ in range(rounds):
            run_due_now(self.db)
            due = self.db.read_now(due_talking_jobs, most=100)
            if not due:
                return failed
            for each in due:
                try:
                    await job_called(each.kind)(self.context, **json.loads(each.args))
                except Refusal as refusal:
                    failed.append(refusal.code)
                    self.db.write_now(put_off, SYSTEM, each, str(refusal))
                else:
                    self.db.write_now(finish, SYSTEM, each)
        raise AssertionError("jobs never end")

    def hear(self, event: Event) -> None:
        word = self.provider.hear(event.headers, event.body, now_ms=self.db.clock())
        if word is not None:
            self.db.write_now(hear, SYSTEM, self.provider.name, word)

    async def page(self, buyer: Actor, payment_id: str, *, way: str = "page") -> PaymentPage:
        """The buyer chooses this provider, and its page is opened."""
        page_id = self.db.write_now(choose_provider, buyer, payment_id, provider=self.provider.name, way=way)
        assert page_id
        await self.work()
        return self.db.read_now(page_called, page_id)

    async def buy(self, stall: Stall, buyer: Actor, *, quantity: int = 1, key: str = "k") -> PaymentPage:
        """Paid by a card at Stripe, and the word is heard."""
        put_in_cart(stall, buyer, quantity=quantity)
        page = await self.page(buyer, check_out_cart(self.db, buyer, key=key))
        self.hear(self.there.pay(page.reference))
        await self.work()
        return self.db.read_now(page_called, page.id)


@asynccontextmanager
async def stripe_counter(db: Database, *, secrets: tuple[str, ...] = (SECRET,)) -> AsyncIterator[Counter]:
    async with StripeStandIn.running(lambda: db.clock()) as there, aclosing(HttpLine()) as line:
        api = StripeLine(line, StripeAccount(KEY, secrets, there.url))
        provider = Stripe(db, api, ADDRESS)
        context = JobContext(db, {Providers: Providers({"stripe": provider})})
        yield Counter(db, context, provider, there)
