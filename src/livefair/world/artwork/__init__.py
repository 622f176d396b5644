"""Everything the demo world shows, made by this code: 3D models, photos, portraits, covers and short films.

Nothing is stored in the repository as a picture. Meshes come from parametric families, photos from our own
rasteriser over those meshes, music from numpy. The same seed makes the same files.
"""

from livefair.world.artwork.catalogue import BRANDS, PRODUCTS, Product
from livefair.world.artwork.make import AVATARS, FILMS, REVIEWS, ROOMS, Artwork, Progress, make_pictures

__all__ = [
    "AVATARS",
    "BRANDS",
    "FILMS",
    "PRODUCTS",
    "REVIEWS",
    "ROOMS",
    "Artwork",
    "Product",
    "Progress",
    "make_pictures",
]
