"""Where the demo world's artwork lies in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from livefair.world.artwork.catalogue import BRANDS, PRODUCTS, Product, product_of

VERSION = 3
AVATARS = 48
FIRST_AVATARS = 7
REVIEWS = 60
HOSTS = 4
FILMS = 12
SHOTS = 3
REVIEW_SIDE = 600

FILMED = (
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
        """Square 720 px WebP: on paper, on a set, close."""
        return [self.root / "photos" / f"{product}-{k}.webp" for k in range(SHOTS)]

    def review(self, index: int) -> tuple[str, Path]:
        """The product's key and the customer's photo of review `index` (0..REVIEWS-1)."""
        key = reviewed(index).key
        return key, self.root / "reviews" / f"{index:03d}-{key}.webp"

    def avatar(self, index: int) -> Path:
        """Any index: faces repeat after AVATARS people."""
        return self.root / "avatars" / f"{index % AVATARS:03d}.webp"

    def host(self, index: int) -> Path:
        return self.root / "hosts" / f"{index % HOSTS}.webp"

    def logo(self, brand: str) -> Path:
        return self.root / "brands" / f"{brand}.webp"

    def film(self, index: int) -> Path:
        """A short vertical MP4; its product is `film_product(index)`."""
        return self.root / "films" / f"{index:02d}-{FILMED[index]}.mp4"

    def film_product(self, index: int) -> Product:
        return product_of(FILMED[index])

    def pictures(self) -> Iterator[Path]:
        """Everything but the films, as it is needed: the people of day one, the goods, those who come and review."""
        yield from (self.logo(key) for key, _, _ in BRANDS)
        yield from (self.host(index) for index in range(HOSTS))
        yield from (self.avatar(index) for index in range(FIRST_AVATARS))
        for product in PRODUCTS:
            yield self.model(product.key)
            yield from self.photos(product.key)
        yield from (self.avatar(index) for index in range(FIRST_AVATARS, AVATARS))
        yield from (self.review(index)[1] for index in range(REVIEWS))

    def films(self) -> list[Path]:
        return [self.film(index) for index in range(FILMS)]

    @classmethod
    def of(cls, folder: Path, seed: int) -> Artwork:
        """The artwork of a seed inside a folder that may hold several."""
        return cls(folder / f"v{VERSION}-{seed}")


def reviewed(index: int) -> Product:
    """The product that review `index` is about: each has at least two."""
    return PRODUCTS[(index * 7) % len(PRODUCTS)]
