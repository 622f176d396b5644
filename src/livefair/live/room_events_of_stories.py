"""What browsers are told of brands' stories; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

from livefair.catalog.stories import story_called
from livefair.kernel import Fact, ReadTx
from livefair.live.events_of_hosting import StoryShown
from livefair.live.telling import RoomEvent, ToRoom


class StoryTold(RoomEvent, frozen=True, tag="story", kw_only=True):
    """A brand's story card, in both languages; `picture` is a file key."""

    id: str
    brand_id: str
    title: str
    title_en: str
    text: str
    text_en: str
    picture: str | None = None
    picture_url: str | None = None


def _story(tx: ReadTx, fact: StoryShown) -> ToRoom:
    story = story_called(tx, fact.story_id)
    told = StoryTold(
        id=story.id,
        brand_id=story.brand_id,
        title=story.title_zh,
        title_en=story.title_en,
        text=story.text_zh,
        text_en=story.text_en,
        picture=story.picture_key,
    )
    return ToRoom(fact.room_id, told)


TELL_OF_STORIES: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {StoryShown: _story}
