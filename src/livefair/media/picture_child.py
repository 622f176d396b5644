"""The child that opens a stranger's picture: `python -m livefair.media.picture_child JOB < picture`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

import msgspec
from PIL import Image, ImageOps, UnidentifiedImageError

from livefair.media.children import Failed
from livefair.media.confined import confine, die_with_parent
from livefair.media.pictures import PictureFile, PictureJob, Pictures

_FORMATS = ("JPEG", "PNG", "WEBP")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class _Bad(Exception):
    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.failed = Failed(code, params)


def main() -> None:
    die_with_parent()
    job = msgspec.json.decode(sys.argv[1], type=PictureJob)
    child = job.limits.child
    confine(memory_bytes=child.memory_bytes, cpu_s=child.cpu_s, file_bytes=child.file_bytes)
    told: Pictures | Failed
    try:
        told = Pictures(_write(_upright(sys.stdin.buffer, job.limits.pixels), job))
    except _Bad as bad:
        told = bad.failed
    except Image.DecompressionBombError:
        told = Failed("picture_too_large", {"pixels_max": job.limits.pixels})
    except (UnidentifiedImageError, SyntaxError):
        told = Failed("not_a_picture")
    except (OSError, EOFError) as error:
        told = Failed("truncated" if "truncated" in str(error) else "broken")
    except MemoryError:
        told = Failed("too_expensive")
    except Exception:
        # Decoders raise what they like over a malformed file; whatever it was, it is not a picture to keep.
        told = Failed("broken")
    os.write(1, msgspec.json.encode(told) + b"\n")


def _upright(file: IO[bytes], pixels_max: int) -> Image.Image:
    start = file.read(16)
    file.seek(0)
    if not start.startswith(_MAGIC):
        raise _Bad("not_a_picture")
    picture = Image.open(file, formats=_FORMATS)
    # Known from the head of the file: nothing has been unpacked yet.
    if picture.width * picture.height > pixels_max:
        raise _Bad("picture_too_large", pixels_max=pixels_max)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _write(picture: Image.Image, job: PictureJob) -> list[PictureFile]:
    files = []
    for side in job.sides:
        fitted = picture.copy()
        fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
        path = Path(job.target) / f"{side}.webp"
        fitted.save(path, "WEBP", quality=82, method=4)
        files.append(PictureFile(path.name, fitted.width, fitted.height, path.stat().st_size))
    return files


if __name__ == "__main__":
    main()
