from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from livefair.world.artwork.files import Artwork
from livefair.world.artwork.make import ArtworkFailed, Workshop, make_one


def silent(done: int, of: int) -> None:
    """Tell nobody."""


def made(path: Path) -> None:
    """Wait for nothing."""


def test_what_is_missing_is_made_what_exists_is_kept_and_progress_is_told(tmp_path: Path) -> None:
    art = Artwork.of(tmp_path, 5)
    wanted = [art.logo("yunbu"), art.avatar(0), art.avatar(1), art.avatar(2)]
    wanted[0].parent.mkdir(parents=True)
    wanted[0].write_bytes(b"kept")
    told: list[tuple[int, int]] = []
    there: list[Path] = []
    with Workshop(tmp_path, 5, wanted, lambda done, of: told.append((done, of)), there.append) as workshop:
        for path in reversed(wanted):
            assert workshop.need(path).exists()
    assert wanted[0].read_bytes() == b"kept"
    assert sorted(told) == [(1, 3), (2, 3), (3, 3)]
    assert sorted(there) == sorted(wanted)
    for path in wanted[1:]:
        with Image.open(path) as picture:
            assert min(picture.size) >= 128


def test_what_nobody_makes_is_an_error_and_not_a_wait(tmp_path: Path) -> None:
    art = Artwork.of(tmp_path, 5)
    wanted = [art.avatar(0)]
    with Workshop(tmp_path, 5, wanted, silent, made) as workshop, pytest.raises(ArtworkFailed, match=r"001\.webp"):
        workshop.need(art.avatar(1))


def test_a_workshop_that_is_left_early_drops_what_is_half_made(tmp_path: Path) -> None:
    art = Artwork.of(tmp_path, 5)
    with Workshop(tmp_path, 5, art.pictures(), silent, made) as workshop:
        workshop.need(art.logo("yunbu"))
    assert not art.review(59)[1].exists()


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    logo = Artwork.of(blocked, 5).logo("yunbu")
    with Workshop(blocked, 5, [logo], silent, made) as workshop, pytest.raises(ArtworkFailed):
        workshop.need(logo)


async def test_one_file_is_made_beside_a_running_program(tmp_path: Path) -> None:
    logo = Artwork.of(tmp_path, 5).logo("yunbu")
    await make_one(tmp_path, 5, logo)
    assert logo.exists()
