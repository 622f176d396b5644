"""The search page and what it remembers."""

import pytest

from livefair.discovery import popular_searches, unmet_searches
from livefair.kernel import Database
from tests.web.conftest import Browser, SignIn, bearer
from tests.web.town import built


async def test_what_is_found_is_shown_in_its_section(db: Database, guest: Browser) -> None:
    town = built(db)
    page = await guest.get("/search?q=runner", headers={"accept-language": "en"})
    assert f"/p/{town.product_id}" in page.text
    assert f"/v/{town.video_id}" in page.text


async def test_nothing_found_says_what_to_do_and_becomes_a_need(db: Database, guest: Browser) -> None:
    built(db)
    for _ in range(3):
        page = await guest.get("/search", params={"q": "扫地机器人"}, headers={"accept-language": "en"})
    assert "Nothing found for" in page.text
    [need] = db.read_now(unmet_searches)
    assert (need.text, need.times) == ("扫地机器人", 3)


async def test_before_anything_is_typed_others_searches_are_offered(db: Database, guest: Browser) -> None:
    built(db)
    for _ in range(3):
        await guest.get("/search?q=Runner")
    assert [each.text for each in db.read_now(popular_searches)] == ["runner"]
    assert 'href="/search?q=runner"' in (await guest.get("/search")).text
    assert 'value="runner"' in (await guest.get("/search/suggestions?q=ru")).text


@pytest.mark.parametrize("question", ["'", '"', "%", "*", "\x00", "a" * 199, "NOT", "😀", "<script>"])
async def test_no_question_breaks_the_page(db: Database, guest: Browser, question: str) -> None:
    page = await guest.get("/search", params={"q": question})
    assert page.status_code == 200
    assert "<script>" not in page.text.partition("<main")[2]


async def test_programs_find_the_same(db: Database, guest: Browser) -> None:
    town = built(db)
    found = await guest.get("/api/search?q=跑鞋", headers=bearer(db, town.people["customer"]))
    assert [product["id"] for product in found.json()["products"]] == [town.product_id]


async def test_operators_see_what_is_searched_in_vain(db: Database, signed_in: SignIn) -> None:
    operator = await signed_in("ota", "operator")
    for _ in range(3):
        await operator.get("/search", params={"q": "teleporter"})
    assert "teleporter" in (await operator.get("/console/needs")).text
