"""Several workers as one engine: each room has its worker, found from the room's name alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import replace

from livefair.media.contract import AnyStageEvent, StageSpec
from livefair.media.control import WorkerPlace, WorkerStats
from livefair.media.engine import EmbeddedEngine, EmbeddedStage, WorkerAddress
from livefair.media.recording import SegmentIndex
from livefair.media.refusals import Refused
from livefair.media.restream import Target
from livefair.media.settings import MediaSettings
from livefair.media.shards import shard_of

WORKERS_MAX = 64


class Fleet:
    """`workers` processes, each supervised and restarted alone; one that is lost takes only its own rooms along.

    Fixed ports count up from the given ones, worker by worker: a ticket names the right one.
    """

    def __init__(self, settings: MediaSettings, workers: int = 1) -> None:
        if not 1 <= workers <= WORKERS_MAX:
            raise ValueError(f"from 1 to {WORKERS_MAX} workers")
        self.settings = settings
        self.engines = [EmbeddedEngine(settings_of(settings, shard, workers)) for shard in range(workers)]

    async def start(self) -> None:
        """Until all listen; Refused `media_away` when one does not in time, and then none runs."""
        try:
            async with asyncio.TaskGroup() as starting:
                for engine in self.engines:
                    starting.create_task(engine.start())
        except* Refused as refused:
            await self.stop()
            raise refused.exceptions[0] from None

    async def stop(self) -> None:
        await asyncio.gather(*(engine.stop() for engine in self.engines))

    @property
    def is_ready(self) -> bool:
        return all(engine.is_ready for engine in self.engines)

    @property
    def places(self) -> list[WorkerPlace]:
        """Where each worker listens. Refused `media_away` before the first start."""
        addresses = [engine.address for engine in self.engines]
        return [WorkerPlace(address.http_port, address.rtmp_port) for address in addresses]

    def address_of(self, room: str) -> WorkerAddress:
        """Where a room's worker listens. Refused `media_away` before the first start."""
        return self.of(room).address

    def of(self, room: str) -> EmbeddedEngine:
        """The engine that has this room."""
        return self.engines[shard_of(room, len(self.engines))]

    async def open(self, room: str, spec: StageSpec) -> EmbeddedStage:
        """See `EmbeddedEngine.open`."""
        return await self.of(room).open(room, spec)

    def stage(self, room: str) -> EmbeddedStage | None:
        """The open stage of a room."""
        return self.of(room).stage(room)

    async def close(self, room: str) -> None:
        await self.of(room).close(room)

    async def send_on(self, room: str, targets: list[Target]) -> None:
        """See `EmbeddedEngine.send_on`."""
        await self.of(room).send_on(room, targets)

    async def offer_ladder(self, room: str, *, wanted: bool) -> None:
        """See `EmbeddedEngine.offer_ladder`."""
        await self.of(room).offer_ladder(room, wanted=wanted)

    async def kick(self, room: str, subject: str | None) -> None:
        await self.of(room).kick(room, subject)

    def open_rooms(self) -> dict[str, StageSpec]:
        """Every open stage by its room."""
        return {room: spec for engine in self.engines for room, spec in engine.open_rooms().items()}

    def whip_rooms(self) -> list[str]:
        """Rooms that are published to by WebRTC now, and so can be watched by it."""
        return [room for room in self.open_rooms() if self.of(room).is_whip_live(room)]

    def recording(self, room: str, recording: str) -> SegmentIndex:
        return self.of(room).recording(room, recording)

    async def events(self) -> AsyncGenerator[AnyStageEvent, None]:
        """What happens on all stages from now on; too slow a reader loses the oldest of a bounded queue."""
        async with AsyncExitStack() as listening:
            queue: asyncio.Queue[AnyStageEvent] = asyncio.Queue(1_000)
            for engine in self.engines:
                listening.enter_context(engine.told_to(queue))
            while True:
                yield await queue.get()

    async def stats(self) -> WorkerStats:
        """All workers together; Refused `media_away` while one is away."""
        each = await asyncio.gather(*(engine.stats() for engine in self.engines))
        return WorkerStats(
            uptime_s=min(one.uptime_s for one in each),
            cpu_s=sum(one.cpu_s for one in each),
            memory_kb=sum(one.memory_kb for one in each),
            requests=sum(one.requests for one in each),
            refusals=sum(one.refusals for one in each),
            stages=[stage for one in each for stage in one.stages],
        )


def settings_of(settings: MediaSettings, shard: int, shards: int) -> MediaSettings:
    return replace(
        settings,
        http_port=settings.http_port and settings.http_port + shard,
        rtmp_port=settings.rtmp_port and settings.rtmp_port + shard,
        shard=shard,
        shards=shards,
    )
