"""`/files/…`: what was uploaded and re-encoded by us, by a key that is its hash, so kept by browsers for ever."""

import re
from typing import Annotated, NamedTuple

from litestar import Response, Router, get
from litestar.params import PathParameter
from litestar.response import Stream

from livefair.web.access import OPEN
from livefair.web.headers import FILE_POLICY
from livefair.web.requests import Answer, AppRequest

KINDS = {
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".glb": "model/gltf-binary",
}
SAVED_AS_IT_IS = "application/octet-stream"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")

Folder = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{2}$", description="The first two digits of the name")]
Name = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}(\.[a-z0-9]{1,8})?$", description="Hash and kind")]


class Span(NamedTuple):
    """From `start` up to, not including, `end`."""

    start: int
    end: int


@get("/files/{folder:str}/{name:str}", opt=OPEN, include_in_schema=False)
async def show_file(request: AppRequest, folder: Folder, name: Name) -> Answer:
    key, files = f"{folder}/{name}", request.services.files
    size = await files.size(key)
    if request.headers.get("if-none-match") == f'"{name}"':
        return Response(b"", status_code=304, headers=headers_for(name))
    asked = request.headers.get("range")
    span = span_of(asked, size) if asked else Span(0, size)
    if span is None:
        return Response(b"", status_code=416, headers={**headers_for(name), "Content-Range": f"bytes */{size}"})
    headers = {**headers_for(name), "Content-Length": str(span.end - span.start)}
    if asked:
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    content = files.stream(key, start=span.start, end=span.end)
    return Stream(content, status_code=206 if asked else 200, headers=headers, media_type=kind_of(name))


def headers_for(name: str) -> dict[str, str]:
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{name}"',
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": FILE_POLICY,
    }
    if kind_of(name) == SAVED_AS_IT_IS:
        headers["Content-Disposition"] = "attachment"
    return headers


def kind_of(name: str) -> str:
    _, dot, suffix = name.partition(".")
    return KINDS.get(dot + suffix, SAVED_AS_IT_IS)


def span_of(asked: str, size: int) -> Span | None:
    """One range of bytes (RFC 9110 §14.1.2); None where nothing can be given. Several ranges at once are none."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or size == 0 or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    return Span(start, end) if start < end <= size else None


router = Router("/", route_handlers=[show_file])
