"""Make the demo world's artwork: into a folder, once, on all cores."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from livefair.world.artwork.files import Artwork
from livefair.world.artwork.tasks import Task, film_tasks, picture_tasks
from livefair.world.children import environment

_FEW = 8
_MOST_WORKERS = 4

Progress = Callable[[int, int, str], None]
"""Called as (done, of, what) after each file."""


class ArtworkFailed(Exception):  # it is what happened to the artwork
    """A child could not make its files; what is already made is kept for the next try."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one child makes: what is missing of every `of`-th file of a kind, beginning with `number`.

    Counted over all files, not over the missing ones: those become fewer while other children work.
    """

    folder: str
    seed: int
    kind: str
    number: int
    of: int


def make_all(folder: Path, seed: int, progress: Progress) -> Artwork:
    """Models, pictures and films. Files that exist are kept, so a second call costs nothing. Raises ArtworkFailed."""
    make_pictures(folder, seed, progress)
    return make_films(folder, seed, progress)


def make_pictures(folder: Path, seed: int, progress: Progress) -> Artwork:
    return _make(folder, seed, "pictures", progress)


def make_films(folder: Path, seed: int, progress: Progress) -> Artwork:
    return _make(folder, seed, "films", progress)


def missing(folder: Path, seed: int, kind: str) -> list[Task]:
    return [task for task in all_tasks(folder, seed, kind) if not task.path.exists()]


def all_tasks(folder: Path, seed: int, kind: str) -> list[Task]:
    """`kind` is pictures or films."""
    art = Artwork.of(folder, seed)
    return list(picture_tasks(art, seed) if kind == "pictures" else film_tasks(art, seed))


def _make(folder: Path, seed: int, kind: str, progress: Progress) -> Artwork:
    tasks = missing(folder, seed, kind)
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    if workers == 1 or len(tasks) < _FEW:
        _told((task.run() for task in tasks), len(tasks), progress)
    else:
        shares = [Share(folder=str(folder), seed=seed, kind=kind, number=k, of=workers) for k in range(workers)]
        _told(_made_by_children(shares), len(tasks), progress)
    return Artwork.of(folder, seed)


def _told(names: Iterator[str], of: int, progress: Progress) -> None:
    for done, name in enumerate(names, 1):
        progress(done, of, name)


def _made_by_children(shares: Sequence[Share]) -> Iterator[str]:
    """The names of files as they are made. The children write to one pipe and end when nobody reads it."""
    reader, writer = os.pipe()
    children = [_child(share, writer) for share in shares]
    os.close(writer)
    try:
        with os.fdopen(reader, "r") as lines:
            for line in lines:
                yield line.strip()
        if any(child.wait() for child in children):
            raise ArtworkFailed
    finally:
        for child in children:
            child.kill()
            child.wait()


def _child(share: Share, writer: int) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "livefair.world.artwork"],
        stdin=subprocess.PIPE,
        stdout=writer,
        env=environment(),
    )
    if child.stdin is not None:
        with child.stdin as pipe:
            pipe.write(msgspec.json.encode(share))
    return child
