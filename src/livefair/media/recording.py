"""A recording is the live segments, kept: `index.jsonl` only grows, segment files never change.

Any process may read a recording while the worker writes it. Replays and clips are views of the
index, so a clip costs nothing until someone exports it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

import msgspec

from livefair.media.tickets import NAME

INDEX = "index.jsonl"
ABOUT = "about.json"


class SegmentRow(msgspec.Struct, frozen=True):
    """One closed segment; `init` names the initialisation segment that it needs."""

    number: int
    init: int
    started_at_ms: int
    duration_s: float
    discontinuity: bool
    size: int

    @property
    def ended_at_ms(self) -> int:
        return self.started_at_ms + round(self.duration_s * 1000)


class RecordingAbout(msgspec.Struct, frozen=True):
    """What must be known to serve a recording after its stage is gone."""

    public: bool


class SegmentIndex:
    """Reads one recording."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def exists(self) -> bool:
        return (self.folder / INDEX).exists()

    def about(self) -> RecordingAbout:
        """A recording that says nothing about itself is private."""
        try:
            return msgspec.json.decode((self.folder / ABOUT).read_bytes(), type=RecordingAbout)
        except (OSError, msgspec.DecodeError):
            return RecordingAbout(public=False)

    def rows(self, from_ms: int | None = None, to_ms: int | None = None) -> list[SegmentRow]:
        """The closed segments that touch the time between two epoch times, in order."""
        return touching(self._all(), from_ms, to_ms)

    def offset_s(self, at_ms: int) -> float:
        """Where in the replay the picture of an epoch time is; pauses take no time there."""
        passed = 0.0
        for row in self._all():
            if at_ms < row.ended_at_ms:
                return passed + max(0.0, (at_ms - row.started_at_ms) / 1000)
            passed += row.duration_s
        return passed

    def _all(self) -> tuple[SegmentRow, ...]:
        try:
            now = (self.folder / INDEX).stat()
        except OSError:
            return ()
        return _read_rows(self.folder / INDEX, now.st_size, now.st_mtime_ns)


@lru_cache(maxsize=32)
def _read_rows(index: Path, size: int, mtime_ns: int) -> tuple[SegmentRow, ...]:
    """Parsed once for each state of the file: twelve hours are twenty thousand lines."""
    with index.open("rb") as file:
        return parse_rows(file.read(size))


def parse_rows(index: bytes) -> tuple[SegmentRow, ...]:
    """The rows of an index, wherever it is kept."""
    rows = []
    for line in index.splitlines():
        # A line that a crash cut short is no segment.
        with suppress(msgspec.DecodeError):
            rows.append(msgspec.json.decode(line, type=SegmentRow))
    return tuple(rows)


def touching(rows: Iterable[SegmentRow], from_ms: int | None, to_ms: int | None) -> list[SegmentRow]:
    """Those that touch the time between two epoch times."""
    return [
        row
        for row in rows
        if (to_ms is None or row.started_at_ms < to_ms) and (from_ms is None or row.ended_at_ms > from_ms)
    ]


class Recorder:
    """Writes one recording, in the packager's thread."""

    def __init__(self, folder: Path, about: RecordingAbout) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._mend_index()
        self.earlier = SegmentIndex(folder).rows()
        (folder / ABOUT).write_bytes(msgspec.json.encode(about))
        self._index: IO[bytes] = (folder / INDEX).open("ab")

    @property
    def inits(self) -> int:
        """How many initialisation segments there are: the next one's number."""
        return sum(1 for _ in self.folder.glob("init*.mp4"))

    def add_init(self, number: int, data: bytes) -> None:
        (self.folder / f"init{number}.mp4").write_bytes(data)

    def add_segment(self, row: SegmentRow, data: bytes) -> None:
        (self.folder / f"s{row.number}.m4s").write_bytes(data)
        self._index.write(msgspec.json.encode(row) + b"\n")
        self._index.flush()

    def close(self) -> None:
        self._index.close()

    def _mend_index(self) -> None:
        """A crash may leave half a line; end it, so that the next line is read."""
        index = self.folder / INDEX
        if index.exists() and not index.read_bytes().endswith(b"\n") and index.stat().st_size:
            with index.open("ab") as file:
                file.write(b"\n")


def recording_folder(root: Path, room: str, recording: str) -> Path:
    """Where a recording is kept; names that could leave the folder are a ValueError."""
    if not (NAME.fullmatch(room) and NAME.fullmatch(recording)):
        raise ValueError("not a name")
    return root / room / recording


def delete_recording(root: Path, room: str, recording: str) -> bool:
    """Remove all of a recording; False if there was none."""
    folder = recording_folder(root, room, recording)
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True


def sweep_recordings(
    root: Path, *, keep: set[Path], before_ms: int, bytes_max: int, is_ours: Callable[[str], bool] = lambda _room: True
) -> list[Path]:
    """Delete recordings last written before a time, then the oldest until all fit; returns what went."""
    found = sorted(
        (index.stat().st_mtime_ns // 1_000_000, index.parent)
        for index in root.glob(f"*/*/{INDEX}")
        if index.parent not in keep and is_ours(index.parent.parent.name)
    )
    sizes = {folder: sum(file.stat().st_size for file in folder.iterdir()) for _, folder in found}
    total = sum(sizes.values())
    gone = []
    for written_ms, folder in found:
        if written_ms >= before_ms and total <= bytes_max:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        total -= sizes[folder]
        gone.append(folder)
    return gone
