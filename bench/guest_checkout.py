"""The whole guest checkout over /api (docs/checkout.md): CPU time of the server, and many guests on few pieces.

    PYTHONPATH=src:. python bench/guest_checkout.py [--guests 320] [--connections 32] [--pieces 30] [--strict]

The server with its database, outbox and local payment provider is a process of its own, and only its CPU time counts.
In the rush every guest has a ready cart: exactly as many orders as there are pieces, and every other answer is a 409.
"""

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from pathlib import Path

import uvloop
from bench.checkout import PLACE, PRICE_MINOR, person, stocked
from bench.http_checkout import Buyer, load, post_nothing, quiet
from bench.serving import Child, Line, json_headers, new_key
from bench.table import Table
from sqlalchemy import create_engine

from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import Actor, Database, Money, WriteTx, metadata
from livefair.kernel.schema import sqlalchemy_url
from livefair.people import actor_of
from livefair.people.sign_in import open_session
from livefair.supply import level, receive
from livefair.world import invariants

CPU_MS_MAX = 4.0


async def call(line: Line, token: str, method: str, path: str, **body: object) -> tuple[int, dict[str, object]]:
    data = json.dumps(body).encode() if body else b""
    status, answer = await line.ask(method, f"/api/{path}", json_headers(token), data)
    found: dict[str, object] = json.loads(answer) if answer else {}
    return status, found


async def ready(line: Line, sku_id: str) -> tuple[str, str, object]:
    """A new guest with a full cart: token, address and the total that the guest has seen."""
    _, guest = await call(line, "", "POST", "guests", email="ana@fair.example")
    token = str(guest["token"])
    await call(line, token, "POST", "cart/lines", sku_id=sku_id, quantity=1)
    _, address = await call(line, token, "POST", "addresses", **PLACE._asdict())
    _, cart = await call(line, token, "GET", "cart")
    return token, str(address["id"]), cart["total_minor"]


async def check_out(line: Line, token: str, address_id: str, total: object) -> tuple[int, dict[str, object]]:
    return await call(line, token, "POST", "checkout", address_id=address_id, expected_minor=total, key=new_key())


async def rush(port: int, sku_id: str, clients: int) -> Counter[int]:
    lines = [await Line(port).open() for _ in range(clients)]
    carts = [await ready(line, sku_id) for line in lines]
    answers = await asyncio.gather(*(check_out(line, *cart) for line, cart in zip(lines, carts, strict=True)))
    for line in lines:
        line.close()
    return Counter(status for status, _ in answers)


def stock(tx: WriteTx, brand_id: str, pieces: int) -> str:
    """One more variant of the brand's mug."""
    brand = actor_of(tx, brand_id)
    product_id = create_product(tx, brand, Words("杯子", "Mug", category="kitchen"))
    sku_id = add_sku(tx, brand, product_id, name_zh="红", name_en="Red", price=Money(PRICE_MINOR))
    receive(tx, brand, sku_id, quantity=pieces, key="first")
    return sku_id


def session_for(tx: WriteTx, actor: Actor) -> Buyer:
    """Somebody who posts nothing, for comparison."""
    buyer = actor_of(tx, person(tx, "idle"))
    return Buyer("", open_session(tx, buyer, buyer.id, agent="bench", address="127.0.0.1"), "")


async def measured(child: Child, skus: list[str], idle: Buyer, args: argparse.Namespace) -> Table:
    async def purchase(line: Line, _: Buyer) -> None:
        token, address_id, total = await ready(line, skus[0])
        status, payment = await check_out(line, token, address_id, total)
        assert status < 300, payment
        await call(line, token, "POST", f"payments/{payment['id']}/local", behaviour="pay")
        orders = payment["order_ids"]
        assert isinstance(orders, list)
        await call(line, token, "GET", f"orders/{orders[0]}")

    everybody = [idle] * (args.guests + args.connections)
    trivial = await load(child, post_nothing, everybody, args.connections)
    whole = await load(child, purchase, everybody, args.connections)
    answers = await rush(child.port, skus[1], args.connections)
    many = await rush(child.port, skus[2], 64)
    await quiet(child)
    table = Table(f"Guest checkout, {args.guests} guests on {args.connections} connections")
    table.note("a trivial POST, ms of CPU", f"{trivial.cpu_us / 1e3:.2f}")
    table.at_most("a whole guest checkout, ms of CPU", whole.cpu_us / 1e3, CPU_MS_MAX)
    table.note("the same in trivial POSTs", f"{whole.cpu_us / trivial.cpu_us:.1f}")
    table.at_most("p99 of one request, ms", whole.p99_ms, 1_000)
    for name, found, pieces in (("all at once", answers, args.pieces), ("64 carts on 10", many, 10)):
        table.at_least(f"{name}: ordered", found[200] + found[201], min(pieces, sum(found.values())))
        table.at_most(
            f"{name}: neither ordered nor a 409", sum(found.values()) - found[200] - found[201] - found[409], 0
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guests", type=int, default=320)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--pieces", type=int, default=30)
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'fair.db'}"
        engine = create_engine(sqlalchemy_url(url))
        metadata.create_all(engine)
        engine.dispose()
        db = Database(url)
        brand_id = db.write_now(person, "brand")
        first = db.write_now(stocked, brand_id, 1_000_000)
        skus = [first, *(db.write_now(stock, brand_id, pieces) for pieces in (args.pieces, 10))]
        idle = db.write_now(session_for, Actor("bench"))
        db.close()
        with Child(url) as child:
            table = uvloop.run(measured(child, skus, idle, args))
        db = Database(url)
        left = [db.read_now(level, sku_id).sellable for sku_id in skus[1:]]
        broken = db.read_now(invariants.breaches)
        db.close()
    table.at_most("pieces left though somebody was refused", sum(left), max(0, args.pieces - args.connections))
    table.at_most("breaches of what must always hold", len(broken), 0)
    table.print(strict=args.strict)


if __name__ == "__main__":
    main()
