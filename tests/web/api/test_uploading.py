"""Uploads by programs: at once or in pieces, and what becomes of them."""

import pytest

from livefair.kernel import Database
from livefair.web.services import Services
from tests.web.conftest import Browse, Browser, bearer
from tests.web.town import Town, built

FILM = bytes(range(256)) * 40
PIECE = 4_000


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def host(db: Database, town: Town, browse: Browse) -> Browser:
    return browse(**bearer(db, town.people["host"]), accept="application/json")


async def opened(host: Browser, key: str = "film-0001") -> str:
    answer = await host.post("/api/uploads", json={"byte_count": len(FILM), "key": key})
    assert answer.status_code == 201, answer.text
    return answer.json()["video_id"]


async def test_a_film_sent_at_once_waits_to_be_processed(host: Browser) -> None:
    video_id = await opened(host)
    assert await opened(host) == video_id
    answer = await host.put(f"/api/uploads/{video_id}/file", content=FILM)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["received_bytes"]) == ("uploaded", len(FILM))
    again = await host.put(f"/api/uploads/{video_id}/file", content=FILM)
    assert again.json() == answer.json()


async def test_pieces_come_in_any_order_and_as_often_as_they_need(
    host: Browser, services: Services, town: Town
) -> None:
    video_id = await opened(host)
    pieces = [FILM[at : at + PIECE] for at in range(0, len(FILM), PIECE)]
    early = await host.post(f"/api/uploads/{video_id}/finish")
    assert (early.status_code, early.json()["code"]) == (409, "parts_missing")
    for number in (3, 1, 1, 2):
        answer = await host.put(f"/api/uploads/{video_id}/parts/{number}", content=pieces[number - 1])
        assert answer.status_code == 200, answer.text
    assert answer.json()["received_bytes"] == len(FILM)
    done = await host.post(f"/api/uploads/{video_id}/finish")
    assert (done.status_code, done.json()["state"]) == (200, "uploaded")
    assert (await host.post(f"/api/uploads/{video_id}/finish")).json()["state"] == "uploaded"
    late = await host.put(f"/api/uploads/{video_id}/parts/1", content=pieces[0])
    assert (late.status_code, late.json()["code"]) == (409, "upload_over")
    kept = [file.size for file in services.files.all_now()]
    assert kept == [len(FILM)]


async def test_what_does_not_fit_is_refused(host: Browser) -> None:
    video_id = await opened(host)
    for path, content, status, code in (
        (f"/api/uploads/{video_id}/file", FILM[:-1], 409, "parts_missing"),
        (f"/api/uploads/{video_id}/file", b"", 422, "choose_a_file"),
        (f"/api/uploads/{video_id}/parts/1", FILM + b"x", 413, "file_too_large"),
        (f"/api/uploads/{video_id}/parts/0", FILM, 404, "not_found"),
        (f"/api/uploads/{video_id}/parts/65", FILM, 404, "not_found"),
        ("/api/uploads/00000000-0000-7000-8000-000000000000/file", FILM, 404, "not_found"),
    ):
        answer = await host.put(path, content=content)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (path, answer.text)


async def test_words_go_with_a_video_and_publishing_needs_it_ready(host: Browser, town: Town) -> None:
    video_id = await opened(host)
    words = {"title": "New shoes", "product_ids": [town.product_id]}
    undeclared = await host.post(f"/api/videos/{video_id}/words", json=words)
    assert undeclared.json()["code"] == "advertising_undeclared"
    said = await host.post(f"/api/videos/{video_id}/words", json={**words, "advertising": "commission"})
    assert said.status_code == 204
    early = await host.post(f"/api/videos/{video_id}/publish")
    assert (early.status_code, early.json()["code"]) == (409, "video_not_ready")
    assert (await host.post(f"/api/videos/{town.video_id}/publish")).status_code == 204
