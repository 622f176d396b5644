"""The web floor with its outbox in a process of its own, and a client that costs it nothing: for measuring it."""

import argparse
import asyncio
import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import uvloop
from litestar import get, post
from litestar.params import JSONBody

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.kernel import Database
from livefair.kernel.files import Files
from livefair.kernel.heap import settle_heap
from livefair.kernel.runner import JobContext
from livefair.kernel.settings import Settings
from livefair.realtime import Hub
from livefair.shop.local_provider import LocalProvider
from livefair.shop.providers import Providers
from livefair.value.payouts.local_provider import LocalPayouts
from livefair.value.payouts.providers import Payouts
from livefair.web import csrf
from livefair.web.app import create_app
from livefair.web.messenger import HttpMessenger
from livefair.web.program import working
from livefair.web.requests import AppRequest
from livefair.web.serve import Server, config_for, serve_until_cancelled
from livefair.web.services import Services, WebSettings
from livefair.web.templating import Pages

SECRET = "bench"
TICKS = os.sysconf("SC_CLK_TCK")


@post("/bench/trivial", status_code=200)
async def trivial(request: AppRequest, data: JSONBody[dict[str, str]]) -> dict[str, str]:
    """A session is found, a token is checked, a body is read: what every POST costs."""
    return data


@get("/bench/nothing", opt={"door": "open"})
async def nothing() -> dict[str, str]:
    return {}


def token_for(session: str) -> str:
    return csrf.token_for(SECRET, session)


def ready() -> None:
    settle_heap()
    print("ready", flush=True)


async def serve(url: str, port: int) -> None:
    db = Database(url)
    async with contextlib.aclosing(HttpMessenger()) as http:
        local = LocalProvider(db, http, f"http://127.0.0.1:{port}/webhooks/payments/local", b"k" * 32)
        services = Services(
            db=db,
            settings=WebSettings(secret=SECRET, posts_per_s=1e9, posts_burst=1e9),
            hub=Hub(presence="viewers"),
            pages=Pages(),
            files=Files("memory://"),
            providers=Providers({local.name: local}),
            payouts=Payouts(LocalPayouts(db, http, f"http://127.0.0.1:{port}/webhooks/payouts/local", b"k" * 32)),
        )
        config = config_for(services, Settings(port=port))
        app = create_app(services)
        app.register(trivial)
        app.register(nothing)
        config.app = app
        async with services.hub.running(), working(JobContext(db, {LocalProvider: local})):
            await serve_until_cancelled(Server(config, ready))


class Child:
    """A server on a database; `cpu_s` is what it has used so far (Linux)."""

    def __init__(self, url: str, program: Path = Path(__file__)) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        words = [sys.executable, str(program), "--database", url, "--port", str(self.port)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Child":
        out = self._process.stdout
        if out is None or out.readline() != "ready\n":
            raise SystemExit("the server does not start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


class Line:
    """One connection that is kept; requests are prepared bytes, answers are read by their length."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.waits_s: list[float] = []

    async def open(self) -> "Line":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    def close(self) -> None:
        self._writer.close()

    async def ask(self, method: str, path: str, headers: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body. `headers` are whole lines, each with its end."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        began_s = time.perf_counter()
        self._writer.write(head.encode() + body)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
        answer = await self._reader.readexactly(length) if length else b""
        self.waits_s.append(time.perf_counter() - began_s)
        return int(lines[0].split()[1]), answer


def json_headers(token: str) -> str:
    return f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"


def cookie_headers(session: str, kind: str) -> str:
    return f"Cookie: lf_session={session}\r\nContent-Type: {kind}\r\nX-CSRFToken: {token_for(session)}\r\n"


def new_key() -> str:
    return secrets.token_hex(8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    uvloop.run(serve(options.database, options.port))


if __name__ == "__main__":
    main()
