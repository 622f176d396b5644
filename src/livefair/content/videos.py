"""Videos: finding them, saying what they are, publishing, taking them away."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from livefair import discovery
from livefair.catalog import product_cards, product_for
from livefair.catalog.price_claims import require_no_claims
from livefair.content import rules
from livefair.content.events import VideoHidden, VideoPublished, VideoRemoved, VideoRestored
from livefair.content.models import VIDEO, VIDEO_PRODUCT
from livefair.governance import Shown, Subject
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.people import clean_line, clean_text, in_sight, is_blocked, is_removed, person_card


class Video(NamedTuple):
    id: str
    author_id: str
    state: str
    progress_percent: int
    failure_code: str | None
    mp4_key: str | None
    playlist_key: str | None
    poster_key: str | None
    width: int | None
    height: int | None
    duration_ms: int | None
    title: str
    caption: str
    advertising: str
    opened_at_ms: int
    publish_at_ms: int | None
    published_at_ms: int | None
    hidden_case_id: str | None


class Description(NamedTuple):
    """What an author says of a video. `advertising` must be declared as soon as products are tagged."""

    title: str
    caption: str = ""
    product_ids: tuple[str, ...] = ()
    advertising: str = "none"


VIDEO_COLUMNS = tuple(VIDEO.c[field] for field in Video._fields)
is_shown = (VIDEO.c.state == "published", VIDEO.c.hidden_case_id.is_(None), in_sight(VIDEO.c.author_id))
_VIDEO = query(Video, select(*VIDEO_COLUMNS).where(VIDEO.c.id == bindparam("video")))
_PRODUCTS = query(
    str,
    select(VIDEO_PRODUCT.c.product_id)
    .where(VIDEO_PRODUCT.c.video_id == bindparam("video"))
    .order_by(VIDEO_PRODUCT.c.position),
)
_DESCRIBE = change(
    update(VIDEO)
    .where(VIDEO.c.id == bindparam("video"))
    .values(title=bindparam("new_title"), caption=bindparam("new_caption"), advertising=bindparam("declared"))
)
_UNTAG = change(delete(VIDEO_PRODUCT).where(VIDEO_PRODUCT.c.video_id == bindparam("video")))
_PUBLISH = change(
    update(VIDEO)
    .where(VIDEO.c.id == bindparam("video"), VIDEO.c.state == "ready")
    .values(state="published", published_at_ms=bindparam("now"))
)
_REMOVE = change(
    update(VIDEO)
    .where(VIDEO.c.id == bindparam("video"), VIDEO.c.state != "removed")
    .values(state="removed", removed_at_ms=bindparam("now"))
)
_HIDE = change(update(VIDEO).where(VIDEO.c.id == bindparam("video")).values(hidden_case_id=bindparam("case")))


def video_for(tx: ReadTx, actor: Actor, video_id: str) -> Video:
    """A video that this actor may see: published, neither it nor its author removed by moderators, no block in
    between; or their own; or to moderate.
    """
    video = tx.one(_VIDEO, video=video_id)
    if video is None or not _sees(tx, actor, video):
        not_found("video")
    return video


def own_video_for(tx: ReadTx, actor: Actor, video_id: str) -> Video:
    video = video_for(tx, actor, video_id)
    require(video.author_id == actor.id, "not_yours")
    return video


def shown_video(tx: ReadTx, actor: Actor, video_id: str) -> Shown:
    """The video as governance takes it when somebody reports it."""
    video = video_for(tx, actor, video_id)
    return Shown(Subject("video", video.id), video.author_id, f"{video.title}\n{video.caption}\n{video.poster_key}")


def tagged_products(tx: ReadTx, video_id: str) -> list[str]:
    return tx.all(_PRODUCTS, video=video_id)


def describe(tx: WriteTx, actor: Actor, video_id: str, description: Description) -> Video:
    """Title, caption, product tags, declaration of advertising; also after publishing."""
    video = own_video_for(tx, actor, video_id)
    if not rules.may_describe(video.state):
        raise Conflict("video_over", state=video.state)
    product_ids = list(dict.fromkeys(description.product_ids))
    limit = rules.PRODUCTS_PER_VIDEO_MAX
    require_valid(len(product_ids) <= limit, "too_many_products", field="product_ids", limit=limit)
    require_valid(description.advertising in rules.ADVERTISING, "unknown_word", field="advertising")
    _require_declared(len(product_ids), description.advertising)
    require_no_claims({"title": description.title, "caption": description.caption})
    products = [product_for(tx, actor, product_id).id for product_id in product_ids]
    tx.change(
        _DESCRIBE,
        video=video.id,
        new_title=clean_line(description.title, limit=rules.TITLE_CHARS_MAX, field="title"),
        new_caption=clean_text(description.caption, limit=rules.CAPTION_CHARS_MAX, field="caption"),
        declared=description.advertising,
    )
    tx.change(_UNTAG, video=video.id)
    for position, product_id in enumerate(products):
        tx.insert(VIDEO_PRODUCT, video_id=video.id, product_id=product_id, position=position)
    video = video_for(tx, actor, video.id)
    if video.state == "published":
        _let_find(tx, video)
    return video


def publish(tx: WriteTx, actor: Actor, video_id: str) -> Video:
    """Show a video that is ready and described to everybody. Publishing twice is publishing once."""
    video = own_video_for(tx, actor, video_id)
    if video.state == "published":
        return video
    product_ids = tagged_products(tx, video.id)
    require_valid(bool(video.title), "empty", field="title")
    _require_declared(len(product_ids), video.advertising)
    if not tx.change(_PUBLISH, video=video.id, now=tx.now_ms):
        raise Conflict("video_not_ready", state=video.state)
    _let_find(tx, video)
    tx.announce(
        VideoPublished(video_id=video.id, author_id=actor.id, product_ids=product_ids, advertising=video.advertising)
    )
    return video_for(tx, actor, video.id)


def remove(tx: WriteTx, actor: Actor, video_id: str) -> None:
    """Its author takes a video away for good."""
    video = own_video_for(tx, actor, video_id)
    if tx.change(_REMOVE, video=video.id, now=tx.now_ms):
        discovery.forget(tx, "video", video.id)
        tx.announce(VideoRemoved(video_id=video.id, author_id=actor.id))


def hide_or_restore(tx: WriteTx, actor: Actor, video_id: str, case_id: str | None) -> None:
    """Make a video's visibility follow the moderators: hidden by a case, or by none."""
    video = tx.one(_VIDEO, video=video_id)
    if video is None or video.hidden_case_id == case_id:
        return
    tx.change(_HIDE, video=video.id, case=case_id)
    if case_id is None:
        tx.announce(VideoRestored(video_id=video.id, author_id=video.author_id))
    else:
        tx.announce(VideoHidden(video_id=video.id, author_id=video.author_id, case_id=case_id))


def _let_find(tx: WriteTx, video: Video) -> None:
    goods = product_cards(tx, tagged_products(tx, video.id)).values()
    titles = [title for card in goods for title in (card.title_zh, card.title_en)]
    more = [video.caption, person_card(tx, video.author_id).name, *titles]
    discovery.index(tx, "video", video.id, title=[video.title], more=more)


def _sees(tx: ReadTx, actor: Actor, video: Video) -> bool:
    if video.state == "removed":
        return False
    if video.author_id == actor.id or (rules.may_moderate(actor.roles) and video.published_at_ms is not None):
        return True
    if video.state != "published" or video.hidden_case_id is not None or is_removed(tx, video.author_id):
        return False
    return actor.is_guest or not is_blocked(tx, actor.id, video.author_id)


def _require_declared(product_count: int, advertising: str) -> None:
    require_valid(rules.is_declared(product_count, advertising), "advertising_undeclared", field="advertising")
