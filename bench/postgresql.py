"""Checkout and payment on PostgreSQL, each synced to disk, beside pgbench with the same statements for one hot SKU.

    PYTHONPATH=src:. python bench/postgresql.py [--orders 2000] [--clients 64] [--seconds 5] [--strict]

What our two use cases say to the server for one order, questions and transactions included, is written down and made a
script for pgbench, with new ids each time. pgbench decides nothing, and each of its clients commits its own orders.
Needs an installed PostgreSQL server, with its pgbench beside it.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import psycopg
from bench.checkout import ID, buy, person, ready_buyers, stocked
from bench.table import Table
from tests.postgresql import installed, started

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.kernel import Actor, Database, metadata
from livefair.kernel.ids import id_source
from livefair.kernel.schema import upgrade
from livefair.kernel.transactions import Connection
from livefair.supply import level
from livefair.world import invariants

PIECES = 100_000
TPS = re.compile(r"tps = ([0-9.]+)")


class Scribe(psycopg.Cursor[tuple[object, ...]]):
    """A cursor that writes down what it is asked to run."""

    written: ClassVar[list[str]] = []

    def execute(self, query: str, params: object = None, **more: object) -> "Scribe":  # type: ignore[override]  # what our kernel uses of it
        self.write_down(query, params)
        return super().execute(query, params, **more)  # type: ignore[arg-type]

    def executemany(self, query: str, rows: Iterable[object], **more: object) -> None:  # type: ignore[override]  # the same
        held = list(rows)
        for row in held:
            self.write_down(query, row)
        super().executemany(query, held, **more)  # type: ignore[arg-type]

    def write_down(self, query: str, params: object) -> None:
        literal = psycopg.ClientCursor(self.connection).mogrify(query, params)  # type: ignore[arg-type]
        self.written.append(" ".join(literal.split()))


def statements_of_one_order(url: str, buyer: tuple[Actor, str]) -> list[str]:
    db = Database(url)
    connect = db.engine.connect

    def connect_scribe() -> Connection:
        connection = connect()
        connection.cursor_factory = Scribe  # type: ignore[attr-defined]  # psycopg's own
        return connection

    db.engine = replace(db.engine, connect=connect_scribe)
    asyncio.run(buy(db, [buyer], 1, key=id_source()(time.time_ns() // 1_000_000)))
    db.close()
    return Scribe.written


def script(statements: list[str], known: set[str]) -> str:
    """pgbench's words for one order: new ids where ours were new."""
    lines = ["\\set n random(1, 9000000000000)"]
    for statement in statements:
        text = "BEGIN" if statement.startswith("BEGIN") else statement
        for found in {*ID.findall(text)} - known:
            text = text.replace(found, f"{found[:13]}{found[24:]}' || :n || '")
        lines.append(f"{text};")
    return "\n".join(lines)


def ids_in(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        cells = (str(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in metadata.tables)
        return {found for text in cells for found in ID.findall(text)}


def measure(url: str, programs: Path, orders: int, clients: int, seconds: int) -> Table:
    upgrade(url)
    db = Database(url)
    sku_id = db.write_now(stocked, db.write_now(person, "brand"), PIECES)
    buyers = db.write_now(ready_buyers, sku_id, orders + 1)
    known = ids_in(url)
    text = script(statements_of_one_order(url, buyers[0]), known)
    cpu_s, wall_s = time.process_time(), time.perf_counter()
    asyncio.run(buy(db, buyers[1:], clients))
    cpu_s, wall_s = time.process_time() - cpu_s, time.perf_counter() - wall_s
    breaches, left = db.read_now(invariants.breaches), db.read_now(level, sku_id).sellable
    db.close()
    theirs = by_pgbench(url, programs, text, clients, seconds)
    table = Table("checkout on PostgreSQL, one hot SKU")
    table.note(f"ours, {clients} clients, orders a second", f"{orders / wall_s:,.0f}")
    table.note("ours, CPU of our process an order", f"{cpu_s / orders * 1e6:,.0f} us")
    table.note("pgbench, orders a second", f"{theirs:,.0f}")
    table.at_least("ours / pgbench", orders / wall_s / theirs, 3)
    table.at_most("pieces missing", PIECES - orders - 1 - left, 0)
    table.at_most("breaches of any invariant", len(breaches), 0)
    return table


def by_pgbench(url: str, programs: Path, text: str, clients: int, seconds: int) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        command = [
            str(programs / "pgbench"),
            "-n",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(seconds),
            "-f",
            file.name,
            url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    [tps] = TPS.findall(done.stdout)
    return float(tps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=2_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--strict", action="store_true", help="fail when a promise is broken")
    options = parser.parse_args()
    programs = installed()
    if programs is None or not (programs / "pgbench").exists():
        sys.exit("an installed PostgreSQL server with pgbench is needed")
    with tempfile.TemporaryDirectory() as name, started(programs, Path(name), off=()) as url:
        measure(url, programs, options.orders, options.clients, options.seconds).print(strict=options.strict)


if __name__ == "__main__":
    main()
