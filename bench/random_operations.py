"""Random use cases by random people, with the process killed again and again: do all invariants still hold?

    PYTHONPATH=src:. python bench/random_operations.py [--operations 100000] [--engine sqlite|postgresql] [--seed 1]
                                                       [--strict]

A child does the operations and writes one line for each; the parent kills it (SIGKILL) after a random number of them
and starts it again on the same database, until all are done. After each death and at the end `livefair check`'s
invariants are asked. A refusal is an answer; any other exception is a fault and ends the run.
"""

import argparse
import collections
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.checkout import PLACE
from bench.table import Table as Report
from sqlalchemy import ColumnElement, Table, func, select
from tests.postgresql import installed, started

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair import catalog
from livefair.community import IdeaDraft, accept_idea, launch_idea, publish_idea, support_idea
from livefair.community.models import IDEA
from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, SYSTEM, Actor, Database, Money, Refusal, query
from livefair.kernel.clock import SetClock
from livefair.kernel.facts import FACT_LOG
from livefair.kernel.runner import dead_letters, run_due_now
from livefair.kernel.schema import upgrade
from livefair.kernel.statements import Query
from livefair.live import open_room, plan_show, start_show
from livefair.live.gift_catalogue import all_gifts
from livefair.live.gift_refunds import take_back
from livefair.live.gifts import Giving, gift_of, send_gift
from livefair.live.models.gifts import GIFT
from livefair.live.on_air import show_on_air
from livefair.people import actor_of, found_organisation, give_role, sign_up
from livefair.people.ages import confirm_age
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop import (
    Claim,
    Notification,
    Source,
    add_address,
    add_to_cart,
    ask_refund,
    check_out,
    confirm_receipt,
    deny_refund,
    grant_refund,
    ready_cart,
    settle_notification,
    ship_order,
)
from livefair.shop.coupons import claim_coupon, make_coupon
from livefair.shop.fulfilment import line_ids_of, order_called
from livefair.shop.models import ORDER, PAYMENT
from livefair.shop.models.coupons import COUPON
from livefair.shop.models.returns import REFUND
from livefair.shop.payments import cancel_payment, payment_for
from livefair.shop.refunds import refund_called
from livefair.shop.rules.coupons import Draft
from livefair.shop.top_ups import top_up
from livefair.supply import receive
from livefair.value.models import PAYOUT
from livefair.value.payouts import Ask, PayoutWord, request_payout, set_account, settle_payout
from livefair.value.payouts.book import payout_called
from livefair.world import invariants

START_MS = 1_790_000_000_000
CUSTOMERS = 40
LIVES = (300, 6_000)
"""Operations between two deaths."""
NEWEST = 200


class Town(NamedTuple):
    """Ids of who and what is there, by name; written beside the database, for the lives to come."""

    customers: list[str]
    addresses: list[str]
    brands: list[str]
    skus: list[list[str]]
    products: list[list[str]]
    host: str
    room: str
    reviewer: str


def founded(db: Database) -> Town:
    def person(name: str, *roles: str) -> Actor:
        person_id = db.write_now(
            sign_up, Actor(""), email=f"{name}@fair.example", name=name, password_hash="none", locale="zh"
        )
        for role in roles:
            db.write_now(give_role, SYSTEM, person_id, role)
        return db.read_now(actor_of, person_id)

    brands, skus, products = [], [], []
    for name in ("amber", "birch"):
        founder = person(name)
        db.write_now(found_organisation, founder, kind="brand", name=f"House of {name}")
        brand = db.read_now(actor_of, founder.id)
        own = [
            db.write_now(catalog.create_product, brand, catalog.Words(f"货 {n}", f"Good {n}", category="kitchen"))
            for n in range(2)
        ]
        kinds = [
            db.write_now(catalog.add_sku, brand, one, name_zh="蓝", name_en="Blue", price=Money(3_333 + 777 * n))
            for n, one in enumerate(own)
        ]
        for sku_id in kinds:
            db.write_now(receive, brand, sku_id, quantity=50, key="first")
        brands.append(founder.id)
        skus.append(kinds)
        products.append(own)
        db.write_now(set_account, brand, brand.organisation_id, holder="Amber Birch", number="6222020200112233445")
    host, agent = person("hana", "host"), person("mina")
    db.write_now(found_organisation, agent, kind="mcn", name="Agency")
    mcn = db.read_now(actor_of, agent.id)
    contract_id = db.write_now(invite_host, mcn, host.id, share_bp=2_000, ends_at_ms=START_MS + 10_000 * DAY_MS)
    db.write_now(accept_contract, host, contract_id)
    room_id = db.write_now(open_room, host, title="Evening")
    buyers = [person(f"c{n}") for n in range(CUSTOMERS)]
    for buyer in buyers:
        db.write_now(confirm_age, buyer, "1990-05-31")
    addresses = [db.write_now(add_address, buyer, PLACE) for buyer in buyers]
    run_due_now(db)
    ids = [buyer.id for buyer in buyers]
    return Town(ids, addresses, brands, skus, products, host.id, room_id, ids[0])


