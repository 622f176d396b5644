"""One video of mine, over pages and programs: when it shows itself, and who made it with me."""

from livefair.content import Description, describe
from livefair.content.coauthors import my_coauthorships
from livefair.content.processing import begin_processing, finish_processing
from livefair.content.scheduling import publish_times
from livefair.kernel import HOUR_MS, SYSTEM
from tests.content.studio import DONE, published, uploaded
from tests.web.conftest import bearer

ENGLISH = {"accept-language": "en"}


def waiting(db, author):
    """Ready, with its words, and not shown yet."""
    video_id = uploaded(db, author)
    db.write_now(begin_processing, SYSTEM, video_id)
    db.write_now(finish_processing, SYSTEM, video_id, DONE)
    db.write_now(describe, author, video_id, Description("A cup"))
    return video_id


async def test_a_host_gives_a_video_its_moment_or_keeps_it(db, clock, signed_in):
    host = await signed_in("ada", "host")
    video_id = waiting(db, host.actor)
    here = f"/studio/videos/{video_id}"
    at_ms = clock() // 60_000 * 60_000 + 2 * HOUR_MS
    assert 'type="datetime-local"' in (await host.get(here)).text
    local = {"show": "later", "starts_at": "2026-09-22T18:30", "offset": "480"}
    assert (await host.post_form(f"{here}/time", local)).is_redirect
    assert db.read_now(publish_times, host.actor) == {video_id: 1_790_073_000_000}
    past = await host.post_form(f"{here}/time", {**local, "starts_at": "2001-01-01T00:00"})
    assert past.status_code == 422
    assert "within the next 90 days" in past.text
    assert (await host.post_form(f"{here}/time", {**local, "starts_at": "nonsense"})).status_code == 422
    headers = bearer(db, host.actor)
    assert (await host.put(f"/api/videos/{video_id}/time", headers=headers, json={"at_ms": at_ms})).status_code == 204
    assert db.read_now(publish_times, host.actor) == {video_id: at_ms}
    assert (await host.post_form(f"{here}/time", {"show": "draft"})).is_redirect
    assert db.read_now(publish_times, host.actor) == {video_id: None}
    assert "nobody sees it until you publish it" in (await host.get(here)).text


async def test_somebody_is_asked_agrees_and_is_named(db, guest, signed_in):
    host, ben = await signed_in("ada", "host"), await signed_in("ben")
    video_id = published(db, host.actor)
    here = f"/studio/videos/{video_id}"
    wrong = await host.post_form(f"{here}/coauthors", {"page": "nobody", "share": "20"})
    assert wrong.status_code == 422
    too_much = await host.post_form(f"{here}/coauthors", {"page": f"/u/{ben.actor.id}", "share": "95"})
    assert too_much.status_code == 422
    assert "a part has to remain yours" in too_much.text
    assert (await host.post_form(f"{here}/coauthors", {"page": f"/u/{ben.actor.id}", "share": "20"})).is_redirect
    assert "20%" in (await host.get(here)).text.replace("\N{NO-BREAK SPACE}", "").replace(" %", "%")
    (asked,) = db.read_now(my_coauthorships, ben.actor)
    assert "wants you named" in (await ben.get("/me/notifications")).text
    assert (await ben.get("/api/coauthors", headers=bearer(db, ben.actor))).json()[0]["share_bp"] == 2_000
    assert "@ben" not in (await guest.get(f"/v/{video_id}")).text
    assert (await ben.post_form(f"/me/together/{asked.id}/accept")).is_redirect
    assert "@ben" in (await guest.get(f"/v/{video_id}")).text
    beside = (await host.get(f"/api/videos/{video_id}/coauthors", headers=bearer(db, host.actor))).json()
    assert [each["person_id"] for each in beside] == [ben.actor.id]
    assert (await ben.post_form(f"/me/together/{asked.id}/end")).is_redirect
    assert "@ben" not in (await guest.get(f"/v/{video_id}")).text
    assert (await host.post_form(f"{here}/coauthors/{asked.id}/end")).is_redirect


async def test_the_page_of_anothers_video_is_not_there(db, signed_in):
    host, eve = await signed_in("ada", "host"), await signed_in("eve", "host")
    video_id = published(db, host.actor)
    assert (await eve.get(f"/studio/videos/{video_id}")).status_code == 403
    assert (await eve.post_form(f"/studio/videos/{video_id}/time", {"show": "draft"})).status_code == 403
