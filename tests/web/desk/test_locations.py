"""Locations in the desk: made, filled, counted, closed, with a word for whatever does not go."""

import re

from livefair.kernel import Database
from livefair.supply.placing import pieces_at
from tests.stall import set_up
from tests.web.conftest import Browse, enter, in_english


async def test_pieces_are_put_counted_and_their_story_is_told(db: Database, browse: Browse, join) -> None:
    stall = set_up(db, join)
    brand = in_english(enter(db, browse(), stall.brand))
    assert (await brand.post_form("/desk/locations", {"name": "North", "kind": "warehouse"})).is_redirect
    assert "North" in (await brand.post_form("/desk/locations", {"name": "North", "kind": "shop"})).text
    page = (await brand.get(f"/desk/stock/{stall.sku_id}")).text
    [north] = set(re.findall(r'<option value="([0-9a-f-]{36})"', page))
    at = f"/desk/stock/{stall.sku_id}"
    moved = {"pieces": "6", "from_id": "", "to_id": north, "note": "unpacked", "key": "one"}
    for _ in range(2):
        assert (await brand.post_form(f"{at}/move", moved)).is_redirect
    refused = await brand.post_form(f"{at}/move", {**moved, "key": "two", "from_id": north, "to_id": "", "pieces": "7"})
    assert "So many pieces do not lie there; 6 do." in refused.text
    counted = {"location_id": north, "found": "5", "note": "one broken"}
    assert (await brand.post_form(f"{at}/count", counted)).is_redirect
    assert db.read_now(pieces_at, north, stall.sku_id) == 5
    story = (await brand.get(at)).text
    assert "one broken" in story
    assert "unpacked" in story
    assert "move it first" in (await brand.post_form(f"/desk/locations/{north}/close")).text
    assert (await brand.post_form(f"{at}/count", {**counted, "found": "0"})).is_redirect
    assert (await brand.post_form(f"/desk/locations/{north}/close")).is_redirect


async def test_what_is_another_brands_is_not_there(db: Database, browse: Browse, join) -> None:
    stall, other = set_up(db, join), set_up(db, join, name="other")
    brand = in_english(enter(db, browse(), other.brand))
    at = f"/desk/stock/{stall.sku_id}"
    assert (await brand.get(at)).status_code == 404
    assert (await brand.post_form(f"{at}/count", {"location_id": stall.sku_id, "found": "1"})).status_code == 404
