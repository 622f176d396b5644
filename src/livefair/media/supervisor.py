"""Keeps one worker process alive: starts it, hears it, starts it again when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable

import msgspec

from livefair.media.children import child_environment
from livefair.media.contract import AnyStageEvent
from livefair.media.control import LINE_MAX, Answer, Command, Configure, Ready, read_told, to_line
from livefair.media.settings import MediaSettings

_log = logging.getLogger("livefair.media.supervisor")

_BACKOFF_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_HEALTHY_S = 30.0
_STOP_S = 8.0
_SAME_PORT_TRIES = 3


class Supervisor:
    """One worker at a time. `ready` is set while it listens; the ports stay the same over restarts."""

    def __init__(
        self,
        settings: MediaSettings,
        on_told: Callable[[Answer | AnyStageEvent], None],
        on_ready: Callable[[Ready], Awaitable[None]],
        on_lost: Callable[[], None],
    ) -> None:
        self.ready = asyncio.Event()
        self.http_port = settings.http_port
        self.rtmp_port = settings.rtmp_port
        self.restarts = 0
        self._settings = settings
        self._on_told = on_told
        self._on_ready = on_ready
        self._on_lost = on_lost
        self._process: Process | None = None
        self._running: asyncio.Task[None] | None = None
        self._failures = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        if self._running is None:
            self._running = asyncio.create_task(self._keep_running(), name="media supervisor")

    async def stop(self) -> None:
        """Close the worker's input, which ends it; kill it when it takes too long."""
        if self._running is None:
            return
        running, self._running = self._running, None
        process = self._process
        if process is not None and process.returncode is None:
            await self._end(process)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    async def send(self, command: Command) -> None:
        """ConnectionError when the worker is gone."""
        if self._process is None or self._process.stdin is None:
            raise ConnectionError
        self._process.stdin.write(to_line(command))
        await self._process.stdin.drain()

    async def _keep_running(self) -> None:
        while True:
            began = time.monotonic()
            try:
                await self._run_once()
            except (OSError, ValueError, msgspec.MsgspecError):
                _log.exception("media worker failed")
            finally:
                self._leave()
            if self._running is None:
                return
            self.restarts += 1
            self._failures = 0 if time.monotonic() - began > _HEALTHY_S else self._failures + 1
            wait = _BACKOFF_S[min(self._failures, len(_BACKOFF_S) - 1)]
            _log.warning("media worker ended (%s), again in %.1f s", self._code(), wait)
            await asyncio.sleep(wait)

    async def _run_once(self) -> None:
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "livefair.media.worker",
            stdin=PIPE, stdout=PIPE, limit=LINE_MAX, env=child_environment(),
            start_new_session=True,  # the terminal's Ctrl-C is for its parent; the worker ends when its input does
        )  # fmt: skip
        try:
            await self._converse(process)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            await process.wait()

    async def _converse(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        # After some failures the old ports may be taken: then the configured ones again.
        keep = self._failures < _SAME_PORT_TRIES
        http_port = self.http_port if keep else self._settings.http_port
        rtmp_port = self.rtmp_port if keep else self._settings.rtmp_port
        process.stdin.write(to_line(Configure(self._settings, http_port, rtmp_port)))
        async for line in process.stdout:
            told = read_told(line)
            if isinstance(told, Ready):
                self.http_port, self.rtmp_port = told.http_port, told.rtmp_port
                await self._on_ready(told)
                self.ready.set()
            else:
                self._on_told(told)
        await process.wait()

    async def _end(self, process: Process) -> None:
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()

    def _leave(self) -> None:
        if self.ready.is_set():
            self.ready.clear()
            self._on_lost()

    def _code(self) -> int | None:
        return self._process.returncode if self._process else None
