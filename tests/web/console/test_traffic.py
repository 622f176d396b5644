from livefair.governance import feed_policy
from livefair.governance.feed_policy import FeedKnobs
from tests.content.studio import published


async def test_an_operator_reads_what_each_version_has_done_and_sets_the_next(app, db, guest, signed_in, join):
    published(db, join("ada", "host"))
    await guest.get("/")
    await app.state.feed.flush()
    olga = await signed_in("olga", "operator")
    page = (await olga.get("/console/traffic")).text
    assert "1 of 1 things were shown" in page
    knobs = {field: getattr(FeedKnobs(), field) for field in FeedKnobs.__struct_fields__}
    assert (await olga.post_form("/console/traffic/policy", knobs | {"explore": 200})).status_code == 303
    assert (db.read_now(feed_policy).version, db.read_now(feed_policy).knobs.explore) == (1, 200)
    assert "It has shown nothing." in (await olga.get("/console/traffic")).text


async def test_a_knob_beyond_its_bounds_changes_nothing(db, signed_in):
    olga = await signed_in("olga", "operator")
    knobs = {field: getattr(FeedKnobs(), field) for field in FeedKnobs.__struct_fields__}
    answer = await olga.post_form("/console/traffic/policy", knobs | {"explore": 900})
    assert answer.status_code == 422
    assert db.read_now(feed_policy).version == 0
