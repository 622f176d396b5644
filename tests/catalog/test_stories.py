import pytest

from livefair.catalog.events import StoryTold, StoryWithdrawn
from livefair.catalog.stories import STORIES_MAX, StoryWords, stories_of, story_called, tell_story, withdraw_story
from livefair.kernel import Conflict, Invalid, NotAllowed, NotFound
from tests.stall import set_up

WORDS = StoryWords("三代人", "Three generations", "祖父补鞋。", "Grandfather mended shoes.")


@pytest.fixture
def brand(db, join):
    return set_up(db, join).brand


def told_by(db, brand):
    return db.read_now(stories_of, [brand.organisation_id])


def test_a_card_is_told_once_and_stays_as_it_was_told_until_it_is_withdrawn(db, brand):
    heard = []
    db.subscribe(lambda facts, jobs: heard.extend(facts))
    story_id = db.write_now(tell_story, brand, WORDS, picture_key="ab/logo.webp")
    [story] = told_by(db, brand)
    assert (story.id, story.title("zh"), story.text("en")) == (story_id, WORDS.title_zh, WORDS.text_en)
    for _ in range(2):
        db.write_now(withdraw_story, brand, story_id)
    assert told_by(db, brand) == []
    assert db.read_now(story_called, story_id).title_zh == WORDS.title_zh
    assert [type(fact) for fact in heard] == [StoryTold, StoryWithdrawn]


def test_what_is_blank_in_one_language_is_read_in_the_other(db, brand):
    db.write_now(tell_story, brand, StoryWords("", "Slow", "一次一窑。", "  "))
    [story] = told_by(db, brand)
    assert (story.title("zh"), story.text("en")) == ("Slow", "一次一窑。")


@pytest.mark.parametrize(
    "words",
    [
        WORDS._replace(title_zh="", title_en=" "),
        WORDS._replace(text_zh="", text_en=""),
        WORDS._replace(text_zh="长" * 601),
        WORDS._replace(title_en="x" * 61),
        WORDS._replace(text_zh="全网最低价"),
    ],
)
def test_an_empty_long_or_price_claiming_card_is_refused(db, brand, words):
    with pytest.raises(Invalid):
        db.write_now(tell_story, brand, words)
    assert told_by(db, brand) == []


def test_cards_are_counted_and_belong_to_their_brand(db, brand, join):
    ids = [db.write_now(tell_story, brand, WORDS) for _ in range(STORIES_MAX)]
    with pytest.raises(Conflict):
        db.write_now(tell_story, brand, WORDS)
    rival = set_up(db, join, name="rival").brand
    with pytest.raises(NotFound):
        db.write_now(withdraw_story, rival, ids[0])
    with pytest.raises(NotAllowed):
        db.write_now(tell_story, join("ana"), WORDS)
    db.write_now(withdraw_story, brand, ids[0])
    db.write_now(tell_story, brand, WORDS)
    assert len(told_by(db, brand)) == STORIES_MAX
