"""The door: sessions, forgery protection, roles."""

from livefair.kernel import Database
from tests.web.conftest import Browse, Browser, SignIn


async def test_a_form_of_another_site_is_not_carried_out(signed_in: SignIn) -> None:
    ana = await signed_in("ana")
    token = await ana.csrf()
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ):
        answer = await ana.post("/language", data={"_csrf_token": token, "locale": "zh"}, headers=headers)
        assert answer.status_code == 403, headers


async def test_a_form_needs_the_token_of_its_own_session(signed_in: SignIn, browse: Browse) -> None:
    ana, eve = await signed_in("ana"), browse()
    theirs = await eve.csrf()
    for token in ("", "x", "0" * 64, theirs):
        answer = await ana.post("/language", data={"_csrf_token": token, "locale": "zh"})
        assert answer.status_code == 403
    assert (await ana.post("/language", data={"locale": "zh"})).status_code == 403
    assert (await ana.post_form("/language", {"locale": "zh"})).status_code == 303
    by_header = {"x-csrftoken": await ana.csrf()}
    assert (await ana.post("/language", data={"locale": "zh"}, headers=by_header)).status_code == 303


async def test_a_guest_has_a_token_too(guest: Browser) -> None:
    assert (await guest.post_form("/language", {"locale": "zh"})).status_code == 303
    assert guest.cookies["lf_locale"] == "zh"
    assert 'lang="zh-Hans-CN"' in (await guest.get("/nowhere")).text


async def test_a_planted_or_broken_session_cookie_is_nobody(guest: Browser) -> None:
    for token in ("x", "x" * 5_000, "%00", "../../etc/passwd", "é"):
        answer = await guest.get("/me/settings", headers={"cookie": f"lf_session={token}".encode()})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/signin")


async def test_an_ended_session_opens_nothing(signed_in: SignIn) -> None:
    ana = await signed_in("ana")
    token = ana.cookies["lf_session"]
    assert (await ana.post_form("/signout")).status_code == 303
    assert "lf_session" not in ana.cookies
    ana.cookies.set("lf_session", token, domain="fair.test", path="/")
    assert (await ana.get("/me/settings")).status_code == 303


async def test_cookies_are_out_of_reach_for_scripts_and_other_sites(
    guest: Browser, browse: Browse, db: Database
) -> None:
    answer = await guest.get("/nowhere")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_the_api_does_not_look_at_cookies(signed_in: SignIn) -> None:
    ana = await signed_in("ana")
    answer = await ana.get("/api/me")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "sign_in_first"
