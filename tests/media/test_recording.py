"""Recordings: append only, readable at any moment, kept as long as allowed."""

import os
from pathlib import Path

import pytest

from livefair.media.recording import (
    Recorder,
    RecordingAbout,
    SegmentIndex,
    SegmentRow,
    delete_recording,
    recording_folder,
    sweep_recordings,
)


def row(number: int, *, size: int = 3) -> SegmentRow:
    return SegmentRow(number, 0, 1_000_000 + number * 2_000, 2.0, False, size)


def recorded(folder: Path, segments: int, *, size: int = 3) -> SegmentIndex:
    recorder = Recorder(folder, RecordingAbout(public=True))
    recorder.add_init(0, b"init")
    for number in range(segments):
        recorder.add_segment(row(number), b"x" * size)
    recorder.close()
    return SegmentIndex(folder)


def test_a_recording_is_read_back_whole_and_by_time(tmp_path: Path) -> None:
    index = recorded(tmp_path / "r", 5)
    assert index.about().public
    assert [each.number for each in index.rows()] == [0, 1, 2, 3, 4]
    assert [each.number for each in index.rows(1_003_000, 1_006_000)] == [1, 2]
    assert index.offset_s(1_005_500) == 5.5
    assert index.offset_s(0) == 0.0
    assert index.offset_s(9_999_999) == 10.0


def test_half_a_line_from_a_crash_costs_that_line_only(tmp_path: Path) -> None:
    recorded(tmp_path / "r", 3)
    with (tmp_path / "r/index.jsonl").open("ab") as file:
        file.write(b'{"number":3,"ini')
    recorder = Recorder(tmp_path / "r", RecordingAbout(public=False))
    assert [each.number for each in recorder.earlier] == [0, 1, 2]
    assert recorder.inits == 1
    recorder.add_segment(row(5), b"abc")
    recorder.close()
    assert [each.number for each in SegmentIndex(tmp_path / "r").rows()] == [0, 1, 2, 5]


def test_what_says_nothing_about_itself_is_private(tmp_path: Path) -> None:
    assert not SegmentIndex(tmp_path).about().public
    assert SegmentIndex(tmp_path / "none").rows() == []
    assert not SegmentIndex(tmp_path / "none").exists()


def test_no_name_leaves_the_folder(tmp_path: Path) -> None:
    for name in ("..", "a/b", "", "a\0b", "x" * 65):
        with pytest.raises(ValueError, match="not a name"):
            recording_folder(tmp_path, name, "show")
    assert not delete_recording(tmp_path, "room", "show")


def test_old_recordings_go_first_and_those_in_use_stay(tmp_path: Path) -> None:
    for number, name in enumerate(("old", "middle", "new", "used")):
        folder = recording_folder(tmp_path, "room", name)
        recorded(folder, 2, size=1_000)
        os.utime(folder / "index.jsonl", (1_000 + number, 1_000 + number))
    used = recording_folder(tmp_path, "room", "used")
    gone = sweep_recordings(tmp_path, keep={used}, before_ms=0, bytes_max=5_000)
    assert [folder.name for folder in gone] == ["old"]
    gone = sweep_recordings(tmp_path, keep={used}, before_ms=1_001_500, bytes_max=1 << 30)
    assert [folder.name for folder in gone] == ["middle"]
    assert sorted(folder.name for folder in (tmp_path / "room").iterdir()) == ["new", "used"]
