from __future__ import annotations

from pathlib import Path

from livefair.world.artwork.files import AVATARS, FILMS, REVIEWS, Artwork
from livefair.world.artwork.tasks import Task, tasks


def test_a_file_is_made_once_and_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.bin"
    Task(target, lambda: b"12").run()
    assert target.read_bytes() == b"12"
    assert [p.name for p in target.parent.iterdir()] == ["a.bin"]


def test_whatever_is_wanted_is_known_how_to_make(tmp_path: Path) -> None:
    art = Artwork.of(tmp_path, 1)
    wanted = [*art.pictures(), *art.films()]
    assert len(wanted) == len(set(wanted)) == 24 * 4 + REVIEWS + AVATARS + 4 + 2 + FILMS
    assert set(tasks(art, 1)) == set(wanted)
