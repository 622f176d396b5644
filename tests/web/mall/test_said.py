"""Reviews are read by what the product was used for; the brand and reviewers say it, each in their place."""

from livefair.community import publish_review
from livefair.community.queries import reviews_for_scenario, used_for
from livefair.kernel import GUEST, Database
from tests.community.corner import draft, kept
from tests.stall import set_up
from tests.web.conftest import Browse, bearer, enter, in_english


def told(stall, who, text, *scenarios):
    line = kept(stall, who, key=text)
    said = draft(stall, who, text=text, line_id=line, scenarios=scenarios)
    return stall.db.write_now(publish_review, who, said, key=text).id


async def test_reviews_are_filtered_by_what_the_product_was_used_for(db: Database, browse: Browse, join) -> None:
    stall = set_up(db, join)
    brand = in_english(enter(db, browse(), stall.brand))
    made_for = {"scenarios": ["outdoors", "as_a_gift"]}
    assert (await brand.post_form(f"/desk/products/{stall.product_id}/scenarios", made_for)).is_redirect
    hike = told(stall, join("ana"), "Warm on the mountain.", "outdoors", "travel")
    told(stall, join("ben"), "Never leaves the desk.", "work")
    assert db.read_now(used_for, stall.product_id) == {"outdoors": 1, "travel": 1, "work": 1}
    found = db.read_now(reviews_for_scenario, GUEST, stall.product_id, "outdoors")
    assert [one.id for one in found] == [hike]
    reader = in_english(browse())
    at = f"/p/{stall.product_id}/reviews"
    everything = (await reader.get(at)).text
    assert "Warm on the mountain." in everything
    assert "Never leaves the desk." in everything
    assert "As a gift" in everything
    outdoors = (await reader.get(f"{at}?used=outdoors")).text
    assert "Warm on the mountain." in outdoors
    assert "Never leaves the desk." not in outdoors
    assert "made for this, too" in outdoors
    assert (await reader.get(f"{at}?used=%27%25&before=x")).status_code == 200


async def test_programs_say_and_ask_the_same(db: Database, browse: Browse, join) -> None:
    stall, ana = set_up(db, join), join("ana")
    told(stall, ana, "Warm on the mountain.", "outdoors")
    program, at = browse(), f"/api/products/{stall.product_id}"
    said = await program.put(f"{at}/scenarios", json={"scenarios": ["travel"]}, headers=bearer(db, stall.brand))
    assert said.status_code == 204
    assert (await program.get(f"{at}/scenarios", headers=bearer(db, ana))).json() == [
        {"scenario": "outdoors", "reviews": 1, "is_by_brand": False},
        {"scenario": "travel", "reviews": 0, "is_by_brand": True},
    ]
    [one] = (await program.get(f"{at}/reviews?scenario=outdoors", headers=bearer(db, ana))).json()
    assert one["scenarios"] == ["outdoors"]
    assert (await program.get(f"{at}/reviews?scenario=travel", headers=bearer(db, ana))).json() == []
    wrong = await program.put(f"{at}/scenarios", json={"scenarios": ["moon"]}, headers=bearer(db, stall.brand))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_word")
