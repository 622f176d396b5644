"""Codes to be scanned: the same modules as another encoder made of the same bytes, in every version."""

import hashlib
from base64 import b64decode

import pytest

from livefair.kernel import Invalid
from livefair.web.qr import SIZES, qr_modules, qr_picture

# By segno, mask = version % 8: the first digits of SHA-256 over the rows.
BY_ANOTHER = {
    1: "dc742d82e9ef301d",
    2: "630e098b981453d6",
    3: "b7c924bb99fbceba",
    4: "6320ca6cc22799af",
    5: "8fbdeea82e64157d",
    6: "0fc0b01a7c88b508",
    7: "2e2dabb7b0811caf",
    8: "97f57fde43c3d282",
    9: "2b32adc346d3f093",
    10: "86db4a6fd8bddf92",
    11: "0e22a92d0176a24f",
    12: "d9740ebfe9e05258",
    13: "3f486c2b771cbc85",
    14: "bdb12b07078c44a3",
    15: "3c5d9d97d3f0484c",
}


def full(version):
    """Bytes that fill a code of this version."""
    total, check, blocks = SIZES[version]
    room = total - check * blocks - (2 if version < 10 else 3)
    return bytes(33 + (7 * i) % 90 for i in range(room))


@pytest.mark.parametrize("version", SIZES)
def test_every_version_has_the_modules_that_another_encoder_gives_it(version):
    rows = qr_modules(full(version), mask=version % 8)
    text = "\n".join("".join(map(str, row)) for row in rows)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == BY_ANOTHER[version]


def test_one_byte_more_takes_the_next_version_and_too_many_are_refused():
    sizes = [len(qr_modules(b"a" * n)) for n in (14, 15, 26, 27)]
    assert sizes == [21, 25, 25, 29]
    with pytest.raises(Invalid, match="code_too_long"):
        qr_modules(full(15) + b"a")


def test_the_picture_is_dark_on_white_with_room_around():
    picture = qr_picture("weixin://wxpay/bizpayurl?pr=p4lpSuKzz")
    svg = b64decode(picture.removeprefix("data:image/svg+xml;base64,")).decode()
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37"')
    assert '<path fill="#fff" d="M0 0h37v37H0z"/><path d="M4 4h1v1h-1z' in svg
