"""The pool over its pages: offered, booked, refused, cancelled."""

from livefair.kernel import DAY_MS, Database
from livefair.people import person_cards
from livefair.supply.resources import my_bookings
from livefair.web.i18n import iso
from tests.web.conftest import Browse, enter
from tests.web.town import built


async def test_a_brand_lends_a_host_books_another_finds_it_taken(db: Database, browse: Browse) -> None:
    town = built(db)
    brand, host = enter(db, browse(), town.people["brand"]), enter(db, browse(), town.people["host"])
    lamp = {"kind": "equipment", "name": "A lamp on a stand", "note": "", "slot": ""}
    assert (await brand.post_form("/resources", lamp)).is_redirect
    assert "A lamp on a stand" in (await host.get("/resources")).text
    here = f"/resources/{town.resource_id}"
    begins = iso((db.clock() + 3 * DAY_MS) // DAY_MS * DAY_MS)[:16]
    wanted = {"starts_at": begins, "offset": "0", "slots": "2", "host_id": "", "key": "page-key-01"}
    assert (await host.post_form(f"{here}/bookings", wanted)).is_redirect
    taken = await host.post_form(f"{here}/bookings", {**wanted, "slots": "1", "key": "page-key-02"})
    assert taken.status_code == 422
    assert 'role="alert"' in taken.text
    odd = await host.post_form(f"{here}/bookings", {**wanted, "starts_at": begins[:-1] + "7", "key": "page-key-03"})
    assert odd.status_code == 422
    assert 'id="e-starts_at"' in odd.text
    booking = next(one for one in db.read_now(my_bookings, town.people["host"]) if one.id != town.booking_id)
    assert (await host.post_form(f"/bookings/{booking.id}/cancel")).is_redirect
    assert (await brand.post_form(f"/bookings/{town.booking_id}/cancel")).is_redirect
    assert {one.state for one in db.read_now(my_bookings, town.people["host"])} == {"cancelled"}
    assert (await brand.post_form(f"{here}/withdraw")).is_redirect
    refused = await host.post_form(f"{here}/bookings", {**wanted, "key": "page-key-04"})
    assert refused.status_code == 422


async def test_what_is_wrong_with_an_offer_is_said_beside_its_field(db: Database, browse: Browse) -> None:
    brand = enter(db, browse(), built(db).people["brand"])
    for field, given in (("name", ""), ("slot", "much"), ("slot", "900000"), ("kind", "castle")):
        form = {"kind": "studio", "name": "Studio", "note": "", "slot": "", field: given}
        refused = await brand.post_form("/resources", form)
        assert refused.status_code == 422, (field, given)
        assert f'id="e-{field}"' in refused.text


async def test_others_see_when_a_thing_is_taken_and_not_for_whom(db: Database, browse: Browse) -> None:
    town = built(db)
    name = db.read_now(person_cards, [town.people["host"].id])[town.people["host"].id].name
    taken = f'{town.resource_id}">'
    for who, sees in (("brand", True), ("host", True), ("mcn", False)):
        text = (await enter(db, browse(), town.people[who]).get(f"/resources/{town.resource_id}")).text
        assert taken in text
        assert (f" · {name}" in text) is sees, who
