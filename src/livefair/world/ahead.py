"""Processing of videos that begins before their upload: for films of which a scenario knows that they will come."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from concurrent.futures import Future
from contextlib import aclosing

from livefair.content import Processed, Progress, VideoProcessor


class Ahead:
    """Content's VideoProcessor: hands everything to another one, but what was begun is not begun again.

    `begin` may be called from any thread; the work runs in a thread of its own until `close`.
    """

    def __init__(self, processor: VideoProcessor) -> None:
        self._processor = processor
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="ahead", daemon=True)
        self._thread.start()
        self._begun: dict[str, Future[list[Progress | Processed]]] = {}

    def begin(self, file_key: str) -> None:
        self._begun[file_key] = asyncio.run_coroutine_threadsafe(self._steps(file_key), self._loop)

    async def transcode(self, file_key: str, video_id: str) -> AsyncGenerator[Progress | Processed]:
        begun = self._begun.pop(file_key, None)
        if begun is not None:
            for step in await asyncio.wrap_future(begun):
                yield step
            return
        async with aclosing(self._processor.transcode(file_key, video_id)) as steps:
            async for step in steps:
                yield step

    def close(self) -> None:
        """What nobody has asked for is given up, its children ended."""
        asyncio.run_coroutine_threadsafe(_end_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _steps(self, file_key: str) -> list[Progress | Processed]:
        return [step async for step in self._processor.transcode(file_key, "")]


async def _end_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
