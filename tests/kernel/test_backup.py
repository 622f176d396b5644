import hashlib
import io
import json
import tarfile
import threading

import pytest
from sqlalchemy import select

from livefair.kernel import SYSTEM, Database, query
from livefair.kernel.backup import BackupError, Place, back_up, restore
from livefair.kernel.files import Files
from livefair.kernel.jobs import JOB
from livefair.kernel.schema import upgrade
from livefair.world.invariants import breaches

_KINDS = query(str, select(JOB.c.kind).order_by(JOB.c.due_at_ms))


def write_a_row(tx, actor, number):
    tx.insert(
        JOB,
        id=tx.new_id(),
        kind=f"row {number} 品",
        args="{}",
        created_at_ms=0,
        due_at_ms=number,
        attempts=0,
        lease_until_ms=0,
    )


@pytest.fixture
def place(empty_urls, tmp_path):
    upgrade(empty_urls[0])
    (tmp_path / "recordings/room").mkdir(parents=True)
    (tmp_path / "recordings/room/0.m4s").write_bytes(b"moving picture")
    return Place(empty_urls[0], Files(str(tmp_path / "files")), tmp_path / "recordings")


@pytest.fixture
def empty_place(empty_urls, tmp_path):
    return Place(empty_urls[1], Files(str(tmp_path / "files2")), tmp_path / "recordings2")


def rows_in(url):
    db = Database(url)
    found = db.read_now(lambda tx: tx.all(_KINDS))
    assert db.read_now(breaches) == []
    db.close()
    return found


def test_a_backup_during_writes_is_one_committed_state(place, empty_place, tmp_path):
    db = Database(place.database_url)
    half_way, stop = threading.Event(), threading.Event()

    def write_on():
        number = 0
        while not stop.is_set():
            db.write_now(write_a_row, SYSTEM, number)
            number += 1
            if number == 50:
                half_way.set()

    writer = threading.Thread(target=write_on)
    writer.start()
    assert half_way.wait(20)
    manifest = back_up(place, tmp_path / "fair.tar", now_ms=1)
    stop.set()
    writer.join()
    db.close()

    restore(tmp_path / "fair.tar", empty_place)
    restored = rows_in(empty_place.database_url)
    assert restored == [f"row {number} 品" for number in range(manifest.rows["job"])]
    assert 50 <= len(restored) <= len(rows_in(place.database_url))


def test_files_and_recordings_come_along(place, empty_place, tmp_path):
    key = place.files.put_now(b"pixels", suffix=".webp")
    back_up(place, tmp_path / "fair.tar", now_ms=1)
    restore(tmp_path / "fair.tar", empty_place)
    assert empty_place.files.get_now(key) == b"pixels"
    assert (empty_place.recordings / "room/0.m4s").read_bytes() == b"moving picture"


def test_a_restored_database_goes_on_writing(place, empty_place, tmp_path):
    db = Database(place.database_url)
    db.write_now(write_a_row, SYSTEM, 0)
    db.close()
    back_up(place, tmp_path / "fair.tar", now_ms=1)
    restore(tmp_path / "fair.tar", empty_place)
    db = Database(empty_place.database_url)
    db.write_now(write_a_row, SYSTEM, 1)
    db.close()
    assert len(rows_in(empty_place.database_url)) == 2


def test_a_database_that_is_not_empty_is_left_alone(place, tmp_path):
    back_up(place, tmp_path / "fair.tar", now_ms=1)
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "fair.tar", place)


def test_a_database_of_another_version_is_not_backed_up(empty_place, tmp_path):
    with pytest.raises(BackupError, match="version"):
        back_up(empty_place, tmp_path / "fair.tar", now_ms=1)
    assert not list(tmp_path.glob("fair.tar*"))


def rewritten(path, change):
    """The same tar with members changed: `change(name, data)` gives the new data or None."""
    out = path.with_name("other.tar")
    with tarfile.open(path) as old, tarfile.open(out, "w") as new:
        for member in old:
            data = change(member.name, old.extractfile(member).read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda name, data: data + b" " if name == "rows.jsonl" else data, "is damaged"),
        (lambda name, data: None if name.startswith("recordings/") else data, "what its list says"),
        (lambda name, data: None if name == "manifest.json" else data, "no list"),
        (lambda name, data: b"{" if name == "manifest.json" else data, "list is broken"),
        (lambda name, data: data.replace(b'"format":1', b'"format":9') if name == "manifest.json" else data, "form 1"),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_written(place, empty_place, tmp_path, change, message):
    back_up(place, tmp_path / "fair.tar", now_ms=1)
    with pytest.raises(BackupError, match=message):
        restore(rewritten(tmp_path / "fair.tar", change), empty_place)
    with pytest.raises(BackupError, match="version"):
        back_up(empty_place, tmp_path / "again.tar", now_ms=1)


def test_a_backup_cannot_write_outside_its_place(place, empty_place, tmp_path):
    back_up(place, tmp_path / "fair.tar", now_ms=1)
    evil = tmp_path / "evil.tar"
    with tarfile.open(tmp_path / "fair.tar") as old, tarfile.open(evil, "w") as new:
        manifest = json.loads(old.extractfile("manifest.json").read())
        manifest["hashes"]["recordings/../../out"] = hashlib.sha256(b"x").hexdigest()
        for name in [name for name in manifest["hashes"] if ".." not in name]:
            new.addfile(old.getmember(name), old.extractfile(name))
        for name, data in (("recordings/../../out", b"x"), ("manifest.json", json.dumps(manifest).encode())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    with pytest.raises(BackupError, match="what its list says"):
        restore(evil, empty_place)


def test_what_is_no_tar_is_refused(empty_place, tmp_path):
    (tmp_path / "fair.tar").write_bytes(b"not a tar at all" * 100)
    with pytest.raises(BackupError, match="cannot be restored"):
        restore(tmp_path / "fair.tar", empty_place)
