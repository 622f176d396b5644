"""Ideas over pages and programs: brought, supported, answered, merged, sold."""

import re

from livefair.catalog.queries import product_cards
from livefair.community.idea_queries import ideas_by
from livefair.community.ideas import idea_for
from livefair.governance.idea_policy import IdeaKnobs, idea_policy
from livefair.kernel import GUEST, Database
from tests.web.conftest import Browse, bearer, enter
from tests.web.town import Town, built

TEXT = "The strap bends in the bag; one that folds flat would last, for people who travel."
KEY = "idea-key-01"


def new_idea(town: Town, **changed: str) -> dict[str, str]:
    brand_id = town.people["brand"].organisation_id or ""
    return {"brand_id": brand_id, "title": "A strap that folds flat", "text": TEXT, "key": KEY, **changed}


async def test_an_idea_is_brought_supported_answered_and_sold_without_a_script(db: Database, browse: Browse) -> None:
    town = built(db)
    fan, brand = enter(db, browse(), town.people["host"]), enter(db, browse(), town.people["brand"])
    form = (await fan.get(f"/ideas/new?product={town.product_id}")).text
    assert 'name="text"' in form
    made = await fan.post_form("/ideas", new_idea(town, product_id=town.product_id))
    assert made.status_code == 303
    here = made.headers["location"]
    other = enter(db, browse(), town.people["customer"])
    assert (await other.post_form(f"{here}/support")).is_redirect
    assert "You stand behind it" in (await other.get(here, headers={"accept-language": "en"})).text
    idea_id = here.split("/")[-1]
    answer = {"verdict": "accept", "text": "We try it in spring.", "royalty": "1.5"}
    assert (await brand.post_form(f"/desk/ideas/{idea_id}/answer", answer)).is_redirect
    assert (await brand.post_form(f"/desk/ideas/{idea_id}/prototype", {"text": "It folds."})).is_redirect
    assert (await brand.post_form(f"/desk/ideas/{idea_id}/launch", {"product_id": town.product_id})).is_redirect
    page = (await other.get(here)).text
    assert "It folds." in page
    assert "1.5%" in page
    assert here in (await other.get(f"/p/{town.product_id}")).text
    assert "A strap that folds flat" in (await fan.get("/me/notifications")).text
    assert db.read_now(idea_for, GUEST, idea_id).royalty_bp == 150


async def test_what_says_the_same_is_offered_before_it_is_published(db: Database, browse: Browse) -> None:
    town = built(db)
    fan = enter(db, browse(), town.people["host"])
    same = new_idea(town, title="A coaster as a lid", text="A lid that is a coaster, so no cup leaves a ring on desks.")
    offered = await fan.post_form("/ideas", same)
    assert offered.status_code == 200
    assert f"/ideas/{town.idea_id}" in offered.text
    assert len(db.read_now(ideas_by, GUEST, "new")) == 1
    assert (await fan.post_form("/ideas", {**same, "anyway": "yes"})).is_redirect
    assert len(db.read_now(ideas_by, GUEST, "new")) == 2


async def test_a_brand_puts_two_ideas_together_and_everybody_sees_the_shared_credit(
    db: Database, browse: Browse
) -> None:
    town = built(db)
    fan, brand = enter(db, browse(), town.people["host"]), enter(db, browse(), town.people["brand"])
    second = (await fan.post_form("/ideas", new_idea(town))).headers["location"].split("/")[-1]
    assert town.idea_id in (await brand.get(f"/desk/ideas/{second}")).text
    assert (await brand.post_form(f"/desk/ideas/{second}/merge", {"into": town.idea_id})).is_redirect
    page = (await fan.get(f"/ideas/{town.idea_id}")).text
    assert page.count("50%") == 2
    assert f"/ideas/{town.idea_id}" in (await fan.get(f"/ideas/{second}")).text


async def test_what_is_wrong_with_an_idea_or_an_answer_is_said_beside_its_field(db: Database, browse: Browse) -> None:
    town = built(db)
    fan, brand = enter(db, browse(), town.people["host"]), enter(db, browse(), town.people["brand"])
    short = await fan.post_form("/ideas", new_idea(town, text="Too short"))
    assert short.status_code == 422
    assert 'id="e-text"' in short.text
    assert "A strap that folds flat" in short.text, "what was typed stays"
    for royalty in ("0.5", "11", "abc", ""):
        answer = {"verdict": "accept", "text": "Yes", "royalty": royalty}
        refused = await brand.post_form(f"/desk/ideas/{town.idea_id}/answer", answer)
        assert refused.status_code == 422, royalty
        assert 'id="e-royalty"' in refused.text
    assert db.read_now(idea_for, GUEST, town.idea_id).state == "open"


async def test_operators_set_what_ideas_need_in_versions(db: Database, browse: Browse) -> None:
    town = built(db)
    operator = enter(db, browse(), town.people["operator"])
    knobs = {"supporters_needed": "7", "support_days": "90", "answer_days": "14", "royalty": "2"}
    assert (await operator.post_form("/console/ideas/policy", knobs)).is_redirect
    assert db.read_now(idea_policy).knobs == IdeaKnobs(
        supporters_needed=7, support_days=90, answer_days=14, royalty_bp_min=200
    )
    refused = await operator.post_form("/console/ideas/policy", {**knobs, "royalty": "12"})
    assert refused.status_code == 422
    assert re.search(r'id="e-royalty"', refused.text)
    assert "7" in (await operator.get("/console/ideas")).text


async def test_programs_bring_support_answer_and_sell_ideas(db: Database, browse: Browse) -> None:
    town = built(db)
    fan = browse(**bearer(db, town.people["host"]), accept="application/json")
    brand = browse(**bearer(db, town.people["brand"]), accept="application/json")
    made = await fan.post("/api/ideas", json=new_idea(town))
    assert made.status_code == 201, made.text
    here = f"/api/ideas/{made.json()['id']}"
    customer = browse(**bearer(db, town.people["customer"]), accept="application/json")
    assert (await customer.post(f"{here}/support")).json() == {"supporters": 1}
    assert (await customer.delete(f"{here}/support")).json() == {"supporters": 0}
    listed = (await fan.get("/api/ideas?which=new")).json()
    assert listed[0]["title"] == "A strap that folds flat"
    accepted = await brand.post(f"{here}/accept", json={"text": "Yes", "royalty_bp": 200})
    assert accepted.status_code == 204, accepted.text
    assert (await brand.post(f"{here}/launch", json={"product_id": town.product_id})).status_code == 204
    whole = (await fan.get(here)).json()
    assert (whole["idea"]["state"], whole["idea"]["royalty_bp"]) == ("launched", 200)
    assert whole["idea"]["made_product_id"] in db.read_now(product_cards, [town.product_id])
    refused = await brand.post(f"{here}/decline", json={"text": "No"})
    assert (refused.status_code, refused.json()["code"]) == (409, "idea_closed")
