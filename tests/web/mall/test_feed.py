import re

from livefair.content.traffic import receipt_of, traffic_of
from livefair.people import follow
from livefair.web.feed_desk import FeedDesk
from tests.content.studio import published
from tests.web.conftest import bearer


async def receipt(app, db, person):
    desk: FeedDesk = app.state.feed
    await desk.flush()
    return receipt_of(db.read_now(traffic_of, person.id))


async def test_a_receipt_tells_the_feed_from_search_from_a_shared_link_and_from_outside(
    app, db, browse, signed_in, join
):
    ada = join("ada", "host")
    video_id = published(db, ada, "celadon")
    db.clock.advance(1)
    guest, fan = browse(), await signed_in("fay")
    await guest.get("/")
    await guest.get("/search", params={"q": "celadon"})
    await guest.get(f"/v/{video_id}", headers={"sec-fetch-site": "same-origin"})
    await guest.get(f"/v/{video_id}", headers={"sec-fetch-site": "cross-site"})
    shared = await fan.post_form(f"/v/{video_id}/share")
    link = re.search(r"/s/[0-9a-f-]+", shared.text)[0]
    came = await guest.get(link, follow_redirects=True)
    assert came.url.path == f"/v/{video_id}"
    found = await receipt(app, db, ada)
    assert dict(found.sources) == {"feed": 1, "search": 1, "outside": 1, "share": 1}
    assert "1 person has come by it." in (await fan.post_form(f"/v/{video_id}/share")).text


async def test_opening_or_finding_one_s_own_video_counts_nothing(app, db, guest, signed_in):
    host = await signed_in("ada", "host")
    video_id = published(db, host.actor, "mine")
    db.clock.advance(1)
    assert (await host.get(f"/v/{video_id}")).status_code == 200
    assert video_id in (await host.get("/search", params={"q": "mine"})).text
    found = await guest.get("/api/search", params={"q": "mine"}, headers=bearer(db, host.actor))
    assert [video["id"] for video in found.json()["videos"]] == [video_id]
    assert (await receipt(app, db, host.actor)).impressions == 0


async def test_a_link_that_is_none_leads_nowhere(guest):
    assert (await guest.get("/s/0192")).status_code == 404


async def test_whom_one_follows_without_being_on_air_is_no_impression(app, db, signed_in, join):
    ada, fan = join("ada", "host"), await signed_in("fay")
    db.write_now(follow, fan.actor, ada.id)
    assert (await fan.get("/following")).status_code == 200
    assert (await receipt(app, db, ada)).impressions == 0


async def test_a_form_from_an_address_that_is_none_is_answered_all_the_same(db, signed_in, join):
    ada, fan = join("ada", "host"), await signed_in("fay")
    answer = await fan.post_form(f"/u/{ada.id}/follow", headers={"referer": "http://[broken"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/u/{ada.id}")
