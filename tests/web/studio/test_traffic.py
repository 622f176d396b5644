from tests.content.studio import published
from tests.web.conftest import bearer


async def test_a_host_reads_on_their_page_what_programs_read(app, db, guest, signed_in):
    host = await signed_in("ada", "host")
    published(db, host.actor)
    await guest.get("/")
    await app.state.feed.flush()
    assert "Times shown" in (await host.get("/studio/traffic")).text
    assert "Times shown" in (await host.get("/me/traffic")).text
    told = (await guest.get("/api/traffic", headers=bearer(db, host.actor))).json()
    assert told["impressions"] == told["chosen"] == sum(row["impressions"] for row in told["rows"]) == 1
