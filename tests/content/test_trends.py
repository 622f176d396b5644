import asyncio

from livefair.content import ViewLine, comment, journal_views, like
from livefair.content.topic_lists import trending
from livefair.content.topics import set_topics, topic_for
from livefair.content.trends import count_topics
from livefair.kernel import HOUR_MS, SYSTEM, JobContext
from tests.content.studio import published
from tests.stall import keep, set_up


def rank(db):
    asyncio.run(count_topics(JobContext(db)))


def watched(db, video_id, person):
    db.write_now(journal_views, SYSTEM, [ViewLine(video_id, person.id, "", db.clock(), 5_000, 1)])


def test_a_burst_of_new_accounts_brings_nothing_into_the_list_where_three_buyers_do(db, clock, join):
    ada, bo, stall = join("ada", "host"), join("bo", "host"), set_up(db, join)
    honest, pushed = published(db, ada, "honest"), published(db, bo, "pushed")
    [tea] = db.write_now(set_topics, ada, honest, ["tea"])
    db.write_now(set_topics, bo, pushed, ["spam"])
    for number in range(40):
        bot = join(f"bot{number}")
        watched(db, pushed, bot)
        db.write_now(like, bot, pushed)
        db.write_now(comment, bot, pushed, text="wow", key=f"k{number}")
    for number in range(3):
        buyer = keep(stall, join(f"buyer{number}"))
        clock.advance(HOUR_MS)
        db.write_now(like, buyer, honest)
    rank(db)
    [hot] = db.read_now(trending)
    assert (hot.id, hot.accounts) == (tea, 4)  # its author is one of them
    assert 0 < hot.heat_milli < 4_000


def test_a_trend_is_over_after_two_quiet_days(db, clock, join):
    ada, stall = join("ada", "host"), set_up(db, join)
    video_id = published(db, ada)
    db.write_now(set_topics, ada, video_id, ["tea"])
    for number in range(3):
        db.write_now(like, keep(stall, join(f"buyer{number}")), video_id)
    rank(db)
    assert len(db.read_now(trending)) == 1
    clock.advance(49 * HOUR_MS)
    rank(db)
    assert db.read_now(trending) == []


def test_however_much_new_accounts_do_it_crowds_out_no_buyer(db, clock, join, monkeypatch):
    ada, bo, stall = join("ada", "host"), join("bo", "host"), set_up(db, join)
    honest, pushed = published(db, ada, "honest"), published(db, bo, "pushed")
    [tea] = db.write_now(set_topics, ada, honest, ["tea"])
    db.write_now(set_topics, bo, pushed, ["spam"])
    for number in range(3):
        db.write_now(like, keep(stall, join(f"buyer{number}")), honest)
    clock.advance(HOUR_MS)
    for number in range(4):
        watched(db, pushed, join(f"bot{number}"))
    monkeypatch.setattr("livefair.content.trends.DEEDS_MAX", 4)
    rank(db)
    assert [topic.id for topic in db.read_now(trending)] == [tea]


def test_who_watches_their_own_video_adds_nothing_and_what_is_over_has_no_accounts(db, clock, join):
    ada = join("ada", "host")
    video_id = published(db, ada)
    [tea] = db.write_now(set_topics, ada, video_id, ["tea"])
    watched(db, video_id, join("bo"))
    rank(db)
    assert db.read_now(topic_for, ada, tea).accounts == 2
    clock.advance(49 * HOUR_MS)
    watched(db, video_id, ada)
    rank(db)
    assert db.read_now(topic_for, ada, tea).accounts == 0
