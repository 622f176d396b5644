"""Viewers answering viewers: everybody may answer a question once, its asker accepts one, its author is thanked."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.live import rules
from livefair.live.chat import require_voice
from livefair.live.events_of_talk import HelpAccepted, HelpHidden, HelpRestored, QuestionHelped
from livefair.live.models import QUESTION
from livefair.live.models.talk import HELP
from livefair.live.muting import require_entry
from livefair.live.on_air import show_for
from livefair.live.questions import Question, question_called
from livefair.live.rooms import room_to_moderate
from livefair.live.tasks import look_at_task
from livefair.people import clean_line, in_sight

HELPS_PER_QUESTION_MAX = 50


class Help(NamedTuple):
    id: str
    question_id: str
    author_id: str
    text: str
    helped_at_ms: int
    accepted_at_ms: int | None
    hidden_at_ms: int | None


_COLUMNS = [HELP.c[name] for name in Help._fields]
_shown = HELP.c.hidden_at_ms.is_(None)
_ONE = query(Help, select(*_COLUMNS).where(HELP.c.id == bindparam("help")))
_COUNT = query(int, select(func.count()).select_from(HELP).where(HELP.c.question_id == bindparam("question")))
_OF = query(
    Help,
    select(*_COLUMNS)
    .where(text_in(HELP.c.question_id, "ids"), _shown, in_sight(HELP.c.author_id))
    .order_by(HELP.c.accepted_at_ms.desc().nulls_last(), HELP.c.helped_at_ms)
    .limit(500),
)
_ACCEPT = change(
    update(HELP)
    .where(HELP.c.id == bindparam("help"), HELP.c.accepted_at_ms.is_(None), _shown)
    .values(accepted_at_ms=bindparam("now"))
)
_ACCEPTED = query(
    int,
    select(func.count())
    .select_from(HELP)
    .where(HELP.c.question_id == bindparam("question"), HELP.c.accepted_at_ms.is_not(None)),
)
_HIDE = change(update(HELP).where(HELP.c.id == bindparam("help"), _shown).values(hidden_at_ms=bindparam("now")))
_RESTORE = change(
    update(HELP).where(HELP.c.id == bindparam("help"), HELP.c.hidden_at_ms.is_not(None)).values(hidden_at_ms=None)
)
_THANKS = query(
    int,
    select(func.count())
    .select_from(HELP)
    .where(HELP.c.author_id == bindparam("who"), HELP.c.accepted_at_ms.is_not(None), _shown),
)
_THANKED = query(
    int,
    select(func.count())
    .select_from(HELP)
    .join(QUESTION, QUESTION.c.id == HELP.c.question_id)
    .where(
        HELP.c.author_id == bindparam("who"),
        QUESTION.c.asker_id == bindparam("asker"),
        HELP.c.accepted_at_ms >= bindparam("begin"),
        HELP.c.accepted_at_ms < bindparam("until"),
        _shown,
    ),
)


def help_asker(tx: WriteTx, actor: Actor, question_id: str, *, text: str) -> Help:
    """Answer another viewer's question, once. Conflict: helped_already, question_closed (hidden or put aside)."""
    question = question_called(tx, question_id)
    _, room = show_for(tx, actor, question.show_id)
    require_entry(tx, actor, room.id)
    require_voice(tx, actor, room.id)
    require(actor.id != question.asker_id, "not_yourself")
    if question.hidden_at_ms is not None or question.dismissed_at_ms is not None:
        raise Conflict("question_closed")
    words = clean_line(text, limit=rules.QUESTION_CHARS_MAX, field="text")
    if tx.value(_COUNT, question=question_id) >= HELPS_PER_QUESTION_MAX:
        raise TooMany("too_many_helps", limit=HELPS_PER_QUESTION_MAX)
    found = Help(tx.new_id(), question_id, actor.id, words, tx.now_ms, None, None)
    if not tx.insert_new(HELP, **found._asdict()):
        raise Conflict("helped_already")
    look_at_task(tx, question.show_id, "answers")
    tx.announce(
        QuestionHelped(
            room_id=question.room_id,
            show_id=question.show_id,
            question_id=question_id,
            help_id=found.id,
            author_id=actor.id,
            asker_id=question.asker_id,
        )
    )
    return found


def accept_help(tx: WriteTx, actor: Actor, help_id: str) -> Help:
    """Say that this answer helped; only the asker, for one answer. Conflict accepted_already."""
    found = help_called(tx, help_id)
    question = question_called(tx, found.question_id)
    show_for(tx, actor, question.show_id)
    require(actor.id == question.asker_id, "askers_only")
    if tx.value(_ACCEPTED, question=question.id) or not tx.change(_ACCEPT, help=help_id, now=tx.now_ms):
        raise Conflict("accepted_already")
    tx.announce(
        HelpAccepted(
            room_id=question.room_id,
            show_id=question.show_id,
            question_id=question.id,
            help_id=help_id,
            author_id=found.author_id,
            asker_id=actor.id,
            product_id=question.product_id,
            waited_ms=tx.now_ms - question.asked_at_ms,
        )
    )
    return found._replace(accepted_at_ms=tx.now_ms)


def hide_help(tx: WriteTx, actor: Actor, help_id: str) -> None:
    """Its author may, and whoever moderates."""
    found = help_called(tx, help_id)
    question = question_called(tx, found.question_id)
    if found.author_id != actor.id:
        room_to_moderate(tx, actor, question.room_id)
    if tx.change(_HIDE, help=help_id, now=tx.now_ms):
        tx.announce(
            HelpHidden(room_id=question.room_id, question_id=question.id, help_id=help_id, author_id=found.author_id)
        )


def restore_help(tx: WriteTx, actor: Actor, help_id: str) -> None:
    """What the fair's moderators had removed and show again."""
    require_valid(actor.has("system"), "program_only")
    if not tx.change(_RESTORE, help=help_id):
        return
    found = help_called(tx, help_id)
    room_id = question_called(tx, found.question_id).room_id
    tx.announce(
        HelpRestored(room_id=room_id, question_id=found.question_id, help_id=help_id, author_id=found.author_id)
    )


def thanked_between(tx: ReadTx, author_id: str, asker_id: str, *, from_ms: int, until_ms: int) -> bool:
    """Whether that asker accepted an answer of that author in that time, and it is shown."""
    return tx.value(_THANKED, who=author_id, asker=asker_id, begin=from_ms, until=until_ms) > 0


def help_called(tx: ReadTx, help_id: str) -> Help:
    return tx.one(_ONE, help=help_id) or not_found("help")


def helps_for(tx: ReadTx, questions: list[Question]) -> dict[str, list[Help]]:
    """Question → what viewers answered, the accepted one first, 500 in all."""
    found: dict[str, list[Help]] = {question.id: [] for question in questions}
    for each in tx.all(_OF, ids=sorted(found)) if found else []:
        found[each.question_id].append(each)
    return found


def thanks_of(tx: ReadTx, person_id: str) -> int:
    """How many of somebody's answers were accepted by those who had asked."""
    return tx.value(_THANKS, who=person_id)
