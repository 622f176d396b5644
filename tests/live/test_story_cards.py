import pytest

from livefair.catalog.stories import StoryWords, tell_story, withdraw_story
from livefair.kernel import MINUTE_MS, Conflict, NotAllowed, NotFound
from livefair.live import assort, end_show
from livefair.live.events_of_hosting import StoryShown
from livefair.live.room_events import events_of
from livefair.live.story_cards import SHOWN_MAX, show_story, stories_for, stories_shown, times_shown
from tests.stall import set_up

WORDS = StoryWords("三代人", "Three generations", "祖父补鞋。", "Grandfather mended shoes.")


@pytest.fixture
def story_id(db, stage, join):
    """Of a brand whose product is in the show."""
    stall = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, stall.product_id)
    return db.write_now(tell_story, stall.brand, WORDS)


def test_a_card_that_is_shown_is_a_fact_an_event_of_the_room_and_a_moment_of_the_replay(
    db, stage, story_id, facts, clock
):
    clock.advance(3 * MINUTE_MS)
    db.write_now(show_story, stage.host, stage.room_id, story_id)
    [fact] = [fact for fact in facts if isinstance(fact, StoryShown)]
    assert (fact.story_id, fact.offset_ms) == (story_id, 3 * MINUTE_MS)
    [told] = db.read_now(events_of, fact)
    assert (told.room_id, told.event.title, told.event.text_en) == (stage.room_id, WORDS.title_zh, WORDS.text_en)
    [shown] = db.read_now(stories_shown, stage.show_id)
    assert (shown.story_id, shown.shown_at_ms) == (story_id, clock())
    assert db.read_now(times_shown, story_id) == 1


def test_only_brands_in_the_show_and_only_what_they_still_tell(db, stage, story_id, join):
    rival = set_up(db, join, name="rival").brand
    theirs = db.write_now(tell_story, rival, WORDS)
    assert [story.id for story in db.read_now(stories_for, stage.show_id)] == [story_id]
    with pytest.raises(NotFound):
        db.write_now(show_story, stage.host, stage.room_id, theirs)
    own = set_up(db, join, name="third")
    db.write_now(assort, stage.host, stage.show_id, own.product_id)
    once = db.write_now(tell_story, own.brand, WORDS)
    db.write_now(show_story, stage.host, stage.room_id, once)
    db.write_now(withdraw_story, own.brand, once)
    for gone in (once, "nothing"):
        with pytest.raises(NotFound):
            db.write_now(show_story, stage.host, stage.room_id, gone)


def test_only_its_host_shows_one_on_air_and_not_without_end(db, stage, story_id, join):
    with pytest.raises(NotAllowed):
        db.write_now(show_story, join("eve", "host"), stage.room_id, story_id)
    for _ in range(SHOWN_MAX):
        db.write_now(show_story, stage.host, stage.room_id, story_id)
    with pytest.raises(Conflict):
        db.write_now(show_story, stage.host, stage.room_id, story_id)
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict):
        db.write_now(show_story, stage.host, stage.room_id, story_id)
