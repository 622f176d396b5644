"""Sums of what rooms play: read where they are exact and sent to everybody, once a second at most for each."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final, Literal

from livefair.kernel import Database, ReadTx
from livefair.kernel.log import log
from livefair.live.room_events_of_play import count_of_draw, count_of_poll
from livefair.live.room_events_of_sales import FlashCount
from livefair.live.room_events_of_tasks import TaskCount
from livefair.live.tasks import open_tasks
from livefair.live.telling import RoomEvent
from livefair.realtime import Hub
from livefair.shop.flash_sales import running_flash_sales
from livefair.web.room_desk import topic_of

EVERY_S = 1.0
WAITING_MAX = 2_000

Kind = Literal["draw", "poll"]
READ: Final[dict[Kind, Callable[[ReadTx, str], RoomEvent]]] = {"draw": count_of_draw, "poll": count_of_poll}


class RoomTally:
    """One per program. However many enter or vote within a second, their room hears of it once."""

    def __init__(self, db: Database, hub: Hub, *, every_s: float = EVERY_S) -> None:
        self._db, self._hub, self._every_s = db, hub, every_s
        self._changed: dict[tuple[Kind, str], str] = {}
        self._tasks: dict[str, int] = {}
        self._sales: dict[str, tuple[int, int]] = {}

    def changed(self, room_id: str, kind: Kind, subject_id: str) -> None:
        """Somebody has entered a draw or voted."""
        if len(self._changed) < WAITING_MAX:
            self._changed[kind, subject_id] = room_id

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["RoomTally"]:
        telling = asyncio.create_task(self._keep_telling(), name="room-tally")
        try:
            yield self
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            waiting, self._changed = self._changed, {}
            for (kind, subject_id), room_id in waiting.items():
                try:
                    self._hub.publish(topic_of(room_id), await self._db.read(READ[kind], subject_id))
                except Exception as error:  # one sum that cannot be told must not silence the others
                    log.error("room_tally_failed", kind=kind, subject=subject_id, error=str(error))
            try:
                await self._tell_tasks()
                await self._tell_sales()
            except Exception as error:  # the database is away for a moment
                log.error("room_tally_failed", kind="task", subject="", error=str(error))

    async def _tell_tasks(self) -> None:
        """Likes are counted where they are written down, in any program: each looks for its own viewers."""
        found = await self._db.read(open_tasks)
        for task, count in found:
            if self._tasks.get(task.id) != count:
                self._hub.publish_here(topic_of(task.room_id), TaskCount(id=task.id, count=count))
        self._tasks = {task.id: count for task, count in found}

    async def _tell_sales(self) -> None:
        """Pieces are taken wherever somebody orders, in any program."""
        counts = {}
        for sale in await self._db.read(running_flash_sales):
            counts[sale.id] = (sale.taken, sale.pieces)
            if self._sales.get(sale.id) != counts[sale.id]:
                count = FlashCount(id=sale.id, taken=sale.taken, pieces=sale.pieces)
                self._hub.publish_here(topic_of(sale.room_id or ""), count)
        self._sales = counts
