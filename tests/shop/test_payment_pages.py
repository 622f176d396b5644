"""Any words about any pages, in any order and number, lead to one outcome, and never to more than there is."""

from random import Random

import pytest

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict
from livefair.kernel.runner import run_due_now
from livefair.shop import cancel_payment
from livefair.shop.hearing import hear
from livefair.shop.late_money import book_returned, returned_of
from livefair.shop.odd_money import odd_payments, return_odd_money
from livefair.shop.payment_pages import choose_provider, note_opened, pages_of
from livefair.shop.payments import payment_for
from livefair.shop.provider_words import PageWord
from livefair.shop.providers import Opened
from livefair.shop.rules import PAY_WITHIN_MS
from livefair.supply import level
from tests.stall import check_out_cart, put_in_cart, set_up

WAYS = (("stripe", "page"), ("alipay", "page"), ("wechat", "code"), ("wechat", "phone"))
PIECES, BUYERS, STEPS = 3, 6, 60


class Walk:
    """Some buyers, too few pieces, and providers that say whatever they like about their pages."""

    def __init__(self, db, clock, join, seed):
        self.db, self.clock, self.chance = db, clock, Random(seed)
        self.stall = set_up(db, join, pieces=PIECES, name=f"brand{seed}")
        self.operator = join(f"op{seed}", "operator")
        self.buyers = [join(f"buyer{seed}-{n}") for n in range(BUYERS)]
        self.payments = []
        self.told = {}
        """What each page took, by its first word; a provider takes money once."""

    def step(self):
        acts = (self.order, self.choose, self.choose, self.pay, self.pay, self.pay, self.end, self.wait, self.give_up)
        try:
            self.chance.choice(acts)()
        except Conflict:
            return

    def order(self):
        buyer = self.chance.choice(self.buyers)
        put_in_cart(self.stall, buyer)
        self.payments.append((buyer, check_out_cart(self.db, buyer, key=f"k{len(self.payments)}")))

    def choose(self):
        if self.payments:
            buyer, payment_id = self.chance.choice(self.payments)
            provider, way = self.chance.choice(WAYS)
            page_id = self.db.write_now(choose_provider, buyer, payment_id, provider=provider, way=way)
            self.db.write_now(note_opened, SYSTEM, page_id, Opened(page_id, "https://provider.example/"))

    def page(self):
        pages = [page for _, payment_id in self.payments for page in self.db.read_now(pages_of, payment_id)]
        return self.chance.choice(pages) if pages else None

    def pay(self):
        if (page := self.page()) is not None:
            minor = self.told.setdefault(page.id, self.chance.choice([9900, 9900, 9900, 9899]))
            word = PageWord(page_id=page.id, outcome="paid", amount_minor=minor, currency="CNY", charge=page.id)
            for _ in range(self.chance.choice([1, 2])):
                self.db.write_now(hear, SYSTEM, page.provider, word)

    def end(self):
        if (page := self.page()) is not None:
            word = PageWord(page_id=page.id, outcome=self.chance.choice(["refused", "closed"]))
            self.db.write_now(hear, SYSTEM, page.provider, word)

    def wait(self):
        self.clock.advance(self.chance.choice([60_000, PAY_WITHIN_MS // 2]))
        run_due_now(self.db)

    def give_up(self):
        if self.payments:
            self.db.write_now(cancel_payment, *self.chance.choice(self.payments))

    def settle(self):
        """The time is over, what is to go back goes, and operators do their work."""
        self.clock.advance(PAY_WITHIN_MS + 1)
        run_due_now(self.db)
        for odd in self.db.read_now(odd_payments, self.operator):
            self.db.write_now(return_odd_money, self.operator, odd.page_id)
        for _, payment_id in self.payments:
            for back in self.db.read_now(returned_of, payment_id):
                self.db.write_now(book_returned, SYSTEM, back.key)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_providers_say_each_coin_pays_once_or_goes_back(db, clock, join, seed):
    walk = Walk(db, clock, join, seed)
    for _ in range(STEPS):
        walk.step()
    walk.settle()
    found = [db.read_now(payment_for, payment_id) for _, payment_id in walk.payments]
    paid = [payment for payment in found if payment.state == "paid"]
    assert len(paid) <= PIECES
    assert db.read_now(level, walk.stall.sku_id).sellable == PIECES - len(paid)
    assert db.read_now(ledger.balance, "psp_clearing") == -sum(payment.amount_minor for payment in paid)
    assert db.read_now(ledger.balance, "suspense") == 0
    went_back = sum(back.amount_minor for payment in found for back in db.read_now(returned_of, payment.id))
    assert sum(walk.told.values()) == went_back + sum(payment.amount_minor for payment in paid)
