"""Have the demo world's artwork made: once, into a folder, by children on all cores, what is needed first before all.

Nothing here draws: what draws is imported by the children alone.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from asyncio.subprocess import PIPE
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

import msgspec

from livefair.world.artwork.files import Artwork
from livefair.world.children import environment

LINE_MAX = 4_096
_MOST_CHILDREN = 4
_HURRIED, _PATIENT = 0, 15
_MODULE = (sys.executable, "-m", "livefair.world.artwork")

Progress = Callable[[int, int], None]
"""Called as (done, of) after each file, from any thread."""
Made = Callable[[Path], None]
"""Called with each file that is wanted as soon as it is there, from any thread."""


class ArtworkFailed(Exception):  # it is what happened to the artwork
    """A child could not make its files; what is already made is kept for the next try."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What a child is told first: where to put files, of which seed, and how much others come first (0 to 19)."""

    folder: str
    seed: int
    nice: int

    def line(self) -> bytes:
        return msgspec.json.encode(self) + b"\n"


class Workshop:
    """Children that make what is `wanted`, first things first; whoever needs a file waits for it.

    Use as a context manager: leaving it ends the children, and what is half made is dropped. Files that exist are kept.
    """

    def __init__(self, folder: Path, seed: int, wanted: Iterable[Path], progress: Progress, made: Made) -> None:
        self.art = Artwork.of(folder, seed)
        self._share = Share(folder=str(folder), seed=seed, nice=_HURRIED)
        self._wanted, self._todo = list(wanted), deque[Path]()
        self._progress, self._made = progress, made
        self._changed = threading.Condition()
        self._children: list[subprocess.Popen[bytes]] = []
        self._at_work = self._done = self._of = 0

    def __enter__(self) -> Workshop:
        there = {path for path in self._wanted if path.exists()}
        self._todo.extend(path for path in self._wanted if path not in there)
        self._of = len(self._todo)
        self._at_work = min(self._of, _MOST_CHILDREN, os.cpu_count() or 1)
        for _ in range(self._at_work):
            child = subprocess.Popen(_MODULE, stdin=PIPE, stdout=PIPE, env=environment())
            self._children.append(child)
            threading.Thread(target=self._employ, args=(child,), name="artwork", daemon=True).start()
        for path in self._wanted:
            if path in there:
                self._made(path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._todo.clear()
        for child in self._children:
            child.kill()
        with self._changed:
            self._changed.wait_for(lambda: not self._at_work)

    def need(self, path: Path) -> Path:
        """The file, once it is whole. Raises ArtworkFailed when nobody will make it any more."""
        if not path.exists():
            with self._changed:
                self._changed.wait_for(lambda: path.exists() or not self._at_work)
            if not path.exists():
                raise ArtworkFailed(path.name)
        return path

    def _employ(self, child: subprocess.Popen[bytes]) -> None:
        try:
            with child:
                self._give(child, self._share.line())
                while self._todo:
                    path = self._todo.popleft()
                    line = f"{path.relative_to(self.art.root)}\n".encode()
                    self._give(child, line)
                    if child.stdout is None or child.stdout.readline(LINE_MAX) != line:
                        return
                    self._count(path)
        except (OSError, IndexError):  # it has died, or another has taken the last one
            return
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    @staticmethod
    def _give(child: subprocess.Popen[bytes], line: bytes) -> None:
        if child.stdin is not None:
            child.stdin.write(line)
            child.stdin.flush()

    def _count(self, path: Path) -> None:
        self._made(path)
        with self._changed:
            self._done += 1
            self._changed.notify_all()
        self._progress(self._done, self._of)


async def make_one(folder: Path, seed: int, path: Path) -> None:
    """Make one file beside a running program, which comes first. Raises ArtworkFailed."""
    root = Artwork.of(folder, seed).root
    child = await asyncio.create_subprocess_exec(*_MODULE, stdin=PIPE, stdout=PIPE, env=environment())
    try:
        share = Share(folder=str(folder), seed=seed, nice=_PATIENT)
        await child.communicate(share.line() + f"{path.relative_to(root)}\n".encode())
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if not path.exists():
        raise ArtworkFailed(path.name)
