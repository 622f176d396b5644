"""Brands' story cards for pages: with a product, on air, in a replay."""

from typing import NamedTuple

from livefair.catalog.stories import Story, stories_of, story_called
from livefair.kernel import ReadTx
from livefair.live.story_cards import stories_for, stories_shown
from livefair.web.urls import file_url

WITH_PRODUCT = 3


class StoryView(NamedTuple):
    """`at_s`: when it was shown, in a replay."""

    id: str
    title: str
    text: str
    picture_url: str | None
    at_s: float = 0


def story_view(story: Story, locale: str, *, at_s: float = 0) -> StoryView:
    return StoryView(story.id, story.title(locale), story.text(locale), file_url(story.picture_key), at_s)


def stories_with(tx: ReadTx, brand_id: str, locale: str) -> list[StoryView]:
    """The first ones of the product's brand."""
    return [story_view(story, locale) for story in stories_of(tx, [brand_id])[:WITH_PRODUCT]]


def stories_to_show(tx: ReadTx, show_id: str | None, locale: str) -> list[StoryView]:
    """For the host's console."""
    return [story_view(story, locale) for story in stories_for(tx, show_id)] if show_id else []


def stories_in_replay(tx: ReadTx, show_id: str, from_at_ms: int, locale: str) -> list[StoryView]:
    """Each as it was shown, at its moment in the recording."""
    return [
        story_view(story_called(tx, shown.story_id), locale, at_s=max(0, shown.shown_at_ms - from_at_ms) / 1000)
        for shown in stories_shown(tx, show_id)
    ]
