"""Finding what was said, asked or shown in one show, with its moment, so that nobody has to watch it all again."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from livefair.kernel import Actor, ReadTx, query
from livefair.live import rules
from livefair.live.models import CHAT_LINE, PIN, QUESTION
from livefair.live.models.captioning import CAPTION
from livefair.live.muting import require_entry
from livefair.live.on_air import Show, show_for
from livefair.people import clean_line, in_sight

WORDS_CHARS_MAX = 60
EACH_MAX = 20


class LineFound(NamedTuple):
    id: str
    author_id: str
    text: str
    at_ms: int


class QuestionFound(NamedTuple):
    id: str
    text: str
    answer: str | None
    asked_at_ms: int
    answered_at_ms: int | None


class PinFound(NamedTuple):
    id: str
    product_id: str
    title_zh: str
    title_en: str
    pinned_at_ms: int


class CaptionFound(NamedTuple):
    id: str
    text: str
    at_ms: int


class FoundInShow(NamedTuple):
    """Newest first, EACH_MAX of each at most."""

    show: Show
    lines: list[LineFound]
    questions: list[QuestionFound]
    pins: list[PinFound]
    captions: list[CaptionFound]


def _holds(column: ColumnElement[str]) -> ColumnElement[bool]:
    return func.lower(column).like(bindparam("pattern"), escape="!")


_LINES = query(
    LineFound,
    select(*(CHAT_LINE.c[name] for name in LineFound._fields))
    .where(
        CHAT_LINE.c.show_id == bindparam("show"),
        CHAT_LINE.c.hidden_at_ms.is_(None),
        in_sight(CHAT_LINE.c.author_id),
        _holds(CHAT_LINE.c.text),
    )
    .order_by(CHAT_LINE.c.id.desc())
    .limit(EACH_MAX),
)
_QUESTIONS = query(
    QuestionFound,
    select(*(QUESTION.c[name] for name in QuestionFound._fields))
    .where(
        QUESTION.c.show_id == bindparam("show"),
        QUESTION.c.hidden_at_ms.is_(None),
        in_sight(QUESTION.c.asker_id),
        or_(_holds(QUESTION.c.text), _holds(func.coalesce(QUESTION.c.answer, ""))),
    )
    .order_by(QUESTION.c.votes.desc(), QUESTION.c.id.desc())
    .limit(EACH_MAX),
)
_PINS = query(
    PinFound,
    select(*(PIN.c[name] for name in PinFound._fields))
    .where(PIN.c.show_id == bindparam("show"), or_(_holds(PIN.c.title_zh), _holds(PIN.c.title_en)))
    .order_by(PIN.c.pinned_at_ms)
    .limit(EACH_MAX),
)

_CAPTIONS = query(
    CaptionFound,
    select(*(CAPTION.c[name] for name in CaptionFound._fields))
    .where(CAPTION.c.show_id == bindparam("show"), CAPTION.c.withdrawn_at_ms.is_(None), _holds(CAPTION.c.text))
    .order_by(CAPTION.c.at_ms.desc())
    .limit(EACH_MAX),
)


def search_show(tx: ReadTx, actor: Actor, show_id: str, *, words: str) -> FoundInShow:
    """Whatever holds these words as they are typed, without regard to case. Invalid: empty, too_long."""
    show, room = show_for(tx, actor, show_id)
    require_entry(tx, actor, room.id)
    pattern = like_pattern(clean_line(words, limit=WORDS_CHARS_MAX, field="q"))
    return FoundInShow(
        show=show,
        lines=tx.all(_LINES, show=show_id, pattern=pattern),
        questions=tx.all(_QUESTIONS, show=show_id, pattern=pattern),
        pins=tx.all(_PINS, show=show_id, pattern=pattern),
        captions=tx.all(_CAPTIONS, show=show_id, pattern=pattern),
    )


def like_pattern(words: str) -> str:
    plain = "".join(f"!{char}" if char in "!%_" else char for char in words.lower())
    return f"%{plain}%"


def moment_in(show: Show, at_ms: int) -> int | None:
    """Where in the replay it is, ms; None where there is none to see."""
    if show.recording_key is None or show.recorded_from_at_ms is None or show.replay_hidden_at_ms is not None:
        return None
    return min(show.recorded_ms or 0, rules.offset_ms(at_ms, from_at_ms=show.recorded_from_at_ms))
