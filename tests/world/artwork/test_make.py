from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from livefair.world.artwork import PRODUCTS, make
from livefair.world.artwork.make import Artwork, Task


def test_a_file_is_made_once_and_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.bin"
    Task(target, lambda: b"12").run()
    assert target.read_bytes() == b"12"
    assert [p.name for p in target.parent.iterdir()] == ["a.bin"]


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    make.run(
        [Task(tmp_path / f"{k}", lambda: b"") for k in range(3)], lambda done, of, what: seen.append((done, of, what))
    )
    assert seen == [(1, 3, "0"), (2, 3, "1"), (3, 3, "2")]


def test_every_product_has_a_customers_photo(tmp_path: Path) -> None:
    art = Artwork(tmp_path)
    assert {art.review(k)[0] for k in range(make.REVIEWS)} == {p.key for p in PRODUCTS}


@pytest.mark.slow
def test_all_pictures_are_made_and_a_second_call_makes_nothing(tmp_path: Path) -> None:
    art = make.make_pictures(tmp_path, 5, lambda *_: None)
    files = [p for p in art.root.rglob("*") if p.is_file()]
    for path in files:
        if path.suffix == ".webp":
            with Image.open(path) as picture:
                assert min(picture.size) >= 128
                assert path.stat().st_size > 1000
    assert len(files) == 24 * 4 + make.REVIEWS + make.AVATARS + make.FILMS + 8 + 4
    told: list[str] = []
    make.make_pictures(tmp_path, 5, lambda done, of, what: told.append(what))
    assert told == []
