"""Brands' story cards on air: the host shows one to the room, and the replay knows when."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.catalog.queries import brands_of_products
from livefair.catalog.stories import Story, stories_of, story_called
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, not_found, query
from livefair.live.assortments import assortment_of
from livefair.live.events_of_hosting import StoryShown
from livefair.live.models.stories import STORY_SHOWN
from livefair.live.on_air import on_air_to_run

SHOWN_MAX = 60


class Shown(NamedTuple):
    story_id: str
    shown_at_ms: int


_OF_SHOW = query(
    Shown,
    select(STORY_SHOWN.c.story_id, STORY_SHOWN.c.shown_at_ms)
    .where(STORY_SHOWN.c.show_id == bindparam("show"))
    .order_by(STORY_SHOWN.c.shown_at_ms, STORY_SHOWN.c.id)
    .limit(SHOWN_MAX),
)
_TIMES = query(int, select(func.count()).select_from(STORY_SHOWN).where(STORY_SHOWN.c.story_id == bindparam("story")))


def show_story(tx: WriteTx, actor: Actor, room_id: str, story_id: str) -> None:
    """Show a card of a brand whose goods are in the show. NotFound: of another brand, or not told any more."""
    on_air = on_air_to_run(tx, actor, room_id)
    show = on_air.show
    if story_id not in {story.id for story in stories_for(tx, show.id)}:
        not_found("story")
    if len(stories_shown(tx, show.id)) >= SHOWN_MAX:
        raise Conflict("too_many_stories_shown", limit=SHOWN_MAX)
    tx.insert(
        STORY_SHOWN,
        id=tx.new_id(),
        room_id=room_id,
        show_id=show.id,
        story_id=story_id,
        shown_by=actor.id,
        shown_at_ms=tx.now_ms,
    )
    tx.announce(
        StoryShown(
            room_id=room_id,
            show_id=show.id,
            story_id=story_id,
            brand_id=story_called(tx, story_id).brand_id,
            offset_ms=on_air.offset_ms(tx.now_ms),
        )
    )


def stories_for(tx: ReadTx, show_id: str) -> list[Story]:
    """Those that may be shown: of the brands whose goods are in the show."""
    brands = brands_of_products(tx, [each.product_id for each in assortment_of(tx, show_id)])
    return stories_of(tx, sorted(set(brands.values())))


def stories_shown(tx: ReadTx, show_id: str) -> list[Shown]:
    """In time's order."""
    return tx.all(_OF_SHOW, show=show_id)


def times_shown(tx: ReadTx, story_id: str) -> int:
    """On air, in all shows."""
    return tx.value(_TIMES, story=story_id)
