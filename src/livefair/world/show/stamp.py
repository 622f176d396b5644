"""A strip of black and white cells that tells a program when a picture was drawn, for measuring latency.

36 cells, most significant first: 32 bits of the clock in milliseconds (modulo 2^32, about 49 days) and four
check bits. It fills the lowest `HEIGHT` rows, each cell a 36th of the width, and survives H.264 at low rates.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

CELLS = 36
HEIGHT = 16
_WHITE, _BLACK = 225, 28


def write_stamp(luma: npt.NDArray[np.uint8], at_ms: int) -> None:
    """Draw into the lowest rows of a luma plane."""
    bits = _bits(at_ms)
    edges = _edges(luma.shape[1])
    row = np.repeat(np.where(bits, _WHITE, _BLACK), np.diff(edges)).astype(np.uint8)
    luma[-HEIGHT:] = row


def read_stamp(luma: npt.NDArray[np.uint8]) -> int | None:
    """The clock in ms modulo 2^32, or None if the check fails. Works on scaled pictures too."""
    height, width = luma.shape
    tall = HEIGHT * width / 540
    row = luma[round(height - tall * 0.5)].astype(float)
    edges = _edges(width)
    middle = (edges[:-1] + edges[1:]) // 2
    reach = max(1, width // 180)
    bits = np.array([row[m - reach : m + reach + 1].mean() > 127 for m in middle])
    value = int("".join("1" if b else "0" for b in bits[:32]), 2)
    return value if np.array_equal(bits, _bits(value)) else None


def _bits(at_ms: int) -> npt.NDArray[np.bool_]:
    value = at_ms % (1 << 32)
    check = 0b1001
    for shift in range(0, 32, 4):
        check = ((check << 1 | check >> 3) & 15) ^ (value >> shift & 15)
    whole = value << 4 | check
    return np.array([whole >> (CELLS - 1 - k) & 1 for k in range(CELLS)], bool)


def _edges(width: int) -> npt.NDArray[np.int64]:
    return np.round(np.linspace(0, width, CELLS + 1)).astype(np.int64)
