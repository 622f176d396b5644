"""Make every file of the demo world's artwork into a folder, once."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from livefair.world.artwork import figure, films, models, pictures, portraits
from livefair.world.artwork.catalogue import PRODUCTS, Product, product_of

VERSION = 1
AVATARS = 64
REVIEWS = 60
ROOMS = 4
FILMS = 12

Progress = Callable[[int, int, str], None]
"""Called as (done, of, what) after each file."""

_FILMED = (
    "cloud-runner",
    "peacock-mug",
    "square-shades",
    "mushroom-lamp",
    "star-cap",
    "celadon-teapot",
    "veg-tan-bag",
    "hug-bear",
    "dawn-watch",
    "pocket-radio",
    "ridge-phones",
    "bloom-cactus",
)


@dataclass(frozen=True)
class Artwork:
    """Where the made files are. Lists are in a fixed order; the same seed makes the same pictures."""

    root: Path

    def model(self, product: str) -> Path:
        return self.root / "models" / f"{product}.glb"

    def photos(self, product: str) -> list[Path]:
        """Square 900 px WebP: on paper, on a set, close."""
        return [self.root / "photos" / f"{product}-{k}.webp" for k in range(pictures.SHOTS)]

    def review(self, index: int) -> tuple[str, Path]:
        """The product's key and the customer's photo of review `index` (0..REVIEWS-1)."""
        key = _reviewed(index).key
        return key, self.root / "reviews" / f"{index:03d}-{key}.webp"

    def avatar(self, index: int) -> Path:
        """Any index: faces repeat after AVATARS people."""
        return self.root / "avatars" / f"{index % AVATARS:03d}.webp"

    def host(self, index: int) -> Path:
        return self.root / "hosts" / f"{index % len(portraits.HOSTS)}.webp"

    def logo(self, brand: str) -> Path:
        return self.root / "brands" / f"{brand}.webp"

    def banner(self, brand: str) -> Path:
        return self.root / "brands" / f"{brand}-banner.webp"

    def room_cover(self, index: int) -> Path:
        return self.root / "rooms" / f"{index % ROOMS}.webp"

    def film(self, index: int) -> Path:
        """A short vertical MP4; its product is `film_product(index)`."""
        return self.root / "films" / f"{index:02d}-{_FILMED[index]}.mp4"

    def film_cover(self, index: int) -> Path:
        return self.root / "films" / f"{index:02d}-{_FILMED[index]}.webp"

    def film_product(self, index: int) -> Product:
        return product_of(_FILMED[index])


def make_all(folder: Path, seed: int, progress: Progress) -> Artwork:
    """Models, pictures and films. Raises EncoderLost if a film cannot be encoded."""
    art = make_pictures(folder, seed, progress)
    run([task for task in _film_tasks(art, seed) if not task.path.exists()], progress)
    return art


def make_pictures(folder: Path, seed: int, progress: Progress) -> Artwork:
    """Models and pictures (no films). Files that exist are kept, so a second call costs nothing."""
    art = Artwork(folder / f"v{VERSION}-{seed}")
    run([task for task in _tasks(art, seed) if not task.path.exists()], progress)
    return art


@dataclass(frozen=True)
class Task:
    """One file to make: `make()` returns its bytes (picklable, so that another process can do it)."""

    path: Path
    make: Callable[[], bytes]

    def run(self) -> str:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(self.make())
        part.replace(self.path)
        return self.path.name


def run(tasks: Sequence[Task], progress: Progress) -> None:
    """Do all tasks, on as many processes as there are cores (at most 4)."""
    for done, name in enumerate(_results(tasks), 1):
        progress(done, len(tasks), name)


def _results(tasks: Sequence[Task]) -> Iterator[str]:
    workers = min(4, os.cpu_count() or 1)
    if workers == 1 or len(tasks) < 8:
        yield from (task.run() for task in tasks)
        return
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _be_nice) as pool:
            yield from pool.map(Task.run, tasks, chunksize=2)
    except (BrokenProcessPool, OSError):  # a machine that allows no children: slower, not broken
        yield from (task.run() for task in tasks if not task.path.exists())


def _be_nice() -> None:
    os.nice(5)


def _tasks(art: Artwork, seed: int) -> Iterator[Task]:
    for product in PRODUCTS:
        yield Task(art.model(product.key), partial(_model, product.key))
        for shot, path in enumerate(art.photos(product.key)):
            yield Task(path, partial(_photo, product.key, shot))
    for index in range(REVIEWS):
        yield Task(art.review(index)[1], partial(_review, index, seed))
    for index in range(AVATARS):
        yield Task(art.avatar(index), partial(_avatar, index, seed))
    for index in range(len(portraits.HOSTS)):
        yield Task(art.host(index), partial(_host, index))
        yield Task(art.room_cover(index), partial(_room, index))
    for index in range(FILMS):
        yield Task(art.film_cover(index), partial(_film_cover, index))
    for brand, key in enumerate(portraits.brand_keys()):
        yield Task(art.logo(key), partial(_logo, brand))
        yield Task(art.banner(key), partial(_banner, brand))


def _film_tasks(art: Artwork, seed: int) -> Iterator[Task]:
    for index in range(FILMS):
        yield Task(art.film(index), partial(_film, index, seed))


def _film(index: int, seed: int) -> bytes:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "film.mp4"
        films.make_film(product_of(_FILMED[index]), seed + index, target)
        return target.read_bytes()


def _film_cover(index: int) -> bytes:
    return _webp(portraits.film_cover(product_of(_FILMED[index])))


def _model(key: str) -> bytes:
    return models.glb_of(product_of(key))


def _photo(key: str, shot: int) -> bytes:
    return _webp(pictures.photo(product_of(key), shot))


def _review(index: int, seed: int) -> bytes:
    product = _reviewed(index)
    if product.family in {"glasses", "cap", "hat", "headphones"} and index % 2:
        worn = figure.wearing(product.family, product.build(), seed + index)
        return _webp(pictures.in_use_photo(product, seed + index, worn))
    return _webp(pictures.review_photo(product, seed + index))


def _avatar(index: int, seed: int) -> bytes:
    return _webp(portraits.avatar(index, seed))


def _host(index: int) -> bytes:
    return _webp(portraits.host(index))


def _room(index: int) -> bytes:
    return _webp(portraits.room_cover(index))


def _logo(brand: int) -> bytes:
    return _webp(portraits.logo(brand))


def _banner(brand: int) -> bytes:
    return _webp(portraits.brand_cover(brand))


def _webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=84, method=2)
    return out.getvalue()


def _reviewed(index: int) -> Product:
    return PRODUCTS[(index * 7) % len(PRODUCTS)]
