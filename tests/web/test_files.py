"""Files by their hash: whole, in ranges, again from the cache."""

import pytest

from livefair.web.files import Span, span_of
from livefair.web.services import Services
from tests.web.conftest import Browser

CONTENT = bytes(range(256)) * 20


async def test_a_file_is_sent_whole_and_may_be_kept_for_ever(guest: Browser, services: Services) -> None:
    key = await services.files.put(CONTENT, suffix=".mp4")
    answer = await guest.get(f"/files/{key}")
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "video/mp4"
    assert "immutable" in answer.headers["cache-control"]
    assert "sandbox" in answer.headers["content-security-policy"]
    again = await guest.get(f"/files/{key}", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


async def test_a_part_of_a_film_can_be_asked_for(guest: Browser, services: Services) -> None:
    key = await services.files.put(CONTENT, suffix=".mp4")
    answer = await guest.get(f"/files/{key}", headers={"range": "bytes=10-19"})
    assert answer.status_code == 206
    assert answer.content == CONTENT[10:20]
    assert answer.headers["content-range"] == f"bytes 10-19/{len(CONTENT)}"
    assert (await guest.get(f"/files/{key}", headers={"range": "bytes=99999-"})).status_code == 416


async def test_an_unknown_kind_is_saved_and_never_shown(guest: Browser, services: Services) -> None:
    key = await services.files.put(b"<script>alert(1)</script>", suffix=".html")
    answer = await guest.get(f"/files/{key}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    "key", ["00/" + "0" * 64, "../secret.key", "%2e%2e/%2e%2e/etc/passwd", "ab/xyz", "aa/" + "a" * 300]
)
async def test_what_is_no_key_of_ours_is_not_there(guest: Browser, key: str) -> None:
    assert (await guest.get(f"/files/{key}")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=5-", Span(5, 10)),
        ("bytes=-3", Span(7, 10)),
        ("bytes=-99", Span(0, 10)),
        ("bytes=0-99", Span(0, 10)),
        ("bytes=-", None),
        ("bytes=-0", None),
        ("bytes=5-4", None),
        ("bytes=10-", None),
        ("bytes=0-1,3-4", None),
        ("lines=1-2", None),
    ],
)
def test_a_range_is_understood_or_refused(asked: str, span: Span | None) -> None:
    assert span_of(asked, 10) == span
