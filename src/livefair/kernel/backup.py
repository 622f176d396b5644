"""One tar with everything: the rows of one moment, all files, and a list of hashes. Taken while the program runs.

Only whole numbers and texts are stored, so a backup of SQLite can be restored into PostgreSQL and the other way
round. The rows are read first; files never change once they are kept, so whatever the rows speak of is among the
files that are read after them.
"""

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

import msgspec

from livefair.kernel import schema
from livefair.kernel.dump import DumpError, Progress, read_rows, silent, write_rows
from livefair.kernel.files import CHUNK_BYTES, Files

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = "rows.jsonl"
FILES = "files/"
RECORDINGS = "recordings/"


class BackupError(Exception):
    """Says in one sentence why a backup cannot be made or restored."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    made_at_ms: int
    revision: str
    rows: dict[str, int]
    """How many rows of each table."""
    hashes: dict[str, str]
    """The SHA-256 of each member of the tar."""


class Place(NamedTuple):
    """What a backup holds: a database, a store of files, and the folder of recordings."""

    database_url: str
    files: Files
    recordings: Path


# ── making one


def back_up(place: Place, target: Path, *, now_ms: int, progress: Progress = silent) -> Manifest:
    """Write `target`, at first under another name, so that a file called `target` is always complete."""
    revision = schema.revision_of(place.database_url)
    if revision != schema.newest_revision():
        raise BackupError("the database is not of this program's version: start the program once, then try again")
    draft = target.with_name(target.name + ".part")
    try:
        with tarfile.open(draft, "w") as tar:
            keeper = _Keeper(tar)
            rows = _keep_rows(keeper, place.database_url, progress)
            _keep_files(keeper, place.files, progress)
            _keep_recordings(keeper, place.recordings, progress)
            hashes = dict(keeper.hashes)
            manifest = Manifest(format=FORMAT, made_at_ms=now_ms, revision=revision, rows=rows, hashes=hashes)
            listed = msgspec.json.encode(manifest)
            keeper.keep(MANIFEST, len(listed), io.BytesIO(listed))
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


class _Keeper:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.hashes: dict[str, str] = {}

    def keep(self, name: str, size: int, source: IO[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = _Hashing(source)
        self._tar.addfile(info, reader)
        self.hashes[name] = reader.digest.hexdigest()


class _Hashing(io.RawIOBase):
    """Passes on what is read, and remembers its hash."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


def _keep_rows(keeper: _Keeper, url: str, progress: Progress) -> dict[str, int]:
    with tempfile.TemporaryFile() as rows:
        counts = write_rows(url, rows, progress=progress)
        size = rows.tell()
        rows.seek(0)
        keeper.keep(ROWS, size, rows)
    return counts


def _keep_files(keeper: _Keeper, files: Files, progress: Progress) -> None:
    stored = list(files.all_now())
    for number, file in enumerate(stored):
        progress("reading files", number, len(stored))
        with tempfile.SpooledTemporaryFile(max_size=8 * CHUNK_BYTES) as spool:
            spool.writelines(files.stream_now(file.key))
            size = spool.tell()
            spool.seek(0)
            keeper.keep(FILES + file.key, size, spool)


def _keep_recordings(keeper: _Keeper, folder: Path, progress: Progress) -> None:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for number, path in enumerate(found):
        progress("reading recordings", number, len(found))
        with path.open("rb") as source:
            # A recording on air grows while it is read: what it has now is what is kept.
            keeper.keep(RECORDINGS + path.relative_to(folder).as_posix(), path.stat().st_size, source)


# ── restoring one


def restore(source: Path, place: Place, *, progress: Progress = silent) -> Manifest:
    """Fill an empty database and an empty store. All hashes are compared before anything is written."""
    if schema.revision_of(place.database_url):
        raise BackupError("the database is not empty")
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _checked(tar, progress)
            schema.upgrade(place.database_url, manifest.revision)
            read_rows(place.database_url, _member(tar, ROWS), of=sum(manifest.rows.values()), progress=progress)
            _restore_files(tar, manifest, place, progress)
    except (tarfile.TarError, KeyError, EOFError, OSError, DumpError) as error:
        raise BackupError(f"{source} cannot be restored: {error}") from error
    schema.upgrade(place.database_url)
    return manifest


def _checked(tar: tarfile.TarFile, progress: Progress) -> Manifest:
    names = {member.name for member in tar if member.isfile()}
    if MANIFEST not in names:
        raise BackupError("this is no backup of Livefair: it has no list")
    try:
        manifest = msgspec.json.decode(_member(tar, MANIFEST).read(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupError(f"the backup's list is broken: {error}") from error
    if manifest.format != FORMAT:
        raise BackupError(f"this program reads backups of form {FORMAT}, not {manifest.format}")
    if names != {*manifest.hashes, MANIFEST} or not all(map(_has_a_place, manifest.hashes)):
        raise BackupError("the backup does not hold what its list says")
    for number, (name, wanted) in enumerate(manifest.hashes.items()):
        progress("comparing hashes", number, len(manifest.hashes))
        digest = hashlib.sha256()
        for data in _pieces(_member(tar, name)):
            digest.update(data)
        if digest.hexdigest() != wanted:
            raise BackupError(f"{name} is damaged")
    return manifest


def _has_a_place(name: str) -> bool:
    inside = ".." not in PurePosixPath(name).parts and "\\" not in name
    return name == ROWS or (inside and name.startswith((FILES, RECORDINGS)))


def _restore_files(tar: tarfile.TarFile, manifest: Manifest, place: Place, progress: Progress) -> None:
    names = [name for name in manifest.hashes if name != ROWS]
    for number, name in enumerate(names):
        progress("writing files", number, len(names))
        if name.startswith(FILES):
            _restore_file(tar, name, place.files)
        else:
            path = place.recordings / name.removeprefix(RECORDINGS)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                target.writelines(_pieces(_member(tar, name)))


def _restore_file(tar: tarfile.TarFile, name: str, files: Files) -> None:
    with tempfile.NamedTemporaryFile() as target:
        target.writelines(_pieces(_member(tar, name)))
        target.flush()
        kept = files.put_file_now(Path(target.name), suffix=PurePosixPath(name).suffix)
    if FILES + kept != name:
        raise BackupError(f"{name} is not called by its hash")


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    found = tar.extractfile(name)
    if found is None:
        raise BackupError(f"{name} is not a file")
    return found


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while data := source.read(CHUNK_BYTES):
        yield data
