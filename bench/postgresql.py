"""Checkout and payment on PostgreSQL, each synced to disk, beside pgbench that makes the same changes for one hot SKU.

    PYTHONPATH=src:. python bench/postgresql.py [--orders 2000] [--clients 64] [--seconds 5] [--strict]

pgbench makes one transaction of every order: it inserts the rows that one of our orders left behind, takes the piece
from the one row of stock, empties a cart and turns payment and order from open to paid. It reads and decides nothing.
Needs an installed PostgreSQL server, with its pgbench beside it.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from bench.checkout import ID, as_placed, buy, person, ready_buyers, stocked
from bench.table import Table
from tests.postgresql import installed, started

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.kernel import Database, metadata
from livefair.kernel.schema import upgrade
from livefair.supply import level
from livefair.world import invariants

PIECES = 100_000
TPS = re.compile(r"tps = ([0-9.]+)")
PAID = (
    "UPDATE payment SET state = 'paid', ended_at_ms = 1 WHERE id = {payment}",
    "UPDATE orders SET state = 'paid', paid_at_ms = 1 WHERE id = {orders}",
    "DELETE FROM cart_line WHERE buyer_id = {payment}",
)


def rows_of_first_order(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row that the first order inserted, table by table, parents before children."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with psycopg.connect(url) as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(f'SELECT * FROM "{table.name}"').fetchall()
            found[f'"{table.name}"'] = rows
    return found


def script(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]) -> str:
    """pgbench's words for one order: new ids where ours were, a number of its own in every key."""
    new = {name: [row for row in rows if row not in before[name]] for name, rows in after.items()}
    known = {found for rows in before.values() for row in rows for cell in row for found in ID.findall(str(cell))}
    fresh = {name: rows for name, rows in new.items() if rows and name not in {'"stock"'}}
    lines = ["\\set n random(1, 9000000000000)", "BEGIN;"]
    for name, rows in as_placed({'"payment"': [], '"orders"': [], **fresh}).items():
        columns = metadata.tables[name.strip('"')].columns
        for row in rows:
            cells = {
                column.name: literal(cell, known, is_key=column.name == "key")
                for column, cell in zip(columns, row, strict=True)
                if column.name != "seq"
            }
            names = ", ".join(f'"{each}"' for each in cells)
            lines.append(f"INSERT INTO {name} ({names}) VALUES ({', '.join(cells.values())});")
    ids = {table: literal(fresh[f'"{table}"'][0][0], known) for table in ("payment", "orders")}
    lines.append("UPDATE stock SET reserved = reserved + 1;")
    lines += [f"{statement.format(**ids)};" for statement in PAID]
    return "\n".join([*lines, "COMMIT;"])


def literal(cell: object, known: set[str], *, is_key: bool = False) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, int):
        return str(cell)
    text = str(cell).replace("'", "''")
    new = [found for found in ID.findall(text) if found not in known]
    if not new and not is_key:
        return f"'{text}'"
    for found in new:
        text = text.replace(found, f"{found[:13]}{found[24:]}' || :n || '")
    return f"('{text}' || ':n')".replace("':n'", ":n") if is_key and not new else f"('{text}')"


def measure(url: str, programs: Path, orders: int, clients: int, seconds: int) -> Table:
    upgrade(url)
    db = Database(url)
    sku_id = db.write_now(stocked, db.write_now(person, "brand"), PIECES)
    buyers = db.write_now(ready_buyers, sku_id, orders + 1)
    before = rows_of_first_order(url)
    asyncio.run(buy(db, buyers[:1], 1))
    text = script(before, rows_of_first_order(url))
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
