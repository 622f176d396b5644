"""Everything the demo world shows, made by this code: 3D models, photos, portraits and short films.

Nothing is stored in the repository as a picture. Meshes come from parametric families, photos from our own
rasteriser over those meshes, music from numpy. The same seed makes the same files.

`artwork.make` has the files made, by children: only they import what draws.
"""

from livefair.world.artwork.catalogue import BRANDS, PRODUCTS, Product, product_of

__all__ = ["BRANDS", "PRODUCTS", "Product", "product_of"]
