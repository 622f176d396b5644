"""The desk of the feed: what was shown goes into the journal in batches, what was watched into the program's memory."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import NamedTuple

from litestar import Litestar

from livefair.content import FeedPage
from livefair.content.impressions import Impression, chosen, journal_impressions
from livefair.content.memory import FeedMemory
from livefair.kernel import SYSTEM, Database
from livefair.kernel.ids import IdSource, id_source
from livefair.kernel.log import log
from livefair.web.urls import parted

FLUSH_S = 0.5
LOOK_S = 5.0
WAITING_MAX = 2_000
"""As many as a batch may hold; what comes on top of it is dropped: a signal is not worth a standstill."""


class Asked(NamedTuple):
    """Something that was shown because somebody asked for it, by words, by following or by its address."""

    kind: str
    item_id: str
    creator_id: str


def door_of(headers: Mapping[str, str], *, is_shared: bool) -> str | None:
    """Whence somebody comes to a page of ours, as its request tells: a word of `rules.SOURCES`.

    None: from another page of ours, where it was shown and counted before.
    """
    if is_shared:
        return "share"
    site = headers.get("sec-fetch-site")
    if site is not None:
        return None if site == "same-origin" else "outside"
    came_from = parted(headers.get("referer", "")).netloc
    return None if came_from and came_from == headers.get("host") else "outside"


class FeedDesk:
    """One per program. Nobody who asks for a page waits for it."""

    def __init__(self, db: Database) -> None:
        self.memory = FeedMemory()
        self._db = db
        self._new_id: IdSource = id_source()
        self._waiting: list[Impression] = []
        self._news = asyncio.Event()

    def note(self, page: FeedPage) -> None:
        """Note what a page has shown, to be written soon."""
        now_ms = self._db.clock()
        page_id = self._new_id(now_ms)
        for item in page.items:
            if item.shown is not None:
                self._wait(chosen(page_id, item, item.shown, now_ms))

    def note_asked(self, source: str, things: Iterable[Asked]) -> None:
        """Note what a page has shown to somebody who asked for it; who that was is nobody's to know."""
        now_ms = self._db.clock()
        page_id = self._new_id(now_ms)
        for slot, (kind, item_id, creator_id) in enumerate(things, 1):
            self._wait(Impression(page_id, slot, "", kind, item_id, creator_id, source, "asked", 1.0, 0, now_ms))

    def _wait(self, line: Impression) -> None:
        if len(self._waiting) < WAITING_MAX:
            self._waiting.append(line)
            self._news.set()

    async def flush(self) -> None:
        """Write down what waits; what the database refuses is given up."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            await self._db.write(journal_impressions, SYSTEM, batch)
        except Exception as error:
            log.error("feed_journal_failed", lines=len(batch), error=str(error))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["FeedDesk"]:
        """Journal and learn until the block ends, and journal what is left then."""
        tasks = [
            asyncio.create_task(self._keep_flushing(), name="feed-journal"),
            asyncio.create_task(self._keep_looking(), name="feed-memory"),
        ]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.flush()

    async def _keep_flushing(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await asyncio.sleep(FLUSH_S)
            # Once begun, a batch is finished, also when the program ends meanwhile.
            await asyncio.shield(asyncio.ensure_future(self.flush()))

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self._db.read(self.memory.look)
            except Exception as error:
                log.error("feed_memory_failed", error=str(error))
            await asyncio.sleep(LOOK_S)


@contextlib.asynccontextmanager
async def feed_alive(app: Litestar) -> AsyncIterator[None]:
    desk: FeedDesk = app.state.feed
    async with desk.running():
        yield
