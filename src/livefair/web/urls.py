"""Addresses of ours, made in one place each."""

from urllib.parse import SplitResult, urlencode, urlsplit


def file_url(key: str | None) -> str | None:
    return f"/files/{key}" if key else None


def hls_url(stage: str) -> str:
    """The live picture of a room, or of a co-host's seat."""
    return f"/hls/{stage}/index.m3u8"


def all_qualities_url(stage: str) -> str:
    """The same in every quality that is offered now, and as sound alone."""
    return f"/hls/{stage}/all.m3u8"


def poster_url(room_id: str, show_id: str) -> str:
    """A still of a show, made by the media engine."""
    return f"/hls/{room_id}/{show_id}/poster.webp"


def parted(address: str) -> SplitResult:
    """An address from outside in its parts; all empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def local_path(path: str, query: str = "") -> str:
    """A path on this site that cannot be read as another host's address."""
    return "/" + path.lstrip("/\\") + (f"?{query}" if query else "")


def next_url(asked: str | None) -> str:
    """Where to go after signing in: a path of ours, whatever the address said."""
    try:
        parts = urlsplit(asked or "/")
    except ValueError:
        return "/"
    is_ours = not parts.scheme and not parts.netloc and (asked or "/").startswith("/")
    is_plain = (asked or "").isprintable() and "\\" not in (asked or "")
    return local_path(parts.path, parts.query) if is_ours and is_plain else "/"


def sign_in_url(path: str) -> str:
    return "/signin?" + urlencode({"next": path})
