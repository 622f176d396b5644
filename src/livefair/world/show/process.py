"""The parent's end of the generated show."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import msgspec

from livefair.world.children import environment
from livefair.world.show.goods import Good
from livefair.world.show.player import Command
from livefair.world.show.wire import LINE_LIMIT, News, Script

_STOP_S = 8.0


class ShowProcess:
    """A running show. It ends when told to, or when this process ends: then its stdin closes.

    It draws for about ten seconds before it publishes, reconnects by itself when the ingest goes away, and
    tells its state in `news` ("drawing", "drawn", "publishing", "lost", "ended").
    """

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self._changed = asyncio.Condition()
        self.news = News("drawing")
        self._reader = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        return self._child.pid

    async def pin(self, index: int) -> None:
        """Show the product at this place of the list: it arrives after 1.5 s, close-up after 5 s."""
        await self._send(Command(pin=index))

    async def say(self, text: str) -> None:
        """Speak and show the text in a bubble (at most 80 characters)."""
        await self._send(Command(say=text))

    async def wave(self) -> None:
        await self._send(Command(wave=True))

    async def cheer(self) -> None:
        await self._send(Command(cheer=True))

    async def until(self, *states: str, within_s: float = 30.0) -> News:
        """Wait for one of the states. Raises TimeoutError."""
        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(lambda: self.news.state in states)
            return self.news

    async def wait(self) -> int:
        """Until the child has ended: its exit code."""
        code = await self._child.wait()
        await self._reader
        return code

    async def stop(self) -> None:
        """End the show and wait for it; kill it after a while."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        if self.news.state == "drawing" and self._child.returncode is None:
            self._child.kill()  # it has no child of its own yet, and nothing to finish
        try:
            async with asyncio.timeout(_STOP_S):
                await self.wait()
        except TimeoutError:
            self._child.kill()
            await self.wait()

    async def _send(self, command: Command) -> None:
        pipe = self._child.stdin
        if pipe is None or pipe.is_closing():
            return
        pipe.write(msgspec.json.encode(command) + b"\n")
        try:
            await pipe.drain()
        except ConnectionError:
            return

    async def _read(self) -> None:
        out = self._child.stdout
        while out is not None and (line := await out.readline()):
            try:
                news = msgspec.json.decode(line, type=News)
            except msgspec.DecodeError:
                continue
            await self._tell(news)
        await self._tell(News("ended"))

    async def _tell(self, news: News) -> None:
        async with self._changed:
            self.news = news
            self._changed.notify_all()


async def start(url: str, key: str, seed: int, goods: Sequence[Good], host: int = 0) -> ShowProcess:
    """Start the show in a child process; `url` is rtmp://HOST:PORT/live, `key` the stream key."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "livefair.world.show",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        # What drawing took goes back to the machine: the show stays for days.
        env={**environment(), "MALLOC_MMAP_THRESHOLD_": "1000000", "MALLOC_TRIM_THRESHOLD_": "4000000"},
    )
    script = Script(url, key, seed, host, tuple(goods))
    if child.stdin is not None:
        child.stdin.write(msgspec.json.encode(script) + b"\n")
        await child.stdin.drain()
    return ShowProcess(child)
