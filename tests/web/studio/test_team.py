"""An agency's own people: added and removed by its owner, and kept from its money."""

from livefair.kernel import Database
from livefair.people.organisations import members_of
from tests.live.agency import agency
from tests.web.conftest import Browse, enter, in_english


async def test_an_owner_adds_and_removes_members_who_may_only_plan(db: Database, browse: Browse, join) -> None:
    bright, eve = agency(db, join), join("eve")
    owner, planner = (in_english(enter(db, browse(), who)) for who in (bright.owner, bright.planner))
    assert (await owner.post_form("/studio/team", {"email": "nobody@example.org"})).status_code == 422
    assert (await owner.post_form("/studio/team", {"email": "eve@example.org"})).is_redirect
    assert eve.id in [one.person_id for one in db.read_now(members_of, bright.id)]
    refused = await planner.post_form("/studio/roster", {"email": "eve@example.org", "share": "10"})
    assert "Only the owner" in refused.text
    assert (await planner.post_form(f"/studio/team/{eve.id}/remove")).status_code == 403
    assert "Add a member" not in (await planner.get("/studio/team")).text
    assert (await owner.post_form(f"/studio/team/{bright.planner.id}/remove")).is_redirect
    assert (await planner.get("/studio/team")).status_code == 403
