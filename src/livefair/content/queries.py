"""Read models of videos: what a page or the feed shows, the author's own list, and sums over time."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, cast, func, select

from livefair.catalog import ProductCard, product_cards
from livefair.content.coauthors import named_beside
from livefair.content.models import (
    CHALLENGE_WINNER,
    COMMENT,
    SHARE,
    VIDEO,
    VIDEO_LIKE,
    VIDEO_PRODUCT,
    VIDEO_SAVE,
    VIDEO_TALLY,
    VIDEO_TOPIC,
    VIDEO_VIEW,
)
from livefair.content.topics import TopicTag, topics_of
from livefair.content.videos import is_shown, video_for
from livefair.kernel import Actor, ReadTx, day_of, not_found, query, text_in
from livefair.live.queries import rooms_on_air
from livefair.people import PersonCard, hidden_from, person_cards

PAGE_MAX = 50
ROOMS_MAX = 100
LAST = "~"
"""Sorts after every id: the cursor of the first page."""


class _Shown(NamedTuple):
    id: str
    author_id: str
    title: str
    caption: str
    advertising: str
    mp4_key: str
    playlist_key: str | None
    poster_key: str
    width: int
    height: int
    duration_ms: int
    published_at_ms: int | None
    likes: int
    comments: int
    saves: int
    shares: int
    viewers: int


class VideoItem(NamedTuple):
    """A video as it is shown. `room_id` is where its author is on air now; `advertising` is a label to show."""

    id: str
    author: PersonCard
    title: str
    caption: str
    advertising: str
    products: list[ProductCard]
    mp4_key: str
    playlist_key: str | None
    poster_key: str
    width: int
    height: int
    duration_ms: int
    published_at_ms: int | None
    likes: int
    comments: int
    saves: int
    shares: int
    viewers: int
    is_liked: bool
    is_saved: bool
    room_id: str | None
    topics: list[TopicTag]
    coauthors: list[PersonCard]


class OwnVideo(NamedTuple):
    """A row of the author's own list: where it stands and how it does."""

    id: str
    state: str
    progress_percent: int
    failure_code: str | None
    title: str
    advertising: str
    poster_key: str | None
    duration_ms: int | None
    opened_at_ms: int
    publish_at_ms: int | None
    published_at_ms: int | None
    hidden_case_id: str | None
    likes: int
    comments: int
    saves: int
    shares: int
    viewers: int
    completions: int
    watch_ms: int


class VideoViews(NamedTuple):
    """What a span of days brought a video; `viewers` are distinct per day."""

    video_id: str
    author_id: str
    viewers: int
    plays: int
    completions: int
    watch_ms: int


class Touch(NamedTuple):
    """A person watched a video for at least three seconds."""

    video_id: str
    author_id: str
    at_ms: int
    watch_ms: int


class Deeds(NamedTuple):
    """What somebody has done here: videos that are shown, comments that stand, videos passed on."""

    videos: int
    comments: int
    shares: int


class _Tag(NamedTuple):
    video_id: str
    product_id: str


