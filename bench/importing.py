"""A catalogue of many rows brought in, beside a bare sqlite3 loop that inserts the same rows of the same tables.

    PYTHONPATH=src:. python bench/importing.py [--rows 10000] [--wrong 200]

The import reads the file in its limited child, checks each cell, and makes products with variants of two sizes, prices,
stock and a fact each, in batches of whole products that are durable one by one. The bare loop reads nothing, decides
nothing and commits as often. Taking the import back is timed too.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path

from bench.checkout import person
from bench.table import Table

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.kernel import Database, JobContext, metadata
from livefair.kernel.files import Files
from livefair.kernel.schema import upgrade
from livefair.people import actor_of, found_organisation
from livefair.supply.import_undoing import take_import_back, undo_import
from livefair.supply.importing import NewImport, import_catalog, import_for, start_import
from livefair.supply.rules.imports import BATCH_ROWS
from livefair.world import invariants

HEAD = "product_code,sku_code,title_zh,title_en,price,stock,option_1,value_1,fact_1,fact_1_value,fact_1_source"


def table_of(rows: int, wrong: int) -> bytes:
    every = rows // wrong if wrong else rows + 1
    lines = [HEAD]
    for n in range(rows):
        price = "free" if n % every == every - 1 else f"{n % 900 + 1}.90"
        fact = f"重量|Weight,{n} g,自测" if n % 2 == 0 else ",,"
        lines.append(f"P{n // 2},S{n},商品 {n // 2},Goods {n // 2},{price},{n % 50},尺码|Size,{'SL'[n % 2]},{fact}")
    return "\n".join(lines).encode()


async def bring_in(db: Database, table: bytes) -> tuple[float, float, str]:
    """Seconds of bringing in and of taking back, and what came of it."""
    founder = db.write_now(lambda tx: person(tx, "brand"))
    db.write_now(lambda tx: found_organisation(tx, actor_of(tx, founder), kind="brand", name="House"))
    brand = db.read_now(actor_of, founder)
    files = Files("memory://")
    new = NewImport("goods.csv", await files.put(table), is_dry=False)
    import_id = db.write_now(start_import, brand, new, key="bench")
    jobs, started = JobContext(db, {Files: files}), time.perf_counter()
    await import_catalog(jobs, import_id=import_id)
    in_s = time.perf_counter() - started
    work = db.read_now(import_for, brand, import_id)
    broken = db.read_now(invariants.breaches)
    db.write_now(undo_import, brand, import_id)
    started = time.perf_counter()
    await take_import_back(jobs, import_id=import_id)
    back_s = time.perf_counter() - started
    undone = db.read_now(import_for, brand, import_id)
    broken += db.read_now(invariants.breaches)
    return in_s, back_s, f"{work.rows_wrong} wrong, {undone.changes_kept} kept, {len(broken)} breaches"


def bare(source: Path, target: Path) -> float:
    """Every row that the import has left, inserted one by one."""
    upgrade(f"sqlite:///{target}")
    there, here = sqlite3.connect(source), sqlite3.connect(target, isolation_level=None)
    here.execute("PRAGMA journal_mode=WAL")
    rows = [
        (f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * len(row))})", row)
        for table in metadata.tables
        for row in there.execute(f"SELECT * FROM {table}")
    ]
    each = max(1, len(rows) // max(1, len(rows) // (BATCH_ROWS * 12)))
    started = time.perf_counter()
    for at in range(0, len(rows), each):
        here.execute("BEGIN IMMEDIATE")
        for sql, row in rows[at : at + each]:
            here.execute(sql, row)
        here.execute("COMMIT")
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--wrong", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "fair.db"
        upgrade(f"sqlite:///{source}")
        db = Database(f"sqlite:///{source}")
        in_s, back_s, outcome = asyncio.run(bring_in(db, table_of(args.rows, args.wrong)))
        db.close()
        bare_s = bare(source, Path(folder) / "bare.db")
    table = Table(f"A catalogue of {args.rows} rows: {outcome}")
    for what, taken_s in (("brought in", in_s), ("taken back", back_s), ("bare inserts", bare_s)):
        table.note(f"{what}, rows/s", f"{args.rows / taken_s:,.0f}")
    table.note("brought in, times the bare loop", f"{in_s / bare_s:.1f}")
    table.print(strict=False)


if __name__ == "__main__":
    main()
