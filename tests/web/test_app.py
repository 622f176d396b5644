"""Every answer of the whole application: headers, sizes, refusals."""

from livefair.kernel import GUEST, Database
from livefair.people import actor_of, choose_language, sign_up
from tests.web.conftest import Browse, Browser, enter


async def test_every_answer_carries_the_browsers_orders_and_a_request_id(guest: Browser) -> None:
    for path in ("/healthz", "/robots.txt", "/nowhere", "/api/me"):
        answer = await guest.get(path)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert len(answer.headers["x-request-id"]) == 16
        assert answer.headers["cache-control"]


async def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(guest: Browser) -> None:
    page = await guest.get("/nowhere")
    assert page.status_code == 404
    assert "<h1>" in page.text
    problem = await guest.get("/api/nowhere")
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404


async def test_a_page_speaks_the_language_that_the_browser_asks_for(guest: Browser) -> None:
    for language, tag in (("zh-CN,zh;q=0.9", "zh-Hans-CN"), ("en-GB", "en"), ("xx", "en"), ("," * 500, "en")):
        page = await guest.get("/nowhere", headers={"accept-language": language})
        assert f'<html lang="{tag}">' in page.text


async def test_who_never_chose_a_language_reads_in_the_browsers_and_a_choice_stays(
    db: Database, browse: Browse
) -> None:
    person_id = db.write_now(sign_up, GUEST, email="a@b.example", name="a", password_hash="none", locale=None)
    actor = db.read_now(actor_of, person_id)
    browser = enter(db, browse(), actor)
    chinese = {"accept-language": "zh-CN"}
    assert '<html lang="zh-Hans-CN">' in (await browser.get("/me", headers=chinese)).text
    assert '<html lang="en">' in (await browser.get("/me", headers={"accept-language": "en"})).text
    db.write_now(choose_language, actor, "en")
    assert '<html lang="en">' in (await browser.get("/me", headers=chinese)).text


async def test_an_oversized_head_is_turned_away(guest: Browser) -> None:
    assert (await guest.get("/nowhere?next=" + "x" * 5_000)).status_code == 414
    assert (await guest.get("/nowhere", headers={"x-long": "x" * 40_000})).status_code == 431


async def test_an_oversized_body_is_turned_away(guest: Browser) -> None:
    token = await guest.csrf()
    answer = await guest.post("/signin", data={"_csrf_token": token, "email": "x" * 300_000})
    assert answer.status_code in {413, 422}


async def test_a_wrong_method_is_405(guest: Browser) -> None:
    assert (await guest.delete("/signin", headers={"x-csrftoken": await guest.csrf()})).status_code == 405
