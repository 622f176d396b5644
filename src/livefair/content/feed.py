"""The feed: videos, rooms on air and cards in one stream, each with the reason why it is shown.

Candidates come from the database and from what is met together with the viewer's history, their order from
`ordering`. A cursor names the moment the feed was opened and what it has shown, so nothing comes twice.
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from livefair.catalog import ProductCard, product_cards
from livefair.catalog.removals import not_removed
from livefair.content.history import History, history_of
from livefair.content.memory import FeedMemory
from livefair.content.models import FEED_CARD, VIDEO, VIDEO_TALLY
from livefair.content.ordering import Placed, Situation, arrange, chance_for, policy_of
from livefair.content.programmes import supported_among
from livefair.content.queries import ROOMS_MAX, VideoItem, video_items
from livefair.content.rules import Candidate
from livefair.content.videos import is_shown
from livefair.discovery.recommending import Met
from livefair.governance import feed_policy
from livefair.kernel import DAY_MS, Actor, Invalid, ReadTx, query, text_in
from livefair.live.queries import RoomOnAir, rooms_on_air
from livefair.people import PersonCard, hidden_from, in_sight, person_cards
from livefair.people.queries import followed_by

FRESH_MAX = 120
POPULAR_MAX = 60
FOLLOWED_MAX = 60
MET_MAX = 60
CARDS_MAX = 40
POPULAR_WITHIN_MS = 30 * DAY_MS
PAGE_MAX = 20
SEEN_MAX = 240
"""A day's worth; it keeps a cursor below 1,300 characters."""


class RoomItem(NamedTuple):
    """A room on air. `viewers` is the most there were at once; how many are there now is the room hub's to tell."""

    id: str
    show_id: str
    host: PersonCard
    title: str
    scene: str
    poster_key: str | None
    likes: int
    viewers: int
    started_at_ms: int


class CardItem(NamedTuple):
    id: str
    author: PersonCard
    product: ProductCard | None
    text: str
    rating: int | None
    picture_key: str | None
    disclosure: str
    endorsements: int
    published_at_ms: int


class Shown(NamedTuple):
    """How an item came to its slot (from 1): with what probability, by which policy, to whom ("": not to be known),
    what the feed gave it (`rules.GIVEN`), and whether few watch its creator.
    """

    slot: int
    propensity: float
    policy_version: int
    viewer: str
    given: str = "none"
    is_small: bool = False


class FeedItem(NamedTuple):
    """One screen of the feed: `kind` (video, room, review, idea) says what it is; reviews and ideas are cards.

    `reason` is why, one of `rules.FEED_REASONS`; `because` the title of the video that it is similar to.
    """

    kind: str
    id: str
    reason: str
    video: VideoItem | None = None
    room: RoomItem | None = None
    card: CardItem | None = None
    because: str | None = None
    shown: Shown | None = None

    @property
    def creator_id(self) -> str:
        if self.video is not None:
            return self.video.author.id
        return self.room.host.id if self.room else self.card.author.id if self.card else ""


class FeedPage(NamedTuple):
    """`cursor` asks for the next page; None: all has been seen for now."""

    items: list[FeedItem]
    cursor: str | None


class _Place(NamedTuple):
    opened_at_ms: int
    seen: frozenset[int]


class _VideoRow(NamedTuple):
    id: str
    author_id: str
    published_at_ms: int
    likes: int
    comments: int
    saves: int
    shares: int
    viewers: int
    completions: int


class _CardRow(NamedTuple):
    kind: str
    id: str
    author_id: str
    product_id: str | None
    text: str
    rating: int | None
    picture_key: str | None
    disclosure: str
    endorsements: int
    published_at_ms: int


_tally = VIDEO_TALLY.c
_appreciation = _tally.likes + 2 * _tally.comments + 3 * _tally.saves + 4 * _tally.shares + _tally.completions
_videos = (
    select(*(_tally[field] if field in _tally else VIDEO.c[field] for field in _VideoRow._fields))
    .join_from(VIDEO, VIDEO_TALLY, VIDEO_TALLY.c.video_id == VIDEO.c.id)
    .where(*is_shown, VIDEO.c.published_at_ms <= bindparam("opened"))
)
_newest = (VIDEO.c.published_at_ms.desc(), VIDEO.c.id)
_FRESH = query(_VideoRow, _videos.order_by(*_newest).limit(FRESH_MAX))
_POPULAR = query(
    _VideoRow,
    _videos.where(VIDEO.c.published_at_ms > bindparam("since"))
    .order_by(_appreciation.desc(), VIDEO.c.id)
    .limit(POPULAR_MAX),
)
_FOLLOWED = query(
    _VideoRow, _videos.where(text_in(VIDEO.c.author_id, "authors")).order_by(*_newest).limit(FOLLOWED_MAX)
)
_CARDS = query(
    _CardRow,
    select(*(FEED_CARD.c[field] for field in _CardRow._fields))
    .where(
        and_(
            FEED_CARD.c.withdrawn_at_ms.is_(None),
            FEED_CARD.c.published_at_ms <= bindparam("opened"),
            in_sight(FEED_CARD.c.author_id),
            or_(FEED_CARD.c.product_id.is_(None), not_removed(FEED_CARD.c.product_id)),
        )
    )
    .order_by(FEED_CARD.c.published_at_ms.desc(), FEED_CARD.c.id)
    .limit(CARDS_MAX),
)


