"""Sponsored funds over their pages: set apart, granted, refused, closed."""

from livefair.kernel import Database
from livefair.supply.funds import funds_of, grants_of
from tests.web.conftest import Browse, enter
from tests.web.town import built


async def test_a_brand_supports_a_host_and_has_back_what_is_left(db: Database, browse: Browse) -> None:
    town = built(db)
    brand, host = enter(db, browse(), town.people["brand"]), enter(db, browse(), town.people["host"])
    here = f"/funds/{town.fund_id}"
    given = {
        "person_id": town.people["host"].id,
        "minor": "4.50",
        "why": "For the first ten shows.",
        "key": "page-key-01",
    }
    assert (await brand.post_form(f"{here}/grants", given)).is_redirect
    assert "For the first ten shows." in (await brand.get(here)).text
    english = {"accept-language": "en"}
    assert "You were granted support" in (await host.get("/me/notifications", headers=english)).text
    for field, wrong in (("minor", "much"), ("minor", "900"), ("why", " ")):
        refused = await brand.post_form(f"{here}/grants", {**given, field: wrong, "key": "page-key-02"})
        assert refused.status_code == 422, (field, wrong)
        assert f'id="e-{field}"' in refused.text
    assert (await brand.post_form(f"{here}/grants", {**given, "minor": "9", "key": "page-key-03"})).status_code == 422
    assert (await brand.post_form(f"{here}/close")).is_redirect
    [fund] = db.read_now(funds_of, town.people["brand"].organisation_id)
    assert (fund.granted_minor, fund.left.minor) == (450, 0)
    assert len(db.read_now(grants_of, fund.id)) == 1


async def test_who_has_not_as_much_sets_nothing_apart(db: Database, browse: Browse) -> None:
    brand = enter(db, browse(), built(db).people["brand"])
    refused = await brand.post_form("/funds", {"purpose": "Shows", "given": "9000000", "key": "page-key-01"})
    assert refused.status_code == 422
    assert "9000000" in refused.text
