"""Files: bytes under a key that is their own hash, in a folder, in memory or in S3, by the same calls.

A key such as `3f/3fa8….webp` never changes its content, so it may be cached for ever and stored twice at no cost.
"""

import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.store import LocalStore, MemoryStore, S3Store

from livefair.kernel.errors import Invalid, TooLarge, not_found

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config

BYTES_MAX = 512 << 20
WHOLE_BYTES_MAX = 64 << 20
CHUNK_BYTES = 1 << 20
_KEY = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}(\.[a-z0-9]{1,8})?")
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")

Store = LocalStore | MemoryStore | S3Store


class StoredFile(NamedTuple):
    key: str
    size: int


class Files:
    """`url`: a folder, `memory://`, or `s3://bucket/prefix?endpoint=…&region=…` with the usual AWS variables."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._store = store_at(url)

    # ── writing

    async def put(self, data: bytes, *, suffix: str = "", bytes_max: int = BYTES_MAX) -> str:
        """Keep the bytes; returns their key. `suffix` such as ".webp" tells the kind. Raises TooLarge."""
        key = _key_for(data, suffix, bytes_max)
        await obstore.put_async(self._store, key, data)
        return key

    def put_now(self, data: bytes, *, suffix: str = "", bytes_max: int = BYTES_MAX) -> str:
        key = _key_for(data, suffix, bytes_max)
        obstore.put(self._store, key, data)
        return key

    async def put_file(self, path: Path, *, suffix: str = "", bytes_max: int = BYTES_MAX) -> str:
        """Keep a file of any length without holding it in memory."""
        key = _key_of_file(path, suffix, bytes_max)
        await obstore.put_async(self._store, key, path)
        return key

    def put_file_now(self, path: Path, *, suffix: str = "", bytes_max: int = BYTES_MAX) -> str:
        key = _key_of_file(path, suffix, bytes_max)
        obstore.put(self._store, key, path)
        return key

    async def delete(self, key: str) -> None:
        """Forget the bytes. Nothing happens when they are gone already."""
        try:
            await obstore.delete_async(self._store, _checked(key))
        except FileNotFoundError:
            return

    # ── reading

    async def get(self, key: str, *, bytes_max: int = WHOLE_BYTES_MAX) -> bytes:
        """All of a small file. Raises NotFound, or TooLarge: read a large one by `stream`."""
        size = await self.size(key)
        _fit(size, bytes_max)
        return b"".join([chunk async for chunk in self.stream(key)])

    def get_now(self, key: str, *, bytes_max: int = WHOLE_BYTES_MAX) -> bytes:
        try:
            found = obstore.get(self._store, _checked(key))
        except FileNotFoundError:
            not_found("file")
        _fit(found.meta["size"], bytes_max)
        return bytes(found.bytes())

    async def size(self, key: str) -> int:
        try:
            found = await obstore.head_async(self._store, _checked(key))
        except FileNotFoundError:
            not_found("file")
        return found["size"]

    async def stream(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to (not including) `end`, in pieces of at most about a megabyte."""
        stop = await self.size(key) if end is None else end
        for at in range(start, stop, CHUNK_BYTES):
            length = min(CHUNK_BYTES, stop - at)
            yield bytes(await obstore.get_range_async(self._store, key, start=at, length=length))

    def all_now(self) -> Iterator[StoredFile]:
        """Every file, in the order of the store: for the backup."""
        for batch in obstore.list(self._store):
            for found in batch:
                if _KEY.fullmatch(found["path"]):
                    yield StoredFile(found["path"], found["size"])

    def stream_now(self, key: str) -> Iterator[bytes]:
        try:
            found = obstore.get(self._store, _checked(key))
        except FileNotFoundError:
            not_found("file")
        for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)


def store_at(url: str) -> Store:
    """Where bytes are kept under names of any kind: a folder, `memory://` or `s3://…`."""
    scheme, found, _ = url.partition("://")
    if not found:
        return LocalStore(str(Path(url).absolute()), mkdir=True)
    if scheme == "memory":
        return MemoryStore()
    if scheme == "s3":
        return _s3(url)
    raise ValueError(f"files are kept in a folder, memory:// or s3://bucket, not {scheme}://")


def _s3(url: str) -> S3Store:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    endpoint = options.get("endpoint", "")
    config: S3Config = {"bucket": parts.netloc, "region": options.get("region", "us-east-1")}
    if endpoint:
        config["endpoint"] = endpoint
    client: ClientConfig = {"allow_http": endpoint.startswith("http://")}
    return S3Store(prefix=parts.path.strip("/") or None, config=config, client_options=client)


def _key_for(data: bytes, suffix: str, bytes_max: int) -> str:
    _fit(len(data), bytes_max)
    return _key(hashlib.sha256(data).hexdigest(), suffix)


def _key_of_file(path: Path, suffix: str, bytes_max: int) -> str:
    _fit(path.stat().st_size, bytes_max)
    with path.open("rb") as file:
        return _key(hashlib.file_digest(file, "sha256").hexdigest(), suffix)


def _key(digest: str, suffix: str) -> str:
    if not _SUFFIX.fullmatch(suffix):
        raise Invalid("bad_file_kind")
    return f"{digest[:2]}/{digest}{suffix}"


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        not_found("file")
    return key


def _fit(size: int, bytes_max: int) -> None:
    if size > bytes_max:
        raise TooLarge("file_too_large", bytes_max=bytes_max)
