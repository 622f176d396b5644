import threading
from collections.abc import Iterator

import httpx
import pytest
from moto.server import create_backend_app
from werkzeug.serving import make_server

from livefair.kernel import Invalid, NotFound, TooLarge
from livefair.kernel.files import CHUNK_BYTES, Files


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_backend_app("s3"), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["folder", "memory", "s3"])
def files(request, tmp_path, monkeypatch):
    if request.param == "folder":
        return Files(str(tmp_path / "files"))
    if request.param == "memory":
        return Files("memory://")
    endpoint = request.getfixturevalue("s3_endpoint")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    httpx.put(f"{endpoint}/fair")
    return Files(f"s3://fair/{tmp_path.name}?endpoint={endpoint}")


async def test_what_was_put_comes_back(files):
    key = await files.put(b"pixels", suffix=".webp")
    assert key.endswith(".webp")
    assert await files.get(key) == b"pixels"
    assert files.get_now(key) == b"pixels"
    assert await files.size(key) == 6


async def test_the_same_bytes_have_the_same_key_and_are_kept_once(files):
    assert await files.put(b"same") == files.put_now(b"same")
    assert len(list(files.all_now())) == 1


async def test_a_large_file_goes_through_in_pieces(files, tmp_path):
    path = tmp_path / "film"
    path.write_bytes(bytes(range(256)) * 10_000)
    key = await files.put_file(path, suffix=".mp4")
    assert files.put_file_now(path, suffix=".mp4") == key
    pieces = [piece async for piece in files.stream(key)]
    assert max(map(len, pieces)) <= CHUNK_BYTES
    assert b"".join(pieces) == path.read_bytes() == b"".join(files.stream_now(key))


async def test_a_part_can_be_read_alone(files):
    key = await files.put(b"0123456789")
    assert b"".join([piece async for piece in files.stream(key, start=2, end=5)]) == b"234"


async def test_what_is_gone_is_not_found(files):
    key = await files.put(b"brief")
    await files.delete(key)
    await files.delete(key)
    with pytest.raises(NotFound):
        await files.get(key)
    with pytest.raises(NotFound):
        files.get_now(key)


async def test_too_much_is_refused_in_both_directions(files, tmp_path):
    with pytest.raises(TooLarge):
        await files.put(b"12345", bytes_max=4)
    (tmp_path / "five").write_bytes(b"12345")
    with pytest.raises(TooLarge):
        await files.put_file(tmp_path / "five", bytes_max=4)
    key = await files.put(b"12345")
    with pytest.raises(TooLarge):
        await files.get(key, bytes_max=4)


@pytest.mark.parametrize("key", ["../livefair.db", "/etc/passwd", "ab/abc", "", "ab/" + "ab" * 32 + ".webp/../x"])
async def test_a_made_up_key_reaches_nothing(files, key):
    with pytest.raises(NotFound):
        await files.get(key)


async def test_a_kind_is_a_short_plain_suffix(files):
    with pytest.raises(Invalid):
        await files.put(b"x", suffix=".webp/../../x")


def test_an_unknown_kind_of_store_is_refused():
    with pytest.raises(ValueError, match="a folder, memory"):
        Files("ftp://somewhere")
