from livefair.catalog.permits import held_back, permits_of, waiting_permits
from livefair.people.organisations import organisations


def test_headphones_are_sold_with_a_permit_and_one_paper_waits(made):
    db = made("one")
    brands = [brand.id for brand in db.read_now(organisations, "brand")]
    assert all(db.read_now(held_back, brand_id) == {} for brand_id in brands)
    approved = [one for brand_id in brands for one in db.read_now(permits_of, brand_id) if one.state == "approved"]
    assert {one.category for one in approved} == {"sound"}
    assert len(db.read_now(waiting_permits)) == 1
