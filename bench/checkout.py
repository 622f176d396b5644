"""Checkout and payment in process, each synced to disk, beside a bare sqlite3 loop that writes the same rows.

    PYTHONPATH=src python bench/checkout.py [--orders 2000] [--clients 64]

One order is a cart that becomes a payment, an order with its promised piece, and the money in escrow: all rows and
facts of it in one use case. The bare loop inserts those very rows into a copy of the database as it was before.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import GUEST, SYSTEM, Actor, Database, Money, WriteTx, metadata
from livefair.kernel.engines import SQLITE_PRAGMAS
from livefair.kernel.schema import sqlalchemy_url
from livefair.people import actor_of, found_organisation, sign_up
from livefair.shop import NOWHERE, Notification, Place, add_address, add_to_cart, check_out, settle_notification
from livefair.supply import level, receive
from livefair.world import invariants

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


def order(tx: WriteTx, actor: Actor, address_id: str) -> None:
    payment_id = check_out(tx, actor, address_id=address_id, expected_minor=PRICE_MINOR, provider="local", key="k")
    settle_notification(tx, SYSTEM, Notification(payment_id, "succeeded", PRICE_MINOR, "CNY"))


async def orders_per_second(db: Database, buyers: Buyers, clients: int) -> float:
    waiting = iter(buyers)

    async def client() -> None:
        for buyer, address_id in waiting:
            await db.write(order, buyer, address_id)

    began_s = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return len(buyers) / (time.perf_counter() - began_s)


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


def bare_orders_per_second(path: Path, rows: Rows, orders: int, per_commit: int) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (*SQLITE_PRAGMAS, "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    inserts = [
        (f"INSERT INTO {name} VALUES ({', '.join('?' * len(held[0]))})", held, len(held) // len(rows['"orders"']))
        for name, held in rows.items()
    ]
    began_s = time.perf_counter()
    for number in range(orders):
        if number % per_commit == 0:
            connection.execute("BEGIN IMMEDIATE")
        for statement, held, each in inserts:
            connection.executemany(statement, held[number * each : (number + 1) * each])
        connection.execute("UPDATE stock SET reserved = reserved + 1")
        if number % per_commit == per_commit - 1 or number == orders - 1:
            connection.execute("COMMIT")
    rate = orders / (time.perf_counter() - began_s)
    connection.close()
    return rate


def copy_of(source: Path, name: str) -> Path:
    path = source.with_name(name)
    with sqlite3.connect(source) as old, sqlite3.connect(path) as new:
        old.backup(new)
    return path


def measure(folder: Path, orders: int, clients: int) -> None:
    path = folder / "fair.db"
    engine = create_engine(sqlalchemy_url(f"sqlite:///{path}"))
    metadata.create_all(engine)
    engine.dispose()
    db = Database(f"sqlite:///{path}")
    sku_id = db.write_now(stocked, db.write_now(person, "brand"), orders)
    buyers = db.write_now(ready_buyers, sku_id, orders)
    before = copy_of(path, "before.db")
    ours = asyncio.run(orders_per_second(db, buyers, clients))
    breaches, stock = db.read_now(invariants.breaches), db.read_now(level, sku_id)
    db.close()
    rows = new_rows(before, path)
    grouped = bare_orders_per_second(copy_of(before, "grouped.db"), rows, orders, 100)
    single = bare_orders_per_second(copy_of(before, "single.db"), rows, max(200, orders // 10), 1)
    row(f"ordered and paid, {clients} clients, a second", f"{ours:,.0f}")
    row("rows of one order", f"{sum(map(len, rows.values())) / orders:.1f}")
    row("bare sqlite3, 100 orders a commit", f"{grouped:,.0f}", f"ratio {ours / grouped:.2f}, promised >= 0.5")
    row("bare sqlite3, one order a commit", f"{single:,.0f}", f"ratio {ours / single:.2f}, promised >= 10")
    row("pieces left, breaches of any invariant", f"{stock.sellable}, {len(breaches)}", "promised 0, 0")


def row(what: str, value: str, beside: str = "") -> None:
    print(f"{what:<44}{value:>12}   {beside}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=2_000)
    parser.add_argument("--clients", type=int, default=64)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.orders, options.clients)


if __name__ == "__main__":
    main()
