"""Text in pictures. A fresh machine may have no Chinese font and none is shipped: then text falls back to English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from livefair.world.artwork.shapes import Colour

AnyFont = ImageFont.FreeTypeFont | ImageFont.ImageFont

_PLACES = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/STHeiti Medium.ttc", 0),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("C:/Windows/Fonts/msyhbd.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("C:/Windows/Fonts/simhei.ttf", 0),
)


@lru_cache(maxsize=4)
def chinese_font(places: tuple[tuple[str, int], ...] = _PLACES) -> tuple[str, int] | None:
    """A font file with Chinese and its index, if this machine has one."""
    return next(((path, index) for path, index in places if Path(path).is_file()), None)


def either(zh: str, en: str) -> str:
    """The Chinese text where it can be drawn, else the English."""
    return zh if chinese_font() else en


@lru_cache(maxsize=64)
def font(size: int) -> AnyFont:
    place = chinese_font()
    if place is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(place[0], size, index=place[1])


def words(
    text: str, size: int, colour: Colour, *, widest: int = 500, shade: Colour | None = None, plate: Colour | None = None
) -> Image.Image:
    """An RGBA strip with the text, smaller if need be to fit `widest`; `shade` is a halo, `plate` a rounded ground."""
    while size > 12 and font(size).getlength(text) > widest - size:
        size -= 2
    face = font(size)
    left, top, right, low = face.getbbox(text)
    pad = round(size * 0.5)
    box = (round(right - left) + 2 * pad, round(size * 1.2) + pad)
    strip = Image.new("RGBA", box)
    draw = ImageDraw.Draw(strip)
    if plate is not None:
        big = Image.new("L", (box[0] * 3, box[1] * 3))
        ImageDraw.Draw(big).rounded_rectangle([0, 0, box[0] * 3 - 1, box[1] * 3 - 1], box[1] * 1.5, fill=255)
        strip.paste((*plate, 255), (0, 0), big.resize(box, Image.Resampling.BOX))
    at = (pad - left, (box[1] - (top + low)) / 2)
    if shade is not None:
        soft = Image.new("L", box)
        ImageDraw.Draw(soft).text(at, text, fill=150, font=face)
        strip.paste((*shade, 255), (0, 2), soft.filter(ImageFilter.GaussianBlur(size / 9)))
    draw.text(at, text, fill=(*colour, 255), font=face)
    return strip


def lines(text: str, size: int, widest: int) -> list[str]:
    """Break text to fit: between words, or anywhere in Chinese."""
    rows: list[str] = []
    now = ""
    for piece in _pieces(text):
        if now and font(size).getlength(now + piece) > widest:
            rows.append(now.strip())
            now = ""
        now += piece
    return [*rows, now.strip()] if now.strip() else rows


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        if (pieces and char in "，。！？、：；…") or (
            pieces and char.isascii() and not pieces[-1].endswith(" ") and pieces[-1][-1].isascii()
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
