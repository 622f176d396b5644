"""Uploaded pictures: upright, small, nothing but pixels; bombs and nonsense are refused."""

import asyncio
import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from livefair.media import Refused
from livefair.media.pictures import PictureLimits, reencode


def picture(path: Path, size: tuple[int, int] = (800, 400), **options: object) -> Path:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(path, **options)
    return path


async def refusal(source: Path, target: Path) -> str:
    with pytest.raises(Refused) as refused:
        await reencode(source, target)
    return refused.value.code


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
async def test_a_picture_comes_out_in_each_size_and_is_never_enlarged(tmp_path: Path, name: str) -> None:
    files = await reencode(picture(tmp_path / name), tmp_path / "out", sides=(200, 1600))
    assert [(file.name, file.width, file.height) for file in files] == [
        ("200.webp", 200, 100),
        ("1600.webp", 800, 400),
    ]
    for file in files:
        with Image.open(tmp_path / "out" / file.name) as made:
            assert (made.format, made.size) == ("WEBP", (file.width, file.height))


async def test_a_photograph_is_turned_upright_and_forgets_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010E] = "SECRET PLACE"
    source = picture(tmp_path / "photo.jpg", exif=exif.tobytes())
    assert b"SECRET PLACE" in source.read_bytes()
    (file,) = await reencode(source, tmp_path / "out", sides=(400,))
    assert (file.width, file.height) == (200, 400)
    assert b"SECRET" not in (tmp_path / "out" / file.name).read_bytes()
    assert b"EXIF" not in (tmp_path / "out" / file.name).read_bytes()


async def test_a_see_through_picture_stays_see_through(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(tmp_path / "logo.png")
    await reencode(tmp_path / "logo.png", tmp_path / "out", sides=(50,))
    with Image.open(tmp_path / "out" / "50.webp") as made:
        assert made.mode == "RGBA"


def bomb() -> bytes:
    """A PNG of a few hundred bytes that claims 60,000 × 60,000 pixels."""
    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b"")]
    body = b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


async def test_bad_pictures_are_refused_each_with_its_reason(tmp_path: Path) -> None:
    whole = picture(tmp_path / "photo.jpg").read_bytes()
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9)).save(buffer, "GIF")
    bad = {
        b"": "not_a_picture",
        b"hello": "not_a_picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>': "not_a_picture",
        buffer.getvalue(): "not_a_picture",
        b"%!PS-Adobe": "not_a_picture",
        b"\xff\xd8\xff" + b"\0" * 500: "not_a_picture",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 500: "not_a_picture",
        whole[: len(whole) // 2]: "truncated",
        bomb(): "picture_too_large",
    }
    for number, content in enumerate(bad):
        (tmp_path / f"bad{number}").write_bytes(content)
    answers = [refusal(tmp_path / f"bad{number}", tmp_path / "out") for number in range(len(bad))]
    assert await asyncio.gather(*answers) == list(bad.values())


async def test_a_file_too_large_is_refused_unopened(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="too_large"):
        await reencode(picture(tmp_path / "photo.jpg"), tmp_path / "out", limits=PictureLimits(octets=100))
