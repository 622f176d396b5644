"""Checkout over HTTP: CPU time of the server for one POST and for a whole purchase, beside a trivial POST.

    PYTHONPATH=src:. python bench/http_checkout.py [--buyers 1280] [--connections 64] [--strict]

The server with its database, outbox and local payment provider is a process of its own, and only its CPU time counts.
A whole purchase is a cart line, the cart, an address, the checkout, the payment, and its state until it is paid: with
the provider's signed notification over HTTP, the ledger, and every job that follows.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import uvloop
from bench.checkout import PLACE, PRICE_MINOR, person, stocked
from bench.serving import Child, Line, cookie_headers, json_headers, new_key, token_for
from bench.table import Table
from sqlalchemy import create_engine

from livefair.kernel import Actor, Database, WriteTx, metadata
from livefair.kernel.runner import job_counts
from livefair.kernel.schema import sqlalchemy_url
from livefair.people import actor_of
from livefair.people.sign_in import open_session
from livefair.people.tokens import make_token
from livefair.shop import NOWHERE, add_address, add_to_cart
from livefair.supply import level
from livefair.world import invariants

TURNS = 8
FORM = "application/x-www-form-urlencoded"


class Buyer(NamedTuple):
    token: str
    session: str
    address_id: str


Act = Callable[[Line, Buyer], Awaitable[None]]


def buyers_with(tx: WriteTx, actor: Actor, sku_id: str, name: str, count: int, *, in_cart: bool) -> list[Buyer]:
    made = []
    for number in range(count):
        buyer = actor_of(tx, person(tx, f"{name}{number}"))
        if in_cart:
            add_to_cart(tx, buyer, sku_id, quantity=1, source=NOWHERE)
        session = open_session(tx, buyer, buyer.id, agent="bench", address="127.0.0.1")
        made.append(Buyer(make_token(tx, buyer, name="bench"), session, add_address(tx, buyer, PLACE)))
    return made


async def post_nothing(line: Line, buyer: Buyer) -> None:
    status, _ = await line.ask(
        "POST", "/bench/trivial", cookie_headers(buyer.session, "application/json"), b'{"a":"b"}'
    )
    assert status == 200, status


async def post_checkout(line: Line, buyer: Buyer) -> None:
    form = {"address_id": buyer.address_id, "expected_minor": PRICE_MINOR, "key": new_key()}
    body = urlencode({**form, "_csrf_token": token_for(buyer.session)}).encode()
    status, answer = await line.ask("POST", "/checkout", cookie_headers(buyer.session, FORM), body)
    assert status == 303, (status, answer[:2000])


def whole_purchase(sku_id: str, requests: list[int]) -> Act:
    async def purchase(line: Line, buyer: Buyer) -> None:
        before = len(line.waits_s)
        headers = json_headers(buyer.token)

        async def call(method: str, path: str, **body: object) -> dict[str, object]:
            status, answer = await line.ask(method, f"/api/{path}", headers, json.dumps(body).encode() if body else b"")
            assert status < 300, (status, answer)
            found: dict[str, object] = json.loads(answer) if answer else {}
            return found

        await call("POST", "cart/lines", sku_id=sku_id, quantity=1)
        total = (await call("GET", "cart"))["total_minor"]
        address = (await call("POST", "addresses", **PLACE._asdict()))["id"]
        made = await call("POST", "checkout", address_id=address, expected_minor=total, key=new_key())
        paid = await call("POST", f"payments/{made['id']}/local", behaviour="pay")
        while paid["state"] != "paid":
            await asyncio.sleep(2)  # as a page would; the notification comes meanwhile
            paid = await call("GET", f"payments/{made['id']}")
        requests.append(len(line.waits_s) - before)

    return purchase


class Load(NamedTuple):
    cpu_us: float
    p50_ms: float
    p99_ms: float


async def load(child: Child, act: Act, buyers: list[Buyer], connections: int) -> Load:
    """CPU of the server for one act by each buyer, until it is quiet again."""
    return (await in_turns(child, [(act, buyers)], connections, turns=1))[0]


async def in_turns(
    child: Child, acts: Sequence[tuple[Act, list[Buyer]]], connections: int, turns: int = TURNS
) -> list[Load]:
    """The load of each act. They take turns, some buyers each, so that whatever else the machine does falls on all."""
    lines = [await Line(child.port).open() for _ in range(connections)]
    spent_s, waits = [0.0] * len(acts), [list[float]() for _ in acts]
    for act, buyers in acts:
        await act_for_all(act, lines, buyers[:connections])
    for turn in range(turns):
        for number, (act, buyers) in enumerate(acts):
            for line in lines:
                line.waits_s.clear()
            await quiet(child)
            began_s = child.cpu_s()
            await act_for_all(act, lines, buyers[connections + turn :: turns])
            await quiet(child)
            spent_s[number] += child.cpu_s() - began_s
            waits[number] += [wait for line in lines for wait in line.waits_s]
    for line in lines:
        line.close()
    return [
        Load(spent / (len(buyers) - connections) * 1e6, *spread_ms(waited))
        for spent, waited, (_, buyers) in zip(spent_s, waits, acts, strict=True)
    ]


def spread_ms(waits_s: list[float]) -> tuple[float, float]:
    waits = sorted(waits_s)
    return statistics.median(waits) * 1e3, waits[len(waits) * 99 // 100] * 1e3


async def act_for_all(act: Act, lines: list[Line], buyers: list[Buyer]) -> None:
    waiting = iter(buyers)

    async def work(line: Line) -> None:
        for buyer in waiting:
            await act(line, buyer)

    await asyncio.gather(*(work(line) for line in lines))


async def quiet(child: Child) -> None:
    """Until the server does nothing any more: its jobs are done."""
    before = -1.0
    while (now := child.cpu_s()) - before > 0.02:
        before = now
        await asyncio.sleep(0.5)


def measure(folder: Path, buyers: int, connections: int) -> Table:
    url = f"sqlite:///{folder / 'fair.db'}"
    engine = create_engine(sqlalchemy_url(url))
    metadata.create_all(engine)
    engine.dispose()
    db = Database(url)
    sku_id = db.write_now(stocked, db.write_now(person, "brand"), 10 * buyers)
    system = Actor("system")
    full = db.write_now(buyers_with, system, sku_id, "full", buyers, in_cart=True)
    new = db.write_now(buyers_with, system, sku_id, "new", buyers, in_cart=False)
    requests: list[int] = []
    acts = ((post_nothing, full), (post_checkout, full), (whole_purchase(sku_id, requests), new))
    with Child(url) as child:
        nothing, checkout, whole = uvloop.run(in_turns(child, acts, connections))
    reserved, breaches = db.read_now(level, sku_id).reserved, db.read_now(invariants.breaches)
    dead = db.read_now(job_counts)[1]
    db.close()
    trivial_us = nothing.cpu_us
    table = Table(f"checkout over HTTP, {connections} connections")
    table.note("trivial POST with session and CSRF", f"{trivial_us:,.0f} us CPU")
    table.note("POST /checkout", f"{checkout.cpu_us:,.0f} us CPU")
    table.at_least("trivial / checkout, CPU", trivial_us / checkout.cpu_us, 0.6)
    table.at_most("p99 / p50 of POST /checkout", checkout.p99_ms / checkout.p50_ms, 10)
    table.note("requests of a whole purchase through /api", f"{statistics.mean(requests):.1f}")
    table.at_most("whole purchase, ms CPU", whole.cpu_us / 1e3, 4)
    table.note("trivial POSTs that a whole purchase is worth", f"{whole.cpu_us / trivial_us:.1f}")
    table.at_most("pieces promised and not ordered", reserved - 2 * buyers, 0)
    table.at_most("dead letters, breaches of any invariant", dead + len(breaches), 0)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--buyers", type=int, default=1_280)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--strict", action="store_true", help="fail when a promise is broken")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.buyers, options.connections).print(strict=options.strict)


if __name__ == "__main__":
    main()
