"""What stands around several programs that serve one site: a balancer in front, people who come back by themselves."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from livefair.kernel.clock import wall_clock
from livefair.kernel.ids import id_source
from livefair.web.callers import SESSION_COOKIE

AGAIN_S = 0.2
ANSWER_S = 5.0
GONE = (OSError, TimeoutError, WebSocketException)


class Balancer:
    """One address in front of several servers, in turn; a server that does not listen is passed over."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self._turn = 0
        self._serving: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def open(self, port: int) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._take, "127.0.0.1", port)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.close()
            for task in self._serving:
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = None
        try:
            behind = await self._behind()
            if behind is not None:
                await _both(_pipe(reader, behind[1]), _pipe(behind[0], writer))
        finally:
            for each in (writer, behind[1]) if behind else (writer,):
                each.close()
                with contextlib.suppress(OSError):
                    await each.wait_closed()

    async def _behind(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self.ports:
            self._turn += 1
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self.ports[self._turn % len(self.ports)])
        return None


async def _both(*ways: Coroutine[None, None, None]) -> None:
    """Until one of the two ways ends."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()


class Voice:
    """A viewer who says lines and likes, one after the other; what is not answered is sent again under its key."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"origin": origin_of(url), "cookie": f"{SESSION_COOKIE}={token}"}
        self._new_key = id_source()
        self.lines: dict[str, str] = {}
        self.likes = 0
        self.connections = 0
        self._id = ""

    async def speak(self, words: list[str], told: Callable[[], None]) -> None:
        """Say each word and send three likes with it; `told` is called at each acknowledgement."""
        waiting = [message for word in words for message in self._messages(word)]
        while waiting:
            try:
                async with connect(self._url, additional_headers=self._headers) as client:
                    self.connections += 1
                    while waiting:
                        if await self._is_taken(client, waiting[0]):
                            self._count(waiting.pop(0))
                            told()
                        else:
                            await asyncio.sleep(AGAIN_S)
            except GONE:
                await asyncio.sleep(AGAIN_S)

    def _messages(self, word: str) -> list[dict[str, Any]]:
        return [{"t": "chat", "text": word}, {"t": "like", "n": 3}]

    async def _is_taken(self, client: ClientConnection, message: dict[str, Any]) -> bool:
        """Whether it was accepted; refused for its speed, it has to wait. The key is made when it is first sent."""
        message.setdefault("key", self._new_key(wall_clock()))
        await client.send(json.dumps(message | {"ref": message["key"]}))
        async with asyncio.timeout(ANSWER_S):
            while True:
                frame = json.loads(await client.recv())
                if frame.get("ref") == message["key"]:
                    assert frame["t"] == "done" or frame["code"] in {"too_often", "too_busy"}, frame
                    self._id = frame.get("id", "")
                    return bool(frame["t"] == "done")

    def _count(self, message: dict[str, Any]) -> None:
        if message["t"] == "like":
            self.likes += message["n"]
        else:
            self.lines[self._id] = message["text"]


class Watcher:
    """A viewer who only looks: comes back when the connection ends or a gap shows, as the page does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seen: set[str] = set()
        self.values: dict[str, int] = {}
        self.states = self.gaps = 0

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator["Watcher"]:
        task = asyncio.create_task(self._watch())
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task  # what ended it before its time is why the test waits in vain

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(*GONE):
                async with connect(self._url, additional_headers={"origin": origin_of(self._url)}) as client:
                    await self._read(client)
            await asyncio.sleep(AGAIN_S)

    async def _read(self, client: ClientConnection) -> None:
        seq = -1
        while True:
            frame = json.loads(await client.recv())
            if "state" in frame:
                seq = int(frame["mark"].partition(".")[2])
                self.states += 1
                self._note((frame["state"]["show"] or {}).get("lines", []))
            elif "seq" in frame:
                if frame["seq"] - len(frame["events"]) > seq:
                    self.gaps += 1
                    return
                seq = frame["seq"]
                self._note(frame["events"])
                self.values |= frame.get("values", {})

    def _note(self, events: list[dict[str, Any]]) -> None:
        self.seen |= {event["id"] for event in events if event["t"] == "chat"}


class Player:
    """Reads a room's live playlist again and again, as a player does that is behind a balancer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.newest = -1

    @contextlib.asynccontextmanager
    async def playing(self) -> AsyncIterator["Player"]:
        task = asyncio.create_task(self._play())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _play(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with http.get(self._url) as answer:
                        numbers = re.findall(r"/s(\d+)\.m4s", await answer.text()) if answer.status == 200 else []
                        self.newest = max([self.newest, *map(int, numbers)])
                await asyncio.sleep(AGAIN_S)


def origin_of(url: str) -> str:
    """The page that a socket is opened from: of the same site."""
    return f"http://{urlsplit(url).netloc}"


async def again(action: Callable[[], Awaitable[None]], *faults: type[Exception]) -> None:
    """Do it until it goes, as people do."""
    while True:
        try:
            return await action()
        except faults:
            await asyncio.sleep(AGAIN_S)
