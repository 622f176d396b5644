"""Photo reviews by programs."""

import io

import pytest
from PIL import Image

from livefair.kernel import Database
from tests.web.conftest import Browse, Browser, bearer
from tests.web.town import Town, built


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def programs(db: Database, town: Town, browse: Browse) -> dict[str, Browser]:
    return {role: browse(**bearer(db, who), accept="application/json") for role, who in town.people.items()}


def photo() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(data, "JPEG")
    return data.getvalue()


async def test_a_photo_becomes_part_of_a_review_once(programs: dict[str, Browser], town: Town) -> None:
    host = programs["host"]
    sent = await host.post("/api/photos", content=photo())
    assert sent.status_code == 201, sent.text
    words = {
        "rating": 4,
        "text": "I tried them on in the show.",
        "disclosure": "gift",
        "photo_ids": [sent.json()["id"]],
    }
    body = {"product_id": town.product_id, "key": "review-0001", **words}
    made = await host.post("/api/reviews", json=body)
    assert made.status_code == 201, made.text
    assert (await host.post("/api/reviews", json=body)).json() == made.json()
    found = (await programs["customer"].get(f"/api/products/{town.product_id}/reviews")).json()
    assert {one["rating"]: one["is_verified"] for one in found} == {4: False, 5: True}
    [url] = next(one["picture_urls"] for one in found if one["rating"] == 4)
    assert (await host.get(url)).headers["content-type"] == "image/webp"
    again = await host.post("/api/reviews", json={**body, "key": "review-0002"})
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


async def test_what_is_no_photo_is_refused(programs: dict[str, Browser]) -> None:
    for content, code in ((b"", "choose_a_file"), (b"GIF89a nonsense", "picture_not_a_picture")):
        answer = await programs["customer"].post("/api/photos", content=content)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_votes_and_the_brands_answer(programs: dict[str, Browser], town: Town) -> None:
    at = f"/api/reviews/{town.review_id}"
    assert (await programs["host"].post(f"{at}/helpful")).json() == {"helpful": 1}
    assert (await programs["customer"].post(f"{at}/helpful")).json()["code"] == "not_yourself"
    assert (await programs["host"].post(f"{at}/unhelpful")).json() == {"helpful": 0}
    assert (await programs["host"].post(f"{at}/answer", json={"text": "Thanks"})).json()["code"] == "role_needed"
    assert (await programs["brand"].post(f"{at}/answer", json={"text": "Thank you"})).status_code == 204
    assert (await programs["host"].get(at)).json()["answer"] == "Thank you"
    assert (await programs["customer"].post(f"{at}/remove")).status_code == 204
    assert (await programs["host"].get(at)).status_code == 404
