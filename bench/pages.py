"""Pages: CPU time of the server for each, beside the same page on FastAPI, and what one read costs the data layer.

    PYTHONPATH=src:. python bench/pages.py [--requests 1500] [--strict]

Each server is a process of its own and only its CPU time counts. The page that both serve is the search page with a
session, the counts beside the bag and the bell, and 24 products with the truth about their prices, from the same rows
through the same template (bench/fastapi_page.py). They take turns, so that
whatever else the machine does falls on both.
"""

import argparse
import asyncio
import itertools
import statistics
import tempfile
import time
from pathlib import Path

import uvloop
from bench.fair import Fair, fair_in
from bench.serving import Child, Line, json_headers
from bench.table import Table

from livefair.catalog import product_for
from livefair.kernel import GUEST, Database, ReadTx

PEER = Path(__file__).with_name("fastapi_page.py")
CONNECTIONS = 8
TURNS = 5
READS = 200
SEARCH = "/search"


async def ask_all(child: Child, path: str, headers: str, count: int) -> list[int]:
    """Sizes of the answers."""
    numbers, sizes = iter(range(count)), []

    async def work() -> None:
        line = await Line(child.port).open()
        for _ in numbers:
            status, body = await line.ask("GET", path, headers)
            assert status == 200, (path, status, body[:500])
            sizes.append(len(body))
        line.close()

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return sizes


def cpu_us(child: Child, path: str, headers: str, requests: int) -> float:
    """CPU time of the server for each request; templates and statements are warm."""
    uvloop.run(ask_all(child, path, headers, 20))
    began_s = child.cpu_s()
    uvloop.run(ask_all(child, path, headers, requests))
    return (child.cpu_s() - began_s) / requests * 1e6


def beside(ours: Child, theirs: Child, cookie: str, requests: int) -> tuple[float, float]:
    turns = [
        (cpu_us(ours, SEARCH, cookie, requests // TURNS), cpu_us(theirs, SEARCH, cookie, requests // TURNS))
        for _ in range(TURNS)
    ]
    own, other = zip(*turns, strict=True)
    return statistics.mean(own), statistics.mean(other)


def read_us(fair: Fair) -> tuple[float, float]:
    """(one read by primary key in a transaction of its own, one of many in the same transaction)"""
    db = Database(fair.url)

    def many(tx: ReadTx, count: int) -> None:
        for _ in itertools.repeat(None, count):
            product_for(tx, GUEST, fair.product_id)

    def spent(alone: int, together: int) -> float:
        began_s = time.process_time()
        for _ in itertools.repeat(None, alone):
            db.read_now(many, together)
        return (time.process_time() - began_s) / (alone * together) * 1e6

    spent(READS, 1)
    found = spent(READS * 50, 1), spent(50, READS)
    db.close()
    return found


def measure(folder: Path, requests: int) -> Table:
    fair = fair_in(folder)
    cookie = f"Cookie: lf_session={fair.session}\r\nAccept-Language: en\r\n"
    token = json_headers(fair.token)
    table = Table("pages")
    alone_us, together_us = read_us(fair)
    table.at_most("a read of one row, us CPU", alone_us, 50)
    table.note("the same among others of a page, us CPU", f"{together_us:.1f}")
    with Child(fair.url) as ours, Child(fair.url, PEER) as theirs:
        own_us, other_us = beside(ours, theirs, cookie, requests)
        nothing = cpu_us(ours, "/bench/nothing", "", requests)
        listed = cpu_us(ours, "/api/products", token, requests)
        product = cpu_us(ours, f"/p/{fair.product_id}", cookie, requests)
        api_product = cpu_us(ours, f"/api/products/{fair.product_id}", token, requests)
        feed = cpu_us(ours, "/", cookie, requests // 2)
        found = cpu_us(ours, "/search?q=runner", cookie, requests // 2)
    table.note("an answer without anything, us CPU", f"{nothing:.0f}")
    table.note("page of 24 products, us CPU", f"{own_us:.0f}")
    table.note("the same page on FastAPI, us CPU", f"{other_us:.0f}")
    table.at_least("FastAPI's page / ours, CPU", other_us / own_us, 0.7)
    table.at_most("GET /api/products, 24 of them, ms CPU", listed / 1e3, 1)
    table.at_most("product page, ms CPU", product / 1e3, 1.5)
    table.note("GET /api/products/{id}, ms CPU", f"{api_product / 1e3:.2f}")
    table.note("feed page, ms CPU", f"{feed / 1e3:.2f}")
    table.note("page of what a search has found, ms CPU", f"{found / 1e3:.2f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_500)
    parser.add_argument("--strict", action="store_true", help="fail when a promise is broken")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.requests).print(strict=options.strict)


if __name__ == "__main__":
    main()
