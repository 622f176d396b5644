"""Pictures as the encoder wants them (YUV 4:2:0 planes), and layers blended onto them with little work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Plane = npt.NDArray[np.uint8]
Gaps = npt.NDArray[np.uint16]

_TO_YUV = np.array([[65.738, 129.057, 25.064], [-37.945, -74.494, 112.439], [112.439, -94.154, -18.285]]) / 256


@dataclass(frozen=True)
class Layer:
    """Premultiplied planes; `gap` is how much of what is below shows through, 0..256. Sides are even."""

    luma: Plane
    blue: Plane
    red: Plane
    gap: Gaps
    half_gap: Gaps

    @classmethod
    def of(cls, picture: Image.Image) -> Layer:
        """From an RGBA (or RGB) picture."""
        pixels = _even(np.asarray(picture.convert("RGBA"), np.float32))
        alpha = pixels[..., 3:] / 255
        yuv = (pixels[..., :3] @ _TO_YUV.T.astype(np.float32) + np.array([16, 128, 128], np.float32)) * alpha
        half = _halved(np.concatenate([yuv[..., 1:], alpha], -1))
        return cls(
            _bytes(yuv[..., 0]),
            _bytes(half[..., 0]),
            _bytes(half[..., 1]),
            np.round((1 - alpha[..., 0]) * 256).astype(np.uint16),
            np.round((1 - half[..., 2]) * 256).astype(np.uint16),
        )

    @property
    def size(self) -> tuple[int, int]:
        return self.luma.shape[1], self.luma.shape[0]

    def rows(self, top: int, low: int) -> Layer:
        """The strip between two even rows."""
        a, b = top // 2, low // 2
        return Layer(self.luma[top:low], self.blue[a:b], self.red[a:b], self.gap[top:low], self.half_gap[a:b])


class Canvas:
    """One picture. `data` is what the encoder reads: luma, then both chroma planes."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        n = width * height
        self.data = np.zeros(n * 3 // 2, np.uint8)
        self.luma = self.data[:n].reshape(height, width)
        self.blue = self.data[n : n * 5 // 4].reshape(height // 2, width // 2)
        self.red = self.data[n * 5 // 4 :].reshape(height // 2, width // 2)

    def copy_from(self, other: Canvas) -> None:
        np.copyto(self.data, other.data)

    def put(self, layer: Layer, x: int, y: int) -> None:
        """Blend a layer with its corner at (x, y); what lies outside is cut off."""
        _blend(self.luma, layer.luma, layer.gap, x, y)
        _blend(self.blue, layer.blue, layer.half_gap, x // 2, y // 2)
        _blend(self.red, layer.red, layer.half_gap, x // 2, y // 2)

    def put_centred(self, layer: Layer, x: float, y: float) -> None:
        w, h = layer.size
        self.put(layer, round(x - w / 2), round(y - h / 2))


def _blend(below: Plane, above: Plane, gap: Gaps, x: int, y: int) -> None:
    height, width = below.shape
    left, top = max(x, 0), max(y, 0)
    right, low = min(x + above.shape[1], width), min(y + above.shape[0], height)
    if left >= right or top >= low:
        return
    part = below[top:low, left:right]
    cut = (slice(top - y, low - y), slice(left - x, right - x))
    mixed = part * gap[cut]
    mixed >>= 8
    mixed += above[cut]
    np.minimum(mixed, 255, out=mixed)
    part[...] = mixed


def _even(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    h, w, _ = pixels.shape
    return np.pad(pixels, ((0, h % 2), (0, w % 2), (0, 0)))


def _halved(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    h, w, n = pixels.shape
    return np.asarray(pixels.reshape(h // 2, 2, w // 2, 2, n).mean((1, 3)), np.float32)


def _bytes(values: npt.NDArray[np.floating[Any]]) -> Plane:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)
