from datetime import UTC, datetime, timedelta

from livefair.content.challenges import challenge_of, winners_of
from livefair.content.topic_lists import challenges, seeded
from livefair.content.topics import set_topics, topics_of
from livefair.kernel import DAY_MS
from tests.content.studio import published
from tests.web.conftest import bearer


def day(db, ahead):
    return (datetime.fromtimestamp(db.clock() / 1000, UTC) + timedelta(days=ahead)).date().isoformat()


async def opened(db, host):
    """A challenge that a host opens in the form, of today and tomorrow."""
    page = (await host.get("/topics/new")).text
    key = page.split('name="key" value="')[1].split('"')[0]
    typed = {"name": "#Slow tea", "rule_text": "One pot.", "starts_on": day(db, 0), "ends_on": day(db, 1), "key": key}
    answer = await host.post_form("/topics/new", typed)
    assert answer.status_code == 303
    return answer.headers["location"].removeprefix("/topics/")


async def test_a_host_opens_a_challenge_and_names_who_has_won(db, guest, signed_in, join):
    host = await signed_in("hua", "host")
    topic_id = await opened(db, host)
    ada = join("ada", "host")
    video_id = published(db, ada, "celadon")
    db.write_now(set_topics, ada, video_id, ["slow tea"])
    page = (await guest.get(f"/topics/{topic_id}")).text
    assert "About celadon" in page
    assert "One pot." in page
    assert "#Slow tea" in (await guest.get("/topics")).text
    assert f'href="/topics/{topic_id}"' in (await guest.get("/")).text
    assert f'href="/topics/{topic_id}"' in (await guest.get("/search", params={"q": "slow tea"})).text
    for n in range(24):  # a page of newer ones
        db.write_now(set_topics, ada, published(db, ada, f"pot {n}"), ["slow tea"])
    db.clock.advance(2 * DAY_MS)
    assert f'name="video_ids" value="{video_id}"' in (await host.get(f"/topics/{topic_id}")).text
    assert (await host.post_form(f"/topics/{topic_id}/winners", {})).status_code == 422
    assert (await host.post_form(f"/topics/{topic_id}/winners", {"video_ids": video_id})).status_code == 303
    assert [winner.person_id for winner in db.read_now(winners_of, topic_id)] == [ada.id]
    assert db.read_now(challenge_of, topic_id).judged_at_ms == db.clock()
    db.write_now(set_topics, ada, video_id, [])
    page = (await guest.get(f"/topics/{topic_id}")).text
    assert "About celadon" in page  # whoever has won stands there, whatever they say of it now


async def test_an_opening_without_dates_or_with_an_odd_prize_is_shown_again(db, signed_in):
    host = await signed_in("hua", "host")
    for typed in ({"starts_on": "soon"}, {"prize": "much"}, {"ends_on": "2001-01-01"}, {"name": "!!"}):
        fields = {"name": "tea", "rule_text": "One.", "starts_on": day(db, 0), "ends_on": day(db, 1), "key": "k" * 9}
        assert (await host.post_form("/topics/new", fields | typed)).status_code == 422
    assert db.read_now(challenges) == []


async def test_an_operator_puts_a_topic_first_and_a_host_tags_videos_afterwards(db, browse, signed_in):
    host, olga = await signed_in("hua", "host"), await signed_in("olga", "operator")
    video_id = published(db, host.actor)
    assert (await host.post_form(f"/studio/videos/{video_id}/topics", {"topics": "#tea, #杯子"})).status_code == 303
    [tea, cups] = db.read_now(topics_of, [video_id])[video_id]
    assert (tea.name, cups.name) == ("tea", "杯子")
    assert "tea, 杯子" in (await host.get("/studio/videos")).text
    await olga.post_form(f"/topics/{tea.id}/seed")
    assert [topic.id for topic in db.read_now(seeded)] == [tea.id]
    await olga.post_form(f"/topics/{tea.id}/unseed")
    assert db.read_now(seeded) == []
    told = (await browse().get("/api/topics", headers=bearer(db, olga.actor))).json()
    assert told == []  # nothing is trending
    videos = (await browse().get(f"/api/topics/{tea.id}/videos", headers=bearer(db, olga.actor))).json()
    assert [video["id"] for video in videos] == [video_id]


async def test_somebody_reports_a_topic(db, signed_in):
    host, fan = await signed_in("hua", "host"), await signed_in("fay")
    video_id = published(db, host.actor)
    [topic_id] = db.write_now(set_topics, host.actor, video_id, ["spam"])
    sent = await fan.post_form(f"/report/topic/{topic_id}", {"reason": "spam"})
    assert sent.status_code in {200, 303}
