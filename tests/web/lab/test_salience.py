from livefair.kernel import DAY_MS, SYSTEM
from tests.value.salience.test_reading import claim, sell
from tests.web.conftest import bearer


async def test_the_map_shows_every_group_in_its_class_with_what_waits(db, signed_in, browse, join):
    operator = await signed_in("op", "operator", accept_language="en")
    db.write_now(sell, SYSTEM, with_host=10)
    db.write_now(claim, SYSTEM, count=20)
    db.clock.advance(4 * DAY_MS)
    page = (await operator.get("/lab/salience")).text
    for words in ("salience-map", "Definitive", "Refunds not dealt with: 20", "Who shares and answers"):
        assert words in page
    program = browse(**bearer(db, join("prog", "researcher")), accept="application/json")
    told = (await program.get("/api/lab/salience")).json()
    assert told["groups"][0]["class_name"] == "definitive"
    assert told["groups"][0]["waiting"] == {"refund": 20}
