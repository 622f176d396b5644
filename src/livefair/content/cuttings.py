"""Short videos cut from shows: a draft at one tap, with the products that were explained in that stretch."""

from sqlalchemy import bindparam, select, update

from livefair.catalog import product_cards
from livefair.content import rules
from livefair.content.models import VIDEO, VIDEO_PRODUCT
from livefair.content.processing import fail_upload
from livefair.content.uploads import finish_upload, open_upload
from livefair.kernel import Actor, WriteTx, change, query, require, require_valid
from livefair.live.explanations import explanations_in
from livefair.live.exports import Span, ask_for_film

DRAFT_MS_MAX = 170_000
_DECLARE = change(update(VIDEO).where(VIDEO.c.id == bindparam("video")).values(advertising="commission"))
_CUT = query(str, select(VIDEO.c.id).where(VIDEO.c.author_id == bindparam("who"), VIDEO.c.key == bindparam("the_key")))


def draft_from_show(tx: WriteTx, actor: Actor, show_id: str, span: Span) -> str:
    """A draft of a short video from a recorded show; its author describes and publishes it. Twice is once.

    Invalid: too_long_for_video. Conflict: not_recorded, too_many_drafts.
    """
    require(rules.may_upload(actor.roles), "hosts_only")
    require_valid(
        span.to_at_ms - span.from_at_ms <= DRAFT_MS_MAX, "too_long_for_video", field="span", limit=DRAFT_MS_MAX // 1000
    )
    export_id = ask_for_film(tx, actor, show_id, span=span, purpose="draft")
    if (earlier := tx.one(_CUT, who=actor.id, the_key=_key(export_id))) is not None:
        return earlier
    # How large it becomes is known when it has been cut.
    video_id = open_upload(tx, actor, byte_count=1, key=_key(export_id)).video_id
    shown = [each.product_id for each in explanations_in(tx, show_id) if _meets(span, each.from_at_ms, each.to_at_ms)]
    known = product_cards(tx, list(dict.fromkeys(shown)))
    for position, product_id in enumerate(list(known)[: rules.PRODUCTS_PER_VIDEO_MAX]):
        tx.insert(VIDEO_PRODUCT, video_id=video_id, product_id=product_id, position=position)
    if known:  # hosts get commission for what they show; the author may declare otherwise
        tx.change(_DECLARE, video=video_id)
    return video_id


def take_cutting(tx: WriteTx, author_id: str, export_id: str, *, file_key: str, byte_count: int) -> None:
    """The film is there: prepare it as if it had been uploaded."""
    if (video_id := tx.one(_CUT, who=author_id, the_key=_key(export_id))) is not None:
        finish_upload(tx, Actor(author_id), video_id, file_key=file_key, byte_count=byte_count)


def give_up_cutting(tx: WriteTx, author_id: str, export_id: str) -> None:
    if (video_id := tx.one(_CUT, who=author_id, the_key=_key(export_id))) is not None:
        fail_upload(tx, video_id, "not_cut")


def _key(export_id: str) -> str:
    return f"cut:{export_id}"


def _meets(span: Span, from_at_ms: int, to_at_ms: int) -> bool:
    return from_at_ms < span.to_at_ms and to_at_ms > span.from_at_ms
