"""Captions: the host's words in writing, typed or written down by the browser. On air at once, later in the replay.

What is kept is the row. The room hears of it by a signal, as with a chat line: who misses it finds it in the replay.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from livefair.kernel import Actor, Conflict, ReadTx, TooMany, WriteTx, not_found, query, require_valid
from livefair.kernel.ids import id_for_key
from livefair.live.models import SHOW
from livefair.live.models.captioning import CAPTION
from livefair.live.on_air import on_air_to_run
from livefair.live.replays import replay_for
from livefair.live.rules import captions as rules
from livefair.live.violations import check_claims
from livefair.people import clean_line

CAPTIONS_MAX = 10_000
# So many within so long: more than anybody says.
AT_ONCE_MAX, AT_ONCE_MS = 10, 10_000


class Caption(NamedTuple):
    id: str
    room_id: str
    show_id: str
    lang: str
    source: str
    text: str
    at_ms: int


class CaptionDraft(NamedTuple):
    """`ago_ms`: how long before now it was said; `source` is typed or spoken."""

    text: str
    lang: str = "zh"
    source: str = "typed"
    ago_ms: int = 0


# What somebody took back stays with the show's record, and is shown to nobody.
SHOWN = CAPTION.c.withdrawn_at_ms.is_(None)
_COLUMNS = [getattr(CAPTION.c, field) for field in Caption._fields]
_ONE = query(Caption, select(*_COLUMNS).where(CAPTION.c.id == bindparam("one")))
_SHOWN_ONE = query(Caption, select(*_COLUMNS).where(CAPTION.c.id == bindparam("one"), SHOWN))
_SINCE = query(
    int,
    select(func.count())
    .select_from(CAPTION)
    .where(CAPTION.c.show_id == bindparam("show"), CAPTION.c.kept_at_ms > bindparam("since")),
)
_OF_SHOW = query(
    Caption,
    select(*_COLUMNS)
    .where(CAPTION.c.show_id == bindparam("show"), SHOWN)
    .order_by(CAPTION.c.at_ms, CAPTION.c.id)
    .limit(CAPTIONS_MAX),
)
_LANGUAGES = query(
    str, select(CAPTION.c.lang).where(CAPTION.c.show_id == bindparam("show"), SHOWN).distinct().order_by(CAPTION.c.lang)
)

_OFF_AIR = query(
    str,
    select(CAPTION.c.id)
    .join_from(CAPTION, SHOW, SHOW.c.id == CAPTION.c.show_id)
    .where(
        or_(
            CAPTION.c.room_id != SHOW.c.room_id,
            CAPTION.c.at_ms < SHOW.c.started_at_ms,
            CAPTION.c.at_ms > SHOW.c.ended_at_ms,
        )
    )
    .limit(100),
)


def caption(tx: WriteTx, actor: Actor, room_id: str, draft: CaptionDraft, *, key: str | None = None) -> Caption:
    """Show these words to the room. The same `key` within a minute is the same caption, unless it was taken back.

    Refusals: not_your_room, not_on_air, empty, too_long, unknown_kind, out_of_range, too_often, too_many_captions,
    caption_withdrawn.
    """
    found = on_air_to_run(tx, actor, room_id)
    caption_id = (id_for_key(key, f"{actor.id} {room_id} caption", tx.now_ms) if key else None) or tx.new_id()
    if tx.one(_ONE, one=caption_id) is not None:
        return _still_shown(tx, caption_id)
    text = _checked(draft)
    _require_measure(tx, found.show.id)
    at_ms = max(found.started_at_ms, tx.now_ms - draft.ago_ms)
    said = Caption(caption_id, room_id, found.show.id, draft.lang, draft.source, text, at_ms)
    tx.insert(CAPTION, **said._asdict(), said_by=actor.id, kept_at_ms=tx.now_ms)
    check_claims(tx, found.show, place="caption", subject=caption_id, text=text)
    return said


def caption_called(tx: ReadTx, caption_id: str) -> Caption:
    return tx.one(_ONE, one=caption_id) or not_found("caption")


def captions_of(tx: ReadTx, show_id: str) -> list[Caption]:
    """In the order in which they were said; for callers who have checked who may see them."""
    return tx.all(_OF_SHOW, show=show_id)


def caption_languages(tx: ReadTx, show_id: str) -> list[str]:
    return tx.all(_LANGUAGES, show=show_id)


def captions_file(tx: ReadTx, actor: Actor, show_id: str, *, lang: str) -> str:
    """The captions of a replay that this actor may watch, as WebVTT."""
    replay = replay_for(tx, actor, show_id)
    lines = [rules.CaptionLine(each.at_ms, each.text) for each in captions_of(tx, show_id) if each.lang == lang]
    recording = replay.recording
    return rules.web_vtt(rules.cues(lines, from_at_ms=recording.from_at_ms, lasts_ms=recording.lasts_ms))


def captions_off_air(tx: ReadTx) -> list[str]:
    """Captions of a moment at which their show was not on air: none, if all is well."""
    return tx.all(_OFF_AIR)


def _still_shown(tx: ReadTx, caption_id: str) -> Caption:
    shown = tx.one(_SHOWN_ONE, one=caption_id)
    if shown is None:
        raise Conflict("caption_withdrawn")
    return shown


def _checked(draft: CaptionDraft) -> str:
    require_valid(draft.lang in rules.LANGUAGES, "unknown_kind", field="lang")
    require_valid(draft.source in rules.SOURCES, "unknown_kind", field="source")
    require_valid(0 <= draft.ago_ms <= rules.AGO_MS_MAX, "out_of_range", field="ago_ms")
    return clean_line(draft.text, limit=rules.CHARS_MAX, field="text")


def _require_measure(tx: ReadTx, show_id: str) -> None:
    if tx.value(_SINCE, show=show_id, since=tx.now_ms - AT_ONCE_MS) >= AT_ONCE_MAX:
        raise TooMany("too_often")
    if tx.value(_SINCE, show=show_id, since=0) >= CAPTIONS_MAX:
        raise Conflict("too_many_captions")