_MET = query(_VideoRow, _videos.where(text_in(VIDEO.c.id, "ids")))


class _Wanted(NamedTuple):
    """What the candidates are looked for with."""

    opened_at_ms: int
    followed: frozenset[str]
    met: dict[str, Met]


def feed_page(
    tx: ReadTx, actor: Actor, *, cursor: str = "", most: int = 10, guest: str = "", memory: FeedMemory | None = None
) -> FeedPage:
    """The next items for this actor, or for a guest's session (`guest`, an opaque hash).

    `memory` is the program's own; without one, nothing is similar. Invalid: bad_cursor, it is none of ours.
    """
    place = _read(cursor) if cursor else _Place(tx.now_ms, frozenset())
    rooms = {room.room_id: room for room in rooms_on_air(tx, actor, most=ROOMS_MAX)}
    cards = {card.id: card for card in tx.all(_CARDS, opened=place.opened_at_ms)}
    history = history_of(tx, actor, guest)
    wanted = _wanted(tx, actor, place.opened_at_ms, history, memory)
    candidates = [
        candidate
        for candidate in _candidates(tx, actor, wanted, rooms, cards)
        if _mark(candidate.kind, candidate.id) not in place.seen
    ]
    policy = feed_policy(tx)
    chosen = arrange(
        candidates,
        Situation(wanted.met, history.seen, place.opened_at_ms),
        policy_of(policy.knobs),
        chance_for(history.viewer, place.opened_at_ms, len(place.seen)),
        most=max(1, min(most, PAGE_MAX)),
    )
    seen = place.seen | {_mark(item.candidate.kind, item.candidate.id) for item in chosen}
    goes_on = len(candidates) > len(chosen) and len(seen) < SEEN_MAX
    items = _dressed(tx, actor, chosen, rooms, cards)
    how = {
        item.candidate.id: Shown(item.slot, item.propensity, policy.version, history.viewer, item.given, item.is_small)
        for item in chosen
    }
    return FeedPage(
        [item._replace(shown=how[item.id]) for item in items],
        _write(_Place(place.opened_at_ms, seen)) if goes_on else None,
    )


def _wanted(tx: ReadTx, actor: Actor, opened_at_ms: int, history: History, memory: FeedMemory | None) -> _Wanted:
    """Whom somebody follows is personal, too: who has not agreed to a feed of their own gets everybody's."""
    is_known = bool(history.viewer) and not actor.is_guest
    followed = frozenset(card.id for card in followed_by(tx, actor.id)) if is_known else frozenset()
    return _Wanted(opened_at_ms, followed, memory.met_with(history.things) if memory and history.things else {})


def _candidates(
    tx: ReadTx, actor: Actor, wanted: _Wanted, rooms: dict[str, RoomOnAir], cards: dict[str, _CardRow]
) -> list[Candidate]:
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    followed = wanted.followed
    on_air = frozenset(room.host_id for room in rooms.values())
    candidates = [
        *(_of_video(row, followed, on_air) for row in _video_rows(tx, wanted)),
        *(_of_room(room, followed) for room in rooms.values()),
        *(_of_card(card, followed, on_air) for card in cards.values()),
    ]
    supported = supported_among(tx, sorted({candidate.creator_id for candidate in candidates}))
    return [
        candidate._replace(is_supported=candidate.creator_id in supported) if supported else candidate
        for candidate in candidates
        if candidate.creator_id not in hidden
    ]


def _video_rows(tx: ReadTx, wanted: _Wanted) -> list[_VideoRow]:
    opened_at_ms = wanted.opened_at_ms
    rows = tx.all(_FRESH, opened=opened_at_ms)
    rows += tx.all(_POPULAR, opened=opened_at_ms, since=opened_at_ms - POPULAR_WITHIN_MS)
    if wanted.followed:
        rows += tx.all(_FOLLOWED, opened=opened_at_ms, authors=sorted(wanted.followed))
    strongest = sorted(wanted.met, key=lambda thing: (-wanted.met[thing].weight, thing))
    if videos := [thing.removeprefix("video:") for thing in strongest if thing.startswith("video:")][:MET_MAX]:
        rows += tx.all(_MET, opened=opened_at_ms, ids=videos)
    return list({row.id: row for row in rows}.values())


