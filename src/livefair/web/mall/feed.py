"""The vertical feed, one video by itself, and whom one follows."""

from typing import Annotated, NamedTuple

from litestar import Router, get, post
from litestar.params import QueryParameter

from livefair.content import FeedItem, FeedPage, VideoItem, feed_page, share, visit_share
from livefair.content.feed import CardItem, RoomItem
from livefair.content.memory import FeedMemory
from livefair.content.queries import video_page
from livefair.content.topics import TopicTag
from livefair.kernel import Actor, Money, ReadTx
from livefair.live.queries import rooms_on_air
from livefair.people import PersonCard, person_cards
from livefair.people.queries import followed_by, profile
from livefair.web.access import SIGNED_IN, needs
from livefair.web.feed_desk import Asked as Shown
from livefair.web.feed_desk import FeedDesk, door_of
from livefair.web.mall.watching import guest_mark
from livefair.web.paths import Cursor, Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url, poster_url
from livefair.web.views import AuthorView, author_of

By = Annotated[str, QueryParameter(max_length=10, description="How one came here")]
PAGE = 8
SUGGESTED_MAX = 10


class ItemGood(NamedTuple):
    id: str
    title: str
    price: Money
    picture_url: str | None


class ItemView(NamedTuple):
    """One screen of the feed."""

    kind: str
    id: str
    caption: str
    author: AuthorView
    src_url: str | None
    poster_url: str | None
    href: str
    likes: int = 0
    is_liked: bool = False
    viewers: int = 0
    rating: int = 0
    good: ItemGood | None = None
    reason: str = ""
    because: str | None = None
    topics: tuple[TopicTag, ...] = ()
    beside: tuple[PersonCard, ...] = ()


class FollowedView(NamedTuple):
    id: str
    name: str
    avatar_url: str | None
    is_followed: bool
    live_room_id: str | None
    room_title: str | None
    followers: int


class Feed(NamedTuple):
    """`shown` is the page as it was chosen, for the journal."""

    items: list[ItemView]
    cursor: str | None
    shown: FeedPage


class Asked(NamedTuple):
    """What a page of the feed is asked for with; `guest` is the mark of a guest's cookie."""

    cursor: str
    locale: str
    guest: str


def feed(tx: ReadTx, actor: Actor, asked: Asked, memory: FeedMemory) -> Feed:
    page = feed_page(tx, actor, cursor=asked.cursor, most=PAGE, guest=asked.guest, memory=memory)
    return Feed([item_view(tx, actor, item, asked.locale) for item in page.items], page.cursor, page)


def item_view(tx: ReadTx, actor: Actor, item: FeedItem, locale: str) -> ItemView:
    view = _dressed(tx, actor, item, locale)
    return view._replace(reason=item.reason, because=item.because)


def _dressed(tx: ReadTx, actor: Actor, item: FeedItem, locale: str) -> ItemView:
    if item.video is not None:
        return of_video(tx, actor, item.video, locale)
    if item.room is not None:
        return _of_room(tx, actor, item.room)
    if item.card is not None:
        return _of_card(tx, actor, item.kind, item.card, locale)
    raise LookupError(f"a feed item holds nothing: {item.kind}")


def of_video(tx: ReadTx, actor: Actor, video: VideoItem, locale: str) -> ItemView:
    goods = [product for product in video.products if product.price is not None and product.state == "listed"]
    return ItemView(
        kind="video",
        id=video.id,
        caption=video.caption or video.title,
        author=author_of(tx, actor, video.author),
        src_url=file_url(video.mp4_key),
        poster_url=file_url(video.poster_key),
        href=f"/v/{video.id}",
        likes=video.likes,
        is_liked=video.is_liked,
        viewers=video.viewers,
        topics=tuple(video.topics),
        beside=tuple(video.coauthors),
        good=_good(goods[0].id, goods[0].title(locale), goods[0].price, goods[0].picture_key) if goods else None,
    )


def _of_room(tx: ReadTx, actor: Actor, room: RoomItem) -> ItemView:
    return ItemView(
        kind="room",
        id=room.id,
        caption=room.title,
        author=author_of(tx, actor, room.host),
        src_url=f"/hls/{room.id}/index.m3u8",
        poster_url=poster_url(room.id, room.show_id),
        href=f"/live/{room.id}",
        likes=room.likes,
        viewers=room.viewers,
    )


