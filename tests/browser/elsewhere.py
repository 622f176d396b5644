"""An outside server that takes a stream by RTMP, as another platform would."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from livefair.media import EmbeddedEngine, StageSpec
from tests.media.conftest import settings


class Elsewhere(NamedTuple):
    url: str
    key: str
    engine: EmbeddedEngine
    loop: asyncio.AbstractEventLoop

    def frames(self) -> int:
        """How many pictures have come so far."""
        stats = asyncio.run_coroutine_threadsafe(self.engine.stats(), self.loop).result()
        return stats.stages[0].frames if stats.stages else 0


@contextmanager
def elsewhere(folder: Path) -> Iterator[Elsewhere]:
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="elsewhere", daemon=True)
    thread.start()

    async def begin() -> Elsewhere:
        engine = EmbeddedEngine(settings(folder))
        await engine.start()
        stage = await engine.open("outside", StageSpec(recording="copy"))
        url = f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live"
        return Elsewhere(url, stage.ingest("elsewhere", "rtmp").stream_key or "", engine, loop)

    there = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    try:
        yield there
    finally:
        asyncio.run_coroutine_threadsafe(there.engine.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