def _of_video(row: _VideoRow, followed: frozenset[str], on_air: frozenset[str]) -> Candidate:
    return Candidate(
        kind="video",
        id=row.id,
        creator_id=row.author_id,
        published_at_ms=row.published_at_ms,
        appreciation=row.likes + 2 * row.comments + 3 * row.saves + 4 * row.shares,
        viewers=row.viewers,
        completions=row.completions,
        is_followed=row.author_id in followed,
        is_on_air=row.author_id in on_air,
    )


def _of_room(room: RoomOnAir, followed: frozenset[str]) -> Candidate:
    return Candidate(
        kind="room",
        id=room.room_id,
        creator_id=room.host_id,
        published_at_ms=room.started_at_ms,
        appreciation=room.viewers_max,
        viewers=room.viewers_max,
        completions=0,
        is_followed=room.host_id in followed,
        is_on_air=True,
    )


def _of_card(card: _CardRow, followed: frozenset[str], on_air: frozenset[str]) -> Candidate:
    return Candidate(
        kind=card.kind,
        id=card.id,
        creator_id=card.author_id,
        published_at_ms=card.published_at_ms,
        appreciation=3 * card.endorsements,
        viewers=card.endorsements,
        completions=0,
        is_followed=card.author_id in followed,
        is_on_air=card.author_id in on_air,
        topic=card.product_id or card.id,
    )


def _dressed(
    tx: ReadTx, actor: Actor, chosen: Sequence[Placed], rooms: dict[str, RoomOnAir], cards: dict[str, _CardRow]
) -> list[FeedItem]:
    """The chosen with all that a screen shows; what cannot be dressed any more is left out."""
    asked = {item.candidate.id for item in chosen if item.candidate.kind == "video"}
    before = {item.because.removeprefix("video:") for item in chosen if item.because}
    videos = video_items(tx, actor, sorted(asked | before))
    people = person_cards(tx, sorted({item.candidate.creator_id for item in chosen if item.candidate.id not in asked}))
    products = product_cards(
        tx, sorted({one for item in _ids(chosen) if item in cards and (one := cards[item].product_id)})
    )
    dressed: list[FeedItem] = []
    for placed in chosen:
        kind, item_id = placed.candidate.kind, placed.candidate.id
        watched = videos.get((placed.because or "").removeprefix("video:"))
        item = FeedItem(kind, item_id, placed.reason, because=watched.title if watched else None)
        if kind == "video" and item_id in videos:
            dressed.append(item._replace(video=videos[item_id]))
        elif kind == "room":
            dressed.append(item._replace(room=_room(rooms[item_id], people)))
        elif (card := cards.get(item_id)) and (card.product_id is None or card.product_id in products):
            dressed.append(item._replace(card=_card(card, people, products)))
    return dressed


def _ids(chosen: Sequence[Placed]) -> list[str]:
    return [item.candidate.id for item in chosen]


def _room(room: RoomOnAir, people: dict[str, PersonCard]) -> RoomItem:
    return RoomItem(
        id=room.room_id,
        show_id=room.show_id,
        host=people[room.host_id],
        title=room.title,
        scene=room.scene,
        poster_key=room.cover_key,
        likes=room.likes,
        viewers=room.viewers_max,
        started_at_ms=room.started_at_ms,
    )


def _card(card: _CardRow, people: dict[str, PersonCard], products: dict[str, ProductCard]) -> CardItem:
    return CardItem(
        id=card.id,
        author=people[card.author_id],
        product=products[card.product_id] if card.product_id else None,
        text=card.text,
        rating=card.rating,
        picture_key=card.picture_key,
        disclosure=card.disclosure,
        endorsements=card.endorsements,
        published_at_ms=card.published_at_ms,
    )


# ── cursors: eight bytes for the moment, four for each item seen


def _mark(kind: str, item_id: str) -> int:
    return zlib.crc32(f"{kind}:{item_id}".encode())


def _write(place: _Place) -> str:
    packed = struct.pack(f">Q{len(place.seen)}I", place.opened_at_ms, *sorted(place.seen))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read(cursor: str) -> _Place:
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        opened_at_ms, *seen = struct.unpack(f">Q{(len(packed) - 8) // 4}I", packed)
    except (binascii.Error, struct.error, ValueError) as error:
        raise Invalid("bad_cursor", field="cursor") from error
    if len(seen) > SEEN_MAX or opened_at_ms > 1 << 53:
        raise Invalid("bad_cursor", field="cursor")
    return _Place(opened_at_ms, frozenset(seen))
