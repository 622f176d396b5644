"""Brand stories (品牌故事): where a brand comes from and what it stands for, on cards that stay as they were told."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.catalog.events import StoryTold, StoryWithdrawn
from livefair.catalog.models.stories import BRAND_STORY
from livefair.catalog.price_claims import require_no_claims
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid, text_in
from livefair.people import clean_line, clean_text

STORIES_MAX = 12
TITLE_CHARS_MAX = 60
TEXT_CHARS_MAX = 600


class StoryWords(NamedTuple):
    """In both languages; what is blank in one is read in the words of the other."""

    title_zh: str
    title_en: str
    text_zh: str
    text_en: str

    def clean(self) -> "StoryWords":
        titles = self.title_zh.strip() or self.title_en, self.title_en.strip() or self.title_zh
        texts = self.text_zh.strip() or self.text_en, self.text_en.strip() or self.text_zh
        cleaned = [clean_text(text, limit=TEXT_CHARS_MAX, field="text") for text in texts]
        require_valid(all(cleaned), "empty", field="text")
        return StoryWords(*(clean_line(title, limit=TITLE_CHARS_MAX, field="title") for title in titles), *cleaned)


class Story(NamedTuple):
    id: str
    brand_id: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    picture_key: str | None
    told_at_ms: int
    withdrawn_at_ms: int | None

    def title(self, locale: str) -> str:
        return self.title_zh if locale == "zh" else self.title_en

    def text(self, locale: str) -> str:
        return self.text_zh if locale == "zh" else self.text_en


_COLUMNS = [getattr(BRAND_STORY.c, field) for field in Story._fields]
_ONE = query(Story, select(*_COLUMNS).where(BRAND_STORY.c.id == bindparam("one")))
_OF = query(
    Story,
    select(*_COLUMNS)
    .where(text_in(BRAND_STORY.c.brand_id, "brands"), BRAND_STORY.c.withdrawn_at_ms.is_(None))
    .order_by(BRAND_STORY.c.told_at_ms, BRAND_STORY.c.id)
    .limit(500),
)
_WITHDRAW = change(
    update(BRAND_STORY)
    .where(BRAND_STORY.c.id == bindparam("one"), BRAND_STORY.c.withdrawn_at_ms.is_(None))
    .values(withdrawn_at_ms=bindparam("now"), withdrawn_by=bindparam("who"))
)


def tell_story(tx: WriteTx, actor: Actor, words: StoryWords, *, picture_key: str | None = None) -> str:
    """Returns the card's id. Conflict too_many_stories; Invalid for what the price rules keep out of free text."""
    brand_id = actor.organisation_id
    require("brand" in actor.roles and brand_id is not None, "brands_only")
    clean = words.clean()
    require_no_claims(clean._asdict())
    if len(stories_of(tx, [str(brand_id)])) >= STORIES_MAX:
        raise Conflict("too_many_stories", limit=STORIES_MAX)
    story_id = tx.new_id()
    tx.insert(
        BRAND_STORY,
        id=story_id,
        brand_id=brand_id,
        **clean._asdict(),
        picture_key=picture_key,
        told_by=actor.id,
        told_at_ms=tx.now_ms,
    )
    tx.announce(StoryTold(story_id=story_id, brand_id=str(brand_id)))
    return story_id


def withdraw_story(tx: WriteTx, actor: Actor, story_id: str) -> None:
    """No new viewer sees it; where it was shown, it was shown. Twice is once."""
    story = story_called(tx, story_id)
    if "brand" not in actor.roles or story.brand_id != actor.organisation_id:
        not_found("story")
    if tx.change(_WITHDRAW, one=story_id, now=tx.now_ms, who=actor.id):
        tx.announce(StoryWithdrawn(story_id=story_id, brand_id=story.brand_id))


def story_called(tx: ReadTx, story_id: str) -> Story:
    return tx.one(_ONE, one=story_id) or not_found("story")


def stories_of(tx: ReadTx, brand_ids: list[str]) -> list[Story]:
    """Those that these brands tell now, in the order in which they were told."""
    return tx.all(_OF, brands=brand_ids) if brand_ids else []
