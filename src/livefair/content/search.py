"""Searching for products, rooms, videos and hosts at once, each as far as whoever asks may see it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from livefair import discovery
from livefair.catalog import ProductCard, product_cards
from livefair.content.queries import VideoItem, video_items
from livefair.content.topics import Topic, topic_for
from livefair.content.videos import video_for
from livefair.kernel import Actor, NotFound, ReadTx
from livefair.live.queries import RoomOnAir, rooms_on_air
from livefair.live.rooms import Room, room_for
from livefair.people import PersonCard, hidden_from, is_removed, person_cards

KINDS = ("product", "room", "video", "person", "topic")
PER_KIND_MAX = 24
# Some of what is found must not be shown to this actor: so many more are looked at.
LOOKED_AT_MAX = 3 * PER_KIND_MAX
T = TypeVar("T")


class FoundRoom(NamedTuple):
    """`on_air` is the show that runs there now."""

    room: Room
    host: PersonCard
    on_air: RoomOnAir | None


class SearchPage(NamedTuple):
    """Best first in each kind, rooms on air before others. `is_exact`: all of it has every word of the question."""

    products: list[ProductCard]
    rooms: list[FoundRoom]
    videos: list[VideoItem]
    people: list[PersonCard]
    topics: list[Topic]
    is_exact: bool

    @property
    def hits(self) -> int:
        return len(self.products) + len(self.rooms) + len(self.videos) + len(self.people) + len(self.topics)


def search(tx: ReadTx, actor: Actor, question: str, *, kinds: Iterable[str] = KINDS) -> SearchPage:
    """Whatever `question` is, there is an answer: perhaps an empty one."""
    found = discovery.find(tx, question, kinds=list(kinds), most=LOOKED_AT_MAX * len(KINDS))
    ids: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for hit in found.hits:
        ids[hit.kind].append(hit.item)
    cards = product_cards(tx, ids["product"][:LOOKED_AT_MAX])
    return SearchPage(
        products=[cards[one] for one in ids["product"] if one in cards and cards[one].is_offered][:PER_KIND_MAX],
        rooms=_rooms(tx, actor, ids["room"][:LOOKED_AT_MAX]),
        videos=_videos(tx, actor, ids["video"][:LOOKED_AT_MAX]),
        people=_people(tx, actor, ids["person"][:LOOKED_AT_MAX]),
        topics=list(_seen(ids["topic"][:PER_KIND_MAX], lambda one: topic_for(tx, actor, one))),
        is_exact=found.is_exact,
    )


def _rooms(tx: ReadTx, actor: Actor, ids: list[str]) -> list[FoundRoom]:
    rooms = list(_seen(ids, lambda one: room_for(tx, actor, one)))
    hosts = person_cards(tx, sorted({room.host_id for room in rooms}))
    on_air = {row.room_id: row for row in rooms_on_air(tx, actor, most=200)} if rooms else {}
    found = [FoundRoom(room, hosts[room.host_id], on_air.get(room.id)) for room in rooms]
    return sorted(found, key=lambda each: each.on_air is None)[:PER_KIND_MAX]


def _videos(tx: ReadTx, actor: Actor, ids: list[str]) -> list[VideoItem]:
    shown = [video.id for video in _seen(ids, lambda one: video_for(tx, actor, one)) if video.state == "published"]
    items = video_items(tx, actor, shown[:PER_KIND_MAX])
    return [items[one] for one in shown if one in items]


def _people(tx: ReadTx, actor: Actor, ids: list[str]) -> list[PersonCard]:
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    cards = person_cards(tx, ids) if ids else {}
    found = [cards[one] for one in ids if one in cards and one not in hidden and not is_removed(tx, one)]
    return found[:PER_KIND_MAX]


def _seen(ids: list[str], find: Callable[[str], T]) -> Iterable[T]:
    """Those that this actor may see."""
    for one in ids:
        try:
            yield find(one)
        except NotFound:
            continue
