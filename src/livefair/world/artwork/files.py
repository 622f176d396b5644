"""Where the demo world's artwork lies in its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from livefair.world.artwork.catalogue import PRODUCTS, Product, product_of

VERSION = 2
AVATARS = 60
REVIEWS = 60
HOSTS = 4
FILMS = 12
SHOTS = 3

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
        """Square 900 px WebP: on paper, on a set, close."""
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

    def banner(self, brand: str) -> Path:
        return self.root / "brands" / f"{brand}-banner.webp"

    def room_cover(self, index: int) -> Path:
        return self.root / "rooms" / f"{index % HOSTS}.webp"

    def film(self, index: int) -> Path:
        """A short vertical MP4; its product is `film_product(index)`."""
        return self.root / "films" / f"{index:02d}-{FILMED[index]}.mp4"

    def film_cover(self, index: int) -> Path:
        return self.root / "films" / f"{index:02d}-{FILMED[index]}.webp"

    def film_product(self, index: int) -> Product:
        return product_of(FILMED[index])

    @classmethod
    def of(cls, folder: Path, seed: int) -> Artwork:
        """The artwork of a seed inside a folder that may hold several."""
        return cls(folder / f"v{VERSION}-{seed}")


def reviewed(index: int) -> Product:
    """The product that review `index` is about: each has at least two."""
    return PRODUCTS[(index * 7) % len(PRODUCTS)]
