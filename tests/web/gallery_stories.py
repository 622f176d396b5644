"""Samples of brands' story cards."""

from __future__ import annotations

from livefair.catalog.stories import STORIES_MAX
from livefair.web.desk.stories import StoryRow
from livefair.web.story_views import StoryView
from tests.web.samples import Shown

STORIES = [
    StoryView("st-1", "一双鞋的三代人", "祖父补鞋，父亲做鞋，我们还在同一条街上。", "/files/sneaker.webp", 62.0),
    StoryView("st-2", "为什么不打折到底", "价格写明成本，旺季淡季一个样。", None, 340.0),
]


def desk() -> Shown:
    rows = [StoryRow(story, shown) for story, shown in zip(STORIES, (3, 0), strict=True)]
    values = {"title_zh": "", "title_en": "", "text_zh": "", "text_en": ""}
    return {
        "desk/stories.html": ("/desk/stories", {"rows": rows, "values": values, "most": STORIES_MAX}),
        "studio/_stories.html": ("/studio/rooms/room-1", {"stories": STORIES, "room_id": "room-1"}),
        "mall/_stories.html": ("/p/sneaker", {"stories": STORIES}),
    }
