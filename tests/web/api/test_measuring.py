"""Programs read what a show has brought, and what the numbers mean."""

from livefair.live.metrics import metrics
from livefair.live.screen import screen_for
from tests.live.conftest import put_on_air
from tests.web.conftest import bearer


async def test_a_program_reads_the_screens_numbers_and_their_definitions(db, browse, join):
    stage = put_on_air(db, join)
    program = browse(**bearer(db, stage.host), accept="application/json", accept_language="zh")
    told = (await program.get("/api/metrics")).json()
    assert [each["id"] for each in told] == [each.id for each in metrics()]
    assert told[0]["name"] == "成交金额"
    body = (await program.get(f"/api/shows/{stage.show_id}/numbers")).json()
    assert body["metrics"] == db.read_now(screen_for, stage.host, stage.show_id).values
    eve = browse(**bearer(db, join("eve", "host")), accept="application/json")
    assert (await eve.get(f"/api/shows/{stage.show_id}/numbers")).status_code == 403
