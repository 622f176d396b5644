"""A line of a statement is contested on its page; the brand and an operator answer on theirs."""

from livefair.value.contest_book import my_contests
from tests.web.conftest import bearer, enter
from tests.web.town import built


async def test_a_line_is_contested_from_the_statement_and_answered_by_brand_and_operator(db, browse):
    town = built(db)
    people, line_id = town.people, town.line_id
    host, brand, operator = (enter(db, browse(), people[role]) for role in ("host", "brand", "operator"))
    form = f"/me/contests/new?line={line_id}"
    assert f'href="{form}"' in (await host.get("/studio/statement")).text
    assert 'name="asked"' in (await host.get(form)).text
    for typed in ({"asked": "0"}, {"asked": "x"}, {"asked": "99999"}, {"asked": "1", "words": " "}):
        refused = await host.post_form("/me/contests", {"line": line_id, "words": "少了", **typed})
        assert refused.status_code == 422
        assert 'name="asked"' in refused.text
    typed = {"line": line_id, "asked": "1.50", "words": "少了"}
    assert (await host.post_form("/me/contests", typed)).status_code == 303
    assert "contested this line already" in (await host.post_form("/me/contests", typed)).text
    [found] = db.read_now(my_contests, people["host"])
    assert found.asked_minor == 150
    assert f'href="{form}"' not in (await host.get("/studio/statement")).text
    assert "少了" in (await brand.get("/me/contests")).text
    assert found.order_id[-8:] in (await brand.get("/me/notifications")).text
    at = f"/me/contests/{found.id}"
    too_long = await brand.post_form(f"{at}/reply", {"words": "按" * 501})
    assert (too_long.status_code, "按" * 500 in too_long.text) == (422, True), "what was typed is still there"
    assert (await brand.post_form(f"{at}/reply", {"words": "按合同算的"})).status_code == 303
    assert "answered this already" in (await brand.post_form(f"{at}/reply", {"words": "还有"})).text
    assert (await host.post_form(f"/console/contests/{found.id}/answer", {"outcome": "stands"})).status_code == 403
    decision = {"outcome": "mended", "granted": "1.00", "words": "补一元"}
    for bad in ({"granted": "9"}, {"words": ""}, {"outcome": "maybe"}, {"granted": "x"}):
        refused = await operator.post_form(f"/console/contests/{found.id}/answer", decision | bad)
        assert refused.status_code == 422, bad
    assert (await operator.post_form(f"/console/contests/{found.id}/answer", decision)).status_code == 303
    page = (await host.get("/me/contests")).text
    assert "补一元" in page
    assert "按合同算的" in page
    assert "补一元" in (await operator.get("/console/contests")).text


async def test_programs_contest_and_answer_too(db, browse):
    town = built(db)
    programs, host, brand = browse(), bearer(db, town.people["host"]), bearer(db, town.people["brand"])
    body = {"line_id": town.line_id, "asked_minor": 100, "words": "少了"}
    made = await programs.post("/api/contests", json=body, headers=host)
    assert made.status_code == 201
    contest_id = made.json()["id"]
    assert (await programs.post("/api/contests", json=body, headers=host)).status_code == 409
    answer = {"words": "对", "agrees": True}
    assert (await programs.post(f"/api/contests/{contest_id}/reply", json=answer, headers=brand)).status_code == 204
    [found] = (await programs.get("/api/contests", headers=host)).json()
    assert (found["outcome"], found["granted"], found["reply"]) == ("mended", {"minor": 100, "currency": "CNY"}, "对")
    assert (await programs.post(f"/api/contests/{contest_id}/withdraw", headers=host)).status_code == 409


async def test_what_is_nobodys_line_is_not_found(db, browse):
    town = built(db)
    other = enter(db, browse(), town.people["researcher"])
    for path in ("/me/contests/new", "/me/contests/new?line=x", f"/me/contests/new?line={town.line_id}"):
        assert (await other.get(path)).status_code == 404
    typed = {"line": town.line_id, "asked": "1", "words": "少了"}
    assert (await other.post_form("/me/contests", typed)).status_code == 404
