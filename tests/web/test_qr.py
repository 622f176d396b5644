from urllib.parse import unquote

import pytest

from livefair.kernel import Invalid
from livefair.web.qr import BYTES_MAX, qr_picture


def test_the_picture_is_dark_on_white_with_room_around():
    picture = qr_picture("weixin://wxpay/bizpayurl?pr=p4lpSuKzz")
    assert picture.startswith("data:image/svg+xml")
    svg = unquote(picture)
    assert "viewBox='0 0 37 37'" in svg  # 29 modules, four of quiet on each side
    assert "#fff" in svg
    assert "#000" in svg


def test_what_is_too_long_to_be_scanned_is_refused():
    assert qr_picture("a" * BYTES_MAX)
    with pytest.raises(Invalid, match="code_too_long"):
        qr_picture("支" * BYTES_MAX)
