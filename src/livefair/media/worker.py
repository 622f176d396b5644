"""The media worker: one process for all rooms, started by the engine as `python -m livefair.media.worker`."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import resource
import sys
import time
from pathlib import Path
from threading import Thread

import uvloop
from aiohttp import web

from livefair.media.aiortc_touches import bind_ice_to, pass_media_through
from livefair.media.clock import now_ms
from livefair.media.confined import die_with_parent
from livefair.media.control import (
    Answer,
    CloseStage,
    Command,
    Configure,
    GetPlaces,
    GetStats,
    Kick,
    OpenStage,
    Ready,
    SetLadder,
    SetTargets,
    Told,
    WorkerStats,
    read_command,
    read_configure,
    to_line,
)
from livefair.media.doors import Doors
from livefair.media.http import build_app
from livefair.media.recording import sweep_recordings
from livefair.media.refusals import Refused
from livefair.media.shards import shard_of

_log = logging.getLogger("livefair.media.worker")

_SWEEP_S = 600
_COLLECT_S = 20
_EXIT_S = 5.0
_TELL_BACKLOG_MAX = 4 << 20


class Worker:
    """Reads commands, tells events, keeps the doors."""

    def __init__(self, configure: Configure, tell_fd: int) -> None:
        self._settings = configure.settings
        self._ports = (configure.http_port, configure.rtmp_port)
        self._tell_fd = tell_fd
        self._told_backlog = bytearray()
        self._started = time.monotonic()
        self._stopping = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self.doors = Doors(self._settings, self.tell)

    async def run(self) -> None:
        os.set_blocking(self._tell_fd, False)
        app = build_app(self.doors)
        # Cancelled handlers free the blocked playlist requests of players that left.
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, self._settings.http_host, self._ports[0], shutdown_timeout=1.0)
        await site.start()
        rtmp = await asyncio.start_server(self.doors.rtmp, self._settings.rtmp_host, self._ports[1], limit=1 << 20)
        http_port = runner.addresses[0][1]
        rtmp_port = rtmp.sockets[0].getsockname()[1]
        Thread(target=self._read_commands, daemon=True, name="commands").start()
        self.tell(Ready(http_port, rtmp_port, os.getpid()))
        ticking = asyncio.ensure_future(self._tick())
        await self._stopping.wait()
        ticking.cancel()
        rtmp.close()
        await self.doors.close()
        await runner.cleanup()

    def tell(self, told: Told) -> None:
        """Never blocks; a parent that does not listen any more costs four megabytes at most."""
        waiting = bool(self._told_backlog)
        if len(self._told_backlog) < _TELL_BACKLOG_MAX:
            self._told_backlog += to_line(told)
        if not waiting:
            self._loop.add_writer(self._tell_fd, self._write_told)

    def _write_told(self) -> None:
        try:
            written = os.write(self._tell_fd, self._told_backlog)
        except BlockingIOError:
            return
        except OSError:
            written = len(self._told_backlog)
            self.stop()
        del self._told_backlog[:written]
        if not self._told_backlog:
            self._loop.remove_writer(self._tell_fd)

    def stop(self) -> None:
        self._stopping.set()

    def _read_commands(self) -> None:
        """In a thread of its own, so that even a stuck loop ends with its parent."""
        for line in sys.stdin.buffer:
            command = read_command(line)
            self._loop.call_soon_threadsafe(self._spawn, command)
        with contextlib.suppress(RuntimeError):  # the loop may have ended before its parent
            self._loop.call_soon_threadsafe(self.stop)
        time.sleep(_EXIT_S)
        os._exit(1)

    def _spawn(self, command: Command) -> None:
        task = asyncio.ensure_future(self._obey(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _obey(self, command: Command) -> None:
        try:
            answer = await self._answer(command)
        except Refused as refused:
            answer = Answer(command.number, refused=refused.code)
        except (ValueError, OSError):
            _log.exception("command failed")
            answer = Answer(command.number, refused="worker_failed")
        self.tell(answer)

    async def _answer(self, command: Command) -> Answer:
        match command:
            case OpenStage(number, room, spec):
                await self.doors.open(room, spec)
            case CloseStage(number, room):
                await self.doors.close_stage(room)
            case Kick(number, room, subject, at_ms):
                self.doors.kick(room, subject, at_ms)
            case SetTargets(_, room, targets):
                await self.doors.send_on(room, targets)
            case SetLadder(_, room, wanted):
                await self.doors.offer_ladder(room, wanted=wanted)
            case GetStats(number):
                return Answer(number, stats=self._stats())
            case GetPlaces(number):
                raise Refused("request_refused", 422)
        return Answer(command.number)

    def _stats(self) -> WorkerStats:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return WorkerStats(
            uptime_s=time.monotonic() - self._started,
            cpu_s=used.ru_utime + used.ru_stime,
            memory_kb=_peak_memory_kb(used.ru_maxrss),
            requests=self.doors.requests,
            refusals=self.doors.refusals,
            stages=[stage.stats() for stage in self.doors.stages.values()],
        )

    async def _tick(self) -> None:
        swept = collected = 0.0
        while True:
            for stage in list(self.doors.stages.values()):
                stage.check()
            if time.monotonic() - collected > _COLLECT_S:
                # Ended connections are knots of references, each with megabytes of buffers behind it.
                collected = time.monotonic()
                gc.collect()
            if time.monotonic() - swept > _SWEEP_S:
                swept = time.monotonic()
                await asyncio.to_thread(self._sweep)
            await asyncio.sleep(1)

    def _sweep(self) -> None:
        limits = self._settings.limits
        gone = sweep_recordings(
            self._settings.folder,
            keep={stage.folder for stage in list(self.doors.stages.values())},
            before_ms=now_ms() - limits.retention_days * 86_400_000,
            bytes_max=limits.recordings_bytes // self._settings.shards,
            is_ours=lambda room: shard_of(room, self._settings.shards) == self._settings.shard,
        )
        for folder in gone:
            _log.warning("recording %s deleted by retention", folder)


async def _main(configure: Configure, tell_fd: int) -> None:
    await Worker(configure, tell_fd).run()


def main() -> None:
    """Stdin: settings, then commands. Stdout: events; a library that prints must not reach it."""
    die_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("aioice").setLevel(logging.WARNING)
    logging.getLogger("aiortc").setLevel(logging.ERROR)
    tell_fd = os.dup(1)
    os.dup2(2, 1)
    configure = read_configure(sys.stdin.buffer.readline())
    Path(configure.settings.folder).mkdir(parents=True, exist_ok=True)
    pass_media_through()
    bind_ice_to(configure.settings.ice_addresses)
    gc.freeze()  # what is loaded by now stays: collections need not look at it
    uvloop.run(_main(configure, tell_fd))
    # Media threads may still hold a decoder; there is nothing left that they could lose.
    os._exit(0)


def _peak_memory_kb(otherwise: int) -> int:
    """Linux counts the parent's size at the fork into ru_maxrss; VmHWM is this process's own."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return otherwise
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), otherwise)


if __name__ == "__main__":
    main()
