import pytest

from livefair.content import search
from livefair.content.queries import video_page, videos_with_topic
from livefair.content.rules.topics import NEW_TOPICS_PER_DAY_MAX
from livefair.content.topic_lists import newest, seeded, video_counts
from livefair.content.topics import (
    SEEDED_MAX,
    hide_or_restore_topic,
    seed,
    set_topics,
    shown_topic,
    topic_for,
    topics_of,
)
from livefair.governance import Subject, report
from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, TooMany
from tests.content.studio import published


def test_a_video_carries_topics_that_lead_to_all_others_of_the_same_words(db, join):
    ada, bo = join("ada", "host"), join("bo", "host")
    first, second = published(db, ada, "one"), published(db, bo, "two")
    [tea, _] = db.write_now(set_topics, ada, first, ["#Slow Tea", "杯子"])
    assert db.write_now(set_topics, bo, second, ["slowtea"]) == [tea]
    assert {item.id for item in db.read_now(videos_with_topic, GUEST, tea)} == {first, second}
    assert [tag.name for tag in db.read_now(video_page, GUEST, first).topics] == ["Slow Tea", "杯子"]
    assert db.read_now(video_counts, [tea]) == {tea: 2}
    assert [topic.name for topic in db.read_now(search, GUEST, "slow tea").topics] == ["Slow Tea"]
    db.write_now(set_topics, ada, first, [])
    assert db.read_now(topics_of, [first]) == {}


def test_what_is_refused_about_topics_changes_nothing(db, join):
    ada, bo = join("ada", "host"), join("bo", "host")
    video_id = published(db, ada)
    with pytest.raises(Invalid, match="too_many_topics"):
        db.write_now(set_topics, ada, video_id, list("abcdef"))
    with pytest.raises(Invalid, match="topic_bad_name"):
        db.write_now(set_topics, ada, video_id, ["x" * 31])
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(set_topics, bo, video_id, ["tea"])
    assert db.read_now(newest) == []


def test_nobody_floods_the_fair_with_words(db, join):
    ada = join("ada", "host")
    video_id = published(db, ada)
    for number in range(NEW_TOPICS_PER_DAY_MAX):
        db.write_now(set_topics, ada, video_id, [f"word {number}"])
    with pytest.raises(TooMany, match="too_many_new_topics"):
        db.write_now(set_topics, ada, video_id, ["one more"])
    db.write_now(set_topics, ada, video_id, ["word 3"])


def case(db, join, topic_id):
    """A case of a moderator about a topic."""
    from_whom = join("rita")
    shown = db.read_now(shown_topic, from_whom, topic_id)
    return db.write_now(report, from_whom, shown, reason="spam", note="", key="r").case_id


def test_a_hidden_topic_is_nowhere_until_it_is_restored(db, join):
    ada, mo = join("ada", "host"), join("mo", "moderator")
    video_id = published(db, ada)
    [topic_id] = db.write_now(set_topics, ada, video_id, ["tea"])
    case_id = case(db, join, topic_id)
    db.write_now(hide_or_restore_topic, SYSTEM, topic_id, case_id)
    with pytest.raises(NotFound):
        db.read_now(topic_for, GUEST, topic_id)
    assert db.read_now(topic_for, mo, topic_id).hidden_case_id == case_id
    assert db.read_now(video_page, GUEST, video_id).topics == []
    assert db.read_now(search, GUEST, "tea").topics == db.read_now(newest) == []
    with pytest.raises(Conflict, match="topic_hidden"):
        db.write_now(set_topics, ada, video_id, ["Tea"])
    db.write_now(hide_or_restore_topic, SYSTEM, topic_id, None)
    assert [topic.name for topic in db.read_now(search, GUEST, "tea").topics] == ["tea"]
    assert Subject("topic", topic_id) == db.read_now(shown_topic, GUEST, topic_id).subject


def test_an_operator_puts_a_dozen_topics_before_everybody(db, join):
    ada, olga = join("ada", "host"), join("olga", "operator")
    videos = [published(db, ada, f"v{number}") for number in range(3)]
    ids = [
        topic_id
        for turn, video_id in enumerate(videos)
        for topic_id in db.write_now(set_topics, ada, video_id, [f"t{turn}{letter}" for letter in "abcde"])
    ]
    for topic_id in ids[:SEEDED_MAX]:
        db.write_now(seed, olga, topic_id, is_seeded=True)
    with pytest.raises(Conflict, match="too_many_seeded"):
        db.write_now(seed, olga, ids[-1], is_seeded=True)
    db.write_now(seed, olga, ids[0], is_seeded=False)
    assert {topic.id for topic in db.read_now(seeded)} == set(ids[1:SEEDED_MAX])
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(seed, ada, ids[0], is_seeded=True)
