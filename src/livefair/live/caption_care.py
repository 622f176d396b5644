"""Captions are mended: whoever keeps order in the room corrects a line or takes it back, on air and in the replay.

What was shown first is kept with who changed it and when. A correction is checked for claims as every line is.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query
from livefair.live.captions import Caption, caption_called
from livefair.live.events_of_hosting import CaptionCorrected, CaptionWithdrawn
from livefair.live.models import SHOW
from livefair.live.models.captioning import CAPTION
from livefair.live.on_air import Show, show_for
from livefair.live.rooms import room_to_moderate
from livefair.live.rules import captions as rules
from livefair.live.violations import check_claims
from livefair.people import clean_line

PAGE_MAX = 100


class CaptionRow(NamedTuple):
    """As those who keep order see it: `first_text` is what viewers read before it was corrected."""

    id: str
    lang: str
    text: str
    at_ms: int
    first_text: str | None
    corrected_by: str | None
    withdrawn_by: str | None
    withdrawn_at_ms: int | None


_this = CAPTION.c.id == bindparam("one")
_shown = CAPTION.c.withdrawn_at_ms.is_(None)
_CORRECT = change(
    update(CAPTION)
    .where(_this, _shown, CAPTION.c.text != bindparam("words"))
    .values(
        first_text=func.coalesce(CAPTION.c.first_text, CAPTION.c.text),
        text=bindparam("words"),
        corrected_at_ms=bindparam("now"),
        corrected_by=bindparam("who"),
    )
)
_WITHDRAW = change(
    update(CAPTION).where(_this, _shown).values(withdrawn_at_ms=bindparam("now"), withdrawn_by=bindparam("who"))
)
_LATEST = query(
    CaptionRow,
    select(*(CAPTION.c[name] for name in CaptionRow._fields))
    .where(CAPTION.c.show_id == bindparam("show"))
    .order_by(CAPTION.c.at_ms.desc(), CAPTION.c.id.desc())
    .offset(bindparam("skip"))
    .limit(bindparam("most")),
)
_LATEST_SHOW = query(
    str,
    select(SHOW.c.id)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.started_at_ms.is_not(None))
    .order_by(SHOW.c.started_at_ms.desc(), SHOW.c.id.desc())
    .limit(1),
)


def correct_caption(tx: WriteTx, actor: Actor, caption_id: str, *, text: str) -> None:
    """Show other words in its place; the same words again change nothing.

    Refusals: not_found, moderators_only, empty, too_long; Conflict caption_withdrawn.
    """
    found, show = _to_mend(tx, actor, caption_id)
    words = clean_line(text, limit=rules.CHARS_MAX, field="text")
    if not tx.change(_CORRECT, one=caption_id, words=words, now=tx.now_ms, who=actor.id):
        _require_same(found, words)
        return
    # A line is noticed once; other words of it are another thing to notice.
    check_claims(tx, show, place="caption", subject=f"{caption_id}:{tx.now_ms}", text=words)
    tx.announce(
        CaptionCorrected(room_id=found.room_id, show_id=found.show_id, caption_id=caption_id, corrected_by=actor.id)
    )


def withdraw_caption(tx: WriteTx, actor: Actor, caption_id: str) -> None:
    """Nobody reads it any more, on air or in the replay. Twice is once."""
    found = caption_called(tx, caption_id)
    room_to_moderate(tx, actor, found.room_id)
    if tx.change(_WITHDRAW, one=caption_id, now=tx.now_ms, who=actor.id):
        tx.announce(
            CaptionWithdrawn(room_id=found.room_id, show_id=found.show_id, caption_id=caption_id, withdrawn_by=actor.id)
        )


def captions_to_mend(
    tx: ReadTx, actor: Actor, show_id: str, *, page: int = 1, most: int = PAGE_MAX
) -> list[CaptionRow]:
    """The newest first, also those that were taken back; for whoever keeps order in the room."""
    show, _ = show_for(tx, actor, show_id)
    room_to_moderate(tx, actor, show.room_id)
    most = min(most, PAGE_MAX)
    return tx.all(_LATEST, show=show_id, skip=(page - 1) * most, most=most)


def latest_begun(tx: ReadTx, room_id: str) -> str | None:
    """The show that is on air, or was the last; for callers who have checked who may see it."""
    return tx.one(_LATEST_SHOW, room=room_id)


def _require_same(found: Caption, words: str) -> None:
    if found.text != words:
        raise Conflict("caption_withdrawn")


def _to_mend(tx: ReadTx, actor: Actor, caption_id: str) -> tuple[Caption, Show]:
    found = caption_called(tx, caption_id)
    room_to_moderate(tx, actor, found.room_id)
    return found, show_for(tx, actor, found.show_id)[0]