Drawn = Query[str]


def some(of: Table, *where: ColumnElement[bool]) -> Drawn:
    """The id of one of the newest rows of a table, drawn by the database."""
    newest = select(of.c.id).where(*where).order_by(of.c.id.desc()).limit(NEWEST).subquery()
    return query(str, select(newest.c.id).order_by(func.random()).limit(1))


OPEN_PAYMENT, ANY_PAYMENT = some(PAYMENT, PAYMENT.c.state == "open"), some(PAYMENT)
PAID, SHIPPED, DELIVERED = (some(ORDER, ORDER.c.state == state) for state in ("paid", "shipped", "delivered"))
ASKED, GIVEN, ISSUED, SENT = some(REFUND, REFUND.c.state == "requested"), some(GIFT), some(COUPON), some(PAYOUT)
OPEN_IDEA, ACCEPTED_IDEA = some(IDEA, IDEA.c.state == "open"), some(IDEA, IDEA.c.state == "accepted")
_NOW = query(int, select(func.coalesce(func.max(FACT_LOG.c.at_ms), START_MS)))


class Life:
    """One life of the child: it goes on where the one before was killed."""

    def __init__(self, db: Database, clock: SetClock, town: Town, rng: Random) -> None:
        self.db, self.clock, self.town, self.rng = db, clock, town, rng
        self.deeds: list[tuple[int, Callable[[], object]]] = [
            (20, self.fill_cart),
            (14, self.order),
            (14, self.hear_of_payment),
            (2, self.hear_again),
            (2, self.cancel),
            (8, self.ship),
            (8, self.receive),
            (5, self.ask_back),
            (5, self.decide),
            (6, self.stock),
            (3, self.price),
            (3, self.fill_wallet),
            (4, self.give),
            (1, self.take_gift_back),
            (2, self.coupon),
            (2, self.claim),
            (2, self.pay_out),
            (2, self.hear_of_payout),
            (3, self.invent),
            (6, self.go_on),
        ]
        self.weights = [weight for weight, _ in self.deeds]

    def step(self) -> str:
        """Returns what came of it: a refusal's code, or the deed's name."""
        [(_, deed)] = self.rng.choices(self.deeds, self.weights)
        try:
            deed()
        except Refusal as refusal:
            return f"{deed.__name__} refused: {refusal.code}"
        return deed.__name__

    # ── who and what

    def actor(self, person_id: str) -> Actor:
        return self.db.read_now(actor_of, person_id)

    def anybody(self) -> int:
        return self.rng.randrange(CUSTOMERS)

    def brand_of(self, brand_id: str) -> Actor:
        brands = [self.actor(each) for each in self.town.brands]
        return next(each for each in brands if each.organisation_id == brand_id)

    def drawn(self, what: Drawn) -> str:
        found = self.db.read_now(lambda tx: tx.one(what))
        if found is None:
            raise Refused
        return found

    def key(self) -> str:
        return f"k{self.rng.getrandbits(60):015x}"

    # ── deeds

    def fill_cart(self) -> None:
        buyer = self.actor(self.town.customers[self.anybody()])
        sku_id = self.rng.choice(self.rng.choice(self.town.skus))
        source = Source(room_id=self.town.room, host_id=self.town.host) if self.rng.random() < 0.6 else Source()
        self.db.write_now(add_to_cart, buyer, sku_id, quantity=self.rng.randint(1, 3), source=source)

    def order(self) -> None:
        number = self.anybody()
        buyer, key = self.actor(self.town.customers[number]), self.key()
        total = sum(line.amount_minor for line in self.db.read_now(ready_cart, buyer))
        for _ in range(self.rng.choice((1, 1, 1, 2))):  # a double click is one order
            self.db.write_now(
                check_out,
                buyer,
                address_id=self.town.addresses[number],
                expected_minor=total + (self.rng.random() < 0.03),
                provider="local",
                key=key,
            )

    def hear_of_payment(self) -> None:
        self._hear(self.drawn(OPEN_PAYMENT))

    def hear_again(self) -> None:
        self._hear(self.drawn(ANY_PAYMENT))

    def _hear(self, payment_id: str) -> None:
        payment = self.db.read_now(payment_for, payment_id)
        outcome = "succeeded" if self.rng.random() < 0.85 else "declined"
        amount = payment.amount_minor + (1 if self.rng.random() < 0.02 else 0)
        word = Notification(payment_id, outcome, amount, payment.currency)
        for _ in range(self.rng.choice((1, 1, 2))):
            self.db.write_now(settle_notification, SYSTEM, word)

    def cancel(self) -> None:
        payment = self.db.read_now(payment_for, self.drawn(OPEN_PAYMENT))
        self.db.write_now(cancel_payment, self.actor(payment.buyer_id), payment.id)

    def ship(self) -> None:
        order = self.db.read_now(order_called, self.drawn(PAID))
        self.db.write_now(ship_order, self.brand_of(order.brand_id), order.id, carrier="local", tracking="LF1")

    def receive(self) -> None:
        order = self.db.read_now(order_called, self.drawn(SHIPPED))
        self.db.write_now(confirm_receipt, self.actor(order.buyer_id), order.id)

    def ask_back(self) -> None:
        order = self.db.read_now(order_called, self.drawn(self.rng.choice((PAID, SHIPPED, DELIVERED))))
        lines = self.db.read_now(line_ids_of, order.id)
        claim = Claim(self.rng.sample(lines, self.rng.randint(1, len(lines))), "changed_mind")
        self.db.write_now(ask_refund, self.actor(order.buyer_id), order.id, claim, key=self.key())

    def decide(self) -> None:
        refund_id = self.drawn(ASKED)
        order = self.db.read_now(order_called, self.db.read_now(refund_called, refund_id).order_id)
        brand = self.brand_of(order.brand_id)
        if self.rng.random() < 0.7:
            self.db.write_now(grant_refund, brand, refund_id, restock=self.rng.random() < 0.5)
        else:
            self.db.write_now(deny_refund, brand, refund_id, answer="It was fine.")

    def stock(self) -> None:
        which = self.rng.randrange(len(self.town.brands))
        brand, sku_id = self.actor(self.town.brands[which]), self.rng.choice(self.town.skus[which])
        self.db.write_now(receive, brand, sku_id, quantity=self.rng.randint(1, 9), key=self.key())

    def price(self) -> None:
        which = self.rng.randrange(len(self.town.brands))
        brand, sku_id = self.actor(self.town.brands[which]), self.rng.choice(self.town.skus[which])
        self.db.write_now(catalog.set_price, brand, sku_id, Money(self.rng.randint(101, 9_999)))

    def fill_wallet(self) -> None:
        buyer, minor = self.actor(self.town.customers[self.anybody()]), self.rng.randint(100, 50_000)
        self.db.write_now(top_up, buyer, amount_minor=minor, provider="local", key=self.key())

    def give(self) -> None:
        host, giver = self.actor(self.town.host), self.actor(self.town.customers[self.anybody()])
        if self.db.read_now(show_on_air, self.town.room) is None:
            self.db.write_now(start_show, host, self.db.write_now(plan_show, host, self.town.room, title="Evening"))
        code = self.rng.choice(sorted(all_gifts()))
        self.db.write_now(send_gift, giver, self.town.room, Giving(code, self.key(), self.rng.randint(1, 3)))

    def take_gift_back(self) -> None:
        gift = self.db.read_now(gift_of, self.drawn(GIVEN))
        self.db.write_now(take_back, self.actor(gift.giver_id), gift.id)

    def coupon(self) -> None:
        draft = Draft(
            "Off",
            off_minor=self.rng.randint(100, 2_000),
            quantity=self.rng.randint(1, 20),
            until_ms=self.clock() + DAY_MS,
        )
        self.db.write_now(make_coupon, self.actor(self.rng.choice(self.town.brands)), draft)

    def claim(self) -> None:
        buyer = self.actor(self.town.customers[self.anybody()])
        self.db.write_now(claim_coupon, buyer, self.drawn(ISSUED))

    def pay_out(self) -> None:
        brand = self.actor(self.rng.choice(self.town.brands))
        self.db.write_now(request_payout, brand, Ask(brand.organisation_id or "", "CNY", self.key(), 1))

    def hear_of_payout(self) -> None:
        payout = self.db.read_now(payout_called, self.drawn(SENT))
        outcome = self.rng.choice(("paid", "paid", "failed", "returned"))
        failure = "" if outcome == "paid" else "account_closed"
        word = PayoutWord(payout.id, outcome, payout.amount_minor, payout.currency, failure)
        self.db.write_now(settle_payout, SYSTEM, word)

    def invent(self) -> None:
        which = self.rng.randrange(len(self.town.brands))
        brand, author = self.actor(self.town.brands[which]), self.actor(self.town.customers[self.anybody()])
        turn = self.rng.randrange(4)
        if turn == 0:
            draft = IdeaDraft(brand.organisation_id or "", "A lid that is a coaster", "No more rings on any desk.")
            self.db.write_now(publish_idea, author, draft, key=self.key())
        elif turn == 1:
            self.db.write_now(support_idea, author, self.drawn(OPEN_IDEA))
        elif turn == 2:
            points = self.rng.randint(100, 400)
            self.db.write_now(accept_idea, brand, self.drawn(OPEN_IDEA), text="Yes", royalty_bp=points)
        else:
            product_id = self.rng.choice(self.town.products[which])
            self.db.write_now(launch_idea, brand, self.drawn(ACCEPTED_IDEA), product_id=product_id)

    def go_on(self) -> None:
        """Time goes on, and the jobs that are due are done."""
        self.clock.advance(self.rng.choice((MINUTE_MS, HOUR_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS)))
        run_due_now(self.db)


