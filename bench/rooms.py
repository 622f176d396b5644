"""A room through the product's own socket: what a join costs, what a viewer who only watches costs, what a line costs.

    python bench/rooms.py [--viewers 1000]

The server runs here, the viewers in a process of their own; only this process's CPU time counts.
"""

import argparse
import asyncio
import socket
import tempfile
import time
from pathlib import Path

import uvicorn
import uvloop
from sqlalchemy import create_engine

import livefair.world.tables  # noqa: F401 (every package's tables)
from fan_out import MARK, Child, row, rss_bytes
from livefair.kernel import GUEST, SYSTEM, Database, metadata
from livefair.kernel.files import Files
from livefair.kernel.schema import sqlalchemy_url
from livefair.kernel.settings import Settings
from livefair.live import open_room, plan_show, start_show
from livefair.live.queries import room_state
from livefair.live.room_events import Chat
from livefair.people import actor_of, give_role, sign_up
from livefair.realtime import Hub
from livefair.shop.providers import Providers
from livefair.web.room_desk import topic_of
from livefair.web.serve import config_for
from livefair.web.services import Services, WebSettings
from livefair.web.templating import Pages

READS = 500
LINES = 500
LINES_PER_S = 100


def room_on_air(db: Database) -> str:
    host_id = db.write_now(sign_up, GUEST, email="h@fair.example", name="hana", password_hash="none", locale="zh")
    db.write_now(give_role, SYSTEM, host_id, "host")
    host = db.read_now(actor_of, host_id)
    room_id = db.write_now(open_room, host, title="Bench")
    db.write_now(start_show, host, db.write_now(plan_show, host, room_id, title="Bench"))
    return room_id


def services_for(db: Database) -> Services:
    settings = WebSettings(secret="bench", posts_per_s=1e6, posts_burst=1e6)
    hub = Hub(presence="viewers")
    return Services(db=db, settings=settings, hub=hub, pages=Pages(), files=Files("memory://"), providers=Providers({}))


async def measure(services: Services, room_id: str, viewers: int) -> None:
    began_s = time.process_time()
    for _ in range(READS):
        services.db.read_now(room_state, GUEST, room_id)
    row("state of a room, CPU µs", f"{(time.process_time() - began_s) / READS * 1e6:.0f}")
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        server = uvicorn.Server(config_for(services, Settings(port=0)))
        async with services.hub.running():
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0.01)
            await watched(services, room_id, listener.getsockname()[1], viewers)
            server.should_exit = True
            await serving


async def watched(services: Services, room_id: str, port: int, viewers: int) -> None:
    hub, memory, began_s = services.hub, rss_bytes(), time.process_time()
    watchers = await asyncio.to_thread(Child, "watch", port, f"/ws/rooms/{room_id}", viewers, 0)
    try:
        await asyncio.to_thread(watchers.line)
        await asyncio.sleep(1)
        row("a join, CPU ms", f"{(time.process_time() - began_s) / viewers * 1e3:.2f}")
        row("KiB per idle viewer", f"{(rss_bytes() - memory) / viewers / 1024:.1f}", "<= 32")
        before, began_s, sent = await asyncio.to_thread(watchers.mark), time.process_time(), hub.metrics().deliveries
        for number in range(LINES):
            line = Chat(id=str(number), by="somebody", name="somebody", text=MARK + "x" * 60, at=0)
            hub.publish(topic_of(room_id), line)
            await asyncio.sleep(1 / LINES_PER_S)
        await asyncio.sleep(0.3)
        cpu_s = time.process_time() - began_s
        after = await asyncio.to_thread(watchers.mark)
        row("lines delivered per CPU second", f"{(after['marks'] - before['marks']) / cpu_s:,.0f}")
        row("frames delivered per CPU second", f"{(hub.metrics().deliveries - sent) / cpu_s:,.0f}")
        row("lines that arrived", f"{(after['marks'] - before['marks']) / LINES / viewers:.1%}", "100 %")
    finally:
        watchers.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=1000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        engine = create_engine(sqlalchemy_url(url))
        metadata.create_all(engine)
        engine.dispose()
        db = Database(url)
        room_id = room_on_air(db)
        uvloop.run(measure(services_for(db), room_id, args.viewers))
        db.close()


if __name__ == "__main__":
    main()
