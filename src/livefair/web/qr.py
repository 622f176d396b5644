"""Codes to be scanned (QR, ISO/IEC 18004): bytes, error correction M, versions 1 to 15, as a picture of our own."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from livefair.kernel import Invalid

QUIET = 4
KEPT = 256
# version → (codewords in all, error correction words of a block, blocks)
SIZES: Final = {
    1: (26, 10, 1),
    2: (44, 16, 1),
    3: (70, 26, 1),
    4: (100, 18, 2),
    5: (134, 24, 2),
    6: (172, 16, 4),
    7: (196, 18, 4),
    8: (242, 22, 4),
    9: (292, 22, 5),
    10: (346, 26, 5),
    11: (404, 30, 5),
    12: (466, 22, 8),
    13: (532, 22, 9),
    14: (581, 24, 9),
    15: (655, 24, 10),
}
ALIGNED: Final = {
    1: (),
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
    10: (6, 28, 50),
    11: (6, 30, 54),
    12: (6, 32, 58),
    13: (6, 34, 62),
    14: (6, 26, 46, 66),
    15: (6, 26, 48, 70),
}
MASKS: Final[tuple[Callable[[int, int], bool], ...]] = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
Matrix = list[list[int]]


class Symbol(NamedTuple):
    """Modules drawn so far, and which of them are not for data."""

    version: int
    modules: Matrix
    fixed: list[list[bool]]


@lru_cache(maxsize=KEPT)
def qr_picture(text: str) -> str:
    """As a data address of an SVG picture, dark on white whatever the page's colours."""
    modules = qr_modules(text.encode())
    size = len(modules) + 2 * QUIET
    dark = "".join(
        f"M{c + QUIET} {r + QUIET}h1v1h-1z" for r, row in enumerate(modules) for c, module in enumerate(row) if module
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


@cache
def _tables() -> tuple[list[int], list[int]]:
    """Powers of 2 and their logarithms in the field of 256, by x^8 + x^4 + x^3 + x^2 + 1."""
    powers, logs, x = [0] * 512, [0] * 256, 1
    for i in range(255):
        powers[i], logs[x] = x, i
        x = x << 1 ^ (0x11D if x & 0x80 else 0)
    for i in range(255, 512):
        powers[i] = powers[i - 255]
    return powers, logs


def qr_modules(data: bytes, *, mask: int | None = None) -> Matrix:
    """1 is dark. Invalid `code_too_long` when it does not fit in version 15. `mask`: this one, not the best."""
    version = _version_for(len(data))
    words = _interleaved(_data_words(data, version), version)
    symbol = _empty(version)
    _place(symbol, words)
    drawn = [_masked(symbol, number) for number in (range(8) if mask is None else [mask])]
    return min(drawn, key=_penalty)


def _version_for(length: int) -> int:
    for version, (total, check, blocks) in SIZES.items():
        if length <= total - check * blocks - (2 if version < 10 else 3):
            return version
    raise Invalid("code_too_long")


def _data_words(data: bytes, version: int) -> list[int]:
    total, check, blocks = SIZES[version]
    room = total - check * blocks
    length_bits = 8 if version < 10 else 16
    bits = (0b0100 << length_bits | len(data)) << 8 * len(data) | int.from_bytes(data, "big")
    used = 4 + length_bits + 8 * len(data)
    free = 8 * room - used
    end = min(4, free)
    bits <<= end + -(used + end) % 8
    words = list(bits.to_bytes((used + end + 7) // 8, "big"))
    return words + [(0xEC, 0x11)[i % 2] for i in range(room - len(words))]


def _interleaved(data: list[int], version: int) -> list[int]:
    """Blocks of data, the longer ones last, each with its check words; read column by column."""
    _total, check, blocks = SIZES[version]
    short = len(data) // blocks
    longer = len(data) % blocks
    parts, at = [], 0
    for n in range(blocks):
        size = short + (n >= blocks - longer)
        parts.append(data[at : at + size])
        at += size
    checks = [_check_words(part, check) for part in parts]
    columns = [part[i] for i in range(short + 1) for part in parts if i < len(part)]
    return columns + [words[i] for i in range(check) for words in checks]


def _check_words(data: list[int], count: int) -> list[int]:
    powers, logs = _tables()
    generator = [1]
    for i in range(count):
        product = [*generator, 0]
        for j, term in enumerate(generator):
            product[j + 1] ^= powers[logs[term] + i] if term else 0
        generator = product
    rest = [*data, *[0] * count]
    for i in range(len(data)):
        if lead := rest[i]:
            for j, term in enumerate(generator):
                rest[i + j] ^= powers[logs[term] + logs[lead]] if term else 0
    return rest[len(data) :]


def _empty(version: int) -> Symbol:
    """With all that is the same in every code of this version."""
    size = 17 + 4 * version
    symbol = Symbol(version, [[0] * size for _ in range(size)], [[False] * size for _ in range(size)])
    for i in range(size):
        _set(symbol, 6, i, i % 2 == 0)
        _set(symbol, i, 6, i % 2 == 0)
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        _draw_finder(symbol, row, column)
    centres = ALIGNED[version]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row in centres:
        for column in centres:
            if (row, column) not in corners:
                _draw_rings(symbol, row, column, 2)
    _draw_format(symbol, 0)
    if version >= 7:
        _draw_version(symbol)
    return symbol


def _set(symbol: Symbol, row: int, column: int, dark: bool | int) -> None:
    symbol.modules[row][column] = int(dark)
    symbol.fixed[row][column] = True


def _draw_finder(symbol: Symbol, row: int, column: int) -> None:
    size = len(symbol.modules)
    for r in range(max(0, row - 4), min(size, row + 5)):
        for c in range(max(0, column - 4), min(size, column + 5)):
            _set(symbol, r, c, max(abs(r - row), abs(c - column)) not in (2, 4))


def _draw_rings(symbol: Symbol, row: int, column: int, radius: int) -> None:
    for r in range(row - radius, row + radius + 1):
        for c in range(column - radius, column + radius + 1):
            _set(symbol, r, c, max(abs(r - row), abs(c - column)) != 1)


def _draw_format(symbol: Symbol, mask: int) -> None:
    """Correction M and the mask, twice, with their own check bits."""
    data = 0b00 << 3 | mask
    rest = data
    for _ in range(10):
        rest = rest << 1 ^ (rest >> 9) * 0x537
    bits = (data << 10 | rest) ^ 0x5412
    size = len(symbol.modules)
    for i in range(15):
        dark = bits >> i & 1
        first = (i, 8) if i < 6 else (i + 1, 8) if i < 8 else (8, 7) if i == 8 else (8, 14 - i)
        second = (8, size - 1 - i) if i < 8 else (size - 15 + i, 8)
        _set(symbol, *first, dark)
        _set(symbol, *second, dark)
    _set(symbol, size - 8, 8, True)


def _draw_version(symbol: Symbol) -> None:
    rest = symbol.version
    for _ in range(12):
        rest = rest << 1 ^ (rest >> 11) * 0x1F25
    bits = symbol.version << 12 | rest
    size = len(symbol.modules)
    for i in range(18):
        far, near = size - 11 + i % 3, i // 3
        _set(symbol, far, near, bits >> i & 1)
        _set(symbol, near, far, bits >> i & 1)


def _place(symbol: Symbol, words: list[int]) -> None:
    """Two columns at a time, from the right, upwards and downwards in turn."""
    size, at = len(symbol.modules), 0
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        upwards = (right + 1) & 2 == 0
        for step in range(size):
            row = size - 1 - step if upwards else step
            for column in (right, right - 1):
                if not symbol.fixed[row][column] and at < 8 * len(words):
                    symbol.modules[row][column] = words[at >> 3] >> (7 - at % 8) & 1
                    at += 1


def _masked(symbol: Symbol, number: int) -> Matrix:
    mask = MASKS[number]
    drawn = Symbol(symbol.version, [list(row) for row in symbol.modules], symbol.fixed)
    for r, row in enumerate(drawn.modules):
        for c in range(len(row)):
            if not symbol.fixed[r][c] and mask(r, c):
                row[c] ^= 1
    _draw_format(drawn, number)
    return drawn.modules


def _penalty(modules: Matrix) -> int:
    """How hard to read: long runs, blocks, what looks like a finder, too much of one shade."""
    lines = [*modules, *map(list, zip(*modules, strict=True))]
    size = len(modules)
    blocks = sum(
        len({modules[r][c], modules[r][c + 1], modules[r + 1][c], modules[r + 1][c + 1]}) == 1
        for r in range(size - 1)
        for c in range(size - 1)
    )
    dark = sum(map(sum, modules)) * 100 // size**2
    return sum(map(_line_penalty, lines)) + 3 * blocks + 10 * (abs(dark - 50) // 5)


def _line_penalty(line: list[int]) -> int:
    text = "".join(map(str, line))
    runs, run = 0, 1
    for before, after in zip(line, [*line[1:], -1], strict=True):
        if before == after:
            run += 1
        else:
            runs += run - 2 if run >= 5 else 0
            run = 1
    finders = sum(text.startswith(("10111010000", "00001011101"), i) for i in range(len(text) - 10))
    return runs + 40 * finders
