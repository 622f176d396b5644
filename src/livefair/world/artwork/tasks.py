"""The files to make, one task each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from livefair.world.artwork import figure, films, models, pictures, portraits
from livefair.world.artwork.catalogue import PRODUCTS, product_of
from livefair.world.artwork.files import AVATARS, FILMED, FILMS, HOSTS, REVIEWS, Artwork, reviewed


@dataclass(frozen=True)
class Task:
    """One file to make: `make()` returns its bytes."""

    path: Path
    make: Callable[[], bytes]

    def run(self) -> str:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(self.make())
        part.replace(self.path)
        return self.path.name


def tasks(art: Artwork, seed: int) -> dict[Path, Task]:
    """All that can be made, by the file's place."""
    found = [*_of_products(art), *_of_people(art, seed), *_of_reviews(art, seed), *_of_films(art, seed)]
    return {task.path: task for task in found}


def _of_products(art: Artwork) -> Iterator[Task]:
    for product in PRODUCTS:
        yield Task(art.model(product.key), partial(_model, product.key))
        for shot, path in enumerate(art.photos(product.key)):
            yield Task(path, partial(_photo, product.key, shot))


def _of_people(art: Artwork, seed: int) -> Iterator[Task]:
    for index in range(AVATARS):
        yield Task(art.avatar(index), partial(_avatar, index, seed))
    for index in range(HOSTS):
        yield Task(art.host(index), partial(_host, index))
    for brand, key in enumerate(portraits.brand_keys()):
        yield Task(art.logo(key), partial(_logo, brand))


def _of_reviews(art: Artwork, seed: int) -> Iterator[Task]:
    for index in range(REVIEWS):
        yield Task(art.review(index)[1], partial(_review, index, seed))


def _of_films(art: Artwork, seed: int) -> Iterator[Task]:
    for index in range(FILMS):
        yield Task(art.film(index), partial(_film, index, seed))


def _film(index: int, seed: int) -> bytes:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "film.mp4"
        films.make_film(product_of(FILMED[index]), seed + index, target)
        return target.read_bytes()


def _model(key: str) -> bytes:
    return models.glb_of(product_of(key))


def _photo(key: str, shot: int) -> bytes:
    return _webp(pictures.photo(product_of(key), shot))


def _review(index: int, seed: int) -> bytes:
    product = reviewed(index)
    if product.family in {"glasses", "cap", "hat", "headphones"} and index % 2:
        worn = figure.wearing(product.family, product.build(), seed + index)
        return _webp(pictures.in_use_photo(product, seed + index, worn))
    return _webp(pictures.review_photo(product, seed + index))


def _avatar(index: int, seed: int) -> bytes:
    return _webp(portraits.avatar(index, seed))


def _host(index: int) -> bytes:
    return _webp(portraits.host(index))


def _logo(brand: int) -> bytes:
    return _webp(portraits.logo(brand))


def _webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=84, method=1)
    return out.getvalue()
