"""Checkout and payment in process, each synced to disk, beside a bare sqlite3 loop that writes the same rows.

    PYTHONPATH=src:. python bench/checkout.py [--orders 6000] [--clients 128] [--strict]

One order is a cart that becomes a payment and an order with its promised piece, and then, when the provider's word
comes, the money in escrow: two use cases, each waited for until it is durable, as in life. The bare loop makes the
same changes of the same rows in a copy of the database as it was before: it inserts every row, takes the piece,
empties the cart, and turns payment and order from open to paid. It reads nothing and decides nothing. Both take
turns, some orders each, so that whatever else the machine does falls on both.
"""

import argparse
import asyncio
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.table import Table
from sqlalchemy import create_engine

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import GUEST, SYSTEM, Actor, Database, Money, WriteTx, metadata
from livefair.kernel.engines import SQLITE_PRAGMAS
from livefair.kernel.schema import sqlalchemy_url
from livefair.people import actor_of, found_organisation, sign_up
from livefair.shop import NOWHERE, Notification, Place, add_address, add_to_cart, check_out, settle_notification
from livefair.shop.models import ORDER, PAYMENT
from livefair.supply import level, receive
from livefair.world import invariants

BATCH = 500
BARE_CHANGES = (
    "DELETE FROM cart_line WHERE buyer_id = ?",
    "UPDATE payment SET state = 'paid', ended_at_ms = ? WHERE id = ?",
    "UPDATE orders SET state = 'paid', paid_at_ms = ? WHERE id = ?",
)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
PRICE_MINOR = 9_900
PLACE = Place("Ana", "138", "Zhejiang", "Hangzhou", "Wensan Road 1", "310000")
Buyers = list[tuple[Actor, str]]
Rows = dict[str, list[tuple[object, ...]]]


def stocked(tx: WriteTx, brand_id: str, pieces: int) -> str:
    found_organisation(tx, actor_of(tx, brand_id), kind="brand", name="House")
    brand = actor_of(tx, brand_id)
    product_id = create_product(tx, brand, Words("杯子", "Mug", category="kitchen"))
    sku_id = add_sku(tx, brand, product_id, name_zh="蓝", name_en="Blue", price=Money(PRICE_MINOR))
    receive(tx, brand, sku_id, quantity=pieces, key="first")
    return sku_id


def person(tx: WriteTx, name: str) -> str:
    return sign_up(tx, GUEST, email=f"{name}@fair.example", name=name, password_hash="none", locale="zh")


def ready_buyers(tx: WriteTx, sku_id: str, count: int) -> Buyers:
    buyers = []
    for number in range(count):
        buyer = actor_of(tx, person(tx, f"buyer{number}"))
        add_to_cart(tx, buyer, sku_id, quantity=1, source=NOWHERE)
        buyers.append((buyer, add_address(tx, buyer, PLACE)))
    return buyers


def order(tx: WriteTx, actor: Actor, address_id: str, key: str) -> str:
    return check_out(tx, actor, address_id=address_id, expected_minor=PRICE_MINOR, provider="local", key=key)


def pay(tx: WriteTx, actor: Actor, payment_id: str) -> None:
    settle_notification(tx, actor, Notification(payment_id, "succeeded", PRICE_MINOR, "CNY"))


class Spent(NamedTuple):
    """Seconds for some orders: of this process, and by the clock on the wall."""

    cpu_s: float
    wall_s: float


async def buy(db: Database, buyers: Buyers, clients: int, key: str = "k") -> None:
    waiting = iter(buyers)

    async def client() -> None:
        for buyer, address_id in waiting:
            await db.write(pay, SYSTEM, await db.write(order, buyer, address_id, key))

    await asyncio.gather(*(client() for _ in range(clients)))


def spent_on(act: Callable[[], object]) -> Spent:
    cpu_s, wall_s = time.process_time(), time.perf_counter()
    act()
    return Spent(time.process_time() - cpu_s, time.perf_counter() - wall_s)


def new_rows(before: Path, after: Path) -> Rows:
    """What was inserted since, table by table, parents before children."""
    connection = sqlite3.connect(after)
    connection.execute("ATTACH ? AS earlier", (str(before),))
    found = {}
    for table in metadata.sorted_tables:
        name = f'"{table.name}"'
        last = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM earlier.{name}").fetchone()[0]
        found[name] = connection.execute(f"SELECT * FROM {name} WHERE rowid > ? ORDER BY rowid", (last,)).fetchall()
    connection.close()
    return {name: rows for name, rows in found.items() if rows}


class BareLoop:
    """The same rows by hand-written statements, `per_commit` orders in a transaction."""

    def __init__(self, path: Path, rows: Rows, per_commit: int) -> None:
        self._per_commit = per_commit
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (*SQLITE_PRAGMAS, "synchronous=FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._inserts = [
            (f"INSERT INTO {name} VALUES ({', '.join('?' * len(held[0][0]))})", held)
            for name, held in by_order(as_placed(rows)).items()
        ]
        self._values = [
            ((buyer_id,), (ended_at_ms, payment_id), (ended_at_ms, order_id))
            for (payment_id, buyer_id, *_, ended_at_ms), (order_id, *_) in zip(
                rows['"payment"'], rows['"orders"'], strict=True
            )
        ]

    def write(self, first: int, end: int) -> None:
        for start in range(first, end, self._per_commit):
            self._connection.execute("BEGIN IMMEDIATE")
            for number in range(start, min(start + self._per_commit, end)):
                for statement, held in self._inserts:
                    self._connection.executemany(statement, held[number])
                self._connection.execute("UPDATE stock SET reserved = reserved + 1")
                for statement, values in zip(BARE_CHANGES, self._values[number], strict=True):
                    self._connection.execute(statement, values)
            self._connection.execute("COMMIT")


