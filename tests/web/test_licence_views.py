"""Licences of reviews over pages and programs: asked, agreed, advertised, answered, paid."""

from livefair.community.licences import licences_of_author
from livefair.kernel import DAY_MS, Database
from livefair.kernel.clock import SetClock
from livefair.kernel.runner import run_due_now
from tests.purse import ready
from tests.web.conftest import Browse, bearer, enter
from tests.web.town import built

ASKED = {"fee": "12.50", "days": "10", "note": "On posters in our shops.", "key": "page-key-01"}


async def test_a_brand_asks_the_author_agrees_and_buyers_see_that_it_is_advertising(
    db: Database, clock: SetClock, browse: Browse
) -> None:
    town = built(db)
    author, brand = enter(db, browse(), town.people["customer"]), enter(db, browse(), town.people["brand"])
    english = {"accept-language": "en"}
    assert (await author.post_form(f"/me/licences/{town.licence_id}/decline")).is_redirect
    ready(db, town.people["brand"].organisation_id, 5_000, key="more")
    here = f"/desk/reviews/{town.review_id}"
    assert here in (await brand.get("/desk/reviews")).text
    assert (await brand.post_form(f"{here}/licence", ASKED)).is_redirect
    licence = db.read_now(licences_of_author, town.people["customer"])[0]
    assert (licence.fee_minor, licence.days) == (1_250, 10)
    assert (await brand.post_form(f"/desk/licences/{licence.id}/show")).status_code == 409
    assert "On posters in our shops." in (await author.get("/me/licences")).text
    assert "A brand wants to pay you" in (await author.get("/me/notifications", headers=english)).text
    assert (await author.post_form(f"/me/licences/{licence.id}/grant")).is_redirect
    assert (await brand.post_form(f"/desk/licences/{licence.id}/show")).is_redirect
    page = (await browse().get(f"/p/{town.product_id}", headers=english)).text
    assert "Advertisement" in page
    assert page.count(f'id="review-{town.review_id}"') == 1, "the review stands there once"
    clock.advance(10 * DAY_MS)
    run_due_now(db)
    assert "Advertisement" not in (await browse().get(f"/p/{town.product_id}", headers=english)).text
    assert "¥12.50" in (await author.get("/me/value")).text


async def test_what_is_wrong_with_a_wish_or_an_answer_is_said_beside_its_field(db: Database, browse: Browse) -> None:
    town = built(db)
    author, brand = enter(db, browse(), town.people["customer"]), enter(db, browse(), town.people["brand"])
    await author.post_form(f"/me/licences/{town.licence_id}/decline")
    here = f"/desk/reviews/{town.review_id}"
    for field, given in (("fee", "much"), ("fee", "0"), ("days", "0"), ("days", "181"), ("note", " ")):
        refused = await brand.post_form(f"{here}/licence", {**ASKED, field: given})
        assert refused.status_code == 422, (field, given)
        assert f'id="e-{field}"' in refused.text
        assert ASKED["note"] in refused.text or field == "note", "what was typed stays"
    poor = await brand.post_form(f"{here}/licence", {**ASKED, "fee": "900000"})
    assert poor.status_code == 422
    assert "does not stand ready" in poor.text or "托管" in poor.text
    assert (await brand.post_form(f"{here}/answer", {"text": " "})).status_code == 422
    assert (await brand.post_form(f"{here}/answer", {"text": "Thank you."})).is_redirect
    assert "Thank you." in (await brand.get(here)).text


async def test_programs_ask_agree_advertise_and_stop(db: Database, browse: Browse) -> None:
    town = built(db)
    author = browse(**bearer(db, town.people["customer"]), accept="application/json")
    brand = browse(**bearer(db, town.people["brand"]), accept="application/json")
    assert (await brand.post(f"/api/licences/{town.licence_id}/withdraw")).status_code == 204
    wish = {"fee_minor": 5_000, "days": 5, "note": "On posters.", "key": "program-key-01"}
    made = await brand.post(f"/api/reviews/{town.review_id}/licences", json=wish)
    assert made.status_code == 201, made.text
    here = f"/api/licences/{made.json()['id']}"
    assert [(one["state"], one["fee_minor"]) for one in (await author.get("/api/licences")).json()] == [
        ("asked", 5_000),
        ("withdrawn", 5_000),
    ]
    needed = await brand.post(f"{here}/show")
    assert (needed.status_code, needed.json()["code"]) == (409, "licence_needed")
    assert (await author.post(f"{here}/grant")).status_code == 204
    assert (await brand.post(f"{here}/show")).status_code == 204
    assert (await brand.post(f"{here}/hide")).status_code == 204
    assert (await author.post(f"{here}/decline")).json()["code"] == "licence_over"
