"""Running a limited child over a stranger's file: JSON lines come back, and nothing stays behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec

from livefair.media.refusals import Refused

_LINE_MAX = 64 << 10
_KEPT = ("PATH", "LANG", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
_END_S = 3.0
_EXHAUSTED = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ)


class ChildLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one child may use; `wall_s` is watched from outside."""

    memory_bytes: int = 1_500 << 20
    cpu_s: int = 300
    file_bytes: int = 400 << 20
    wall_s: int = 900


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The child's own no."""

    code: str
    params: dict[str, int | str] = {}


def child_environment() -> dict[str, str]:
    """A child sees nothing of ours but where Python, libraries, certificates and this package are."""
    package = str(Path(__file__).parents[2])
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # Few arenas: with a thread for each room, memory given back would else be kept by many.
    return {**kept, "PYTHONPATH": package, "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}


async def lines_of(module: str, job: bytes, source: Path, wall_s: int) -> AsyncGenerator[bytes]:
    """The lines that `python -m module JOB < source` writes; it is killed when we stop listening.

    Refused: `too_expensive` when it ran into a limit, `broken` when it died otherwise.
    """
    with source.open("rb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, job.decode(),
            stdin=file, stdout=PIPE, stderr=DEVNULL, limit=_LINE_MAX, env=child_environment(),
        )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(wall_s):
            while line := await process.stdout.readline():
                yield line
            ended = await process.wait()
    except TimeoutError:
        raise Refused("too_expensive", 422) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if ended:
        raise Refused("too_expensive" if ended in _EXHAUSTED else "broken", 422)


async def end_child(process: Process) -> None:
    """The end of its input ends a child; one that hangs is killed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_END_S):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
