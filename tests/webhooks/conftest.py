"""A program of somebody else that hears webhooks: a real HTTP server, and a courier that may call this machine."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import NamedTuple

import pytest
from aiohttp import web

from livefair.kernel import SYSTEM, Database
from livefair.kernel.jobs import job_called
from livefair.kernel.runner import JobContext, due_talking_jobs, finish, run_due_now
from livefair.web.courier import HttpCourier
from livefair.web.messenger import HttpMessenger
from livefair.web.sealing import Seal
from livefair.webhooks import Called, add_webhook
from livefair.webhooks.rules import is_signed, secret_from
from livefair.webhooks.sending import Courier
from tests.stall import Stall

SECRET = secret_from(b"k" * 32)


class Heard(NamedTuple):
    headers: dict[str, str]
    body: bytes

    def is_signed_by(self, secret: str, now_ms: int) -> bool:
        return is_signed(secret, self.headers, self.body, now_s=now_ms // 1000)


class Receiver:
    """`answers`: statuses in their order, the last for ever."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answers = [204]
        self.url = ""

    async def hear(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.heard.append(Heard(headers, await request.read()))
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    app = web.Application()
    app.router.add_post("/hook", found.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield found
    await runner.cleanup()


@pytest.fixture
async def courier() -> AsyncIterator[HttpCourier]:
    async with aclosing(HttpMessenger()) as http:
        yield HttpCourier(Seal("test"), http, anywhere=True)


def subscribe(stall: Stall, url: str, *kinds: str) -> str:
    run_due_now(stall.db)  # what came before is not told
    called = Called(url, list(kinds), Seal("test").close(SECRET))
    return stall.db.write_now(add_webhook, stall.brand, called)


async def send_all(db: Database, courier: Courier) -> None:
    """Do what is due now, as the runner would."""
    context = JobContext(db, {Courier: courier})
    for _ in range(50):
        run_due_now(db)
        due = [each for each in await db.read(due_talking_jobs, most=100) if each.kind == "webhooks.send_webhook"]
        if not due:
            return
        for each in due:
            await job_called(each.kind)(context, **json.loads(each.args))
            await db.write(finish, SYSTEM, each)
    raise AssertionError("jobs never end")
