"""Tells rooms what has become true: reads the fact log behind every commit and publishes what viewers should know.

It follows the log, not the commits of this process, so that what other processes do to the same database shows too.
Every process does so for its own viewers: none of it goes through the broker.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence

from msgspec.structs import replace

from livefair.kernel import Database, Fact
from livefair.kernel.log import log
from livefair.live.news import NEWS_MAX, News, latest_news, news_since
from livefair.live.room_events import Ended, Muted, Pinned, Started, events_of
from livefair.live.room_events_of_auctions import Auctioning
from livefair.live.room_events_of_sales import Flashing
from livefair.live.room_events_of_stories import StoryTold
from livefair.live.telling import RoomEvent, ToRoom
from livefair.realtime import Hub
from livefair.web.room_desk import RoomDesk, topic_of
from livefair.web.urls import file_url

POLL_S = 1.0
# A busy log is read this often at most.
REST_S = 0.03
# On PostgreSQL a lower number may be committed after a higher one: so far back the feed looks again.
LOOK_BACK = 100
SEEN_MAX = 1_000


class RoomFeed:
    def __init__(self, db: Database, hub: Hub, desk: RoomDesk) -> None:
        self._db, self._hub, self._desk = db, hub, desk
        self._after = 0
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._look_back = LOOK_BACK if db.engine.dialect == "postgresql" else 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["RoomFeed"]:
        """Tell everything that is committed from now on, until the block ends."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def wake(facts: Sequence[Fact], _jobs: int) -> None:
            if facts:
                with contextlib.suppress(RuntimeError):  # the loop ended meanwhile: nobody is left to tell
                    loop.call_soon_threadsafe(news.set)

        await self._begin_after_the_latest()
        unsubscribe = self._db.subscribe(wake)
        following = asyncio.create_task(self._follow(news), name="room-feed")
        try:
            yield self
        finally:
            unsubscribe()
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def _begin_after_the_latest(self) -> None:
        self._after = await self._db.read(latest_news)
        for known in await self._db.read(news_since, max(0, self._after - self._look_back)):
            self._is_new(known)

    async def _follow(self, news: asyncio.Event) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await news.wait()
            news.clear()
            try:
                await self._tell_all_new()
            except Exception as error:  # the database is away for a moment: the log is still there afterwards
                log.error("room_feed_failed", error=str(error))
            await asyncio.sleep(REST_S)

    async def _tell_all_new(self) -> None:
        after = max(0, self._after - self._look_back)
        while news := await self._db.read(news_since, after):
            for one in news:
                await self._tell_once(one)
            after = news[-1].seq
            self._after = max(self._after, after)
            if len(news) < NEWS_MAX:
                return

    async def _tell_once(self, news: News) -> None:
        if not self._is_new(news):
            return
        try:
            for to_room in await self._db.read(events_of, news.fact):
                self._tell(to_room)
        except Exception as error:  # one fact that cannot be told must not silence those after it
            log.error("room_event_failed", fact=type(news.fact).__name__, error=str(error))

    def _is_new(self, news: News) -> bool:
        if news.fact_id in self._seen:
            return False
        self._seen[news.fact_id] = None
        if len(self._seen) > SEEN_MAX:
            self._seen.popitem(last=False)
        return True

    def _tell(self, to_room: ToRoom) -> None:
        if isinstance(to_room.event, Started | Ended):
            self._desk.forget(to_room.room_id)
        if isinstance(to_room.event, Started):
            self._hub.set_here(topic_of(to_room.room_id), {"likes": 0})
        self._hub.publish_here(topic_of(to_room.room_id), with_addresses(to_room))
        if isinstance(to_room.event, Muted) and to_room.event.barred:
            self._hub.dismiss_here(topic_of(to_room.room_id), to_room.event.by)


def with_addresses(to_room: ToRoom) -> RoomEvent:
    """The event with the addresses that only the web floor knows."""
    event, room_id = to_room.event, to_room.room_id
    if isinstance(event, Pinned | Flashing):
        return replace(event, picture_url=file_url(event.picture), href=f"/p/{event.product_id}?room={room_id}")
    if isinstance(event, StoryTold):
        return replace(event, picture_url=file_url(event.picture))
    if isinstance(event, Auctioning):
        return replace(event, picture_url=file_url(event.picture), href=f"/auctions/{event.id}?room={room_id}")
    if isinstance(event, Ended):
        return replace(event, href=f"/live/{room_id}/replay")
    return event
