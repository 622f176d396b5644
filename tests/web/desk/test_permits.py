"""Permits in the desk and in the console: filed, refused with a reason, approved, revoked."""

import re

from livefair.catalog import product_cards
from livefair.catalog.permits import permits_of
from livefair.kernel import Database
from livefair.people.notes import my_notes
from tests.catalog.permitted import larder
from tests.web.conftest import Browse, enter, in_english

PAPER = {"category": "food", "number": "JY1", "authority": "Market authority", "expires_on": "2027-09-30"}


async def test_a_paper_goes_from_the_desk_to_the_moderators_and_its_goods_on_sale(
    db: Database, browse: Browse, join
) -> None:
    on = larder(db, join)
    brand, moderator = (in_english(enter(db, browse(), who)) for who in (on.stall.brand, on.moderator))
    page = (await brand.get("/desk/permits")).text
    assert "1 product waits" in page
    assert "Off sale: no permit" in (await brand.get(f"/desk/products/{on.stall.product_id}")).text
    [key] = re.findall(r'name="key" value="([^"]+)"', page)
    late = await brand.post_form("/desk/permits", {**PAPER, "expires_on": "2020-01-01", "key": key})
    assert "Please give a day to come" in late.text
    assert 'value="JY1"' in late.text
    for _ in range(2):
        assert (await brand.post_form("/desk/permits", {**PAPER, "key": key})).is_redirect
    [permit] = db.read_now(permits_of, on.brand_id)
    at = f"/console/permits/{permit.id}/decide"
    assert "JY1" in (await moderator.get("/console/permits")).text
    assert "Please say why." in (await moderator.post_form(at, {"outcome": "refused"})).text
    assert (await moderator.post_form(at, {"outcome": "approved"})).is_redirect
    assert db.read_now(product_cards, [on.stall.product_id])[on.stall.product_id].is_offered
    assert "Permitted until" in (await brand.get("/desk/permits")).text
    assert "decided already" in (await moderator.post_form(at, {"outcome": "refused", "reason": "No."})).text
    assert (await moderator.post_form(at, {"outcome": "revoked", "reason": "Withdrawn."})).is_redirect
    assert "Withdrawn." in (await brand.get("/desk/permits")).text
    assert "was revoked: Withdrawn." in (await brand.get("/me/notifications")).text
    assert len(db.read_now(my_notes, on.stall.brand)) == 2


async def test_what_is_no_paper_and_no_picture_is_refused_beside_its_field(db: Database, browse: Browse, join) -> None:
    on = larder(db, join)
    brand = in_english(enter(db, browse(), on.stall.brand))
    odd = await brand.post_form("/desk/permits", {**PAPER, "expires_on": "soon", "key": "a" * 12})
    assert odd.status_code == 422
    text = {"picture": ("paper.png", b"no picture at all", "image/png")}
    wrong = await brand.post_form("/desk/permits", {**PAPER, "key": "a" * 12}, files=text)
    assert wrong.status_code == 422
    assert db.read_now(permits_of, on.brand_id) == []