def _of_card(tx: ReadTx, actor: Actor, kind: str, card: CardItem, locale: str) -> ItemView:
    """A review leads to its place beside the product, an idea to its own page."""
    product = card.product
    href = f"/p/{product.id}?review={card.id}#review-{card.id}" if product and kind == "review" else f"/ideas/{card.id}"
    return ItemView(
        kind=kind,
        id=card.id,
        caption=card.text,
        author=author_of(tx, actor, card.author),
        src_url=None,
        poster_url=file_url(card.picture_key),
        href=href,
        likes=card.endorsements,
        rating=card.rating or 0,
        good=_good(product.id, product.title(locale), product.price, product.picture_key) if product else None,
    )


def _good(product_id: str, title: str, price: Money | None, picture_key: str | None) -> ItemGood | None:
    return None if price is None else ItemGood(product_id, title, price, file_url(picture_key))


def followed(tx: ReadTx, actor: Actor) -> tuple[list[FollowedView], list[FollowedView]]:
    """(whom this person follows, hosts on air whom they do not follow yet)"""
    on_air = {room.host_id: (room.room_id, room.title) for room in rooms_on_air(tx, actor)}
    mine = followed_by(tx, actor.id)
    known = {card.id for card in mine} | {actor.id}
    others = person_cards(tx, [host_id for host_id in on_air if host_id not in known][:SUGGESTED_MAX])
    people = [_followed(tx, card, on_air, is_followed=True) for card in mine]
    people.sort(key=lambda person: person.live_room_id is None)
    return people, [_followed(tx, card, on_air, is_followed=False) for card in others.values()]


def _followed(tx: ReadTx, card: PersonCard, on_air: dict[str, tuple[str, str]], *, is_followed: bool) -> FollowedView:
    room_id, title = on_air.get(card.id, (None, None))
    followers = profile(tx, card.id).followers
    return FollowedView(card.id, card.name, file_url(card.avatar_key), is_followed, room_id, title, followers)


@get("/")
async def show_feed(request: AppRequest, cursor: Cursor = "") -> Answer:
    desk: FeedDesk = request.app.state.feed
    asked = Asked(cursor, request.locale, guest_mark(request))
    page = await request.read(feed, request.actor, asked, desk.memory)
    desk.note(page.shown)
    context = {"items": page.items, "next_url": more_url(page.cursor), "tab": "for_you"}
    return await request.page("mall/_feed_items.html" if request.is_fragment else "mall/feed.html", context)


@get("/v/{video_id:str}")
async def show_video(request: AppRequest, video_id: Id, by: By = "") -> Answer:
    """One video, with the feed behind it. `by=share`: come to by somebody's link."""
    video = await request.read(video_page, request.actor, video_id)
    note_visit(request, Shown("video", video.id, video.author.id), by)
    item = await request.read(of_video, request.actor, video, request.locale)
    return await request.page("mall/feed.html", {"items": [item], "next_url": "/", "tab": "for_you"})


def note_visit(request: AppRequest, thing: Shown, by: str = "") -> None:
    """Count a page that was come to from elsewhere; its own creator does not count."""
    door = door_of(request.headers, is_shared=by == "share")
    if door is not None and thing.creator_id != request.actor.id and not request.is_fragment:
        desk: FeedDesk = request.app.state.feed
        desk.note_asked(door, [thing])


def more_url(cursor: str | None) -> str | None:
    return f"/?cursor={cursor}" if cursor else None


@get("/following", opt=needs(*SIGNED_IN))
async def show_following(request: AppRequest) -> Answer:
    people, suggestions = await request.read(followed, request.actor)
    desk: FeedDesk = request.app.state.feed
    desk.note_asked("follow", [Shown("room", one.live_room_id, one.id) for one in people if one.live_room_id])
    return await request.page("mall/following.html", {"people": people, "suggestions": suggestions})


@post("/v/{video_id:str}/share", opt=needs(*SIGNED_IN))
async def share_video(request: AppRequest, video_id: Id) -> Answer:
    """One's own link to a video, to pass on."""
    mine = await request.write(share, video_id)
    address = f"{request.services.settings.address}/s/{mine.id}"
    template = "mall/_share.html" if request.is_fragment else "mall/share.html"
    return await request.page(template, {"address": address, "visits": mine.visits, "video_id": video_id})


@get("/s/{share_id:str}")
async def follow_share(request: AppRequest, share_id: Id) -> Answer:
    """A link that somebody has passed on: whoever comes by it counts for them, and is led to the video."""
    shared = await request.write(visit_share, share_id)
    return request.go(f"/v/{shared.video_id}?by=share")


router = Router("/", route_handlers=[show_feed, show_video, share_video, follow_share, show_following])