class Refused(Refusal):
    """There is nothing yet to do this with."""

    def __init__(self) -> None:
        super().__init__("nothing_there")


def live(url: str, folder: Path, seed: int) -> None:
    """The child: a line for each operation, until somebody kills it."""
    clock = SetClock(START_MS)
    db = Database(url, clock=clock, durable=False)
    at = folder / "town.json"
    if not at.exists():
        (folder / "town.new").write_text(json.dumps(founded(db)._asdict()))
        (folder / "town.new").rename(at)
    clock.move_to(db.read_now(lambda tx: tx.value(_NOW)))
    life = Life(db, clock, Town(**json.loads(at.read_text())), Random(seed))
    while True:
        print(life.step(), flush=True)


class Lives(NamedTuple):
    operations: int
    deaths: int
    came: collections.Counter[str]
    breaches: list[str]
    fault: str


def run(url: str, folder: Path, operations: int, seed: int) -> Lives:
    rng, done, deaths = Random(seed), 0, 0
    came: collections.Counter[str] = collections.Counter()
    breaches: list[str] = []
    while done < operations and not breaches:
        until = min(operations, done + rng.randint(*LIVES))
        child = subprocess.Popen(
            [sys.executable, "-m", "bench.random_operations", "--child", url, str(folder), str(rng.getrandbits(40))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stderr is not None
        while done < until and (line := child.stdout.readline()):
            came[line.strip()] += 1
            done += 1
        if child.poll() is not None or done < until:
            return Lives(done, deaths, came, breaches, child.stderr.read()[-2_000:])
        with suppress(ProcessLookupError):
            child.kill()
        child.wait()
        deaths += 1
        breaches = broken(url)
    return Lives(done, deaths, came, breaches, "")


def broken(url: str) -> list[str]:
    db = Database(url)
    try:
        return [*db.read_now(invariants.breaches), *(f"dead letter {each}" for each in db.read_now(dead_letters))]
    finally:
        db.close()


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder}/fair.db"
        return
    programs = installed()
    if programs is None:
        raise SystemExit("no PostgreSQL server is installed here")
    with tempfile.TemporaryDirectory(prefix="fair-pg-") as place, started(programs, Path(place)) as url:
        yield url


def measure(engine: str, operations: int, seed: int) -> Report:
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as name, database(engine, Path(name)) as url:
        upgrade(url)
        lives = run(url, Path(name), operations, seed)
    report = Report(f"{operations:,} random operations on {engine}, killed and started again")
    report.note("operations", f"{lives.operations:,}")
    report.note("deaths (SIGKILL)", str(lives.deaths))
    report.note("operations a second", f"{lives.operations / (time.monotonic() - began_s):.0f}")
    refused = sum(times for what, times in lives.came.items() if "refused" in what)
    report.note("refused", f"{refused:,}")
    for what, times in lives.came.most_common(40):
        report.note(f"  {what}", f"{times:,}")
    report.at_most("operations left undone", operations - lives.operations, 0)
    report.at_most("breaches of any invariant, dead letters", len(lives.breaches), 0)
    for each in lives.breaches[:10]:
        print(each)
    print(lives.fault, file=sys.stderr)
    return report


def main() -> None:
    if "--child" in sys.argv:
        url, folder, seed = sys.argv[sys.argv.index("--child") + 1 :]
        return live(url, Path(folder), int(seed))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=100_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strict", action="store_true", help="fail when a promise is broken")
    options = parser.parse_args()
    measure(options.engine, options.operations, options.seed).print(strict=options.strict)
    return None


if __name__ == "__main__":
    main()
