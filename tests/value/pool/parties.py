"""People who met a host or a creator and kept what they bought, or did not: enough for a pool."""

import asyncio

import msgspec
from sqlalchemy import bindparam, select

from livefair.content import ViewLine, journal_views
from livefair.content.models import VIDEO
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Actor, JobContext, query
from livefair.kernel.clock import as_datetime
from livefair.kernel.runner import run_due_now
from livefair.people import sign_up
from livefair.people.consents import give_consent
from livefair.value import publish_share_rules, publish_shipped_share_rules
from livefair.value.pool.book import last_period
from livefair.value.pool.closing import close_period, close_pool_periods, pay_period, periods_due
from livefair.value.rules.pool import GRACE_MS, PoolRule, period_of, span_of_period
from livefair.value.share_rulebook import pool_since, share_rules_of, text_of, with_kappa
from tests.content.studio import published
from tests.value.shopping import deliver, line, pay, wait

_AUTHOR = query(str, select(VIDEO.c.author_id).where(VIDEO.c.id == bindparam("video")))
OPERATOR = Actor("op", frozenset({"operator"}))
KAPPA_BP = 2_000
RULE = PoolRule(cap_bp=6_000, buyers_min=3, appeal_days=7)


def put_in_force(db, kappa_bp=KAPPA_BP, rule=RULE):
    """From now on κ of the platform's commission goes into the pool."""
    newest = db.write_now(publish_shipped_share_rules, SYSTEM)
    since = as_datetime(db.clock() // 1000 * 1000)
    changed = msgspec.structs.replace(
        with_kappa(db.read_now(share_rules_of, newest), kappa_bp, rule), effective_at=since
    )
    body = text_of(changed).replace(f"version = {newest}", f"version = {newest + 1}")
    db.write_now(publish_share_rules, OPERATOR, body)


class Town:
    """Two creators with a video each, and buyers who agreed to be studied. Begins a period on its first day."""

    def __init__(self, db, join):
        self.db = db
        put_in_force(db)
        db.clock.advance(DAY_MS)
        self.films = {name: published(db, join(name, "host"), f"film of {name}") for name in ("carl", "dora")}
        self.ids = {name: db.read_now(author_of, film) for name, film in self.films.items()}
        self.number = 0
        self.buyers = {}

    def person(self):
        self.number += 1
        return self.db.write_now(consenting, GUEST, self.number)

    def watches(self, *creators):
        person = self.person()
        seen = [ViewLine(self.films[name], person, "", self.db.clock() - 60_000, 20_000, 1) for name in creators]
        self.db.write_now(journal_views, SYSTEM, seen)
        return person

    def keeps(self, *creators, amount_minor=10_000):
        """Who watched them has paid and was delivered; the window is still open. Returns the order and its line."""
        bought = line(amount_minor, host_id=None, mcn_id=None, reviewer_id=None)
        buyer = self.watches(*creators)
        order_id = pay(self.db, bought, buyer_id=buyer)
        self.buyers[bought.line_id] = buyer
        deliver(self.db, order_id, bought)
        return order_id, bought.line_id

    def evening(self):
        """Carl's viewers keep more often than Dora's; both have more buyers than there have to be."""
        orders = [self.keeps("carl") for _ in range(8)] + [self.keeps("dora") for _ in range(4)]
        for _ in range(6):
            self.watches("dora")
        for _ in range(12):
            self.watches()
        for name in ("carl", "carl", "dora", "dora", "dora"):
            self.watches(name)
        wait(self.db)
        return orders

    def close(self):
        """The period ends, a day passes, and it is closed."""
        now = self.db.clock()
        since_ms = self.db.read_now(pool_since)
        self.db.clock.advance(span_of_period(period_of(now, since_ms), since_ms)[1] + GRACE_MS - now)
        return self.close_due()

    def close_due(self):
        self.db.write_now(close_pool_periods, SYSTEM)
        for due in self.db.read_now(periods_due):
            asyncio.run(close_period(JobContext(self.db), currency=due.currency, number=due.number))
        return self.db.read_now(last_period, "CNY")

    def pay(self, period):
        self.db.clock.advance(RULE.appeal_days * DAY_MS)
        self.db.write_now(lambda tx, actor: pay_period(tx, actor, period_id=period.id), SYSTEM)
        run_due_now(self.db)


def author_of(tx, video_id):
    return tx.value(_AUTHOR, video=video_id)


def consenting(tx, actor, number):
    person_id = sign_up(
        tx, actor, email=f"p{number}@example.org", name=f"P {number}", password_hash="none", locale="en"
    )
    give_consent(tx, Actor(person_id), "research")
    return person_id
