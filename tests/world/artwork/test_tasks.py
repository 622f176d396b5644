from __future__ import annotations

from pathlib import Path

from livefair.world.artwork.files import REVIEWS, Artwork
from livefair.world.artwork.tasks import Task, film_tasks, picture_tasks


def test_a_file_is_made_once_and_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.bin"
    Task(target, lambda: b"12").run()
    assert target.read_bytes() == b"12"
    assert [p.name for p in target.parent.iterdir()] == ["a.bin"]


def test_no_two_tasks_make_the_same_file(tmp_path: Path) -> None:
    art = Artwork.of(tmp_path, 1)
    paths = [task.path for task in (*picture_tasks(art, 1), *film_tasks(art, 1))]
    assert len(set(paths)) == len(paths)
    assert {art.review(k)[1] for k in range(REVIEWS)} <= set(paths)