_tally = VIDEO_TALLY.c
_SHOWN_COLUMNS = tuple(_tally[field] if field in _tally else VIDEO.c[field] for field in _Shown._fields)
_with_tally = VIDEO.join(VIDEO_TALLY, VIDEO_TALLY.c.video_id == VIDEO.c.id)
_shown = select(*_SHOWN_COLUMNS).select_from(_with_tally)
_BY_IDS = query(_Shown, _shown.where(text_in(VIDEO.c.id, "ids"), VIDEO.c.mp4_key.is_not(None)))
_TAGS = query(
    _Tag,
    select(VIDEO_PRODUCT.c.video_id, VIDEO_PRODUCT.c.product_id)
    .where(text_in(VIDEO_PRODUCT.c.video_id, "ids"))
    .order_by(VIDEO_PRODUCT.c.video_id, VIDEO_PRODUCT.c.position),
)
_LIKED = query(
    str,
    select(VIDEO_LIKE.c.video_id).where(
        VIDEO_LIKE.c.person_id == bindparam("who"), text_in(VIDEO_LIKE.c.video_id, "ids")
    ),
)
_SAVED = query(
    str,
    select(VIDEO_SAVE.c.video_id).where(
        VIDEO_SAVE.c.person_id == bindparam("who"), text_in(VIDEO_SAVE.c.video_id, "ids")
    ),
)
_OF_AUTHOR = query(
    str,
    select(VIDEO.c.id)
    .where(VIDEO.c.author_id == bindparam("author"), *is_shown, VIDEO.c.id < bindparam("before"))
    .order_by(VIDEO.c.id.desc())
    .limit(bindparam("most")),
)
_WITH_PRODUCT = query(
    str,
    select(VIDEO.c.id)
    .join_from(VIDEO, VIDEO_PRODUCT, VIDEO_PRODUCT.c.video_id == VIDEO.c.id)
    .where(VIDEO_PRODUCT.c.product_id == bindparam("product"), *is_shown, VIDEO.c.id < bindparam("before"))
    .order_by(VIDEO.c.id.desc())
    .limit(bindparam("most")),
)
_WITH_TOPIC = query(
    str,
    select(VIDEO.c.id)
    .join_from(VIDEO, VIDEO_TOPIC, VIDEO_TOPIC.c.video_id == VIDEO.c.id)
    .where(VIDEO_TOPIC.c.topic_id == bindparam("topic"), *is_shown, VIDEO.c.id < bindparam("before"))
    .order_by(VIDEO.c.id.desc())
    .limit(bindparam("most")),
)
_HAVE_WON = query(
    str,
    select(VIDEO.c.id)
    .join_from(CHALLENGE_WINNER, VIDEO, VIDEO.c.id == CHALLENGE_WINNER.c.video_id)
    .where(CHALLENGE_WINNER.c.topic_id == bindparam("topic"), *is_shown)
    .order_by(CHALLENGE_WINNER.c.position),
)
_MY_SAVES = query(
    str,
    select(VIDEO.c.id)
    .join_from(VIDEO_SAVE, VIDEO, VIDEO.c.id == VIDEO_SAVE.c.video_id)
    .where(VIDEO_SAVE.c.person_id == bindparam("who"), *is_shown)
    .order_by(VIDEO_SAVE.c.at_ms.desc(), VIDEO.c.id.desc())
    .limit(200),
)
_OWN = query(
    OwnVideo,
    select(*(_tally[field] if field in _tally else VIDEO.c[field] for field in OwnVideo._fields))
    .select_from(_with_tally)
    .where(VIDEO.c.author_id == bindparam("author"), VIDEO.c.state != "removed", VIDEO.c.id < bindparam("before"))
    .order_by(VIDEO.c.id.desc())
    .limit(bindparam("most")),
)
_VIEWS = query(
    VideoViews,
    select(
        VIDEO_VIEW.c.video_id,
        VIDEO.c.author_id,
        func.count(),
        cast(func.sum(VIDEO_VIEW.c.plays), BigInteger),
        cast(func.sum(VIDEO_VIEW.c.completions), BigInteger),
        cast(func.sum(VIDEO_VIEW.c.watch_ms), BigInteger),
    )
    .join_from(VIDEO_VIEW, VIDEO, VIDEO.c.id == VIDEO_VIEW.c.video_id)
    .where(VIDEO_VIEW.c.day >= bindparam("first_day"), VIDEO_VIEW.c.day <= bindparam("last_day"))
    .group_by(VIDEO_VIEW.c.video_id, VIDEO.c.author_id)
    .order_by(VIDEO_VIEW.c.video_id),
)
_TOUCHES = query(
    Touch,
    select(VIDEO_VIEW.c.video_id, VIDEO.c.author_id, VIDEO_VIEW.c.first_at_ms, VIDEO_VIEW.c.watch_ms)
    .join_from(VIDEO_VIEW, VIDEO, VIDEO.c.id == VIDEO_VIEW.c.video_id)
    .where(
        VIDEO_VIEW.c.person_id == bindparam("who"),
        VIDEO_VIEW.c.first_at_ms >= bindparam("since"),
        VIDEO_VIEW.c.watch_ms >= 3_000,
    )
    .order_by(VIDEO_VIEW.c.first_at_ms, VIDEO_VIEW.c.video_id)
    .limit(1_000),
)

_DEEDS = query(
    Deeds,
    select(
        select(func.count())
        .select_from(VIDEO)
        .where(VIDEO.c.author_id == bindparam("who"), *is_shown)
        .scalar_subquery(),
        select(func.count())
        .select_from(COMMENT)
        .where(
            COMMENT.c.author_id == bindparam("who"),
            COMMENT.c.removed_at_ms.is_(None),
            COMMENT.c.hidden_case_id.is_(None),
        )
        .scalar_subquery(),
        select(func.count()).select_from(SHARE).where(SHARE.c.person_id == bindparam("who")).scalar_subquery(),
    ),
)


def video_page(tx: ReadTx, actor: Actor, video_id: str) -> VideoItem:
    """One video that this actor may see and that has been processed."""
    video = video_for(tx, actor, video_id)
    return video_items(tx, actor, [video.id]).get(video.id) or not_found("video")


