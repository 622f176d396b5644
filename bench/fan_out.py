"""Promise 4: what fan-out costs, as ratios of one run.

    python bench/fan_out.py [--viewers 1000] [--seconds 5]

The limit is a loop of os.write of the same frames. python-socketio is measured too where it is installed.
Server and viewers are processes of their own; only the server's CPU time counts.
"""

import argparse
import asyncio
import importlib
import importlib.util
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import uvicorn
import uvloop

from livefair.realtime import SERVER_SETTINGS, Hub, SharedFrameProtocol, transport_of
from livefair.realtime.frames import text_frame

MARK = "@@"
ANSWER = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
ASK = (
    "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SOCKETIO_CONNECT = b"\x81\x82\0\0\0\x0040"


def rss_bytes() -> int:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def answer_marks(look: Callable[[], dict[str, int]]) -> None:
    """Each line on stdin is answered with CPU seconds, memory and `look()`."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        print(json.dumps({"cpu_s": time.process_time(), "rss": rss_bytes(), **look()}), flush=True)


async def say(per_s: float, text: str, send: Callable[[str], Awaitable[None]]) -> None:
    loop = asyncio.get_running_loop()
    due_s = loop.time()
    while True:
        due_s = max(due_s + 1 / per_s, loop.time() - 1)
        await asyncio.sleep(max(0, due_s - loop.time()))
        await send(text)


async def serve(app: Any, listener: socket.socket, **settings: Any) -> None:
    config = uvicorn.Config(app, lifespan="off", log_config=None, loop="uvloop", backlog=4096, **settings)
    await uvicorn.Server(config).serve(sockets=[listener])


async def serve_hub(listener: socket.socket, per_s: float, text: str) -> None:
    hub = Hub(presence="viewers")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        transport = transport_of(scope)
        hub.join("room", transport, str(id(transport)), after=hub.mark("room"))
        while (await receive())["type"] != "websocket.disconnect":
            pass
        hub.leave("room", transport)

    async def publish(text: str) -> None:
        hub.publish("room", text)

    def look() -> dict[str, int]:
        return hub.metrics()._asdict()

    async with hub.running():
        await asyncio.gather(
            serve(app, listener, ws=SharedFrameProtocol, **SERVER_SETTINGS),
            answer_marks(look),
            *([say(per_s, text, publish)] if per_s else []),
        )


async def serve_limit(listener: socket.socket, per_s: float, text: str) -> None:
    files: list[int] = []

    class Viewer(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = cast(asyncio.Transport, transport)

        def data_received(self, data: bytes) -> None:
            self.transport.write(ANSWER)
            files.append(self.transport.get_extra_info("socket").fileno())

    async def write(text: str) -> None:
        frame = text_frame(b'{"seq":1,"events":["%b"]}' % text.encode())
        for file in files:
            os.write(file, frame)

    await asyncio.get_running_loop().create_server(Viewer, sock=listener, backlog=4096)
    await asyncio.gather(say(per_s, text, write), answer_marks(dict))


async def serve_socketio(listener: socket.socket, per_s: float, text: str) -> None:
    socketio = importlib.import_module("socketio")
    server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")

    async def emit(text: str) -> None:
        await server.emit("m", text)

    await asyncio.gather(
        serve(socketio.ASGIApp(server), listener, ws="websockets-sansio", ws_per_message_deflate=False),
        say(per_s, text, emit),
        answer_marks(dict),
    )


SERVERS = {"hub": serve_hub, "limit": serve_limit, "socketio": serve_socketio}
NAMES = {"hub": "hub", "limit": "os.write loop", "socketio": "python-socketio"}


class Watcher(asyncio.Protocol):
    """Counts marks in what arrives; a stalled one stops reading after the handshake."""

    marks = 0
    here = 0

    def __init__(self, path: str, *, stalled: bool) -> None:
        self.path = path
        self.stalled = stalled
        self.tail = b""
        self.greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(ASK.format(path=self.path).encode())

    def data_received(self, data: bytes) -> None:
        if not self.greeted:
            self.greeted = True
            Watcher.here += 1
            if self.path.startswith("/socket.io"):
                self.transport.write(SOCKETIO_CONNECT)
            if self.stalled:
                self.transport.pause_reading()
        data = self.tail + data
        Watcher.marks += data.count(MARK.encode())
        self.tail = data[-1:] if data.endswith(MARK[:1].encode()) and not data.endswith(MARK.encode()) else b""


def as_is(watcher: Watcher) -> Watcher:
    return watcher


async def watch(port: int, path: str, viewers: int, stalled: int) -> None:
    loop = asyncio.get_running_loop()
    kept = []
    for number in range(viewers):
        client = socket.socket()
        if number < stalled:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        await loop.sock_connect(client, ("127.0.0.1", port))
        watcher = Watcher(path, stalled=number < stalled)
        kept.append(await loop.create_connection(partial(as_is, watcher), sock=client))
    async with asyncio.timeout(30):
        while Watcher.here < viewers:
            await asyncio.sleep(0.02)
    print("ready", flush=True)
    await answer_marks(lambda: {"marks": Watcher.marks})


class Child:
    def __init__(self, *args: object) -> None:
        command = [sys.executable, str(Path(__file__).resolve()), *map(str, args)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def line(self) -> str:
        assert self.process.stdout is not None
        found = self.process.stdout.readline()
        if not found:
            raise RuntimeError(f"child ended: {self.process.wait()}")
        return found

    def mark(self) -> dict[str, float]:
        assert self.process.stdin is not None
        self.process.stdin.write("mark\n")
        self.process.stdin.flush()
        return dict(json.loads(self.line()))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def measure(kind: str, *, viewers: int, per_s: float, chars: int, seconds: float, stalled: int = 0) -> dict[str, float]:
    """Deliveries per CPU second, and the server's memory, in a steady state."""
    server = Child("serve", kind, per_s, chars)
    watchers = None
    try:
        port = int(server.line())
        alone = server.mark()
        path = "/socket.io/?EIO=4&transport=websocket" if kind == "socketio" else "/"
        watchers = Child("watch", port, path, viewers, stalled)
        watchers.line()
        time.sleep(1)
        before, seen_before = server.mark(), watchers.mark()
        time.sleep(seconds)
        after, seen_after = server.mark(), watchers.mark()
        marks = seen_after["marks"] - seen_before["marks"]
        return {
            "deliveries_per_s": marks / seconds,
            "per_cpu_s": marks / max(after["cpu_s"] - before["cpu_s"], 1e-6),
            "rss_growth": after["rss"] - alone["rss"],
            **{name: after[name] for name in ("dropped", "kicked") if name in after},
        }
    finally:
        server.end()
        if watchers is not None:
            watchers.end()


def row(name: str, value: str, promise: str = "") -> None:
    print(f"{name:<58}{value:>14}  {promise}")


def compare(viewers: int, seconds: float) -> None:
    kinds = ["hub", "limit"] + (["socketio"] if importlib.util.find_spec("socketio") else [])
    single = {k: measure(k, viewers=viewers, per_s=10, chars=200, seconds=seconds) for k in kinds}
    busy = {k: measure(k, viewers=viewers, per_s=100, chars=200, seconds=seconds) for k in kinds if k != "limit"}
    idle = measure("hub", viewers=viewers, per_s=0, chars=200, seconds=1)
    calm = measure("hub", viewers=200, per_s=100, chars=4000, seconds=seconds * 2)
    stall = measure("hub", viewers=200, per_s=100, chars=4000, seconds=seconds * 2, stalled=40)
    print(f"fan-out to {viewers} viewers, {seconds:g} s each")
    for kind, found in single.items():
        row(f"{NAMES[kind]}: one frame a tick, deliveries per CPU second", f"{found['per_cpu_s']:,.0f}")
    for kind, found in busy.items():
        row(f"{NAMES[kind]}: 100 lines a second, lines per CPU second", f"{found['per_cpu_s']:,.0f}")
    row("hub / os.write loop", f"{single['hub']['per_cpu_s'] / single['limit']['per_cpu_s']:.2f}", ">= 0.5")
    if "socketio" in kinds:
        row(
            "hub / python-socketio, per frame",
            f"{single['hub']['per_cpu_s'] / single['socketio']['per_cpu_s']:.2f}",
            ">= 1.5",
        )
        row(
            "hub / python-socketio, busy chat",
            f"{busy['hub']['per_cpu_s'] / busy['socketio']['per_cpu_s']:.1f}",
            ">= 5",
        )
    else:
        row("python-socketio", "not installed")
    row("KiB per idle viewer", f"{idle['rss_growth'] / viewers / 1024:.1f}", "<= 32")
    row(
        "MiB that 20 % stalled viewers add (200 viewers, 400 kB/s)",
        f"{(stall['rss_growth'] - calm['rss_growth']) / 2**20:.1f}",
        f"< 10   ({stall['dropped']:.0f} frames dropped, {stall['kicked']:.0f} cut off)",
    )


def serve_here(kind: str, per_s: float, chars: int) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        print(listener.getsockname()[1], flush=True)
        uvloop.run(SERVERS[kind](listener, per_s, MARK + "x" * (chars - len(MARK))))


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        serve_here(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["watch"]:
        uvloop.run(watch(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--viewers", type=int, default=1000)
        parser.add_argument("--seconds", type=float, default=5)
        args = parser.parse_args()
        compare(args.viewers, args.seconds)


if __name__ == "__main__":
    main()