def by_order(rows: Rows) -> dict[str, list[list[tuple[object, ...]]]]:
    """For each table the rows of each order: a row belongs where an id that it names belongs, its own with it."""
    owner: dict[object, int] = {row[0]: number for number, row in enumerate(rows['"payment"'])}
    named = {name: [(row, ID.findall(" ".join(map(str, row)))) for row in held] for name, held in rows.items()}
    while lost := [ids for held in named.values() for _, ids in held if owner.keys().isdisjoint(ids)]:
        owner |= {ids[0]: number for held in named.values() for _, ids in held if (number := owned(ids, owner)) >= 0}
        if len(lost) == len([ids for ids in lost if owner.keys().isdisjoint(ids)]):
            raise SystemExit("some rows belong to no order")
    sorted_out: dict[str, list[list[tuple[object, ...]]]] = {}
    for name, held in named.items():
        sorted_out[name] = [[] for _ in rows['"payment"']]
        for row, ids in held:
            sorted_out[name][owned(ids, owner)].append(row)
    return sorted_out


def owned(ids: list[str], owner: dict[object, int]) -> int:
    return next((owner[one] for one in ids if one in owner), -1)


def as_placed(rows: Rows) -> Rows:
    """As they are before the payment comes."""
    unpaid = {"state": ("open", "awaiting_payment"), "ended_at_ms": (None, None), "paid_at_ms": (None, None)}
    changed = {}
    for which, table in enumerate((PAYMENT, ORDER)):
        names = [column.name for column in table.columns]
        changed[f'"{table.name}"'] = [
            tuple(unpaid[name][which] if name in unpaid else value for name, value in zip(names, row, strict=True))
            for row in rows[f'"{table.name}"']
        ]
    return {**rows, **changed}


def copy_of(source: Path, name: str) -> Path:
    path = source.with_name(name)
    with sqlite3.connect(source) as old, sqlite3.connect(path) as new:
        old.backup(new)
    return path


def measure(folder: Path, orders: int, clients: int) -> Table:
    path = folder / "fair.db"
    engine = create_engine(sqlalchemy_url(f"sqlite:///{path}"))
    metadata.create_all(engine)
    engine.dispose()
    db = Database(f"sqlite:///{path}")
    sku_id = db.write_now(stocked, db.write_now(person, "brand"), orders)
    buyers = db.write_now(ready_buyers, sku_id, orders)
    before = copy_of(path, "before.db")
    asyncio.run(buy(db, buyers, clients))
    breaches, left = db.read_now(invariants.breaches), db.read_now(level, sku_id).sellable
    db.close()
    rows = new_rows(before, path)
    ours, grouped, single = take_turns(before, buyers, rows, clients)
    table = Table("checkout")
    table.note("rows of one order", f"{sum(map(len, rows.values())) / orders:.1f}")
    table.note(f"ours, {clients} clients", f"{median_us(ours):,.0f} us CPU")
    table.note("bare sqlite3, 100 orders a commit", f"{median_us(grouped):,.0f} us CPU")
    table.note("bare sqlite3, one order a commit", f"{single[0].wall_s / BATCH * 1e6:,.0f} us wall")
    table.at_least(
        "bare / ours, CPU", statistics.median(b.cpu_s / o.cpu_s for b, o in zip(grouped, ours, strict=True)), 0.5
    )
    table.at_least(
        "bare / ours, wall", statistics.median(b.wall_s / o.wall_s for b, o in zip(grouped, ours, strict=True)), 0.5
    )
    quickest = min(spent.wall_s for spent in ours)
    table.at_least("one order a commit / ours, wall", min(s.wall_s for s in single) / quickest, 10)
    table.note("the same for the bare loop", f"{min(s.wall_s for s in single) / min(g.wall_s for g in grouped):.2f}")
    table.at_most("pieces left", left, 0)
    table.at_most("breaches of any invariant", len(breaches), 0)
    return table


def take_turns(before: Path, buyers: Buyers, rows: Rows, clients: int) -> tuple[list[Spent], list[Spent], list[Spent]]:
    db = Database(f"sqlite:///{copy_of(before, 'ours.db')}")
    by_hundred = BareLoop(copy_of(before, "grouped.db"), rows, 100)
    one_by_one = BareLoop(copy_of(before, "single.db"), rows, 1)
    ours, grouped, single = [], [], []
    with asyncio.Runner() as runner:
        for first in range(0, len(buyers), BATCH):
            batch = buyers[first : first + BATCH]
            ours.append(spent_on(lambda batch=batch: runner.run(buy(db, batch, clients))))
            grouped.append(spent_on(lambda first=first, batch=batch: by_hundred.write(first, first + len(batch))))
            single.append(spent_on(lambda first=first, batch=batch: one_by_one.write(first, first + len(batch))))
    db.close()
    return ours, grouped, single


def median_us(spent: list[Spent]) -> float:
    return statistics.median(one.cpu_s for one in spent) / BATCH * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=6_000)
    parser.add_argument("--clients", type=int, default=128)
    parser.add_argument("--strict", action="store_true", help="fail when a promise is broken")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.orders // BATCH * BATCH, options.clients).print(strict=options.strict)


if __name__ == "__main__":
    main()