def video_items(tx: ReadTx, actor: Actor, ids: list[str]) -> dict[str, VideoItem]:
    """By id, whatever of `ids` has been processed. Whoever calls has checked that the actor may see them."""
    if not ids:
        return {}
    rows = tx.all(_BY_IDS, ids=ids)
    beside = named_beside(tx, ids)
    people = {row.author_id for row in rows}.union(*beside.values())
    authors = person_cards(tx, sorted(people))
    products, topics = _products_by_video(tx, ids), topics_of(tx, ids)
    liked = frozenset() if actor.is_guest else frozenset(tx.all(_LIKED, who=actor.id, ids=ids))
    saved = frozenset() if actor.is_guest else frozenset(tx.all(_SAVED, who=actor.id, ids=ids))
    on_air = {room.host_id: room.room_id for room in rooms_on_air(tx, actor, most=ROOMS_MAX)}
    return {
        row.id: VideoItem(
            author=authors[row.author_id],
            products=products.get(row.id, []),
            topics=topics.get(row.id, []),
            coauthors=[authors[person_id] for person_id in beside.get(row.id, []) if person_id in authors],
            is_liked=row.id in liked,
            is_saved=row.id in saved,
            room_id=on_air.get(row.author_id),
            **{field: value for field, value in row._asdict().items() if field != "author_id"},
        )
        for row in rows
    }


def videos_of(tx: ReadTx, actor: Actor, author_id: str, *, before: str = LAST, most: int = 24) -> list[VideoItem]:
    """Somebody's published videos, newest first; none if there is a block in between."""
    if not actor.is_guest and author_id in hidden_from(tx, actor.id):
        return []
    return _in_order(tx, actor, tx.all(_OF_AUTHOR, author=author_id, before=before, most=_page(most)))


def videos_with_product(
    tx: ReadTx, actor: Actor, product_id: str, *, before: str = LAST, most: int = 12
) -> list[VideoItem]:
    return _met(tx, actor, tx.all(_WITH_PRODUCT, product=product_id, before=before, most=_page(most)))


def videos_with_topic(
    tx: ReadTx, actor: Actor, topic_id: str, *, before: str = LAST, most: int = 24
) -> list[VideoItem]:
    """Newest first."""
    return _met(tx, actor, tx.all(_WITH_TOPIC, topic=topic_id, before=before, most=_page(most)))


def videos_that_have_won(tx: ReadTx, actor: Actor, topic_id: str) -> list[VideoItem]:
    """Those of a topic's challenge, in its opener's order."""
    return _met(tx, actor, tx.all(_HAVE_WON, topic=topic_id))


def saved_videos(tx: ReadTx, actor: Actor) -> list[VideoItem]:
    """What this person keeps, the last kept first."""
    return _met(tx, actor, tx.all(_MY_SAVES, who=actor.id))


def own_videos(tx: ReadTx, actor: Actor, *, before: str = LAST, most: int = 24) -> list[OwnVideo]:
    """The author's own list, drafts and failures included, newest first."""
    return tx.all(_OWN, author=actor.id, before=before, most=_page(most))


def views_between(tx: ReadTx, from_ms: int, to_ms: int) -> list[VideoViews]:
    """Views of whole days (UTC) from the day of `from_ms` to the day of `to_ms`."""
    return tx.all(_VIEWS, first_day=day_of(from_ms), last_day=day_of(to_ms))


def touches_of(tx: ReadTx, person_id: str, since_ms: int) -> list[Touch]:
    """Which videos somebody has watched since a moment, in the order of time; at most 1,000."""
    return tx.all(_TOUCHES, who=person_id, since=since_ms)


def deeds_of(tx: ReadTx, person_id: str) -> Deeds:
    return tx.value(_DEEDS, who=person_id)


def _met(tx: ReadTx, actor: Actor, ids: list[str]) -> list[VideoItem]:
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    return [item for item in _in_order(tx, actor, ids) if item.author.id not in hidden]


def _in_order(tx: ReadTx, actor: Actor, ids: list[str]) -> list[VideoItem]:
    items = video_items(tx, actor, ids)
    return [items[video_id] for video_id in ids if video_id in items]


def _products_by_video(tx: ReadTx, ids: list[str]) -> dict[str, list[ProductCard]]:
    tags = tx.all(_TAGS, ids=ids)
    cards = product_cards(tx, sorted({tag.product_id for tag in tags}))
    by_video: dict[str, list[ProductCard]] = {}
    for tag in tags:
        if tag.product_id in cards and cards[tag.product_id].is_offered:
            by_video.setdefault(tag.video_id, []).append(cards[tag.product_id])
    return by_video


def _page(most: int) -> int:
    return max(1, min(most, PAGE_MAX))
