from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from livefair.world.artwork import make
from livefair.world.artwork.files import AVATARS, FILMS, REVIEWS


def _pretend_made(folder: Path, but: int) -> list[Path]:
    """Put a file in each place but every n-th, so that little is left to do."""
    tasks = make.missing(folder, 5, "pictures")
    for number, task in enumerate(tasks):
        if number % but:
            task.path.parent.mkdir(parents=True, exist_ok=True)
            task.path.write_bytes(b"kept")
    return [task.path for task in make.missing(folder, 5, "pictures")]


@pytest.mark.parametrize("but", [60, 20], ids=["a few, on the spot", "more, by children"])
def test_what_is_missing_is_made_what_exists_is_kept_and_progress_is_told(tmp_path: Path, but: int) -> None:
    wanted = _pretend_made(tmp_path, but)
    told: list[tuple[int, int, str]] = []
    art = make.make_pictures(tmp_path, 5, lambda done, of, what: told.append((done, of, what)))
    assert [(done, of) for done, of, _ in told] == [(k, len(wanted)) for k in range(1, len(wanted) + 1)]
    assert {what for _, _, what in told} == {path.name for path in wanted}
    assert make.missing(tmp_path, 5, "pictures") == []
    for path in (p for p in art.root.rglob("*") if p.is_file()):
        if path not in wanted:
            assert path.read_bytes() == b"kept"
        elif path.suffix == ".webp":
            with Image.open(path) as picture:
                assert min(picture.size) >= 128


def test_there_is_a_picture_for_everyone_and_everything(tmp_path: Path) -> None:
    assert len(make.missing(tmp_path, 5, "pictures")) == 24 * 4 + REVIEWS + AVATARS + FILMS + 8 + 4
    assert len(make.missing(tmp_path, 5, "films")) == FILMS


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises((make.ArtworkFailed, OSError)):
        make.make_pictures(blocked, 5, lambda *_: None)
