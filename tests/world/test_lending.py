from livefair.supply.resources import bookings_between, resources_on_offer


def test_the_newcomers_host_finds_a_studio_that_is_booked_for_the_coming_show(made):
    db = made("one")
    lent = db.read_now(resources_on_offer)
    assert {one.kind for one in lent} == {"studio", "equipment", "venue"}
    [studio] = [one for one in lent if one.kind == "studio"]
    assert len(db.read_now(bookings_between, studio.id, db.clock(), db.clock() + 10**9)) == 2
