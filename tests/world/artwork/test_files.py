from __future__ import annotations

from pathlib import Path

from livefair.world.artwork import PRODUCTS
from livefair.world.artwork.files import AVATARS, FILMS, REVIEWS, Artwork


def test_every_product_has_a_customers_photo(tmp_path: Path) -> None:
    art = Artwork(tmp_path)
    assert {art.review(k)[0] for k in range(REVIEWS)} == {p.key for p in PRODUCTS}


def test_every_film_has_a_product_of_its_own(tmp_path: Path) -> None:
    assert len({Artwork(tmp_path).film_product(k).key for k in range(FILMS)}) == FILMS


def test_any_person_has_a_face(tmp_path: Path) -> None:
    assert Artwork(tmp_path).avatar(7) == Artwork(tmp_path).avatar(7 + AVATARS)


def test_another_seed_lies_elsewhere(tmp_path: Path) -> None:
    assert Artwork.of(tmp_path, 1) != Artwork.of(tmp_path, 2)
