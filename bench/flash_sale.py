"""A flash sale over HTTP: many buyers with a ready cart on few pieces, all at once, beside a trivial POST.

    PYTHONPATH=src:. python bench/flash_sale.py [--claims 10000] [--pieces 1000] [--connections 256] [--strict]

Every buyer saw the flash price and confirms it: exactly so many orders as there are pieces, and everybody else is told
that the price is another one now. The server is a process of its own, and only its CPU time counts.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import uvloop
from bench.checkout import PRICE_MINOR, person, stocked
from bench.http_checkout import FORM, Buyer, buyers_with, load, post_nothing, quiet
from bench.serving import Child, Line, cookie_headers, new_key, token_for
from bench.table import Table
from sqlalchemy import create_engine, select

from livefair.kernel import SYSTEM, Actor, Database, WriteTx, metadata, query
from livefair.kernel.clock import wall_clock
from livefair.kernel.schema import sqlalchemy_url
from livefair.people import actor_of, give_role
from livefair.shop import Source, add_to_cart
from livefair.shop.flash_sales import flash_sale_called, plan_flash_sale, start_flash_sale
from livefair.shop.models import ADDRESS
from livefair.shop.rules.flash_sales import COUNTDOWN_MS_MIN, LASTS_MS_MAX, Plan
from livefair.supply import level
from livefair.world import invariants

_BUYERS = query(str, select(ADDRESS.c.person_id).order_by(ADDRESS.c.id))
FLASH_MINOR = PRICE_MINOR // 2
ROOM = "room"


class Rush(NamedTuple):
    answers: Counter[int]
    cpu_us: float
    p50_ms: float
    p99_ms: float


def on_sale(tx: WriteTx, actor: Actor, brand_id: str, sku_id: str, pieces: int) -> str:
    """A sale whose countdown runs out in the moment in which the clock is set right."""
    host_id = person(tx, "host")
    give_role(tx, SYSTEM, host_id, "host")
    plan = Plan(FLASH_MINOR, pieces, countdown_ms=COUNTDOWN_MS_MIN, lasts_ms=LASTS_MS_MAX)
    sale_id = plan_flash_sale(tx, actor_of(tx, brand_id), sku_id, plan, host_id=host_id)
    start_flash_sale(tx, actor_of(tx, host_id), sale_id, room_id=ROOM, host_id=host_id)
    return sale_id


def fill_carts(tx: WriteTx, actor: Actor, buyers: list[str], sku_id: str) -> None:
    for buyer_id in buyers:
        add_to_cart(tx, actor_of(tx, buyer_id), sku_id, quantity=1, source=Source(room_id=ROOM))


async def claim(line: Line, buyer: Buyer) -> int:
    form = {"address_id": buyer.address_id, "expected_minor": FLASH_MINOR, "key": new_key()}
    body = urlencode({**form, "_csrf_token": token_for(buyer.session)}).encode()
    status, _ = await line.ask("POST", "/checkout", cookie_headers(buyer.session, FORM), body)
    return status


async def rush(child: Child, buyers: list[Buyer], connections: int) -> Rush:
    lines = [await Line(child.port).open() for _ in range(connections)]
    waiting, answers = iter(buyers), Counter[int]()

    async def work(line: Line) -> None:
        for buyer in waiting:
            answers[await claim(line, buyer)] += 1

    await quiet(child)
    began_s = child.cpu_s()
    await asyncio.gather(*(work(line) for line in lines))
    await quiet(child)
    cpu_us = (child.cpu_s() - began_s) / len(buyers) * 1e6
    waits = sorted(wait for line in lines for wait in line.waits_s)
    for line in lines:
        line.close()
    return Rush(answers, cpu_us, statistics.median(waits) * 1e3, waits[len(waits) * 99 // 100] * 1e3)


def measure(folder: Path, claims: int, pieces: int, connections: int) -> Table:
    url = f"sqlite:///{folder / 'fair.db'}"
    engine = create_engine(sqlalchemy_url(url))
    metadata.create_all(engine)
    engine.dispose()
    db = Database(url, clock=lambda: wall_clock() - COUNTDOWN_MS_MIN)
    brand_id = db.write_now(person, "brand")
    sku_id = db.write_now(stocked, brand_id, claims)
    system = Actor("system")
    buyers = db.write_now(buyers_with, system, sku_id, "buyer", claims, in_cart=False)
    ids = db.read_now(lambda tx: tx.all(_BUYERS))
    idle = db.write_now(buyers_with, system, sku_id, "idle", 2 * connections, in_cart=False)
    db.write_now(fill_carts, system, ids, sku_id)
    sale_id = db.write_now(on_sale, system, brand_id, sku_id, pieces)
    with Child(url) as child:
        nothing = uvloop.run(load(child, post_nothing, idle, connections))
        found = uvloop.run(rush(child, buyers, connections))
    sale, reserved = db.read_now(flash_sale_called, sale_id), db.read_now(level, sku_id).reserved
    breaches = db.read_now(invariants.breaches)
    db.close()
    table = Table(f"{claims} claims of {pieces} pieces, {connections} connections")
    table.note("trivial POST with session and CSRF", f"{nothing.cpu_us:,.0f} us CPU")
    table.note("claim, taken or refused", f"{found.cpu_us:,.0f} us CPU")
    table.note("claims in a second of CPU", f"{1e6 / found.cpu_us:,.0f}")
    table.note("p50, p99", f"{found.p50_ms:,.0f}, {found.p99_ms:,.0f} ms")
    table.at_least("trivial / claim, CPU", nothing.cpu_us / found.cpu_us, 0.25)
    table.at_most("orders that are not exactly the pieces", abs(found.answers[303] - pieces), 0)
    table.at_most("pieces taken or promised that nobody ordered", abs(sale.taken - pieces) + abs(reserved - pieces), 0)
    table.at_most("answers that are neither order nor refusal", claims - found.answers[303] - found.answers[422], 0)
    table.at_most("breaches of any invariant", len(breaches), 0)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--pieces", type=int, default=1_000)
    parser.add_argument("--connections", type=int, default=256)
    parser.add_argument("--strict", action="store_true", help="fail when a promise is broken")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.claims, options.pieces, options.connections).print(strict=options.strict)


if __name__ == "__main__":
    main()
