"""A host looks at the moment in which a rule was broken, while the show goes on."""

from livefair.kernel import SYSTEM
from livefair.live.captions import CaptionDraft, caption
from livefair.live.chat import check_line
from livefair.live.journal import Batch, journal
from livefair.live.rooms import name_moderator
from livefair.live.violations import correct, violations_of
from tests.web.conftest import enter
from tests.web.town import built


async def test_the_moment_is_a_view_of_the_recording_linked_from_the_list(db, app, clock, browse):
    town = built(db)
    host = town.people["host"]
    clock.advance(60_000)
    line = db.read_now(check_line, host, town.room_id, line_id="line-1", text="绝对不会碎")
    db.write_now(journal, SYSTEM, Batch("one", (line,)))
    found = next(each for each in db.read_now(violations_of, town.show_id) if each.said == "绝对")
    clock.advance(30_000)
    page = enter(db, browse(hx_request="true"), host)
    at = f"/studio/violations/{found.id}/clip"
    assert at in (await page.get(f"/studio/rooms/{town.room_id}/violations")).text
    clip = (await page.get(at)).text
    moment = f"t0={found.noticed_at_ms - 20_000}&amp;t1={found.noticed_at_ms + 10_000}"
    assert f"/hls/{town.room_id}/{town.show_id}/replay.m3u8?{moment}" in clip
    assert "<html" not in clip
    stranger = enter(db, browse(), town.people["customer"])
    assert (await stranger.get(at)).status_code == 403


async def test_what_is_promised_in_a_caption_is_seen_by_the_host_by_who_helps_and_by_moderators(db, browse):
    town = built(db)
    host, helper, moderator = (town.people[role] for role in ("host", "customer", "moderator"))
    db.write_now(name_moderator, host, town.room_id, helper.id)
    db.write_now(caption, host, town.room_id, CaptionDraft("这款是全网最低价"))
    [found] = [each for each in db.read_now(violations_of, town.show_id) if each.place == "caption"]
    watching = enter(db, browse(hx_request="true"), helper)
    assert found.said in (await watching.get(f"/studio/rooms/{town.room_id}/moderate/violations")).text
    queue = enter(db, browse(), moderator)
    assert found.said in (await queue.get("/console/reports")).text
    assert (await queue.get(f"/studio/violations/{found.id}/clip")).status_code == 200
    stranger = enter(db, browse(), town.people["researcher"])
    assert (await stranger.get(f"/studio/rooms/{town.room_id}/moderate/violations")).status_code == 403
    db.write_now(correct, host, found.id)
    assert found.said not in (await queue.get("/console/reports")).text
