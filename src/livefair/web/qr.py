"""Codes to be scanned (QR, ISO/IEC 18004) as pictures in a page."""

from functools import lru_cache

import segno

from livefair.kernel import Invalid

BYTES_MAX = 500
KEPT = 256


@lru_cache(KEPT)
def qr_picture(text: str) -> str:
    """As a data address of an SVG picture, dark on white whatever the page's colours. Invalid code_too_long."""
    if len(text.encode()) > BYTES_MAX:
        raise Invalid("code_too_long", limit=BYTES_MAX)
    code = segno.make_qr(text, error="m")
    address: str = code.svg_data_uri(border=4, dark="#000", light="#fff", omitsize=True)
    return address
