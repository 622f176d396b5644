"""A room served by the real server, and viewers with an independent WebSocket client."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from livefair.kernel import Actor, Database
from livefair.kernel.settings import Settings
from livefair.people.sign_in import open_session
from livefair.web.serve import config_for
from livefair.web.services import Services


@asynccontextmanager
async def served(services: Services) -> AsyncIterator[str]:
    """The address of the site without its scheme."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(config_for(services, Settings(port=0)))
        async with services.hub.running():
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started and not serving.done():
                await asyncio.sleep(0.005)
            try:
                yield f"127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                await serving


class Viewer:
    """Reads frames into what a browser would know."""

    def __init__(self, client: ClientConnection) -> None:
        self.client = client
        self.state: Any = None
        self.mark = ""
        self.events: list[Any] = []
        self.answers: list[Any] = []
        self.sums: dict[str, int] = {}
        self.values: dict[str, int] = {}

    async def until(self, happened: Callable[["Viewer"], bool]) -> "Viewer":
        """Read on until it has happened; AssertionError with all that has arrived after 5 s."""
        try:
            async with asyncio.timeout(5):
                while not happened(self):
                    self._take(json.loads(await self.client.recv()))
        except TimeoutError:
            raise AssertionError(self.__dict__) from None
        return self

    def _take(self, frame: Any) -> None:
        if "t" in frame:
            self.answers.append(frame)
        if "state" in frame:
            self.mark, self.state = frame["mark"], frame["state"]
        if "seq" in frame:
            self.mark = f"{self.mark.split('.')[0]}.{frame['seq']}"
            self.events += frame["events"]
            self.values |= frame.get("values", {})
        for name, amount in frame.get("sums", {}).items():
            self.sums[name] = self.sums.get(name, 0) + amount

    async def say(self, **message: Any) -> None:
        await self.client.send(json.dumps(message))

    async def closed(self) -> int | None:
        """The code with which the server ends the connection."""
        with contextlib.suppress(ConnectionClosed):
            await self.until(lambda viewer: False)
        return self.client.close_code

    async def ask(self, **message: Any) -> Any:
        """Send and wait for the answer to it."""
        before = len(self.answers)
        await self.say(**message, ref="?")
        await self.until(lambda viewer: len(viewer.answers) > before)
        return self.answers[-1]

    async def heard(self, kind: str, count: int = 1) -> Any:
        """The `count`th event of a kind."""
        await self.until(lambda viewer: len(viewer.of(kind)) >= count)
        return self.of(kind)[count - 1]

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.events if event["t"] == kind]


@asynccontextmanager
async def entering(
    address: str, room_id: str, *, db: Database | None = None, actor: Actor | None = None, query: str = ""
) -> AsyncIterator[Viewer]:
    headers = {"origin": f"http://{address}"}
    if db is not None and actor is not None:
        token = db.write_now(open_session, actor, actor.id, agent="test", address="127.0.0.1")
        headers["cookie"] = f"lf_session={token}"
    async with connect(f"ws://{address}/ws/rooms/{room_id}{query}", additional_headers=headers) as client:
        yield Viewer(client)
