"""How many orders a second are captured and released, each synced to disk, beside a bare sqlite3 loop of the same rows.

    PYTHONPATH=src python bench/ledger.py [--orders 4000] [--clients 64] [--database URL] [--random 0]

`--random N` then runs N random operations (captures, refunds, releases, repeated keys) and checks every invariant.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from random import Random

from sqlalchemy import create_engine

import livefair.world.tables  # noqa: F401 (every table, for the bare rows need none but ours)
from livefair import ledger
from livefair.kernel import SYSTEM, Conflict, Database, metadata
from livefair.kernel.schema import sqlalchemy_url
from livefair.ledger import Leg, Part

PRICE = 9_999
PARTS = [
    Part("payable:brand", 6_900, {"as": "brand", "rule": 1}),
    Part("payable:host", 1_600, {"as": "host", "rule": 1}),
    Part("payable:mcn", 400, {"as": "mcn", "rule": 1}),
    Part("payable:reviewer", 300, {"as": "reviewer", "rule": 1}),
    Part("platform:commission", 740, {"as": "platform", "rule": 1}),
    Part("platform:fees", 60, {"as": "psp", "rule": 1}),
]


def capture(tx, actor, order):
    legs = [Leg("psp_clearing", -PRICE), Leg(f"escrow:{order}", PRICE)]
    ledger.post(tx, key=f"capture:{order}", reason="capture", legs=legs, why={"line": order})


def release(tx, actor, order):
    legs = [Leg(f"escrow:{order}", -PRICE), *ledger.split_legs(PRICE, PARTS)]
    ledger.post(tx, key=f"release:{order}", reason="release", legs=legs, why={"line": order})


async def orders_per_second(db, orders, clients):
    numbers = iter(range(orders))

    async def client():
        for number in numbers:
            await db.write(capture, SYSTEM, f"o{number}")
            await db.write(release, SYSTEM, f"o{number}")

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return orders / (time.perf_counter() - started)


def bare_orders_per_second(folder, orders, per_commit):
    """The same rows in the same tables with hand-written statements: what SQLite alone can do."""
    path = Path(folder) / f"bare{per_commit}.db"
    create_all(f"sqlite:///{path}")
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")
    shares = ledger.split_legs(PRICE, PARTS)
    started = time.perf_counter()
    for number in range(orders):
        if number % per_commit == 0:
            connection.execute("BEGIN IMMEDIATE")
        escrow = f"escrow:o{number}"
        write_bare(connection, f"c{number}", [Leg("psp_clearing", -PRICE), Leg(escrow, PRICE)])
        write_bare(connection, f"r{number}", [Leg(escrow, -PRICE), *shares])
        if number % per_commit == per_commit - 1:
            connection.execute("COMMIT")
    return orders / (time.perf_counter() - started)


def write_bare(connection, key, legs):
    connection.execute(
        "INSERT INTO ledger_transfer VALUES (?, ?, ?, 'capture', '{}', 'posted', 'CNY', NULL, 0)", (key, key, "h" * 64)
    )
    connection.executemany(
        "INSERT INTO ledger_entry (transfer_id, account, currency, minor, why) VALUES (?, ?, 'CNY', ?, ?)",
        [(key, leg.account, leg.minor, leg.why and '{"as":"somebody","rule":1}') for leg in legs],
    )
    connection.executemany(
        "INSERT INTO ledger_balance VALUES (?, 'CNY', ?, 0, NULL, NULL)"
        " ON CONFLICT DO UPDATE SET balance_minor = balance_minor + excluded.balance_minor",
        [(leg.account, leg.minor) for leg in legs if ":" in leg.account],
    )


def random_operations(db, operations):
    rng, open_lines = Random(7), {}

    def batch(tx, first):
        for number in range(first, min(first + 500, operations)):
            one_random_operation(tx, rng, open_lines, number)

    started = time.perf_counter()
    for first in range(0, operations, 500):
        db.write_now(batch, first)
    print(f"{operations:,} random operations        {operations / (time.perf_counter() - started):>10,.0f} a second")
    print(f"breaches of any invariant          {len(db.read_now(ledger.check)):>10}")


def one_random_operation(tx, rng, open_lines, number):
    kind = rng.randrange(4)
    if kind == 0 or not open_lines:
        line, minor = f"x{number}", rng.randint(1, 10_000)
        capture_legs = [Leg("psp_clearing", -minor), Leg(f"escrow:{line}", minor)]
        for _ in range(rng.randint(1, 3)):
            ledger.post(tx, key=f"capture:{line}", reason="capture", legs=capture_legs)
        open_lines[line] = minor
        return
    line = rng.choice(list(open_lines)) if len(open_lines) < 50 else next(iter(open_lines))
    left = open_lines.pop(line)
    if kind == 1:
        legs = [Leg(f"escrow:{line}", -left), *ledger.split_legs(left, PARTS)]
        ledger.post(tx, key=f"release:{line}", reason="release", legs=legs)
    elif kind == 2:
        back = rng.randint(1, left)
        legs = [Leg(f"escrow:{line}", -back), Leg("psp_clearing", back)]
        ledger.post(tx, key=f"refund:{line}:{number}", reason="refund", legs=legs)
        if left > back:
            open_lines[line] = left - back
    else:
        claw = [*ledger.draw_legs(tx, [ledger.Demand(left, ledger.accounts_of("host"))]), Leg("psp_clearing", left)]
        ledger.post(tx, key=f"claw:{line}:{number}", reason="refund", legs=claw)
        open_lines[line] = left
        try:
            too_much = [Leg(f"escrow:{line}", -left - 1), Leg("psp_clearing", left + 1)]
            ledger.post(tx, key=f"too much:{number}", reason="refund", legs=too_much)
        except Conflict:
            return
        raise AssertionError("an escrow was overdrawn")


def create_all(url):
    engine = create_engine(sqlalchemy_url(url))
    metadata.create_all(engine)
    engine.dispose()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=4_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--database", help="an empty database; a SQLite file of its own if not given")
    parser.add_argument("--random", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/ledger.db"
        create_all(url)
        db = Database(url, lanes=4)
        ours = asyncio.run(orders_per_second(db, options.orders, options.clients))
        grouped = bare_orders_per_second(folder, options.orders, 100)
        single = bare_orders_per_second(folder, max(200, options.orders // 10), 1)
        print(f"captured and released, {options.clients} clients   {ours:>10,.0f} orders a second")
        print(f"bare sqlite3, 100 orders a commit  {grouped:>10,.0f}   ratio {ours / grouped:.2f}")
        print(f"bare sqlite3, one order a commit   {single:>10,.0f}   ratio {ours / single:.2f}")
        print(f"breaches of any invariant          {len(db.read_now(ledger.check)):>10}")
        if options.random:
            random_operations(db, options.random)
        db.close()


if __name__ == "__main__":
    main()
