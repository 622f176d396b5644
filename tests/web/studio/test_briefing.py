"""Briefs between an agency and its host, on pages and for programs."""

from livefair.kernel import DAY_MS, Database
from livefair.live.briefs import briefs_of_mcn
from tests.live.agency import agency
from tests.web.conftest import Browse, bearer, enter, in_english


async def test_a_brief_goes_to_the_host_and_back_until_it_is_accepted(db: Database, browse: Browse, join) -> None:
    bright = agency(db, join)
    planner, host = (in_english(enter(db, browse(), who)) for who in (bright.planner, bright.host))
    brief = {"host_id": bright.host.id, "title": "Tea at eight", "text": "Two pots.", "key": "brief-0001"}
    late = await planner.post_form("/studio/briefs", {**brief, "due_on": "2020-01-01"})
    assert "within a year" in late.text
    assert "Tea at eight" in late.text
    for _ in range(2):
        assert (await planner.post_form("/studio/briefs", {**brief, "due_on": "2026-10-01"})).is_redirect
    [given] = db.read_now(briefs_of_mcn, bright.id)
    at = f"/studio/briefs/{given.id}"
    assert "Tea at eight" in (await host.get("/studio/briefs")).text
    assert "Your agency has a brief for you: Tea at eight" in (await host.get("/me/notifications")).text
    assert (await host.post_form(f"{at}/deliver", {"text": "One pot."})).is_redirect
    assert (await planner.post_form(f"{at}/back", {"text": "Where is the other?"})).is_redirect
    assert "Where is the other?" in (await host.get("/studio/briefs")).text
    assert (await planner.post_form(f"{at}/accept")).status_code == 409
    assert (await host.post_form(f"{at}/deliver", {"text": "Both pots."})).is_redirect
    assert (await planner.post_form(f"{at}/accept")).is_redirect
    assert "is over" in (await host.post_form(f"{at}/deliver", {"text": "More."})).text
    training = {"host_id": bright.host.id, "category": "food", "learn_by": "2026-10-01"}
    assert (await planner.post_form("/studio/training", training)).is_redirect
    assert "/studio/knowledge/food" in (await host.get("/studio/briefs")).text
    assert (await planner.post_form("/studio/training/drop", training)).is_redirect
    assert "/studio/knowledge/food" not in (await host.get("/studio/briefs")).text


async def test_programs_give_and_deliver_briefs(db: Database, browse: Browse, join) -> None:
    bright = agency(db, join)
    program, mcn, host = browse(), bearer(db, bright.planner), bearer(db, bright.host)
    brief = {"host_id": bright.host.id, "title": "Tea", "due_at_ms": db.clock() + DAY_MS, "key": "brief-0001"}
    made = await program.post("/api/briefs", json=brief, headers=mcn)
    at = f"/api/briefs/{made.json()['id']}"
    early = await program.post(f"{at}/accept", headers=mcn)
    assert (early.status_code, early.json()["code"]) == (409, "brief_not_delivered")
    assert (await program.post(f"{at}/deliver", json={"text": "Done."}, headers=host)).status_code == 204
    assert (await program.post(f"{at}/accept", headers=mcn)).status_code == 204
    for reader in (mcn, host):
        [told] = (await program.get("/api/briefs", headers=reader)).json()
        assert (told["state"], told["delivered"]) == ("accepted", "Done.")
