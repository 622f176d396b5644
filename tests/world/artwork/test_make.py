from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from livefair.world.artwork import make
from livefair.world.artwork.files import AVATARS, FILMS, REVIEWS


@pytest.mark.slow
def test_all_pictures_are_made_progress_is_told_and_a_second_call_makes_nothing(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    art = make.make_pictures(tmp_path, 5, lambda done, of, what: told.append((done, of)))
    files = [p for p in art.root.rglob("*") if p.is_file()]
    for path in files:
        if path.suffix == ".webp":
            with Image.open(path) as picture:
                assert min(picture.size) >= 128
                assert path.stat().st_size > 800
    expected = 24 * 4 + REVIEWS + AVATARS + FILMS + 8 + 4
    assert len(files) == expected
    assert told == [(k, expected) for k in range(1, expected + 1)]
    assert make.missing(tmp_path, 5, "pictures") == []
    assert len(make.missing(tmp_path, 5, "films")) == FILMS


def test_a_few_missing_files_are_made_on_the_spot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = make.missing(tmp_path, 5, "pictures")[:2]
    monkeypatch.setattr(make, "picture_tasks", lambda art, seed: wanted)
    told: list[str] = []
    make.make_pictures(tmp_path, 5, lambda done, of, what: told.append(what))
    assert told == [task.path.name for task in wanted]
    make.make_pictures(tmp_path, 5, lambda done, of, what: told.append(what))
    assert len(told) == 2


def test_children_that_cannot_write_are_reported(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises((make.ArtworkFailed, NotADirectoryError)):
        make.make_pictures(blocked, 5, lambda *_: None)
