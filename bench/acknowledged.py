"""What it costs that a chat line is answered when it is kept: wait of the speaker, and CPU time for a line.

    python bench/acknowledged.py [--per-s 200] [--seconds 5]

The same lines with the batches of 0.5 s that would do if nobody waited, measured in the same run.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import uvloop
from sqlalchemy import create_engine

import livefair.world.tables  # noqa: F401 (every package's tables)
from fan_out import row
from livefair.kernel import GUEST, SYSTEM, Actor, Database, metadata
from livefair.kernel.schema import sqlalchemy_url
from livefair.live import open_room, plan_show, start_show
from livefair.people import actor_of, give_role, sign_up
from livefair.realtime import Hub
from livefair.web import room_desk
from livefair.web.room_desk import RoomDesk

SPEAKERS = 400


def people(db: Database) -> tuple[str, list[Actor]]:
    def join(name: str) -> str:
        return db.write_now(sign_up, GUEST, email=f"{name}@fair.example", name=name, password_hash="none", locale="zh")

    host_id = join("hana")
    db.write_now(give_role, SYSTEM, host_id, "host")
    host = db.read_now(actor_of, host_id)
    room_id = db.write_now(open_room, host, title="Bench")
    db.write_now(start_show, host, db.write_now(plan_show, host, room_id, title="Bench"))
    return room_id, [db.read_now(actor_of, join(f"s{n}")) for n in range(SPEAKERS)]


async def measure(
    db: Database, room_id: str, speakers: list[Actor], per_s: int, seconds: float, flush_s: float
) -> None:
    room_desk.FLUSH_S = flush_s
    desk, waits = RoomDesk(db, Hub()), list[float]()

    async def say(number: int) -> None:
        began = time.perf_counter()
        await desk.say(speakers[number % SPEAKERS], room_id, text=f"line {number}")
        await desk.kept()
        waits.append(time.perf_counter() - began)

    async with desk.running():
        cpu_s, began, said = time.process_time(), time.perf_counter(), list[asyncio.Task[None]]()
        while (passed := time.perf_counter() - began) < seconds:
            said += [asyncio.create_task(say(n)) for n in range(len(said), int(passed * per_s))]
            await asyncio.sleep(0.005)
        await asyncio.gather(*said)
        cpu_s = time.process_time() - cpu_s
    waits.sort()
    p50, p99 = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
    row(f"batches of {flush_s} s: a line, CPU µs", f"{cpu_s / len(waits) * 1e6:.0f}")
    row("  until the answer, ms (p50, p99)", f"{p50:.0f}, {p99:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-s", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        metadata.create_all(create_engine(sqlalchemy_url(url)))
        db = Database(url)
        room_id, speakers = people(db)
        for flush_s in (0.5, 0.1, 0.5, 0.1):
            uvloop.run(measure(db, room_id, speakers, options.per_s, options.seconds, flush_s))
        db.close()


if __name__ == "__main__":
    main()
